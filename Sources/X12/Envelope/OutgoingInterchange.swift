/// An interchange to be written: everything but the counts of its trailers.
public struct OutgoingInterchange: Sendable {
    /// ISA05 and ISA06: us.
    public var sender: InterchangeAddress
    /// ISA07 and ISA08: the partner.
    public var receiver: InterchangeAddress
    /// ISA12, as `00401`.
    public var version: String
    /// ISA13, 1 to 999,999,999.
    public var controlNumber: Int
    /// The day, CCYYMMDD.
    public var dateCCYYMMDD: String
    /// The time, HHMM.
    public var timeHHMM: String
    /// ISA15: P, T or I.
    public var usage: String
    /// ISA14: ask for a TA1.
    public var acknowledgmentRequested: Bool
    /// The separators to write with.
    public var delimiters: Delimiters
    /// TA1s that travel in it.
    public var acknowledgments: [InterchangeAcknowledgment]
    /// Its functional groups.
    public var groups: [OutgoingGroup]

    /// Creates an interchange from its values.
    public init(
        sender: InterchangeAddress, receiver: InterchangeAddress, version: String, controlNumber: Int,
        dateCCYYMMDD: String, timeHHMM: String, usage: String, acknowledgmentRequested: Bool = false,
        delimiters: Delimiters, acknowledgments: [InterchangeAcknowledgment] = [],
        groups: [OutgoingGroup] = []
    ) {
        self.sender = sender
        self.receiver = receiver
        self.version = version
        self.controlNumber = controlNumber
        self.dateCCYYMMDD = dateCCYYMMDD
        self.timeHHMM = timeHHMM
        self.usage = usage
        self.acknowledgmentRequested = acknowledgmentRequested
        self.delimiters = delimiters
        self.acknowledgments = acknowledgments
        self.groups = groups
    }

    /// The interchange as bytes: ISA, TA1s, groups, IEA, all counts filled in.
    ///
    /// - Throws: ``WriteError`` where a value holds a separator or does not fit its place.
    public func bytes() throws(WriteError) -> [UInt8] {
        var writer = SegmentWriter(delimiters: delimiters)
        writer.append(header: try header())
        for answer in acknowledgments {
            try writer.segment(
                "TA1", [answer.controlNumber, answer.date, answer.time, answer.status, answer.note])
        }
        for group in groups {
            try group.write(to: &writer, of: self)
        }
        try writer.segment("IEA", [String(groups.count), paddedControlNumber])
        return writer.bytes
    }

    /// ISA13 with its leading zeros.
    private var paddedControlNumber: String {
        let digits = String(controlNumber)
        return String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    }

    private func header() throws(WriteError) -> [UInt8] {
        let usesRepetition = version >= "00402"
        let repetition = usesRepetition ? delimiters.repetition ?? UInt8(ascii: "U") : UInt8(ascii: "U")
        let fields = [
            "00", "", "00", "", sender.qualifier, sender.id, receiver.qualifier, receiver.id,
            String(dateCCYYMMDD.suffix(6)), timeHHMM, String(UnicodeScalar(repetition)), version,
            paddedControlNumber, acknowledgmentRequested ? "1" : "0", usage,
            String(UnicodeScalar(delimiters.component)),
        ]
        var line = Array("ISA".utf8)
        for (index, field) in fields.enumerated() {
            let width = InterchangeHeader.elementWidths[index]
            let bytes = Array(field.utf8)
            let isPadded = width >= 10
            guard bytes.count == width || (isPadded && bytes.count < width) else {
                throw WriteError(
                    code: .envelopeValue, segmentID: "ISA", segment: 0, element: index + 1,
                    byte: bytes.first ?? 0)
            }
            let isSeparator = index == 15 || (index == 10 && usesRepetition)
            if !isSeparator, let bad = bytes.first(where: { delimiters.all.contains($0) || $0 < 0x20 }) {
                throw WriteError(
                    code: .separatorInData, segmentID: "ISA", segment: 0, element: index + 1, byte: bad)
            }
            line.append(delimiters.element)
            line += bytes
            line += [UInt8](repeating: 0x20, count: width - bytes.count)
        }
        return line + [delimiters.segment]
    }
}

/// A functional group to be written.
public struct OutgoingGroup: Sendable {
    /// GS01, as `FA`.
    public var functionalID: String
    /// GS02.
    public var sender: String
    /// GS03.
    public var receiver: String
    /// GS08, as `004010`.
    public var version: String
    /// GS06.
    public var controlNumber: Int
    /// Its transaction sets.
    public var sets: [OutgoingSet]

    /// Creates a group from its values.
    public init(
        functionalID: String, sender: String, receiver: String, version: String, controlNumber: Int,
        sets: [OutgoingSet]
    ) {
        self.functionalID = functionalID
        self.sender = sender
        self.receiver = receiver
        self.version = version
        self.controlNumber = controlNumber
        self.sets = sets
    }

    fileprivate func write(
        to writer: inout SegmentWriter, of interchange: OutgoingInterchange
    ) throws(WriteError) {
        // Releases before 004010 have six digits in GS04.
        let date = version >= "004010" ? interchange.dateCCYYMMDD : String(interchange.dateCCYYMMDD.suffix(6))
        try writer.segment(
            "GS",
            [functionalID, sender, receiver, date, interchange.timeHHMM, String(controlNumber), "X", version])
        for set in sets {
            try set.write(to: &writer, release: version)
        }
        try writer.segment("GE", [String(sets.count), String(controlNumber)])
    }
}

/// A transaction set to be written, without its ST and SE.
public struct OutgoingSet: Sendable {
    /// ST01, as `997`.
    public var setID: String
    /// ST02, at least four characters.
    public var controlNumber: String
    /// ST03, from 005010 on.
    public var implementation: String?
    /// Its segments: id first, then the elements.
    public var segments: [[String?]]
    /// The acknowledgment it carries; its segments follow from the separators they are written with.
    var answer: FunctionalAcknowledgment?

    /// Creates a set from its segments.
    public init(setID: String, controlNumber: String, implementation: String? = nil, segments: [[String?]]) {
        self.setID = setID
        self.controlNumber = controlNumber
        self.implementation = implementation
        self.segments = segments
    }

    fileprivate func write(to writer: inout SegmentWriter, release: String) throws(WriteError) {
        let before = writer.segmentCount
        try writer.segment("ST", [setID, controlNumber, implementation])
        var lines = segments
        if let answer {
            let text = AcknowledgmentText(
                delimiters: writer.delimiters, isLate: release >= "005010",
                form: AcknowledgmentForm(rawValue: setID) ?? .functional)
            lines = text.segments(answer)
        }
        for segment in lines {
            guard let id = segment.first ?? nil else { continue }
            try writer.segment(id, Array(segment.dropFirst()))
        }
        try writer.segment("SE", [String(writer.segmentCount - before + 1), controlNumber])
    }
}
