/// Collects the outline of one interchange from its segments.
struct InterchangeBuilder {
    private var outline: InterchangeOutline
    private let limits: Limits
    private var group: GroupOutline?
    private(set) var isInSet = false
    /// Whether the present stretch of stray segments is already reported.
    private var isStrayReported = false
    private var firstGroupNumber: String?
    /// The numbers of the groups after the first.
    private var groupNumbers: Set<String> = []
    private var groupCount = 0
    private var isTooLarge = false

    init(
        ordinal: Int, reading: HeaderReader.Reading, offset: Int, wrapping: LineWrapping?,
        limits: Limits
    ) {
        self.limits = limits
        let fields = reading.fields
        let header = InterchangeHeader(
            authorizationQualifier: fields[0], authorization: InterchangeBuilder.trimmed(fields[1]),
            securityQualifier: fields[2], security: InterchangeBuilder.trimmed(fields[3]),
            sender: InterchangeAddress(qualifier: fields[4], id: fields[5]),
            receiver: InterchangeAddress(qualifier: fields[6], id: fields[7]), date: fields[8],
            time: fields[9],
            version: fields[11], controlNumber: fields[12], usage: fields[14],
            acknowledgmentRequested: fields[13] == "1", delimiters: reading.delimiters, byteOffset: offset,
            wrapping: wrapping)
        outline = InterchangeOutline(ordinal: ordinal, header: header, bytes: offset..<offset)
        for finding in HeaderRules.findings(of: reading, offset: offset) {
            report(finding)
        }
    }

    private static func trimmed(_ text: String) -> String {
        InterchangeAddress(qualifier: "", id: text).id
    }

    private mutating func report(_ finding: Finding) {
        guard outline.findings.count < limits.maximumFindings else {
            outline.suppressedFindings += 1
            return
        }
        var finding = finding
        finding.interchange = outline.ordinal
        outline.findings.append(finding)
    }

    /// Whether a segment is data of an open set, whatever it is.
    @inline(__always)
    func isData(_ id: UInt32) -> Bool {
        isInSet && !SegmentCode.isEnvelope(id)
    }

    /// Takes the next segment; false when it was the IEA.
    mutating func take(_ segment: SegmentView, endOffset: Int) -> Bool {
        switch segment.packedID {
        case SegmentCode.gs:
            closeGroup(at: segment.fileOffset)
            openGroup(segment, endOffset: endOffset)
        case SegmentCode.ge where group != nil:
            group?.claimedSetCount = InterchangeBuilder.number(segment.numberText(1))
            group?.trailerControlNumber = segment.numberText(2) ?? ""
            group?.isComplete = true
            closeGroup(at: endOffset)
        case SegmentCode.st where group != nil:
            group?.setCount += 1
            isInSet = true
            isStrayReported = false
        case SegmentCode.se where isInSet:
            isInSet = false
        case SegmentCode.iea:
            closeGroup(at: segment.fileOffset)
            takeTrailer(segment)
            outline.bytes = outline.bytes.lowerBound..<endOffset
            outline.isComplete = true
            return false
        case SegmentCode.ta1 where group == nil && outline.acknowledgments.count >= limits.maximumGroups:
            reportTooMany(segment)
        case SegmentCode.ta1 where group == nil:
            outline.acknowledgments.append(
                InterchangeAcknowledgment(
                    controlNumber: segment.text(1) ?? "", date: segment.text(2) ?? "",
                    time: segment.text(3) ?? "", status: segment.text(4) ?? "", note: segment.text(5) ?? ""))
        case SegmentCode.isb, SegmentCode.ise, SegmentCode.ta3:
            if group != nil && !isInSet { stray(segment) }
        default:
            if !isInSet { stray(segment) }
        }
        return true
    }

    /// Ends the interchange without an IEA.
    mutating func end(at offset: Int, isTruncated: Bool) {
        closeGroup(at: offset)
        outline.bytes = outline.bytes.lowerBound..<max(offset, outline.bytes.lowerBound)
        if isTruncated {
            report(
                Finding(
                    .interchangeTruncated, offset: offset, expected: "IEA",
                    message: "The data ended before the IEA of interchange \(outline.header.controlNumber).",
                    fix: "Send the whole interchange again."))
        } else {
            report(
                Finding(
                    .interchangeTrailerMissing, offset: offset, found: "ISA", expected: "IEA",
                    message:
                        "A new ISA begins before the IEA of interchange \(outline.header.controlNumber).",
                    fix: "End every interchange with its IEA."))
        }
    }

