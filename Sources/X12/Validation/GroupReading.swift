/// One walk over a group: cuts out its sets, validates each, keeps count.
struct GroupReading: ~Copyable {
    /// A set identifier looked up once for all sets that have it.
    private struct KnownSet {
        var id: String
        var grammar: Grammar?
        /// Whether it is a transaction set of X12.
        var exists: Bool
    }

    private var reader: SegmentReader
    var validator: SetValidator
    let group: GroupOutline
    let interchange: InterchangeOutline
    private let library: GrammarLibrary
    private let dictionary: ReleaseDictionary?
    let policy: ValidationPolicy
    private let limits: Limits
    private let rules: GroupRules
    private let release: String
    /// The sets of the interchange before this group.
    private let setsBefore: Int
    private var known: KnownSet?
    private var received = 0
    private var accepted = 0
    private var withErrors = 0
    private var controlNumbers: NumberMemory
    /// Whether it was already said that there are too many control numbers.
    private var isFull = false

    init(
        feed: ByteFeed, group: GroupOutline, interchange: InterchangeOutline, library: GrammarLibrary,
        policy: ValidationPolicy, limits: Limits, keepsContent: Bool, isThorough: Bool = false
    ) {
        let header = interchange.header
        let release = group.header.release
        self.release = release
        // Sets of releases before 004020 have no repetitions, whatever ISA11 says.
        var delimiters = header.delimiters
        if release < "004020" { delimiters.repetition = nil }
        reader = SegmentReader(
            feed: feed, offset: group.bytes.lowerBound, delimiters: delimiters, wrapping: header.wrapping,
            limits: limits)
        validator = SetValidator(
            SetValidator.Setting(
                delimiters: delimiters, wrapping: header.wrapping, repetition: delimiters.repetition,
                isLate: release >= "005010", levels: policy.levels, openCodeLists: policy.openCodeLists,
                keepsContent: keepsContent, limits: limits, isThorough: isThorough))
        self.group = group
        self.interchange = interchange
        self.library = library
        self.policy = policy
        self.limits = limits
        dictionary = library.dictionary(release: release)
        rules = GroupRules(
            group: group, interchange: interchange, dictionary: dictionary, library: library, policy: policy)
        setsBefore = interchange.groups.prefix { $0.ordinal < group.ordinal }.reduce(0) { $0 + $1.setCount }
        controlNumbers = NumberMemory(widthCounts: true, limit: limits.maximumRemembered)
    }

    /// The next set, validated.
    mutating func next() throws -> SetResult? {
        guard !rules.isUnreadable else { return nil }
        while try reader.next() {
            if reader.current.packedID == SegmentCode.st && !reader.isOversize { return try readSet() }
        }
        return nil
    }

    private mutating func readSet() throws -> SetResult {
        received += 1
        let head = reader.current
        let start = head.fileOffset
        let id = head.text(1) ?? ""
        let control = head.numberText(2) ?? ""
        let implementation = head.text(3)
        let found = find(id)
        validator.begin(
            found.grammar,
            at: SetValidator.Place(
                interchange: interchange.ordinal, group: group.ordinal, transaction: setsBefore + received,
                set: id, control: control))
        validator.consume(head, isOversize: false)
        checkHeader(head, found)
        let end = try readSegments(control: control, start: start)
        let verdict = judge(set: id)
        let content = verdict.status == .rejected ? nil : validator.content(release: release)
        return SetResult(
            ordinal: received, setID: id, controlNumber: control, implementation: implementation,
            bytes: start..<end, verdict: verdict, content: content)
    }

    private mutating func find(_ id: String) -> KnownSet {
        if let known, known.id == id { return known }
        let found = KnownSet(
            id: id, grammar: library.grammar(set: id, release: release),
            exists: dictionary?.allows(id, in: "143") ?? false)
        known = found
        return found
    }

    /// Reads up to the SE, or to what shows that there is none; returns where the set ends.
    private mutating func readSegments(control: String, start: Int) throws -> Int {
        while try reader.next() {
            switch reader.isOversize ? 0 : reader.current.packedID {
            case SegmentCode.se:
                validator.consume(reader.current, isOversize: false)
                validator.checkTrailer(reader.current, control)
                validator.end(reader.current)
                return reader.endOffset
            case SegmentCode.st, SegmentCode.ge, SegmentCode.gs, SegmentCode.iea:
                validator.end(reader.current)
                reportNoTrailer(reader.current)
                reader.stay()
                return reader.current.fileOffset
            default:
                validator.consume(reader.current, isOversize: reader.isOversize)
            }
        }
        validator.end(reader.current)
        reportNoTrailer(nil)
        return reader.withWindow { $0.offset }
    }

    // MARK: ST and SE

