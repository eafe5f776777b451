/// Writes a file anew with another layout, or with other separators; the data stays as it is.
///
/// One pass in flat memory: bytes come from a source and go to a closure as they are ready. Segments are not
/// judged; what stands outside the interchanges is left out and reported. Where a separator is a character of
/// several bytes, the interchange is written without breaks, which would tear it apart.
public struct InterchangeFormatter: Sendable {
    /// How the segments are laid out.
    public enum Layout: String, Sendable, Hashable, CaseIterable {
        /// One segment a line.
        case lines
        /// One segment a line, set in by envelope, loop and hierarchical level.
        case indented
        /// No line breaks.
        case compact
    }

    /// How the segments are laid out.
    public var layout: Layout
    /// The separators to write with, nil to keep those of each interchange.
    public var delimiters: Delimiters?
    /// What happens to data that holds one of the new separators.
    public var rules: WritingRules
    /// The line break of ``Layout/lines`` and ``Layout/indented``.
    public var lineBreak: Delimiters.LineBreak
    /// The dictionaries that know the loops, for ``Layout/indented``.
    public var library: GrammarLibrary
    /// What the file may cost.
    public var limits: Limits

    /// Creates a formatter.
    public init(
        layout: Layout = .lines, delimiters: Delimiters? = nil, rules: WritingRules = WritingRules(),
        lineBreak: Delimiters.LineBreak = .lf, library: GrammarLibrary = .standard,
        limits: Limits = .standard
    ) {
        self.layout = layout
        self.delimiters = delimiters
        self.rules = rules
        self.lineBreak = lineBreak
        self.library = library
        self.limits = limits
    }

    /// Writes a file anew.
    ///
    /// - Parameters:
    ///   - source: the file.
    ///   - write: takes the bytes in order, in pieces of about 64 KiB; they are valid during the call only.
    /// - Returns: what was met on the way.
    /// - Throws: ``WriteError`` with the place in the file where data holds one of the new separators or they
    ///   cannot separate, and what the source and the closure throw.
    @discardableResult
    public func format<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, write: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> WritingReport {
        if let byte = delimiters?.unusable {
            throw WriteError(
                code: .delimitersUnusable, segmentID: "the interchange", segment: 0, element: 0, byte: byte)
        }
        var stream = InterchangeStream(feed: FeedOf(source), limits: limits)
        var writing = FormatWriting(self)
        while let piece = try stream.next() {
            switch piece {
            case .header:
                if let header = stream.header {
                    stream.add(writing.writer)
                    try writing.writer.drain(write)
                    try writing.begin(header)
                }
            case .segment:
                try writing.take(stream.segment)
                if stream.isCut {
                    writing.writer.removeTerminator()
                    stream.add(
                        Finding(
                            .interchangeTruncated, offset: stream.endOffset, expected: "IEA",
                            message: "The data ended before the IEA of the interchange.",
                            fix: "Send the whole interchange again."))
                }
                if writing.writer.bytes.count >= 64 * 1024 { try writing.writer.drain(write) }
            }
        }
        stream.add(writing.writer)
        try writing.writer.drain(write)
        return stream.report
    }

    /// Writes bytes in memory anew.
    ///
    /// - Throws: ``WriteError`` as ``format(_:write:)`` does.
    public func format(_ bytes: [UInt8]) throws -> (bytes: [UInt8], report: WritingReport) {
        var output: [UInt8] = []
        let report = try format(BytesSource(bytes)) { output += $0 }
        return (output, report)
    }
}

/// The state of one formatting.
private struct FormatWriting: ~Copyable {
    let formatter: InterchangeFormatter
    var writer = SegmentWriter(delimiters: Delimiters())
    private var origin = SegmentWriter.Origin(element: 0, component: 0, repetition: nil)
    /// The repetition separator of the interchange, used in the groups that have repetitions.
    private var repetition: UInt8?
    private var depth = LayoutDepth()
    private var isIndented = false

    init(_ formatter: InterchangeFormatter) {
        self.formatter = formatter
    }

    mutating func begin(_ header: InterchangeStart) throws(WriteError) {
        let old = header.delimiters
        var new = formatter.delimiters ?? old
        if new.repetition == nil || header.version < "00402" { new.repetition = old.repetition }
        if let byte = new.unusable, formatter.delimiters != nil {
            throw WriteError(
                code: .delimitersUnusable, segmentID: "ISA", segment: 0, element: 0, byte: byte,
                offset: header.offset)
        }
        isIndented = formatter.layout == .indented && !header.hasWideSeparator
        let hasBreaks = formatter.layout != .compact && !header.hasWideSeparator
        new.lineBreak = hasBreaks ? formatter.lineBreak : .none
        if new.segment == 0x0A { new.lineBreak = .none }
        if new.segment == 0x0D, new.lineBreak != .none { new.lineBreak = .lf }
        writer = SegmentWriter(delimiters: new, rules: formatter.rules)
        let line = formatter.delimiters == nil ? header.bytes : try header.bytes(with: new)
        writer.append(header: line + [new.segment])
        repetition = old.repetition
        origin = SegmentWriter.Origin(element: old.element, component: old.component, repetition: nil)
        if isIndented {
            depth = LayoutDepth(delimiters: old, library: formatter.library, limits: formatter.limits)
        }
    }

    mutating func take(_ segment: SegmentView) throws(WriteError) {
        switch segment.packedID {
        case SegmentCode.gs:
            // Sets of releases before 004020 have no repetitions, whatever ISA11 says.
            let release = segment.text(8)?.prefix(6) ?? ""
            origin.repetition = release >= "004020" ? repetition : nil
        case SegmentCode.ge, SegmentCode.iea: origin.repetition = nil
        default: break
        }
        if isIndented {
            for _ in 0..<depth.next(segment) { writer.space() }
        }
        if formatter.delimiters == nil {
            writer.copy(segment)
        } else {
            try writer.copy(segment, from: origin)
        }
    }
}
