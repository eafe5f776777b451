/// The state of one splitting: which envelopes are open, and which piece is being handed out.
struct Splitting {
    typealias Piece = InterchangeSplitter.Piece
    typealias Receive = (InterchangeSplitter.Event) throws -> Void

    private let unit: InterchangeSplitter.Unit
    private var writer = SegmentWriter(delimiters: Delimiters())
    private var piece: Piece?
    private var header: InterchangeStart?
    private var pieces = 0
    private var interchanges = 0
    private var groups = 0
    private var sets = 0
    /// The sets of the group at hand, and the groups and sets written into the piece at hand.
    private var setsInPiece = 0
    private var groupsInPiece = 0
    private var groupStart: [UInt8] = []
    private var groupNumber = ""
    private var functionalID = ""
    private var isInGroup = false
    private var isInSet = false
    /// Whether the present stretch of stray segments is already reported.
    private var isStrayReported = false

    init(unit: InterchangeSplitter.Unit) {
        self.unit = unit
    }

    // MARK: What comes in

    mutating func begin(_ start: InterchangeStart) {
        interchanges += 1
        groups = 0
        sets = 0
        header = start
        isStrayReported = false
        writer = SegmentWriter(delimiters: start.delimiters)
    }

    mutating func take(_ stream: inout InterchangeStream, _ receive: Receive) throws {
        let segment = stream.segment
        switch segment.packedID {
        case SegmentCode.iea: return try endInterchange(isWhole: true, &stream, receive)
        case SegmentCode.gs: return try beginGroup(&stream, receive)
        case SegmentCode.ge where isInGroup: return try endGroup(isWhole: true, &stream, receive)
        case SegmentCode.st where isInGroup: try beginSet(&stream, receive)
        case SegmentCode.ta1 where !isInGroup: try beginAnswers(segment, receive)
        default: break
        }
        let isAnswer = !isInGroup && segment.packedID == SegmentCode.ta1
        if unit == .interchange, piece == nil { try begin(piece(for: segment, "ISA"), receive) }
        guard piece != nil, isAnswer || isInSet || unit != .set && isInGroup || unit == .interchange else {
            return stray(&stream)
        }
        writer.copy(segment)
        if segment.packedID == SegmentCode.se, isInSet { try endSet(isWhole: true, &stream, receive) }
        if writer.bytes.count >= 64 * 1024 { try drain(receive) }
    }

    private mutating func beginGroup(_ stream: inout InterchangeStream, _ receive: Receive) throws {
        try endGroup(isWhole: false, &stream, receive)
        if unit != .interchange { try endPiece(receive) }
        let segment = stream.segment
        groups += 1
        isInGroup = true
        isStrayReported = false
        setsInPiece = 0
        groupNumber = segment.text(6) ?? ""
        functionalID = segment.text(1) ?? ""
        groupStart = Array(UnsafeBufferPointer(start: segment.base, count: segment.count))
        switch unit {
        case .interchange:
            if piece == nil { try begin(piece(for: segment, "ISA"), receive) }
            openGroup()
        case .group:
            try begin(piece(for: segment, functionalID), receive)
            openGroup()
        case .set: break
        }
    }

    private mutating func beginSet(_ stream: inout InterchangeStream, _ receive: Receive) throws {
        if isInSet { try endSet(isWhole: false, &stream, receive) }
        isInSet = true
        isStrayReported = false
        sets += 1
        if unit == .set {
            try begin(piece(for: stream.segment, stream.segment.text(1) ?? ""), receive)
            openGroup()
        }
        setsInPiece += 1
    }

    private mutating func beginAnswers(_ segment: SegmentView, _ receive: Receive) throws {
        guard unit != .interchange, piece == nil else { return }
        try begin(piece(for: segment, "TA1"), receive)
    }

    // MARK: What ends

    private mutating func endSet(
        isWhole: Bool, _ stream: inout InterchangeStream, _ receive: Receive
    ) throws {
        guard isInSet else { return }
        isInSet = false
        if !isWhole { missing(.setTrailerMissing, "SE", &stream) }
        guard unit == .set else { return }
        closeGroup()
        try endPiece(receive)
    }