    private mutating func checkHeader(_ head: SegmentView, _ found: KnownSet) {
        let id = found.id
        let number = head.number(2)
        if let remark = policy.remarks[id] {
            validator.report(
                .setNotSupported, severity: remark.severity, head,
                element: validator.place(head, 1, number: "143"), found: remark.found,
                expected: remark.expected, message: remark.message, fix: remark.fix)
        }
        if id.utf8.count != 3 || !found.exists && found.grammar == nil {
            validator.report(
                .setUnknown, head, element: validator.place(head, 1, number: "143"), found: id,
                expected: "a transaction set of X12",
                message: "ST01 is no transaction set of X12.", fix: "Send the set's identifier, as 856.")
        } else if found.grammar == nil || !(policy.acceptedSets?.contains(id) ?? true) {
            validator.report(
                .setNotSupported, head, element: validator.place(head, 1, number: "143"), found: id,
                message: found.grammar == nil
                    ? "The set \(id) is not in the dictionary, so that its content cannot be judged."
                    : "The set \(id) is not taken from this partner.",
                fix: "Send only the sets that were agreed.")
        } else if let grammar = found.grammar, grammar.functionalID != group.header.functionalID {
            validator.report(
                .setNotInGroup, head, element: validator.place(head, 1, number: "143"), found: id,
                expected: "a set of group \(group.header.functionalID)",
                message:
                    "The set \(id) belongs into a group \(grammar.functionalID), not \(group.header.functionalID).",
                fix: "Put the set into a group with GS01 \(grammar.functionalID).")
        }
        guard number.count >= 4, number.count <= 9 else {
            validator.report(
                .setControlInvalid, head, element: validator.place(head, 2, number: "329"),
                found: Finding.readable(number), expected: "4 to 9 characters",
                message: "ST02 is missing, too short or too long.",
                fix: "Number the sets 0001, 0002 and so on.")
            return
        }
        switch controlNumbers.insert(number) {
        case .new: break
        case .repeated:
            validator.report(
                .setControlRepeated, head, element: validator.place(head, 2, number: "329"),
                found: Finding.readable(number), expected: "a number not used before",
                message: "An earlier set of the group has the same ST02.", fix: "Number the sets upward.")
        case .full: reportFull(head)
        }
    }

    private mutating func reportFull(_ head: SegmentView) {
        guard !isFull else { return }
        isFull = true
        validator.report(
            .limitReached, severity: .warning, head, element: validator.place(head, 2, number: "329"),
            message:
                "The group has more control numbers out of order than are remembered; from here on ST02 is not compared.",
            fix: "Number the sets upward.")
    }

    private mutating func reportNoTrailer(_ segment: SegmentView?) {
        guard let segment else {
            var finding = Finding(
                .setTrailerMissing, offset: group.bytes.upperBound, expected: "SE",
                message: "The data ended before the SE of the set.", fix: "End every set with its SE.")
            finding.interchange = interchange.ordinal
            finding.group = group.ordinal
            finding.transaction = validator.place.transaction
            finding.set = validator.place.set
            finding.control = validator.place.control
            validator.add(finding)
            return
        }
        validator.report(
            .setTrailerMissing, segment, found: Finding.readable(segment.element(0)), expected: "SE",
            message: "The next segment of the envelope came before the SE of the set.",
            fix: "End every set with its SE.")
    }

    // MARK: Verdicts

    private mutating func judge(set: String) -> SetVerdict {
        let codes = validator.codes
        var status = SetStatus.accepted
        if rules.isRejected {
            status = .rejected
        } else if !codes.isEmpty {
            // What breaks the set's own frame cannot be accepted; a wrong count can.
            let isUsable = codes.allSatisfy { $0 == "4" || $0 == "5" } && validator.isUsable
            status = isUsable && policy.onError[set] == .acceptGood ? .acceptedWithErrors : .rejected
        }
        if status != .rejected { accepted += 1 }
        if status == .acceptedWithErrors { withErrors += 1 }
        return SetVerdict(
            status: status, codes: codes.count > 5 ? Array(codes.prefix(5)) : codes,
            findings: validator.findings, suppressed: validator.suppressed,
            segmentCount: validator.segmentCount)
    }

    /// The verdict on the group.
    func verdict() -> GroupVerdict {
        let status: GroupStatus
        if rules.isUnreadable || rules.isRejected {
            status = .rejected
        } else if accepted == received {
            status = withErrors > 0 || !rules.codes.isEmpty ? .acceptedWithErrors : .accepted
        } else {
            status = accepted > 0 ? .partiallyAccepted : .rejected
        }
        let count = rules.isUnreadable ? group.setCount : received
        return GroupVerdict(
            status: status, codes: Array(rules.codes.prefix(5)), claimed: group.claimedSetCount ?? count,
            received: count, accepted: rules.isUnreadable ? 0 : accepted, findings: rules.findings)
    }
}
