/// A file as a run of ISAs and segments, read once, nothing kept: what rewriting works on.
struct InterchangeStream: ~Copyable {
    /// What was met.
    enum Piece {
        /// An ISA; ``InterchangeStream/header`` tells of it.
        case header
        /// A segment, ``InterchangeStream/segment``.
        case segment
    }

    private var reader: SegmentReader
    private let limits: Limits
    private var lineStart = 0
    private var isInside = false
    /// The ISA of the interchange at hand.
    private(set) var header: InterchangeStart?
    /// What was tolerated and what stands outside the interchanges.
    private(set) var report = WritingReport()

    init(feed: ByteFeed, limits: Limits) {
        reader = SegmentReader(feed: feed, offset: 0, delimiters: Delimiters(), limits: limits)
        self.limits = limits
    }

    /// The segment at hand.
    var segment: SegmentView { reader.current }
    /// Where it ends in the file, its terminator included.
    var endOffset: Int { reader.endOffset }
    /// Whether it ended with a terminator, not with the data.
    var isTerminated: Bool { reader.isTerminated }
    /// Whether the segment at hand lacks its terminator and is not the whole IEA, which needs none to be told.
    var isCut: Bool {
        guard !reader.isTerminated else { return false }
        let segment = reader.current
        return
            !(segment.packedID == SegmentCode.iea && segment.elementCount == 2
            && segment.numberText(2) == header?.controlNumber)
    }

    /// Adds what a rewriting found.
    mutating func add(_ finding: Finding) {
        report.add(finding, limits)
    }

    /// Adds what a writer replaced.
    mutating func add(_ writer: SegmentWriter) {
        report.add(writer)
    }

    /// Moves on; nil at the end of the file.
    ///
    /// - Throws: what the source throws, and ``WriteError`` for a segment too long to be carried over.
    mutating func next() throws -> Piece? {
        if isInside, try reader.next() {
            if reader.current.count >= HeaderReader.fixedWidth, try reader.cutsBuriedHeader() {
                reader.cutElements()
                report.segments += 1
                isInside = false
                return .segment
            }
            let segment = reader.current
            let mayBeHeader = segment.packedID == 0 || segment.packedID == SegmentCode.isa
            if try !(mayBeHeader && reader.beginsInterchange()) {
                guard !reader.isOversize else {
                    throw WriteError(
                        code: .segmentTooLong, segmentID: Finding.readable(segment.element(0)),
                        segment: 0, element: 0, byte: 0, offset: segment.fileOffset)
                }
                report.segments += 1
                if segment.packedID == SegmentCode.iea { isInside = false }
                if !reader.isTerminated, !isCut {
                    add(ToleranceNotes.note(.lastTerminatorMissing, offset: segment.fileOffset))
                }
                return .segment
            }
            reader.stay()
        }
        isInside = false
        for (code, offset) in reader.takeTolerances() where code != .trailingSeparator {
            add(ToleranceNotes.note(code, offset: offset))
        }
        return try seek()
    }

    private mutating func seek() throws -> Piece? {
        var search = HeaderSearch(lineStart: lineStart, terminator: header?.delimiters.segment)
        let found = try reader.withWindow { try search.run(&$0) }
        lineStart = search.lineStart
        for finding in search.findings { add(finding) }
        guard let found else { return nil }
        if let wrapping = found.wrapping, search.isNewWrapping {
            add(ToleranceNotes.note(.wrappedLines, offset: wrapping.origin))
        }
        if found.isOddWidth { add(ToleranceNotes.note(.headerWidth, offset: search.endOffset)) }
        reader.use(found.delimiters)
        header = reader.withWindow { window in
            let start = InterchangeStart(found, at: search.endOffset, window)
            window.release(min(found.byteCount, window.count))
            return start
        }
        report.interchanges += 1
        isInside = true
        return .header
    }
}

/// The ISA that opens an interchange, as it is written again.
struct InterchangeStart {
    /// The separators it names.
    let delimiters: Delimiters
    /// ISA of the standard's width, up to the terminator.
    let bytes: [UInt8]
    /// Whether those bytes are just as received.
    let isExact: Bool
    /// Whether a separator is a character of several bytes, which no layout may tear apart.
    let hasWideSeparator: Bool
    /// Whether the lines of the interchange are cut at a fixed width.
    let isWrapped: Bool
    /// ISA13 as sent.
    let controlNumber: String
    /// ISA12 as sent.
    let version: String
    /// Where the I stands in the file.
    let offset: Int

    init(_ reading: HeaderReader.Reading, at offset: Int, _ window: borrowing ByteWindow) {
        delimiters = reading.delimiters
        controlNumber = reading.fields[12]
        version = reading.fields[11]
        isExact = !reading.isOddWidth
        isWrapped = reading.wrapping != nil || window.wrapping != nil
        self.offset = offset
        hasWideSeparator = reading.hasWideTerminator || reading.hasWideComponent
        if reading.isOddWidth {
            // The fields were filled up to their widths when the ISA was read.
            var line = Array("ISA".utf8)
            for field in reading.fields {
                line.append(reading.delimiters.element)
                line += field.utf8
            }
            bytes = line
        } else {
            bytes = Array(UnsafeBufferPointer(start: window.base, count: reading.byteCount - 1))
        }
    }

    /// The ISA with other separators, up to the terminator.
    ///
    /// - Throws: ``WriteError`` when a value of the ISA holds one of them.
    func bytes(with new: Delimiters) throws(WriteError) -> [UInt8] {
        guard !hasWideSeparator else {
            throw WriteError(
                code: .delimitersUnusable, segmentID: "ISA", segment: 0, element: 16,
                byte: delimiters.component, offset: offset)
        }
        var line = bytes
        var element = 0
        for place in 3..<line.count {
            let isSeparator =
                isExact
                ? InterchangeHeader.separatorPlaces.contains(place)
                : element < 16 && line[place] == delimiters.element
            if isSeparator {
                line[place] = new.element
                element += 1
            } else if element == 16 {
                line[place] = new.component
            } else if element == 11 {
                // ISA11 names the standard up to 00401, the repetition separator after it.
                if let repetition = new.repetition, version >= "00402" { line[place] = repetition }
            } else if new.separates(line[place]) {
                throw WriteError(
                    code: .separatorInData, segmentID: "ISA", segment: 0, element: element, byte: line[place],
                    offset: offset + place)
            }
        }
        return line
    }
}