    /// The outline, judged.
    consuming func finish() -> InterchangeOutline {
        if outline.isComplete, groupCount == 0, outline.acknowledgments.isEmpty {
            report(
                Finding(
                    .interchangeEmpty, severity: .warning, offset: outline.bytes.lowerBound,
                    message: "The interchange holds neither a group nor a TA1.",
                    fix: "Send an interchange only when there is something to send."))
        }
        (outline.status, outline.note) = InterchangeJudgment.verdict(on: outline.findings)
        return outline
    }

    private mutating func openGroup(_ segment: SegmentView, endOffset: Int) {
        groupCount += 1
        isStrayReported = false
        guard groupCount <= limits.maximumGroups else {
            reportTooMany(segment)
            return
        }
        let header = GroupHeader(
            functionalID: segment.text(1) ?? "", sender: segment.text(2) ?? "",
            receiver: segment.text(3) ?? "",
            date: segment.text(4) ?? "", time: segment.text(5) ?? "",
            controlNumber: segment.numberText(6) ?? "",
            agency: segment.text(7) ?? "", version: segment.text(8) ?? "", byteOffset: segment.fileOffset)
        if header.functionalID.isEmpty || header.controlNumber.isEmpty || header.version.isEmpty {
            var finding = Finding(
                .groupHeaderInvalid, offset: segment.fileOffset, expected: "GS with eight elements",
                message: "GS lacks its functional identifier, control number or version.",
                fix: "Fill in GS01, GS06 and GS08.")
            finding.segmentID = "GS"
            finding.group = groupCount
            report(finding)
        }
        group = GroupOutline(
            ordinal: groupCount, header: header, bytes: segment.fileOffset..<endOffset,
            repeatsControlNumber: isRepeated(header.controlNumber))
    }

    /// Whether an earlier group has the number; most interchanges have one group and need no set of numbers.
    private mutating func isRepeated(_ number: String) -> Bool {
        guard let first = firstGroupNumber else {
            firstGroupNumber = number
            return false
        }
        return number == first || !groupNumbers.insert(number).inserted
    }

    /// Says once that the interchange holds more than is looked at; what is not read is not accepted either.
    private mutating func reportTooMany(_ segment: SegmentView) {
        guard !isTooLarge else { return }
        isTooLarge = true
        report(
            Finding(
                .interchangeTooLarge, offset: segment.fileOffset,
                expected: "at most \(limits.maximumGroups) groups or TA1s",
                message: "The interchange holds more groups or TA1s than are looked at.",
                fix: "Send fewer groups in one file."))
    }

    private mutating func closeGroup(at offset: Int) {
        isInSet = false
        guard var closing = group else { return }
        closing.bytes = closing.bytes.lowerBound..<offset
        outline.groups.append(closing)
        group = nil
    }

    /// Checks IEA01 and IEA02.
    private mutating func takeTrailer(_ segment: SegmentView) {
        if InterchangeBuilder.number(segment.numberText(1)) != groupCount {
            var finding = Finding(
                .interchangeGroupCount, offset: segment.fileOffset, found: segment.text(1),
                expected: String(groupCount),
                message:
                    "IEA01 says \(segment.text(1) ?? "nothing"), the interchange holds \(groupCount) groups.",
                fix: "Count the GS segments in IEA01.")
            finding.segmentID = "IEA"
            finding.element = 1
            report(finding)
        }
        let number = segment.numberText(2) ?? ""
        if number != InterchangeBuilder.trimmed(outline.header.controlNumber) {
            var finding = Finding(
                .interchangeControlMismatch, offset: segment.fileOffset, found: number,
                expected: outline.header.controlNumber,
                message: "IEA02 differs from ISA13 \(outline.header.controlNumber).",
                fix: "Repeat ISA13 in IEA02.")
            finding.segmentID = "IEA"
            finding.element = 2
            report(finding)
        }
    }

    /// Reports a segment that belongs to nothing, once for each stretch of them.
    private mutating func stray(_ segment: SegmentView) {
        guard !isStrayReported, !isTooLarge else { return }
        isStrayReported = true
        let id = Finding.readable(segment.element(0))
        var finding = Finding(
            group == nil ? .segmentOutsideGroup : .segmentOutsideSet, offset: segment.fileOffset, found: id,
            expected: group == nil ? "GS or IEA" : "ST or GE",
            message: group == nil
                ? "\(id) stands in the interchange but in no functional group."
                : "\(id) stands in the group but in no transaction set.",
            fix: group == nil ? "Put every set between GS and GE." : "Put every segment between ST and SE.")
        finding.group = group?.ordinal
        finding.segmentID = id
        report(finding)
    }

    /// A number without sign, nil when the text is none.
    static func number(_ text: String?) -> Int? {
        guard let text, text.utf8.count <= 15, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
