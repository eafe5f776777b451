/// One walk over a group: cuts out its sets, validates each, keeps count.
struct GroupReading: ~Copyable {
    private var reader: SegmentReader
    private let group: GroupOutline
    private let interchange: InterchangeOutline
    private let library: GrammarLibrary
    private let dictionary: ReleaseDictionary?
    private let policy: ValidationPolicy
    private let limits: Limits
    private let rules: GroupRules
    private let repetition: UInt8?
    /// The sets of the interchange before this group.
    private let setsBefore: Int
    private var received = 0
    private var accepted = 0
    private var withErrors = 0
    private var controlNumbers: Set<String> = []

    init(
        feed: ByteFeed, group: GroupOutline, interchange: InterchangeOutline, library: GrammarLibrary,
        policy: ValidationPolicy, limits: Limits
    ) {
        let header = interchange.header
        reader = SegmentReader(
            feed: feed, offset: group.bytes.lowerBound, delimiters: header.delimiters,
            wrapping: header.wrapping, limits: limits)
        self.group = group
        self.interchange = interchange
        self.library = library
        self.policy = policy
        self.limits = limits
        let release = group.header.release
        dictionary = library.dictionary(release: release)
        rules = GroupRules(group: group, interchange: interchange, dictionary: dictionary, policy: policy)
        // Sets of releases before 004020 have no repetitions, whatever ISA11 says.
        repetition = release >= "004020" ? header.delimiters.repetition : nil
        setsBefore = interchange.groups.prefix { $0.ordinal < group.ordinal }.reduce(0) { $0 + $1.setCount }
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
        let control = head.text(2) ?? ""
        let implementation = head.text(3)
        var validator = SetValidator(
            grammar: library.grammar(set: id, release: group.header.release),
            place: SetValidator.Place(
                interchange: interchange.ordinal, group: group.ordinal, transaction: setsBefore + received,
                set: id, control: control),
            header: interchange.header, repetition: repetition,
            isLate: group.header.release >= "005010", openCodeLists: policy.openCodeLists, limits: limits)
        validator.consume(head, isOversize: false)
        checkHeader(head, &validator)
        let end = try readSegments(into: &validator, control: control, start: start)
        let verdict = judge(validator, set: id)
        let content = verdict.status == .rejected ? nil : validator.content(release: group.header.release)
        return SetResult(
            ordinal: received, setID: id, controlNumber: control, implementation: implementation,
            bytes: start..<end, verdict: verdict, content: content)
    }

    /// Reads up to the SE, or to what shows that there is none; returns where the set ends.
    private mutating func readSegments(
        into validator: inout SetValidator, control: String, start: Int
    ) throws -> Int {
        while try reader.next() {
            let segment = reader.current
            switch reader.isOversize ? 0 : segment.packedID {
            case SegmentCode.se:
                validator.consume(segment, isOversize: false)
                checkTrailer(segment, control, &validator)
                return reader.endOffset
            case SegmentCode.st, SegmentCode.ge, SegmentCode.gs, SegmentCode.iea:
                reportNoTrailer(segment, &validator)
                reader.stay()
                return segment.fileOffset
            default:
                validator.consume(segment, isOversize: reader.isOversize)
            }
        }
        reportNoTrailer(nil, &validator)
        return reader.withWindow { $0.offset }
    }

    // MARK: ST and SE

