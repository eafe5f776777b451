/// The rules of one release in flat memory: places, layouts, conditions and code lists, each by row.
///
/// Immutable once made; shared by all grammars of the release. An overlay takes a ``Draft`` of it, adds rows
/// of its own and makes new tables: the rows that were there keep their numbers.
final class RuleTables: Sendable {
    /// A code list as a part of ``keys``: open addressed, at most half full.
    struct CodeList: Sendable, Hashable {
        var first: Int32
        var mask: Int32
    }

    /// The rules while they are put together.
    struct Draft {
        var slots: [SlotRule] = []
        var layouts: [LayoutRule] = []
        var conditions: [ConditionRule] = []
        var lists: [CodeList] = []
        /// The packed codes of all lists, 0 for a free place.
        var keys: [UInt64] = []

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

        /// Adds a code list from packed codes; returns its row.
        mutating func addCodes(_ codes: some Collection<UInt64>) -> Int {
            var size = 8
            while size < codes.count * 2 { size *= 2 }
            let first = keys.count
            keys += repeatElement(0, count: size)
            for code in codes where code != 0 {
                var place = PackedTable.hash(code) & (size - 1)
                while keys[first + place] != 0, keys[first + place] != code {
                    place = (place + 1) & (size - 1)
                }
                keys[first + place] = code
            }
            lists.append(CodeList(first: Int32(first), mask: Int32(size - 1)))
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
        func codes(ofList row: Int) -> [UInt64] {
            let list = lists[row]
            return keys[Int(list.first)...Int(list.first + list.mask)].filter { $0 != 0 }
        }
    }

    let slots: FlatTable<SlotRule>
    let layouts: FlatTable<LayoutRule>
    let conditions: FlatTable<ConditionRule>
    let lists: FlatTable<CodeList>
    let keys: FlatTable<UInt64>

    /// Makes the rules final.
    init(_ draft: borrowing Draft) {
        slots = FlatTable(draft.slots)
        layouts = FlatTable(draft.layouts)
        conditions = FlatTable(draft.conditions)
        lists = FlatTable(draft.lists)
        keys = FlatTable(draft.keys)
    }

    /// The rules as a draft, to add rows to.
    func draft() -> Draft {
        Draft(
            slots: slots.copy, layouts: layouts.copy, conditions: conditions.copy, lists: lists.copy,
            keys: keys.copy)
    }

    /// Whether a packed code is in a list.
    @inline(__always)
    func contains(_ code: UInt64, list row: Int32) -> Bool {
        let list = lists.base[Int(row)]
        let first = keys.base + Int(list.first)
        var place = PackedTable.hash(code) & Int(list.mask)
        while true {
            let key = first[place]
            if key == code { return code != 0 }
            if key == 0 { return false }
            place = (place + 1) & Int(list.mask)
        }
    }

    /// The codes of a list as words, sorted; at most so many.
    func words(ofList row: Int, atMost limit: Int) -> [String] {
        let list = lists.base[row]
        var words: [String] = []
        for index in Int(list.first)...Int(list.first + list.mask) where keys.base[index] != 0 {
            if words.count > limit { break }
            words.append(PackedTable.word(keys.base[index]))
        }
        return words.sorted()
    }
}

/// Trivial values in memory that does not move, so that a hot loop can keep its address.
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
