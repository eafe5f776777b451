/// Judges a group by its outline: GS against GE, and whether it is read at all.
struct GroupRules {
    /// What is wrong with the group.
    private(set) var findings: [Finding] = []
    /// The codes of AK905 and on.
    private(set) var codes: [String] = []
    /// Whether no set of the group is read: it is of a kind or release that we do not know.
    private(set) var isUnreadable = false
    /// Whether the group is rejected as a whole.
    private(set) var isRejected = false
    private let group: GroupOutline
    private let interchange: Int

    init(
        group: GroupOutline, interchange: InterchangeOutline, dictionary: ReleaseDictionary?,
        library: GrammarLibrary, policy: ValidationPolicy
    ) {
        self.group = group
        self.interchange = interchange.ordinal
        checkHeader(dictionary, library)
        checkTrailer(policy)
        if group.repeatsControlNumber {
            let isLate = group.header.release >= "005010"
            report(
                .groupControlRepeated, "GS", 6, isLate ? .error : .warning, found: group.header.controlNumber,
                expected: "a number not used before",
                "An earlier group of the interchange has the same GS06.",
                "Number the groups upward.")
            isRejected = isRejected || isLate
        }
    }

    private mutating func checkHeader(_ dictionary: ReleaseDictionary?, _ library: GrammarLibrary) {
        let header = group.header
        if !header.hasUsableControlNumber {
            isUnreadable = true
            report(
                .groupControlInvalid, "GS", 6, found: header.controlNumber, expected: "one to nine digits",
                "GS06 is not a control number.", "Send one to nine digits in GS06.")
        }
        guard let dictionary, header.agency == "X" || header.agency == "T" || header.agency.isEmpty else {
            isUnreadable = true
            report(
                .groupVersionUnsupported, "GS", 8, found: header.version,
                expected: "a release from 003010 on",
                "Release \(header.version) of agency \(header.agency) is not in our dictionary.",
                "Send a release that was agreed, as 004010.")
            return
        }
        if let nearest = library.nearest(to: header.release), !nearest.isExact {
            report(
                .releaseBorrowed, "GS", 8, .note, found: header.version, expected: nearest.release,
                "Release \(header.release) is read with the tables of \(nearest.release); lengths are not enforced.",
                "Agree on a release that we have tables of, as \(nearest.release).")
        }
        if !dictionary.allows(header.functionalID, in: "479") {
            isUnreadable = true
            report(
                .groupNotSupported, "GS", 1, found: header.functionalID, expected: "a functional identifier",
                "GS01 is no functional identifier of X12.", "Send the identifier of the sets, as PO for 850.")
        }
    }

    private mutating func checkTrailer(_ policy: ValidationPolicy) {
        guard group.isComplete else {
            isRejected = true
            report(
                .groupTrailerMissing, "GE", nil, found: nil, expected: "GE",
                "The group has no GE.", "End every group with its GE.")
            return
        }
        let trailer = group.trailerControlNumber ?? ""
        if InterchangeBuilder.number(trailer) != InterchangeBuilder.number(group.header.controlNumber)
            || trailer.isEmpty
        {
            isRejected = true
            report(
                .groupControlMismatch, "GE", 2, found: trailer, expected: group.header.controlNumber,
                "GE02 differs from GS06.", "Repeat GS06 in GE02.")
        }
        let level = policy.levels[.counts]
        if group.claimedSetCount != group.setCount, level != .off {
            isRejected = isRejected || level == .on && policy.onGroupCount == .rejectSet
            report(
                .groupSetCount, "GE", 1, level == .on ? .error : .warning,
                found: group.claimedSetCount.map(String.init),
                expected: String(group.setCount),
                "GE01 differs from the \(group.setCount) sets of the group.",
                "Count the ST segments in GE01.")
        }
    }

    private mutating func report(
        _ code: Finding.Code, _ segment: String, _ element: Int?, _ severity: Finding.Severity = .error,
        found: String?, expected: String, _ message: String, _ fix: String
    ) {
        let offset = segment == "GS" ? group.bytes.lowerBound : group.bytes.upperBound
        var finding = Finding(
            code, severity: severity, isLate: group.header.release >= "005010", offset: offset,
            found: found.map { text in
                Array(text.utf8).withUnsafeBufferPointer { Finding.readable($0) }
            }, expected: expected, message: message, fix: fix)
        finding.interchange = interchange
        finding.group = group.ordinal
        finding.segmentID = segment
        finding.element = element
        if let value = finding.answer(at: "AK905") { codes.append(value) }
        findings.append(finding)
    }
}
