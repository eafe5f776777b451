/// A part of the file in memory: refilled at its end, released at its front.
///
/// Line breaks of a wrapped file are taken out as bytes come in; places in the file stay known.
struct ByteWindow: ~Copyable {
    /// Bytes behind the window that may be read, though not used: looks of 64 bytes need no check.
    static let padding = 64
    /// The size of a window over a large file.
    private static let fullCapacity = 128 * 1024

    private let feed: ByteFeed
    private(set) var memory: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    /// The place in memory of the first byte at hand.
    private(set) var start = 0
    /// The place in memory behind the last byte at hand.
    private(set) var end = 0
    /// Where the next byte of the feed stands in the file.
    private var feedOffset: Int
    /// Where the first byte of the window stands in the file.
    private(set) var offset: Int
    private(set) var isAtEnd = false
    private(set) var wrapping: LineWrapping?

    /// Creates an empty window; small feeds get a small one.
    init(feed: ByteFeed, offset: Int, wrapping: LineWrapping? = nil) {
        self.feed = feed
        self.offset = offset
        self.wrapping = wrapping
        feedOffset = offset
        capacity = min(max((feed.byteCount ?? .max - 64) + 64, 512), ByteWindow.fullCapacity)
        memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + ByteWindow.padding)
    }

    deinit { memory.deallocate() }

    /// The bytes at hand.
    var count: Int { end - start }

    /// The first byte at hand; valid until the next call of ``fill()`` or ``unwrap(_:)``.
    var base: UnsafeMutablePointer<UInt8> { memory + start }

    /// Where the first `count` bytes of the window end in the file.
    ///
    /// A break of a wrapped file that follows them is not counted: it may not have been read yet.
    @inline(__always)
    func end(after count: Int) -> Int {
        guard let wrapping, count > 0 else { return offset + count }
        // Where a line is not as long as the others, what follows seems to stand further on than it does.
        return min(wrapping.offset(of: count - 1, after: offset) + 1, feedOffset)
    }

    /// Lets go of bytes at the front.
    @inline(__always)
    mutating func release(_ count: Int) {
        if let wrapping {
            let place = wrapping.offset(of: count, after: offset)
            offset = isAtEnd ? min(place, feedOffset) : min(place, feedOffset + wrapping.breakLength)
        } else {
            offset += count
        }
        start += count
    }

    /// Brings in more bytes; false at the end of the feed.
    mutating func fill() throws -> Bool {
        if isAtEnd { return false }
        makeRoom()
        let place = memory + end
        let read = try feed.read(into: UnsafeMutableRawBufferPointer(start: place, count: capacity - end))
        if read == 0 {
            isAtEnd = true
            // After a last line as long as the others there is no break.
            offset = min(offset, feedOffset)
            return false
        }
        end += ByteWindow.unwrapped(place, read, at: feedOffset, wrapping)
        feedOffset += read
        return true
    }

    /// Brings in bytes until so many are at hand or the feed ends.
    mutating func ensure(_ wanted: Int) throws {
        while count < wanted, try fill() {}
    }

    /// Takes the breaks of a wrapping out of the bytes at hand and of all to come.
    mutating func unwrap(_ found: LineWrapping) {
        end = start + ByteWindow.unwrapped(memory + start, count, at: offset, found)
        wrapping = found
    }

    private mutating func makeRoom() {
        if start > 0 {
            memory.update(from: memory + start, count: count)
            end -= start
            start = 0
        }
        guard capacity - end < min(64 * 1024, capacity / 2) else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + ByteWindow.padding)
        larger.update(from: memory, count: end)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }

    /// Moves bytes together over the breaks of a wrapping; returns how many are left.
    private static func unwrapped(
        _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, at offset: Int, _ wrapping: LineWrapping?
    ) -> Int {
        guard let wrapping else { return count }
        var kept = 0
        for index in 0..<count {
            let byte = bytes[index]
            if (byte == 0x0A || byte == 0x0D) && wrapping.isBreak(at: offset + index) { continue }
            bytes[kept] = byte
            kept += 1
        }
        return kept
    }
}
