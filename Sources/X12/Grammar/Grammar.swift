/// One transaction set of one release, compiled to flat tables.
///
/// Loops are rows with a range of children; a child is a segment or a loop, known by the id of the segment
/// that it is or that opens it. Row 0 is the whole set, ST to SE.
public final class Grammar: Sendable {
    /// The set, as `856`.
    public let set: String
    /// The release, as `004010`.
    public let release: String
    /// GS01 of its groups, as `SH`.
    public let functionalID: String
    /// The set's name.
    public let name: String

    /// What may stand at one place of a loop.
    struct Child: Sendable, Hashable {
        /// The packed id of the segment.
        var id: UInt32
        /// The row of the segment's layout in ``rules``, -1 when nothing is known of its elements.
        ///
        /// Each child has its own, so that an overlay can change the segment at one place alone.
        var layout: Int32
        /// The row of the loop that it opens, -1 for a segment.
        var loop: Int32
        /// Maximum use of the segment, or repeat of the loop; `Int32.max` for any number.
        var maximum: Int32
        var isMandatory: Bool
        /// Whether it may stand anywhere in its loop.
        var isFloating = false
        /// What else its segments mean to the validator; set when the grammar is made.
        var role: SegmentRole = []
        /// The next child of the loop with the same id, -1 for none.
        var nextSame: Int16 = -1
        /// The next mandatory child of the loop after it, or the count of children.
        var nextMandatory: Int16 = 0
    }

    /// A loop: a range of the children.
    struct LoopRow: Sendable, Hashable {
        /// The packed id of its opening segment.
        var id: UInt32
        var firstChild: Int32
        var childCount: Int32
        /// The loop around it, -1 for the set.
        var parent: Int32
    }

    /// The words for the rules: names and numbers.
    let dictionary: ReleaseDictionary
    /// The rules of the release, or those of an overlay.
    let rules: RuleTables
    let loops: FlatTable<LoopRow>
    let children: FlatTable<Child>
    /// The ids of the loops as text.
    let loopIDs: [String]
    /// The numbers of the segment ids used in the set, by packed id.
    private let idKeys: FlatTable<UInt32>
    private let idNumbers: FlatTable<Int16>
    private let idMask: Int
    private let idCount: Int
    /// For loop and number of an id: the first child with it, -1 for none.
    private let firstChildren: FlatTable<Int16>

    /// Compiles a draft.
    init(_ draft: GrammarDraft, dictionary: ReleaseDictionary, rules: RuleTables) {
        set = draft.set
        functionalID = draft.functionalID
        name = draft.name
        release = dictionary.release
        self.dictionary = dictionary
        self.rules = rules
        loopIDs = draft.loops.map(\.id)
        let index = IDIndex(draft)
        let plan = TotalPlan(set: draft.set)
        totals = plan
        var rows: [LoopRow] = []
        var all: [Child] = []
        rows.reserveCapacity(draft.loops.count)
        all.reserveCapacity(draft.loops.reduce(0) { $0 + $1.children.count })
        var firsts = [Int16](repeating: -1, count: draft.loops.count * index.count)
        for (loop, source) in draft.loops.enumerated() {
            rows.append(
                LoopRow(
                    id: SegmentCode.packed(source.id), firstChild: Int32(all.count),
                    childCount: Int32(source.children.count), parent: Int32(source.parent)))
            var children = source.children
            var mandatory = Int16(truncatingIfNeeded: children.count)
            for place in children.indices.reversed() {
                children[place].nextMandatory = mandatory
                let opens = children[place].loop >= 0
                children[place].role = opens ? [] : SegmentRole(of: children[place].id, plan)
                if children[place].isMandatory { mandatory = Int16(truncatingIfNeeded: place) }
                // The opening segment is found by the loop around, as a new iteration.
                guard place > 0 else { break }
                let first = loop * index.count + index.number(of: children[place].id)
                children[place].nextSame = firsts[first]
                firsts[first] = Int16(truncatingIfNeeded: place)
            }
            all += children
        }
        var depths: [Int] = []
        for loop in draft.loops {
            depths.append(depths.indices.contains(loop.parent) ? depths[loop.parent] + 1 : 1)
        }
        depth = depths.max() ?? 1
        loops = FlatTable(rows)
        children = FlatTable(all)
        firstChildren = FlatTable(firsts)
        idKeys = FlatTable(index.keys)
        idNumbers = FlatTable(index.numbers)
        idMask = index.keys.count - 1
        idCount = index.count
    }

    /// What its CTT adds up.
    let totals: TotalPlan
    /// How deep loops lie in each other, the set itself counted.
    let depth: Int

    /// The tables as bare addresses, for the loops that run for each segment; valid as long as the grammar.
    var walk: GrammarWalk {
        GrammarWalk(
            loops: loops.base, children: children.base, firstChildren: firstChildren.base,
            idKeys: idKeys.base,
            idNumbers: idNumbers.base, idMask: idMask, idCount: idCount, slots: rules.slots.base,
            layouts: rules.layouts.base, conditions: rules.conditions.base, lists: rules.lists.base)
    }

    /// The grammar as a draft, to be changed by an overlay.
    func draft() -> GrammarDraft {
        var draft = GrammarDraft(set: set, functionalID: functionalID, name: name)
        for loop in 0..<loops.count {
            let row = loops[loop]
            let first = Int(row.firstChild)
            draft.loops.append(
                GrammarDraft.Loop(
                    id: loopIDs[loop],
                    children: (first..<first + Int(row.childCount)).map { children[$0] },
                    parent: Int(row.parent)))
        }
        return draft
    }
}

/// A grammar while it is put together or changed.
struct GrammarDraft {
    /// A loop with its children in order; the first child of all but the set is the segment that opens it.
    struct Loop {
        var id: String
        var children: [Grammar.Child] = []
        /// The row of the loop around it, -1 for the set.
        var parent: Int
    }

    var set: String
    var functionalID: String
    var name: String
    /// Row 0 is the set.
    var loops: [Loop] = []
}

/// Gives the segment ids of a set numbers, found by hashing.
private struct IDIndex {
    private(set) var keys: [UInt32]
    private(set) var numbers: [Int16]
    private(set) var count = 0

    init(_ draft: GrammarDraft) {
        keys = [UInt32](repeating: 0, count: 64)
        numbers = [Int16](repeating: -1, count: 64)
        for loop in draft.loops {
            for child in loop.children where child.id != 0 { add(child.id) }
        }
    }

    private mutating func add(_ id: UInt32) {
        // At most half full, so that a look is short; no larger, because every grammar has one.
        if count * 2 >= keys.count { grow() }
        var place = GrammarWalk.hash(id) & (keys.count - 1)
        while keys[place] != 0, keys[place] != id { place = (place + 1) & (keys.count - 1) }
        guard keys[place] == 0 else { return }
        keys[place] = id
        numbers[place] = Int16(truncatingIfNeeded: count)
        count += 1
    }

    private mutating func grow() {
        let old = zip(keys, numbers).filter { $0.0 != 0 }
        keys = [UInt32](repeating: 0, count: keys.count * 2)
        numbers = [Int16](repeating: -1, count: keys.count)
        for (key, number) in old {
            var place = GrammarWalk.hash(key) & (keys.count - 1)
            while keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
            keys[place] = key
            numbers[place] = number
        }
    }

    func number(of id: UInt32) -> Int {
        var place = GrammarWalk.hash(id) & (keys.count - 1)
        while keys[place] != id, keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
        return max(Int(numbers[place]), 0)
    }
}