    private mutating func checkHeader(_ head: SegmentView, _ validator: inout SetValidator) {
        let id = validator.place.set
        let number = validator.place.control
        func spot(_ element: Int) -> ElementPlace {
            validator.elementPlace(
                head, element, at: head.element(element), number: element == 1 ? "143" : "329")
        }
        let isKnown = dictionary?.allows(id, in: "143") ?? false
        if id.utf8.count != 3 || !isKnown && validator.grammar == nil {
            validator.report(
                .setUnknown, head, element: spot(1), found: id, expected: "a transaction set of X12",
                message: "ST01 is no transaction set of X12.", fix: "Send the set's identifier, as 856.")
        } else if validator.grammar == nil || !(policy.acceptedSets?.contains(id) ?? true) {
            validator.report(
                .setNotSupported, head, element: spot(1), found: id,
                message: "The set \(id) is not taken from this partner.",
                fix: "Send only the sets that were agreed.")
        } else if let grammar = validator.grammar, grammar.functionalID != group.header.functionalID {
            validator.report(
                .setNotInGroup, head, element: spot(1), found: id,
                expected: "a set of group \(group.header.functionalID)",
                message:
                    "The set \(id) belongs into a group \(grammar.functionalID), not \(group.header.functionalID).",
                fix: "Put the set into a group with GS01 \(grammar.functionalID).")
        }
        if !(4...9).contains(number.utf8.count) {
            validator.report(
                .setControlInvalid, head, element: spot(2), found: number, expected: "4 to 9 characters",
                message: "ST02 is missing, too short or too long.",
                fix: "Number the sets 0001, 0002 and so on.")
        } else if controlNumbers.count < limits.maximumRemembered, !controlNumbers.insert(number).inserted {
            validator.report(
                .setControlRepeated, head, element: spot(2), found: number,
                expected: "a number not used before",
                message: "An earlier set of the group has the same ST02.", fix: "Number the sets upward.")
        }
    }

    private func checkTrailer(_ trailer: SegmentView, _ control: String, _ validator: inout SetValidator) {
        let count = trailer.text(1)
        if InterchangeBuilder.number(count) != validator.segmentCount {
            validator.report(
                .setSegmentCount, trailer,
                element: validator.elementPlace(trailer, 1, at: trailer.element(1), number: "96"),
                found: count,
                expected: String(validator.segmentCount),
                message: "SE01 says \(count ?? "nothing"), the set holds \(validator.segmentCount) segments.",
                fix: "Count the segments from ST to SE, both included.")
        }
        let number = trailer.text(2) ?? ""
        if number != control {
            validator.report(
                .setControlMismatch, trailer,
                element: validator.elementPlace(trailer, 2, at: trailer.element(2), number: "329"),
                found: number, expected: control, message: "SE02 differs from ST02.",
                fix: "Repeat ST02 in SE02.")
        }
    }

    private func reportNoTrailer(_ segment: SegmentView?, _ validator: inout SetValidator) {
        guard let segment else {
            var finding = Finding(
                .setTrailerMissing, offset: group.bytes.upperBound, expected: "SE",
                message: "The data ended before the SE of the set.", fix: "End every set with its SE.")
            finding.interchange = interchange.ordinal
            finding.group = group.ordinal
            finding.transaction = validator.place.transaction
            finding.set = validator.place.set
            finding.control = validator.place.control
            validator.findings.append(finding)
            return
        }
        validator.report(
            .setTrailerMissing, segment, found: Finding.readable(segment.element(0)), expected: "SE",
            message: "The next segment of the envelope came before the SE of the set.",
            fix: "End every set with its SE.")
    }

    // MARK: Verdicts

    private mutating func judge(_ validator: SetValidator, set: String) -> SetVerdict {
        let errors = validator.findings.filter { $0.severity == .error }
        var codes: [String] = []
        for finding in errors {
            let code = finding.answer(at: "AK502") ?? "5"
            if !codes.contains(code) { codes.append(code) }
        }
        var status = SetStatus.accepted
        if rules.isRejected {
            status = .rejected
        } else if !errors.isEmpty {
            // What breaks the set's own frame cannot be accepted; a wrong count can.
            let isUsable = codes.allSatisfy { $0 == "4" || $0 == "5" } && validator.tree != nil
            status = isUsable && policy.onError[set] == .acceptGood ? .acceptedWithErrors : .rejected
        }
        if status != .rejected { accepted += 1 }
        if status == .acceptedWithErrors { withErrors += 1 }
        return SetVerdict(
            status: status, codes: Array(codes.prefix(5)), findings: validator.findings,
            suppressed: validator.suppressed, segmentCount: validator.segmentCount)
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
