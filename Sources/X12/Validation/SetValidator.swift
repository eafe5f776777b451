/// Validates transaction sets one after the other: segments come in one by one, findings come out.
///
/// All faults are found in one pass. After a fault in structure the state is kept: a segment that stands
/// wrongly is skipped, one too many is taken where it stands. What it holds is used again for the next set, so
/// that a set costs no memory of its own but its findings and its tree.
struct SetValidator: ~Copyable {
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

    /// What holds for all sets of a group.
    struct Setting {
        var delimiters: Delimiters
        var wrapping: LineWrapping?
        /// The repetition separator, nil where the release has no repetitions.
        var repetition: UInt8?
        var isLate: Bool
        var levels: ValidationLevels
        var openCodeLists: Set<String>
        var keepsContent: Bool
        var limits: Limits
        /// Whether segments are looked at twice, so that a test can compare both looks.
        var isThorough = false
    }

    let setting: Setting
    private(set) var place = Place(interchange: 0, group: 0, transaction: 0, set: "", control: "")
    private(set) var grammar: Grammar?
    /// The tables of the grammar, which is kept by the field before.
    var walk: GrammarWalk?
    var frames: UnsafeMutablePointer<Frame>
    private var frameCapacity = 16
    /// How many loops are open, the set itself counted.
    var depth = 1
    var segmentCount = 0
    private var byteCount = 0
    private(set) var isTooLarge = false
    private(set) var findings: [Finding] = []
    private(set) var suppressed = 0
    /// The codes of AK502 and on that the errors give, suppressed ones too.
    private(set) var codes: [String] = []
    private(set) var tree: TreeBuilder?
    /// LS01 of the bounded loop that is open.
    var boundedLoop: String?
    var hierarchy: HierarchyRules
    var totals = TotalRules()
    private let checksElements: Bool
    let checksCodes: Bool
    let checksDates: Bool
    let checksConditions: Bool
    let checksTotals: Bool

    init(_ setting: Setting) {
        self.setting = setting
        frames = UnsafeMutablePointer<Frame>.allocate(capacity: 16)
        hierarchy = HierarchyRules(limit: setting.limits.maximumRemembered)
        checksCodes = setting.levels[.codes] != .off
        checksDates = setting.levels[.dates] != .off
        checksConditions = setting.levels[.conditions] != .off
        checksElements =
            checksCodes || checksDates || checksConditions || setting.levels[.elements] != .off
        checksTotals = setting.levels[.totals] != .off || setting.levels[.amounts] != .off
    }

    deinit { frames.deallocate() }

    /// Begins a set; its ST comes first.
    mutating func begin(_ grammar: Grammar?, at place: Place) {
        self.place = place
        if self.grammar !== grammar {
            self.grammar = grammar
            walk = grammar?.walk
            makeRoom(for: grammar)
        }
        frames[0] = Frame(loop: 0, place: 0, count: 1, treeRow: 0)
        depth = 1
        segmentCount = 0
        byteCount = 0
        isTooLarge = false
        suppressed = 0
        if !findings.isEmpty { findings = [] }
        if !codes.isEmpty { codes = [] }
        boundedLoop = nil
        hierarchy.begin()
        totals.begin()
        if grammar == nil || !setting.keepsContent {
            tree = nil
        } else if tree != nil {
            tree?.reset()
        } else {
            tree = TreeBuilder(
                delimiters: setting.delimiters, repetition: setting.repetition, wrapping: setting.wrapping)
        }
    }

    private mutating func makeRoom(for grammar: Grammar?) {
        guard let grammar, grammar.depth + 1 > frameCapacity else { return }
        frames.deallocate()
        frameCapacity = grammar.depth + 1
        frames = UnsafeMutablePointer<Frame>.allocate(capacity: frameCapacity)
    }

    /// Takes the next segment of the set, ST first, SE last.
    mutating func consume(_ segment: SegmentView, isOversize: Bool) {
        segmentCount &+= 1
        byteCount &+= segment.count &+ 1
        if isOversize {
            reportOversize(segment)
            return
        }
        guard let walk else { return }
        if byteCount > setting.limits.maximumSetBytes, !isTooLarge { reportTooLarge(segment) }
        if segmentCount == 1 {
            checkWidth(segment, walk)
            tree?.add(segment, to: 0, ordinal: 1)
            return
        }
        guard let found = find(segment, walk) else { return }
        if tree != nil { tree?.add(segment, to: found.treeRow, ordinal: segmentCount) }
        let child = found.child
        if child.pointee.role == .trailer {
            checkWidth(segment, walk)
            return
        }
        let layout = Int(child.pointee.layout)
        if layout >= 0, checksElements {
            let rule = walk.layouts + layout
            let isClean = isClean(segment, rule, walk)
            if !isClean || setting.isThorough { checkElements(segment, rule.pointee, walk) }
        }
        if !child.pointee.role.isEmpty { apply(child.pointee.role, segment) }
    }

    /// What a segment means beyond its elements.
    private mutating func apply(_ role: SegmentRole, _ segment: SegmentView) {
        if role.contains(.level) { checkHierarchy(segment) }
        if role.contains(.loopStart) { boundedLoop = segment.text(1) }
        if role.contains(.loopEnd) { checkLoopEnd(segment) }
        guard checksTotals, let plan = grammar?.totals else { return }
        if role.contains(.totals) {
            checkTotals(segment)
        } else {
            totals.add(segment, at: segmentCount, role, plan)
        }
    }

