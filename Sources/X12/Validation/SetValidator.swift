/// Validates one transaction set: its segments come in one by one, a verdict comes out.
///
/// All faults are found in one pass. After a fault in structure the state is kept: a segment that stands
/// wrongly is skipped, one too many is taken where it stands.
struct SetValidator {
    /// An open loop and how far it was walked.
    struct Frame {
        /// The loop's row in the grammar.
        var loop: Int
        /// The child that was met last.
        var place: Int
        /// How often that child was met in a row.
        var count: Int
        /// The loop's row in the tree.
        var treeRow: Int
    }

    /// Where the set stands in the file; copied into each finding.
    struct Place {
        var interchange: Int
        var group: Int
        var transaction: Int
        var set: String
        var control: String
    }

    let grammar: Grammar?
    let place: Place
    let delimiters: Delimiters
    let wrapping: LineWrapping?
    /// The repetition separator, nil where the release has no repetitions.
    let repetition: UInt8?
    let isLate: Bool
    let openCodeLists: Set<String>
    let limits: Limits
    var frames: [Frame] = [Frame(loop: 0, place: 0, count: 1, treeRow: 0)]
    var segmentCount = 0
    var findings: [Finding] = []
    var suppressed = 0
    var tree: TreeBuilder?
    /// LS01 of the bounded loop that is open.
    var boundedLoop: String?
    var hierarchy = HierarchyRules()
    var lineCount = LineCount()
    /// Whether the segment at hand is one too long; its elements cannot be read.
    private var isTooLarge = false

    init(
        grammar: Grammar?, place: Place, header: InterchangeHeader, repetition: UInt8?, isLate: Bool,
        openCodeLists: Set<String>, limits: Limits
    ) {
        self.grammar = grammar
        self.place = place
        delimiters = header.delimiters
        wrapping = header.wrapping
        self.repetition = repetition
        self.isLate = isLate
        self.openCodeLists = openCodeLists
        self.limits = limits
        findings.reserveCapacity(4)
        if grammar != nil {
            tree = TreeBuilder(
                delimiters: header.delimiters, repetition: repetition, wrapping: header.wrapping)
        }
    }

    /// Takes the next segment of the set, ST first, SE last.
    mutating func consume(_ segment: SegmentView, isOversize: Bool) {
        segmentCount += 1
        if isOversize {
            report(
                .segmentTooLong, segment, expected: "at most \(limits.maximumSegmentBytes) bytes",
                message: "The segment is longer than any segment may be; it was skipped.",
                fix: "Check that segments are ended by their terminator.")
            return
        }
        guard let grammar else { return }
        if segmentCount == 1 {
            checkWidth(segment, grammar)
            tree?.add(segment, to: 0, ordinal: 1)
            return
        }
        guard let placed = find(segment, in: grammar) else { return }
        addToTree(segment, placed.treeRow)
        let id = segment.packedID
        if id == SegmentCode.se {
            checkWidth(segment, grammar)
            return
        }
        if placed.layout >= 0 {
            checkElements(segment, grammar.rules.layouts[Int(placed.layout)], grammar)
        }
        switch id {
        case SegmentCode.hl: checkHierarchy(segment)
        case SegmentCode.ls: boundedLoop = segment.text(1)
        case SegmentCode.le: checkLoopEnd(segment)
        case SegmentCode.ctt: checkLineCount(segment)
        default: break
        }
        lineCount.count(id)
    }

    private mutating func addToTree(_ segment: SegmentView, _ row: Int) {
        guard tree != nil else { return }
        tree?.add(segment, to: row, ordinal: segmentCount)
        guard let size = tree?.size, size > limits.maximumSetBytes else { return }
        // Without its tree the set cannot be translated, so it must not count as accepted.
        tree = nil
        report(
            .setTooLarge, segment, expected: "at most \(limits.maximumSetBytes) bytes",
            message: "The transaction set is larger than we keep at once.", fix: "Split the set into several."
        )
    }

    /// Hands out the tree of a set that is accepted.
    consuming func content(release: String) -> TransactionSet? {
        guard let tree else { return nil }
        return TransactionSet(
            id: place.set, release: release, controlNumber: place.control, storage: SetStorage(tree))
    }

    // MARK: Reporting

    /// Adds a finding about a segment, or about one of its elements.
    mutating func report(
        _ code: Finding.Code, severity: Finding.Severity = .error, _ segment: SegmentView,
        element: ElementPlace? = nil, found: String? = nil, expected: String? = nil, message: String,
        fix: String
    ) {
        guard findings.count < limits.maximumFindings else {
            suppressed += 1
            return
        }
        var finding = Finding(
            code, severity: severity, isLate: isLate, offset: segment.fileOffset, found: found,
            expected: expected, message: message, fix: fix)
        finding.interchange = place.interchange
        finding.group = place.group
        finding.transaction = place.transaction
        finding.set = place.set
        finding.control = place.control
        finding.segment = segmentCount
        finding.segmentID = Finding.readable(segment.element(0))
        finding.boundedLoop = boundedLoop
        if let grammar, let loop = frames.last?.loop, loop > 0 { finding.loop = grammar.loopIDs[loop] }
        if let element {
            finding.element = element.position
            finding.component = element.component
            finding.repetition = element.repetition
            finding.dataElement = element.number
            finding.offset = element.offset
        }
        findings.append(finding)
    }
}

/// Which element a finding is about.
struct ElementPlace {
    var position: Int
    var component: Int?
    var repetition: Int?
    /// The data element's number, as `373`.
    var number: String?
    /// Where it stands in the file.
    var offset: Int
}
