/// The HL numbers met so far in a set, and the parents that are still to come.
struct HierarchyRules {
    /// An HL whose parent did not come before it.
    struct Orphan {
        var parent: [UInt8]
        /// What is to be reported when the parent does not come at all.
        var finding: Finding
    }

    /// Parents waited for; beyond so many a parent that did not come before is taken for missing.
    private static let maximumOrphans = 1_000

    private(set) var orphans: [Orphan] = []
    /// Whether it was already said that there are too many numbers.
    var isFull = false
    private var numbers: NumberMemory

    init(limit: Int) {
        numbers = NumberMemory(widthCounts: false, limit: limit)
    }

    /// Begins a set.
    mutating func begin() {
        numbers.removeAll()
        isFull = false
        if !orphans.isEmpty { orphans = [] }
    }

    /// Remembers the number of an HL.
    @inline(__always)
    mutating func insert(_ number: UnsafeBufferPointer<UInt8>) -> NumberMemory.Answer {
        number.isEmpty ? .new : numbers.insert(number)
    }

    /// Whether an HL with the number came.
    @inline(__always)
    func contains(_ number: UnsafeBufferPointer<UInt8>) -> Bool { numbers.contains(number) }

    /// Remembers an HL whose parent may come later; false when there is no room.
    mutating func wait(for parent: UnsafeBufferPointer<UInt8>, _ finding: Finding) -> Bool {
        guard orphans.count < HierarchyRules.maximumOrphans else { return false }
        orphans.append(Orphan(parent: Array(parent), finding: finding))
        return true
    }
}

extension SetValidator {
    /// Checks HL01 and HL02.
    mutating func checkHierarchy(_ segment: SegmentView) {
        guard setting.levels[.hierarchy] != .off else { return }
        let number = segment.element(1)
        let parent = segment.element(2)
        // The number itself is taken after its parent was looked for: no level is its own parent.
        let isOrphan = !parent.isEmpty && !hierarchy.isFull && !hierarchy.contains(parent)
        switch hierarchy.insert(number) {
        case .new: break
        case .repeated:
            report(
                .hierarchyNumberRepeated, segment, element: place(segment, 1, number: "628"),
                found: Finding.readable(number), expected: "a number not used before",
                message: "HL01: an earlier HL of the set has the same number.",
                fix: "Number the HL segments 1, 2, 3 and so on.")
        case .full:
            if !hierarchy.isFull { reportFull(segment) }
            hierarchy.isFull = true
        }
        guard isOrphan else { return }
        let finding = finding(
            .hierarchyParentUnknown, segment, element: place(segment, 2, number: "734"),
            found: Finding.readable(parent), expected: "HL01 of another HL",
            message: "HL02 names a parent that the set does not have.",
            fix: "Put the HL01 of the level above into HL02.")
        guard let finding else { return }
        let isItself = parent.elementsEqual(number)
        if isItself || !hierarchy.wait(for: parent, finding) { add(finding) }
    }

    private mutating func reportFull(_ segment: SegmentView) {
        report(
            .limitReached, severity: .warning, segment, element: place(segment, 1, number: "628"),
            message:
                "The set has more HL numbers out of order than are remembered; from here on they are not compared.",
            fix: "Number the HL segments 1, 2, 3 and so on.")
    }

    /// Reports the parents that did not come, and notes those that came late.
    mutating func reportLateParents() {
        guard !hierarchy.orphans.isEmpty else { return }
        for orphan in hierarchy.orphans {
            var finding = orphan.finding
            if !hierarchy.isFull, orphan.parent.withUnsafeBufferPointer({ hierarchy.contains($0) }) {
                finding = Finding(
                    .hierarchyParentLate, severity: .warning, offset: finding.offset, found: finding.found,
                    expected: "HL01 of an earlier HL", message: "HL02 names a parent that comes only later.",
                    fix: "Send each level after the one it belongs to.")
                finding.takePlace(of: orphan.finding)
            } else if hierarchy.isFull {
                continue
            }
            add(finding)
        }
        sortFindings()
    }

    /// Checks LE01.
    mutating func checkLoopEnd(_ segment: SegmentView) {
        let mark = segment.element(1)
        if let boundedLoop, segment.text(1) != boundedLoop {
            report(
                .loopIdentifierMismatch, segment, element: place(segment, 1, number: "447"),
                found: Finding.readable(mark), expected: boundedLoop,
                message: "LE01 differs from LS01 of the loop it ends.", fix: "Repeat LS01 in LE01.")
        }
        boundedLoop = nil
    }
}

extension Finding {
    /// Takes over where another finding stands.
    fileprivate mutating func takePlace(of other: Finding) {
        interchange = other.interchange
        group = other.group
        transaction = other.transaction
        set = other.set
        control = other.control
        segment = other.segment
        segmentID = other.segmentID
        loop = other.loop
        element = other.element
        dataElement = other.dataElement
        boundedLoop = other.boundedLoop
    }
}
