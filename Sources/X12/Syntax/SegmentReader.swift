/// Bytes in, segments out: cuts at terminators and element separators, the window reused.
///
/// ```swift
/// var reader = SegmentReader(BytesSource(bytes), delimiters: delimiters)
/// while try reader.next() {
///     if reader.segmentID == "N1", let name = reader.text(2) { names.append(name) }
/// }
/// ```
///
/// The current segment is valid until the next call of ``next()``; nothing is allocated for it. Layout between
/// segments is skipped. Binary segments (BIN, BDS) are cut by the length they state. A segment longer than the
/// limit is skipped up to its terminator. Blocks where its source blocks.
public struct SegmentReader: ~Copyable {
    /// Elements of a segment whose places are kept; the standard's longest segment has fewer than forty.
    static let maximumElements = 1_024

    var window: ByteWindow
    var index: DelimiterIndex
    private(set) var marks: DelimiterIndex.Marks
    private(set) var delimiters: Delimiters
    let limits: Limits
    /// The current segment.
    var current: SegmentView
    /// Bytes of the current segment with its terminator, released by the next call.
    var pending = 0
    /// Where the elements of a segment end that was not cut by the index.
    let ownEnds: UnsafeMutablePointer<Int32>
    /// The beginning of a segment that was too long.
    let ownBytes: UnsafeMutablePointer<UInt8>
    /// Whether the current segment is to be given once more.
    private var isKept = false
    /// Whether the current segment was too long and skipped.
    public internal(set) var isOversize = false
    /// Whether the current segment ended with a terminator, not with the data.
    public internal(set) var isTerminated = false
    /// Tolerances used since they were last taken.
    private var tolerances: [(code: Finding.Code, offset: Int)] = []

