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
    /// The bytes of breaks that were taken out and stand between bytes at hand, in order.
    private var removed: [Removed] = []
    /// The first of them that stands behind the first byte at hand.
    private var nextRemoved = 0

    /// A byte of a break that was taken out.
    private struct Removed {
        /// The place in memory of the byte that follows it.
        var place: Int
        var byte: UInt8
    }

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
        wrapping == nil ? offset + count : wrappedEnd(after: count)
    }

    private func wrappedEnd(after count: Int) -> Int {
        var place = offset + count
        var row = nextRemoved
        while row < removed.count, removed[row].place < start + count {
            place += 1
            row += 1
        }
        return place
    }

    /// Lets go of bytes at the front.
    @inline(__always)
    mutating func release(_ count: Int) {
        offset += count
        start += count
        if wrapping != nil { passRemoved() }
    }

    /// Counts the breaks before the first byte at hand; those before a byte not read yet may not be complete.
    private mutating func passRemoved() {
        let isKnown = count > 0 || isAtEnd
        while nextRemoved < removed.count,
            removed[nextRemoved].place < start || isKnown && removed[nextRemoved].place == start
        {
            offset += 1
            nextRemoved += 1
        }
    }

    /// Brings in more bytes; false at the end of the feed.
    mutating func fill() throws -> Bool {
        if isAtEnd { return false }
        makeRoom()
        let place = memory + end
        let read = try feed.read(into: UnsafeMutableRawBufferPointer(start: place, count: capacity - end))
        if read == 0 {
            isAtEnd = true
            passRemoved()
            return false
        }
        if let wrapping { removeBreaks(from: end, read, at: feedOffset, wrapping) } else { end += read }
        feedOffset += read
        return true
    }

    /// Brings in bytes until so many are at hand or the feed ends.
    mutating func ensure(_ wanted: Int) throws {
        while count < wanted, try fill() {}
    }

    /// Takes the breaks of a wrapping out of the bytes at hand and of all to come.
    mutating func unwrap(_ found: LineWrapping) {
        restoreBreaks()
        wrapping = found
        removeBreaks(from: start, count, at: offset, found)
    }

    /// Puts the breaks of the wrapping before back to where they stood.
    private mutating func restoreBreaks() {
        guard nextRemoved < removed.count else { return }
        var bytes: [UInt8] = []
        for place in start..<end {
            while nextRemoved < removed.count, removed[nextRemoved].place == place {
                bytes.append(removed[nextRemoved].byte)
                nextRemoved += 1
            }
            bytes.append(memory[place])
        }
        bytes += removed[nextRemoved...].map(\.byte)
        removed.removeAll()
        nextRemoved = 0
        start = 0
        end = 0
        while capacity < bytes.count { enlarge() }
        for (place, byte) in bytes.enumerated() { memory[place] = byte }
        end = bytes.count
    }

    private mutating func makeRoom() {
        if start > 0 {
            memory.update(from: memory + start, count: count)
            if wrapping != nil {
                removed.removeFirst(nextRemoved)
                nextRemoved = 0
                for row in removed.indices { removed[row].place -= start }
            }
            end -= start
            start = 0
        }
        if capacity - end < min(64 * 1024, capacity / 2) { enlarge() }
    }

    private mutating func enlarge() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + ByteWindow.padding)
        larger.update(from: memory, count: end)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }

    /// Moves new bytes together over the breaks of a wrapping, which are noted.
    private mutating func removeBreaks(
        from first: Int, _ count: Int, at fileOffset: Int, _ wrapping: LineWrapping
    ) {
        removed.removeFirst(nextRemoved)
        nextRemoved = 0
        end = first
        for index in 0..<count {
            let byte = memory[first + index]
            if (byte == 0x0A || byte == 0x0D) && wrapping.isBreak(at: fileOffset + index) {
                removed.append(Removed(place: end, byte: byte))
                continue
            }
            memory[end] = byte
            end += 1
        }
        passRemoved()
    }
}
