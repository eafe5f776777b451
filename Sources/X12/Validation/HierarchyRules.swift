/// The HL numbers met so far in a set.
struct HierarchyRules {
    private var seen: Set<UInt64> = []
    private var isFull = false

    /// What is wrong with an HL: its number used before, or a parent that did not come.
    mutating func faults(
        number: UnsafeBufferPointer<UInt8>, parent: UnsafeBufferPointer<UInt8>, limit: Int
    ) -> (isRepeated: Bool, isOrphan: Bool) {
        let isOrphan = !parent.isEmpty && !isFull && !seen.contains(HierarchyRules.key(parent))
        if seen.count >= limit {
            isFull = true
            return (false, isOrphan)
        }
        let isNew = number.isEmpty || seen.insert(HierarchyRules.key(number)).inserted
        return (!isNew, isOrphan)
    }

    /// Up to twelve digits or other characters; leading zeros do not matter.
    private static func key(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        for byte in bytes.prefix(12) { value = value &* 31 &+ UInt64(byte &- 0x30) &+ value &* 225 }
        return value
    }
}

/// The line items of a set, counted for CTT01.
struct LineCount {
    private var lines = 0
    private var levels = 0

    /// Counts the segment when it begins a line item or a hierarchical level.
    @inline(__always)
    mutating func count(_ id: UInt32) {
        switch id {
        case SegmentCode.po1, SegmentCode.it1, SegmentCode.poc: lines += 1
        case SegmentCode.hl: levels += 1
        default: break
        }
    }

    /// What CTT01 counts in a set, nil where that is not fixed.
    func expected(in set: String) -> Int? {
        switch set {
        case "850", "855", "860", "865", "810": lines
        case "856": levels
        default: nil
        }
    }
}

extension SetValidator {
    mutating func checkHierarchy(_ segment: SegmentView) {
        let number = segment.element(1)
        let parent = segment.element(2)
        let faults = hierarchy.faults(number: number, parent: parent, limit: limits.maximumRemembered)
        if faults.isRepeated {
            report(
                .hierarchyNumberRepeated, segment,
                element: elementPlace(segment, 1, at: number, number: "628"),
                found: Finding.readable(number), expected: "a number not used before",
                message: "HL01: an earlier HL of the set has the same number.",
                fix: "Number the HL segments 1, 2, 3 and so on.")
        }
        if faults.isOrphan {
            report(
                .hierarchyParentUnknown, segment,
                element: elementPlace(segment, 2, at: parent, number: "734"),
                found: Finding.readable(parent), expected: "HL01 of an earlier HL",
                message: "HL02 names a parent that did not come before.",
                fix: "Put the HL01 of the level above into HL02.")
        }
    }

    mutating func checkLoopEnd(_ segment: SegmentView) {
        let mark = segment.element(1)
        if let boundedLoop, segment.text(1) != boundedLoop {
            report(
                .loopIdentifierMismatch, segment, element: elementPlace(segment, 1, at: mark, number: "447"),
                found: Finding.readable(mark), expected: boundedLoop,
                message: "LE01 differs from LS01 of the loop it ends.", fix: "Repeat LS01 in LE01.")
        }
        boundedLoop = nil
    }

    mutating func checkLineCount(_ segment: SegmentView) {
        guard let expected = lineCount.expected(in: place.set), let text = segment.text(1),
            let claimed = Int(text), claimed != expected
        else { return }
        report(
            .lineCountDiffers, severity: .warning, segment,
            element: elementPlace(segment, 1, at: segment.element(1), number: "354"), found: text,
            expected: String(expected),
            message: "CTT01 says \(text) line items, the set holds \(expected).",
            fix: "Count the line items in CTT01.")
    }
}