    /// Begins to read segments.
    ///
    /// - Parameters:
    ///   - source: the bytes, from the first segment on.
    ///   - delimiters: the separators, as ``Delimiters/init(readingISA:)`` reads them.
    ///   - offset: where the first byte stands in its file.
    ///   - limits: how long a segment may be.
    public init<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, delimiters: Delimiters, offset: Int = 0, limits: Limits = .standard
    ) {
        self.init(feed: FeedOf(source), offset: offset, delimiters: delimiters, limits: limits)
    }

    init(
        feed: ByteFeed, offset: Int, delimiters: Delimiters, wrapping: LineWrapping? = nil, limits: Limits,
        isSkimming: Bool = false
    ) {
        window = ByteWindow(feed: feed, offset: offset, wrapping: wrapping)
        let ownCount = SegmentReader.maximumElements + 1
        index = DelimiterIndex(
            windowCapacity: window.capacity, spareBytes: ownCount * MemoryLayout<Int32>.stride + 128)
        self.delimiters = delimiters
        self.limits = limits
        marks = DelimiterIndex.Marks(delimiters, isSkimming: isSkimming)
        ownEnds = index.spare.bindMemory(to: Int32.self, capacity: ownCount)
        ownBytes = UnsafeMutableRawPointer(ownEnds + ownCount).bindMemory(to: UInt8.self, capacity: 128)
        ownEnds[0] = 0
        current = SegmentView(
            base: UnsafePointer(window.memory), count: 0, fileOffset: offset, fileEnd: offset,
            ends: UnsafePointer(ownEnds), elementCount: 0, packedID: 0, isPlain: true)
    }

    /// Moves to the next segment; false at the end of the data.
    ///
    /// - Returns: whether there is one.
    /// - Throws: only what the source throws.
    @inline(__always)
    public mutating func next() throws -> Bool {
        if isKept {
            isKept = false
            return true
        }
        window.release(pending)
        pending = 0
        guard index.hasTerminator, takeNext() else { return try seekNext() }
        return isBinary ? try takeBinary() : true
    }

    /// Lets go of segments that are certainly nothing but data of a set; the next one may be, too.
    ///
    /// Nearly all segments of a file are that, and the pass over its envelopes has no interest in them.
    mutating func skipData() {
        if isKept { return }
        window.release(pending)
        pending = 0
        let longest = min(limits.maximumSegmentBytes, HeaderReader.fixedWidth - 1)
        while index.hasTerminator {
            let last = Int(index.terminators[index.terminator])
            let end = Int(index.places[last])
            var begin = window.start
            if window.memory[begin] == 0x0D, window.memory[begin &+ 1] == 0x0A { begin &+= 1 }
            if window.memory[begin] == 0x0A { begin &+= 1 }
            let length = end &- begin
            guard length >= 4, length <= longest, window.memory[begin] > 0x20,
                window.memory[end &- 1] != marks.element
            else { return }
            let base = UnsafePointer(window.memory + begin)
            let id = SegmentReader.packed(base, skimmedIDLength(base, length))
            guard !SegmentCode.isEnvelope(id), id != SegmentCode.bin, id != SegmentCode.bds else { return }
            window.release(end &+ 1 &- window.start)
            index.place = last &+ 1
            index.terminator &+= 1
        }
    }

    /// Takes the next segment when all of it is known and only one line break stands before it.
    @inline(__always)
    private mutating func takeNext() -> Bool {
        let last = Int(index.terminators[index.terminator])
        let end = Int(index.places[last])
        var begin = window.start
        if begin >= end { return false }
        var lead = window.memory[begin]
        if lead == 0x0D, window.memory[begin &+ 1] == 0x0A {
            begin &+= 2
            lead = window.memory[begin]
        } else if lead == 0x0A {
            begin &+= 1
            lead = window.memory[begin]
        }
        guard lead > 0x20, begin < end, end &- begin <= limits.maximumSegmentBytes else { return false }
        if begin > window.start {
            if Int(index.places[index.place]) < begin { return false }
            window.release(begin &- window.start)
        }
        take(index.place, last, from: begin, to: end)
        index.terminator &+= 1
        return true
    }

    /// Makes the bytes of memory the current segment, its elements ending at places of the index.
    @inline(__always)
    private mutating func take(_ first: Int, _ last: Int, from begin: Int, to end: Int) {
        let ends = index.places + first
        let origin = Int32(truncatingIfNeeded: begin)
        var count = last &- first
        for row in 0...count { ends[row] &-= origin }
        let length = end &- begin
        if marks.isSkimming {
            if window.memory[end &- 1] == marks.element { tolerate(.trailingSeparator, window.offset) }
        } else if count > 0, ends[count &- 1] &+ 1 == ends[count] {
            tolerate(.trailingSeparator, window.offset)
            while count > 0, ends[count &- 1] &+ 1 == ends[count] { count &-= 1 }
        }
        if count > SegmentReader.maximumElements {
            count = SegmentReader.maximumElements
            ends[count] = Int32(truncatingIfNeeded: length)
        }
        index.place = last &+ 1
        pending = length &+ 1
        isTerminated = true
        isOversize = false
        let base = UnsafePointer(window.memory + begin)
        let idLength = marks.isSkimming ? skimmedIDLength(base, length) : Int(ends[0])
        current = SegmentView(
            base: base, count: length, fileOffset: window.offset, fileEnd: window.end(after: length),
            ends: UnsafePointer(ends), elementCount: count,
            packedID: SegmentReader.packed(base, idLength),
            isPlain: marks.isSkimming || !index.isOdd(begin, end))
    }

    @inline(__always)
    private func skimmedIDLength(_ base: UnsafePointer<UInt8>, _ length: Int) -> Int {
        if length > 3, base[3] == marks.element { return base[2] == marks.element ? 2 : 3 }
        if length > 2, base[2] == marks.element { return 2 }
        return length
    }

    /// An id as one number, 0 when it has no byte or more than three.
    @inline(__always)
    private static func packed(_ base: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
        guard length >= 1, length <= 3 else { return 0 }
        let word = UnsafeRawPointer(base).loadUnaligned(as: UInt32.self).bigEndian
        return word &>> UInt32(truncatingIfNeeded: 32 &- length &* 8)
    }

    /// Moves to the next segment where bytes have to be skipped or brought in first.
    private mutating func seekNext() throws -> Bool {
        while true {
            guard try skipLayout() else { return false }
            if index.hasTerminator {
                let last = Int(index.terminators[index.terminator])
                let end = Int(index.places[last])
                if end - window.start > limits.maximumSegmentBytes {
                    try skipOversize()
                    return true
                }
                take(index.place, last, from: window.start, to: end)
                index.terminator += 1
                return isBinary ? try takeBinary() : true
            }
            if index.indexed < window.end {
                index.compact(keeping: SegmentReader.maximumElements)
                index.run(window.memory, capacity: window.capacity, to: window.end, marks)
            } else if window.count > limits.maximumSegmentBytes {
                try skipOversize()
                return true
            } else if try !fill(), index.indexed == window.end {
                takeRest()
                return isBinary ? try takeBinary() : true
            }
        }
    }

    @inline(__always)
    var isBinary: Bool {
        current.packedID == SegmentCode.bin || current.packedID == SegmentCode.bds
    }

    /// Brings in more bytes; false at the end of the data.
    mutating func fill() throws -> Bool {
        let start = window.start
        let isFilled = try window.fill()
        // At the end of the data, too, the bytes at hand may have moved to the front.
        if window.start != start { index.restart(at: window.start) }
        return isFilled
    }

    /// What the data ends with makes the current segment, though no terminator follows.
    private mutating func takeRest() {
        index.compact(keeping: SegmentReader.maximumElements)
        index.places[index.placeCount] = Int32(truncatingIfNeeded: window.end)
        take(0, index.placeCount, from: window.start, to: window.end)
        index.restart(at: window.end)
        isTerminated = false
        pending = window.count
    }

    // MARK: For the walks over envelopes and groups

    /// From here on other separators hold.
    mutating func use(_ delimiters: Delimiters) {
        self.delimiters = delimiters
        marks = DelimiterIndex.Marks(delimiters, isSkimming: marks.isSkimming)
        index.restart(at: window.start)
    }

    /// Keeps the current segment to be read again.
    mutating func stay() { isKept = true }

    /// Gives the window to a function that reads below segments, beginning behind the current one, or at it
    /// when it is kept.
    mutating func withWindow<Result>(_ body: (inout ByteWindow) throws -> Result) rethrows -> Result {
        if !isKept { window.release(pending) }
        isKept = false
        pending = 0
        defer { index.restart(at: window.start) }
        return try body(&window)
    }

    /// Ends the current segment before a byte of it; what follows is read next.
    mutating func cut(at place: Int) {
        pending = place
        current.count = place
        current.fileEnd = window.end(after: place)
        isTerminated = false
        index.restart(at: window.start + place)
    }

    /// Gives the bytes from the current segment on to a function, so many where the data has them.
    mutating func peek<Result>(
        _ count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws -> Result {
        let start = window.start
        try window.ensure(count)
        if window.start != start { index.restart(at: window.start + pending) }
        current.base = isOversize ? current.base : UnsafePointer(window.base)
        return body(UnsafeBufferPointer(start: window.base, count: min(window.count, count)))
    }

    /// Hands out the tolerances used so far and forgets them.
    mutating func takeTolerances() -> [(code: Finding.Code, offset: Int)] {
        defer { tolerances = [] }
        return tolerances
    }

    mutating func tolerate(_ code: Finding.Code, _ offset: Int) {
        guard !tolerances.contains(where: { $0.code == code }) else { return }
        tolerances.append((code, offset))
    }
}

extension DelimiterIndex.Marks {
    init(_ delimiters: Delimiters, isSkimming: Bool) {
        self.init(
            element: delimiters.element, terminator: delimiters.segment, component: delimiters.component,
            repetition: delimiters.repetition ?? delimiters.component, isSkimming: isSkimming)
    }
}
