/// Reads a file into segments, elements, components and repetitions and writes it from these again.
///
/// What comes out equals what went in, byte for byte: separators, layout after the terminators, trailing
/// separators, padding and text outside the interchanges. It shows that reading loses nothing.
public struct InterchangeCopier: Sendable {
    /// What the file may cost.
    public var limits: Limits

    /// Creates a copier.
    public init(limits: Limits = .standard) {
        self.limits = limits
    }

    /// Writes a file again.
    ///
    /// - Parameters:
    ///   - source: the file.
    ///   - write: takes the bytes in order; they are valid during the call only.
    /// - Returns: what was met on the way.
    /// - Throws: ``WriteError`` for a segment longer than the limit, and what the source and the closure throw.
    @discardableResult
    public func copy<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, write: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> WritingReport {
        let layout = LayoutFeed(FeedOf(source))
        var stream = InterchangeStream(feed: layout, limits: limits)
        var writer = SegmentWriter(delimiters: Delimiters())
        var origin = SegmentWriter.Origin(element: 0, component: 0, repetition: nil)
        while let piece = try stream.next() {
            switch piece {
            case .header:
                guard let header = stream.header else { continue }
                writer.bytes += layout.take(upTo: header.offset)
                try writer.drain(write)
                var delimiters = header.delimiters
                delimiters.lineBreak = .none
                writer = SegmentWriter(delimiters: delimiters)
                origin = SegmentWriter.Origin(
                    element: delimiters.element, component: delimiters.component,
                    repetition: delimiters.repetition)
                if header.isExact, !header.isWrapped {
                    writer.bytes += header.bytes
                    writer.bytes.append(delimiters.segment)
                    layout.skip(to: header.offset + header.bytes.count + 1)
                }
            case .segment:
                let segment = stream.segment
                if stream.header?.isWrapped == true {
                    // Breaks stand inside of the values; only the bytes themselves hold them.
                    writer.bytes += layout.take(upTo: stream.endOffset)
                } else {
                    writer.bytes += layout.take(upTo: segment.fileOffset)
                    writer.rewrite(segment, from: origin)
                    if !stream.isTerminated { writer.bytes.removeLast() }
                    layout.skip(to: stream.endOffset)
                }
                if writer.bytes.count >= 64 * 1024 { try writer.drain(write) }
            }
        }
        writer.bytes += layout.take(upTo: Int.max)
        try writer.drain(write)
        return stream.report
    }

    /// Writes bytes in memory again.
    ///
    /// - Throws: ``WriteError`` as ``copy(_:write:)`` does.
    public func copy(_ bytes: [UInt8]) throws -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        try copy(BytesSource(bytes)) { output += $0 }
        return output
    }
}

/// A feed that remembers what passed until it is taken: what stands between the segments.
private final class LayoutFeed: ByteFeed {
    private let feed: ByteFeed
    private var passed: [UInt8] = []
    private var start = 0
    /// Where the first byte that is remembered stands in the file.
    private var offset = 0

    init(_ feed: ByteFeed) {
        self.feed = feed
    }

    override func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try feed.read(into: buffer)
        if start > 0 {
            passed.removeFirst(start)
            start = 0
        }
        passed += buffer.prefix(count)
        return count
    }

    /// The bytes up to a place in the file, which are forgotten then.
    func take(upTo end: Int) -> ArraySlice<UInt8> {
        let count = max(0, min(end - offset, passed.count - start))
        defer {
            start += count
            offset += count
        }
        return passed[start..<start + count]
    }

    /// Forgets the bytes up to a place in the file.
    func skip(to end: Int) {
        let count = max(0, min(end - offset, passed.count - start))
        start += count
        offset += count
    }
}
