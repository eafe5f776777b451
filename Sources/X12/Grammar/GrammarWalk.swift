/// The tables of a grammar as bare addresses: what a walk over a set needs for each segment.
///
/// Copying it costs no count of references. Whoever keeps it keeps the grammar as well.
struct GrammarWalk {
    let loops: UnsafePointer<Grammar.LoopRow>
    let children: UnsafePointer<Grammar.Child>
    let firstChildren: UnsafePointer<Int16>
    let idKeys: UnsafePointer<UInt32>
    let idNumbers: UnsafePointer<Int16>
    let idMask: Int
    let idCount: Int
    let slots: UnsafePointer<SlotRule>
    let layouts: UnsafePointer<LayoutRule>
    let conditions: UnsafePointer<ConditionRule>
    let lists: UnsafePointer<RuleTables.CodeList>

    /// The number of a packed segment id in the set, -1 when the set does not have it.
    @inline(__always)
    func number(of id: UInt32) -> Int {
        var place = GrammarWalk.hash(id) & idMask
        while true {
            let key = idKeys[place]
            if key == id { return Int(idNumbers[place]) }
            if key == 0 { return -1 }
            place = (place &+ 1) & idMask
        }
    }

    /// The first child of a loop with an id, by the id's number; -1 for none.
    @inline(__always)
    func firstChild(of loop: Int, number: Int) -> Int {
        Int(firstChildren[loop &* idCount &+ number])
    }

    /// The children of a loop.
    @inline(__always)
    func children(of loop: Int) -> UnsafePointer<Grammar.Child> {
        children + Int(loops[loop].firstChild)
    }

    /// Whether a packed code is in a list.
    @inline(__always)
    func contains(_ code: UInt64, list row: Int32) -> Bool { lists[Int(row)].contains(code) }

    /// Where the look for an id begins, to be masked by the size of a table.
    @inline(__always)
    static func hash(_ id: UInt32) -> Int {
        Int(truncatingIfNeeded: (id &* 0x9E37_79B1) &>> 15)
    }
}

/// What a segment means to the validator beyond its elements.
struct SegmentRole: OptionSet, Sendable, Hashable {
    var rawValue: UInt8
    /// SE.
    static let trailer = SegmentRole(rawValue: 1)
    /// HL: a hierarchical level.
    static let level = SegmentRole(rawValue: 2)
    /// LS: a bounded loop begins.
    static let loopStart = SegmentRole(rawValue: 4)
    /// LE: a bounded loop ends.
    static let loopEnd = SegmentRole(rawValue: 8)
    /// CTT: the totals of the set.
    static let totals = SegmentRole(rawValue: 16)
    /// A line item, counted by CTT01.
    static let line = SegmentRole(rawValue: 32)
    /// It has a quantity that CTT02 adds up.
    static let hashed = SegmentRole(rawValue: 64)
    /// It adds to the amount of an invoice, or states it.
    static let amount = SegmentRole(rawValue: 128)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What a segment means in a set with a plan of totals.
    init(of id: UInt32, _ plan: TotalPlan) {
        self = []
        switch id {
        case SegmentCode.se: self = .trailer
        case SegmentCode.hl: self = .level
        case SegmentCode.ls: self = .loopStart
        case SegmentCode.le: self = .loopEnd
        case SegmentCode.ctt: self = .totals
        default: break
        }
        if plan.line == id { insert(.line) }
        if plan.hashed == id { insert(.hashed) }
        if plan.hasAmounts, TotalPlan.isAmount(id) { insert(.amount) }
    }
}
