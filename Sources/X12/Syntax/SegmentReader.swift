/// Bytes in, segments out: cuts at terminators and element separators, the window reused.
///
/// The current segment is valid until the next call. Layout between segments is skipped; what had to be
/// tolerated is remembered, each kind with its first place.
struct SegmentReader: ~Copyable {
    private var window: ByteWindow
    private(set) var delimiters: Delimiters
    private let limits: Limits
    private let ends: UnsafeMutablePointer<Int32>
    /// Elements of a segment whose places are kept; the standard's longest segment has fewer than forty.
    private static let maximumElements = 1_024
    /// Bytes of the current segment with its terminator, released by the next call.
    private var pending = 0
    /// The elements of the current segment, trailing empty ones not counted.
    private var elementCount = 0
    private var length = 0
    /// Whether the current segment was too long and skipped.
    private(set) var isOversize = false
    /// Whether the current segment ended with a terminator, not with the data.
    private(set) var isTerminated = false
    /// Tolerances used since they were last taken.
    private var tolerances: [(code: Finding.Code, offset: Int)] = []

    init(
        feed: ByteFeed, offset: Int, delimiters: Delimiters, wrapping: LineWrapping? = nil, limits: Limits
    ) {
        window = ByteWindow(feed: feed, offset: offset, wrapping: wrapping)
        self.delimiters = delimiters
        self.limits = limits
        ends = UnsafeMutablePointer<Int32>.allocate(capacity: SegmentReader.maximumElements + 1)
    }

    deinit { ends.deallocate() }

    /// The current segment.
    var segment: SegmentView {
        SegmentView(
            base: UnsafePointer(window.base), count: length, fileOffset: window.offset,
            fileEnd: window.offset(after: length),
            ends: UnsafePointer(ends), elementCount: elementCount)
    }

    /// Where the current segment ends in the file, terminator included.
    var endOffset: Int { window.offset(after: pending) }

    /// Gives the window to a function that reads below segments: the search for an ISA.
    mutating func withWindow<Result>(_ body: (inout ByteWindow) throws -> Result) rethrows -> Result {
        window.release(pending)
        pending = 0
        return try body(&window)
    }

    /// From here on other separators hold.
    mutating func use(_ delimiters: Delimiters) {
        self.delimiters = delimiters
    }

    /// Keeps the current segment to be read again.
    mutating func stay() { pending = 0 }

    /// Hands out the tolerances used so far and forgets them.
    mutating func takeTolerances() -> [(code: Finding.Code, offset: Int)] {
        defer { tolerances = [] }
        return tolerances
    }

    private mutating func tolerate(_ code: Finding.Code, _ offset: Int) {
        guard !tolerances.contains(where: { $0.code == code }) else { return }
        tolerances.append((code, offset))
    }

    /// Moves to the next segment; false at the end of the data.
    mutating func next() throws -> Bool {
        window.release(pending)
        pending = 0
        isOversize = false
        guard try skipLayout() else { return false }
        var scanned = 0
        var found = 0
        var end = -1
        repeat {
            end = scan(&scanned, &found)
            if end < 0, scanned > limits.maximumSegmentBytes { return try skipOversize(found) }
        } while try end < 0 && window.fill()
        isTerminated = end >= 0
        length = end >= 0 ? end : window.count
        pending = isTerminated ? length + 1 : length
        finishElements(found)
        return true
    }

    /// Looks for the terminator from where the last look ended; notes where elements end.
    @inline(__always)
    private func scan(_ scanned: inout Int, _ found: inout Int) -> Int {
        let bytes = window.base
        let count = window.count
        let separator = delimiters.element
        let terminator = delimiters.segment
        var index = scanned
        var next = found
        while index < count {
            let byte = bytes[index]
            if byte == separator {
                if next < SegmentReader.maximumElements {
                    ends[next] = Int32(truncatingIfNeeded: index)
                    next += 1
                }
            } else if byte == terminator {
                found = next
                return index
            }
            index += 1
        }
        scanned = index
        found = next
        return -1
    }

    /// Closes the last element and drops empty ones from the end.
    private mutating func finishElements(_ found: Int) {
        ends[found] = Int32(truncatingIfNeeded: length)
        elementCount = found
        guard found > 0, Int(ends[found - 1]) + 1 == length else { return }
        tolerate(.trailingSeparator, window.offset)
        while elementCount > 0, ends[elementCount - 1] + 1 == ends[elementCount] { elementCount -= 1 }
    }

    /// Leaves the beginning of a segment that is too long, skips the rest.
    private mutating func skipOversize(_ found: Int) throws -> Bool {
        isOversize = true
        isTerminated = true
        length = min(window.count, 64)
        elementCount = 0
        let idLength = found > 0 ? Int(ends[0]) : length
        ends[0] = Int32(truncatingIfNeeded: min(idLength, length))
        // The id is kept at the front: the window grows no more, what follows is let go behind it.
        var place = length
        while true {
            let bytes = window.base
            while place < window.count {
                if bytes[place] == delimiters.segment {
                    pending = place + 1
                    return true
                }
                place += 1
            }
            guard place <= 16 * limits.maximumSegmentBytes, try window.fill() else { break }
        }
        pending = window.count
        isTerminated = !window.isAtEnd
        return true
    }

    /// Skips what may stand between segments; false at the end of the data.
    private mutating func skipLayout() throws -> Bool {
        var breaks = 0
        while true {
            if window.count == 0, try !window.fill() { return false }
            let byte = window.base[0]
            switch byte {
            case 0x0A, 0x0D:
                if byte == 0x0A { breaks += 1 }
                // The terminator itself may be the line feed; one more is the layout after it.
                if breaks > (delimiters.segment == 0x0A ? 0 : 1) { tolerate(.blankLine, window.offset) }
            case delimiters.segment:
                tolerate(.emptySegment, window.offset)
            case 0x20, 0x09:
                tolerate(.leadingWhitespace, window.offset)
            case 0x00, 0x1A:
                tolerate(.padding, window.offset)
            default:
                return true
            }
            window.release(1)
        }
    }
}