    private mutating func endGroup(
        isWhole: Bool, _ stream: inout InterchangeStream, _ receive: Receive
    ) throws {
        guard isInGroup else { return }
        try endSet(isWhole: false, &stream, receive)
        isInGroup = false
        if !isWhole { missing(.groupTrailerMissing, "GE", &stream) }
        guard unit != .set else { return }
        closeGroup()
        if unit == .group { try endPiece(receive) }
    }

    mutating func endInterchange(
        isWhole: Bool, _ stream: inout InterchangeStream, _ receive: Receive
    ) throws {
        guard let start = header else { return }
        try endGroup(isWhole: false, &stream, receive)
        if !isWhole { missing(.interchangeTrailerMissing, "IEA", &stream) }
        if unit == .interchange, piece == nil {
            // An interchange without content is a piece all the same.
            let empty = Piece(
                ordinal: pieces + 1, kind: "ISA", controlNumber: start.controlNumber,
                interchange: interchanges, offset: start.offset)
            try begin(empty, receive)
        }
        try endPiece(receive)
        header = nil
    }

    // MARK: Pieces

    private func piece(for segment: SegmentView, _ kind: String) -> Piece {
        let isWhole = kind == "ISA" || kind == "TA1"
        return Piece(
            ordinal: pieces + 1, kind: kind,
            controlNumber: isWhole
                ? header?.controlNumber ?? "" : unit == .set ? segment.text(2) ?? "" : groupNumber,
            interchange: interchanges, group: isWhole ? nil : groups,
            transaction: unit == .set && !isWhole ? sets : nil,
            offset: unit == .interchange ? header?.offset ?? segment.fileOffset : segment.fileOffset)
    }

    private mutating func begin(_ next: Piece, _ receive: Receive) throws {
        try endPiece(receive)
        pieces += 1
        piece = next
        groupsInPiece = 0
        try receive(.begin(next))
        if let header { writer.append(header: header.bytes + [header.delimiters.segment]) }
    }

    /// Ends the piece at hand with its IEA.
    private mutating func endPiece(_ receive: Receive) throws {
        guard let whole = piece else { return }
        writeTrailer("IEA", groupsInPiece, header?.controlNumber ?? "")
        try drain(receive)
        piece = nil
        try receive(.end(whole))
    }

    private mutating func openGroup() {
        groupsInPiece += 1
        setsInPiece = 0
        writer.bytes += groupStart
        writer.endSegment()
    }

    private mutating func closeGroup() {
        writeTrailer("GE", setsInPiece, groupNumber)
    }

    private mutating func writeTrailer(_ id: String, _ count: Int, _ number: String) {
        // The control number was data of this interchange, so it holds none of its separators.
        writer.bytes += id.utf8
        writer.bytes.append(writer.delimiters.element)
        writer.bytes += String(count).utf8
        writer.bytes.append(writer.delimiters.element)
        writer.bytes += number.utf8
        writer.endSegment()
    }

    private mutating func drain(_ receive: Receive) throws {
        try writer.drain { try receive(.bytes($0)) }
    }

    // MARK: Findings

    private func missing(_ code: Finding.Code, _ id: String, _ stream: inout InterchangeStream) {
        var finding = Finding(
            code, offset: stream.endOffset, expected: id,
            message: id == "SE"
                ? "The SE of a set was not sent; the set is handed out as it stands."
                : "The \(id) was not sent; the piece was given one.",
            fix: "End every envelope with its trailer.")
        finding.interchange = interchanges
        finding.group = groups > 0 ? groups : nil
        stream.add(finding)
    }

    /// Reports segments that belong to no piece, once for each stretch of them.
    private mutating func stray(_ stream: inout InterchangeStream) {
        guard !isStrayReported else { return }
        isStrayReported = true
        let segment = stream.segment
        let id = Finding.readable(segment.element(0))
        var finding = Finding(
            isInGroup ? .segmentOutsideSet : .segmentOutsideGroup, offset: segment.fileOffset, found: id,
            expected: isInGroup ? "ST or GE" : "GS or IEA",
            message: "\(id) belongs to no \(isInGroup ? "transaction set" : "group") and is in no piece.",
            fix: "Cut the file by interchange to keep it.")
        finding.interchange = interchanges
        finding.segmentID = id
        stream.add(finding)
    }
}