    /// Reports once that the set is larger than one that is kept.
    ///
    /// Without its tree the set cannot be translated, so it must not count as accepted; and what is found must
    /// not depend on whether the tree was wanted.
    private mutating func reportTooLarge(_ segment: SegmentView) {
        tree = nil
        isTooLarge = true
        report(
            .setTooLarge, segment, expected: "at most \(setting.limits.maximumSetBytes) bytes",
            message: "The transaction set is larger than we keep at once.", fix: "Split the set into several."
        )
    }

    /// Opens a loop in the tree and among the open ones; returns its row in the tree.
    mutating func open(_ loop: Int, in parent: Int) -> Int {
        var row = 0
        if tree != nil { row = tree?.openLoop(in: parent) ?? 0 }
        frames[depth] = Frame(loop: loop, place: 0, count: 1, treeRow: row)
        depth &+= 1
        return row
    }

    /// Ends the set with what can only be told when all of it was seen.
    mutating func end(_ trailer: SegmentView) {
        reportLateParents()
        checkAmounts(trailer)
    }

    /// Hands out the tree of a set that is accepted.
    mutating func content(release: String) -> TransactionSet? {
        guard let built = tree, built.rowCount > 0 else { return nil }
        let storage = SetStorage(built)
        tree?.reset()
        return TransactionSet(
            id: place.set, release: release, controlNumber: place.control, storage: storage)
    }

    /// Whether a tree can be handed out, or was not wanted.
    var isUsable: Bool { grammar != nil && !isTooLarge }

    // MARK: Reporting

    /// Adds a finding; beyond the limit it is only counted.
    mutating func add(_ finding: Finding) {
        if finding.severity == .error { note(finding.code.answer(isLate: setting.isLate)) }
        if findings.count < setting.limits.maximumFindings {
            findings.append(finding)
        } else {
            suppressed += 1
        }
    }

    /// Sorts findings that were made at the end of the set to the segments they are about.
    mutating func sortFindings() {
        let order = findings.indices.sorted {
            (findings[$0].segment ?? .max, $0) < (findings[$1].segment ?? .max, $1)
        }
        findings = order.map { findings[$0] }
    }

    /// Reports something about a segment, or about one of its elements.
    mutating func report(
        _ code: Finding.Code, severity: Finding.Severity = .error, _ segment: SegmentView,
        id: UInt32? = nil, element: ElementPlace? = nil, found: String? = nil, expected: String? = nil,
        message: String, fix: String
    ) {
        if let finding = finding(
            code, severity: severity, segment, id: id, element: element, found: found, expected: expected,
            message: message, fix: fix)
        {
            add(finding)
        }
    }

    /// Whether there is room for a finding; if not it is counted here, and its words need not be made.
    ///
    /// A set may have more faults than anyone reads: one a line, in half a million lines.
    mutating func hasRoom(for code: Finding.Code, severity: Finding.Severity = .error) -> Bool {
        if findings.count < setting.limits.maximumFindings { return true }
        guard let level = effective(severity, code) else { return false }
        suppressed += 1
        if level == .error { note(code.answer(isLate: setting.isLate)) }
        return false
    }

    /// How severe a fault is by the level of its family; nil when that is off.
    private func effective(_ severity: Finding.Severity, _ code: Finding.Code) -> Finding.Severity? {
        guard let family = code.family else { return severity }
        switch setting.levels[family] {
        case .on: return severity
        case .warn: return severity == .error ? .warning : severity
        case .off: return nil
        }
    }

    /// Notes what an error means for AK502 and on.
    private mutating func note(_ answer: AnswerPlace?) {
        var code = "5"
        if case .set(let own) = answer { code = own }
        if !codes.contains(code) { codes.append(code) }
    }

    /// A finding about the current segment, as severe as the level of its family says; nil when that is off.
    func finding(
        _ code: Finding.Code, severity wanted: Finding.Severity = .error, _ segment: SegmentView,
        id: UInt32? = nil, element: ElementPlace? = nil, found: String? = nil, expected: String? = nil,
        message: String, fix: String
    ) -> Finding? {
        guard let severity = effective(wanted, code) else { return nil }
        var finding = Finding(
            code, severity: severity, isLate: setting.isLate, offset: segment.fileOffset, found: found,
            expected: expected, message: message, fix: fix)
        finding.interchange = place.interchange
        finding.group = place.group
        finding.transaction = place.transaction
        finding.set = place.set
        finding.control = place.control
        finding.segment = segmentCount
        finding.segmentID = id.map(SegmentCode.text) ?? Finding.readable(segment.element(0))
        finding.boundedLoop = boundedLoop
        if let grammar, frames[depth - 1].loop > 0 { finding.loop = grammar.loopIDs[frames[depth - 1].loop] }
        if let element {
            finding.element = element.position
            finding.component = element.component
            finding.repetition = element.repetition
            finding.dataElement = element.number
            finding.offset = element.offset
        }
        return finding
    }

    private mutating func reportOversize(_ segment: SegmentView) {
        report(
            .segmentTooLong, segment, expected: "at most \(setting.limits.maximumSegmentBytes) bytes",
            message: "The segment is longer than any segment may be; it was skipped.",
            fix: "Check that segments are ended by their terminator.")
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
