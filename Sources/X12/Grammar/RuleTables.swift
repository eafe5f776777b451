/// The rules of one release in flat memory: places, layouts, conditions and code lists, each by row.
///
/// Immutable once made; shared by all grammars of the release. An overlay takes a ``Draft`` of it, adds rows
/// of its own and makes new tables: the rows that were there keep their numbers.
final class RuleTables: Sendable {
    /// The bits of a packed code; the highest byte of a key holds the marks of the releases that have it.
    static let codeBits: UInt64 = 0x00FF_FFFF_FFFF_FFFF

    /// A code list, open addressed and at most half full.
    ///
    /// It points into memory that the tables keep, immutable once the list was made, which is why threads may
    /// share it.
    struct CodeList: @unchecked Sendable, Hashable, BitwiseCopyable {
        var keys: UnsafePointer<UInt64>
        var mask: Int32
        /// Which keys count: those with one of these marks.
        var marks: UInt8
        /// Whether a value outside of the list is only a warning: the list is borrowed from another release.
        var isAdvisory: Bool

        /// Whether a packed code is in the list.
        @inline(__always)
        func contains(_ code: UInt64) -> Bool {
            // A code of eight bytes would reach into the marks; no list has one.
            guard code != 0, code <= RuleTables.codeBits else { return false }
            var place = PackedTable.hash(code) & Int(mask)
            while true {
                let key = keys[place]
                if (key ^ code) & RuleTables.codeBits == 0 { return key >> 56 & UInt64(marks) != 0 }
                if key == 0 { return false }
                place = (place &+ 1) & Int(mask)
            }
        }
    }

    /// The rules while they are put together.
    struct Draft {
        var slots: [SlotRule] = []
        var layouts: [LayoutRule] = []
        var conditions: [ConditionRule] = []
        var lists: [CodeList] = []
        /// The memory that the lists point into.
        var memory: [FlatTable<UInt64>] = []

        /// Adds a layout; returns its row.
        ///
        /// Places beyond the sixty-fourth are left out.
        mutating func addLayout(id: UInt32, slots new: [SlotRule], conditions rules: [ConditionRule]) -> Int {
            let kept = new.prefix(LayoutRule.maximumSlots)
            var layout = LayoutRule(
                id: id, firstSlot: Int32(slots.count), slotCount: Int32(kept.count),
                firstCondition: Int32(conditions.count), conditionCount: Int32(rules.count))
            for (index, slot) in kept.enumerated() where slot.isMandatory {
                layout.mandatory |= 1 << UInt64(index)
            }
            slots += kept
            conditions += rules
            layouts.append(layout)
            return layouts.count - 1
        }

        /// Adds a code list from packed codes, in memory of its own; returns its row.
        mutating func addCodes(_ codes: some Collection<UInt64>, isAdvisory: Bool = false) -> Int {
            var keys: [UInt64] = []
            let size = CodeLists.place(codes.map { $0 & RuleTables.codeBits | 1 << 56 }, in: &keys)
            let table = FlatTable(keys)
            memory.append(table)
            lists.append(
                CodeList(keys: table.base, mask: Int32(size - 1), marks: 1, isAdvisory: isAdvisory))
            return lists.count - 1
        }

        /// The places of a layout, to be changed and added as a layout of its own.
        func slots(ofLayout row: Int) -> [SlotRule] {
            let layout = layouts[row]
            return Array(slots[Int(layout.firstSlot)..<Int(layout.firstSlot + layout.slotCount)])
        }

        /// The conditions of a layout.
        func conditions(ofLayout row: Int) -> [ConditionRule] {
            let layout = layouts[row]
            let first = Int(layout.firstCondition)
            return Array(conditions[first..<first + Int(layout.conditionCount)])
        }

        /// The packed codes of a list, in no order.
        func codes(ofList row: Int) -> [UInt64] { RuleTables.codes(of: lists[row]) }
    }

    let slots: FlatTable<SlotRule>
    let layouts: FlatTable<LayoutRule>
    let conditions: FlatTable<ConditionRule>
    let lists: FlatTable<CodeList>
    /// Keeps the memory of the lists.
    private let memory: [FlatTable<UInt64>]

    /// Makes the rules final.
    init(_ draft: borrowing Draft) {
        slots = FlatTable(draft.slots)
        layouts = FlatTable(draft.layouts)
        conditions = FlatTable(draft.conditions)
        lists = FlatTable(draft.lists)
        memory = draft.memory
    }

    /// The rules as a draft, to add rows to.
    func draft() -> Draft {
        Draft(
            slots: slots.copy, layouts: layouts.copy, conditions: conditions.copy, lists: lists.copy,
            memory: memory)
    }

    /// Whether a packed code is in a list.
    @inline(__always)
    func contains(_ code: UInt64, list row: Int32) -> Bool {
        lists.base[Int(row)].contains(code)
    }

    /// Whether a value outside of a list is only a warning, because the list is not the release's own.
    func isAdvisory(list row: Int32) -> Bool { lists[Int(row)].isAdvisory }

    /// The codes of a list as words, sorted; empty when there are more than the limit.
    func words(ofList row: Int, atMost limit: Int) -> [String] {
        let codes = RuleTables.codes(of: lists[row])
        return codes.count > limit ? [] : codes.map(PackedTable.word).sorted()
    }

    private static func codes(of list: CodeList) -> [UInt64] {
        UnsafeBufferPointer(start: list.keys, count: Int(list.mask) + 1)
            .filter { $0 >> 56 & UInt64(list.marks) != 0 }.map { $0 & codeBits }
    }
}

/// Trivial values in memory that does not move, so that a hot loop can keep its address.
///
/// Immutable once made, which is why threads may share it.
final class FlatTable<Row: Sendable & BitwiseCopyable>: @unchecked Sendable {
    /// The first row.
    ///
    /// Never written after the table was made, which is why it may be shared.
    let base: UnsafePointer<Row>
    let count: Int

    /// Copies the rows.
    init(_ rows: [Row]) {
        let memory = UnsafeMutablePointer<Row>.allocate(capacity: max(rows.count, 1))
        rows.withUnsafeBufferPointer { source in
            if let first = source.baseAddress { memory.initialize(from: first, count: source.count) }
        }
        base = UnsafePointer(memory)
        count = rows.count
    }

    deinit { base.deallocate() }

    /// The rows as an array.
    var copy: [Row] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// A row; the row must be there.
    @inline(__always)
    subscript(_ row: Int) -> Row { base[row] }
}
