/// Collects the segments of a set with the loops they were placed in.
///
/// Segments come in the order of the file; a loop is known by the row of the segment that opens it. Its
/// memory is used again for the next set after ``reset()``: it must have one owner, and not be copied.
struct TreeBuilder {
    /// An open loop.
    private struct OpenLoop {
        /// The row of the segment that opened it.
        var opening: Int
        /// The row of the last segment directly in it.
        var last: Int
    }

    private let rows = GrowingMemory()
    private let bytes = GrowingMemory()
    private(set) var rowCount = 0
    private(set) var byteCount = 0
    /// Where the set begins in the file.
    private(set) var fileOffset = 0
    private(set) var ordinalSteps: [SetStorage.OrdinalStep] = []
    /// The innermost open loop.
    private var inner = OpenLoop(opening: 0, last: 0)
    /// The open loops around it, the whole set first.
    private var outer: [OpenLoop] = []
    /// All bytes of the set put together bit by bit: the top bit tells of any that is not ASCII.
    private var allBits: UInt64 = 0
    /// Whether the set has outgrown the numbers of a row.
    private var hasOverflown = false
    let delimiters: Delimiters
    let repetition: UInt8?
    let wrapping: LineWrapping?

    /// Sets larger than this hand over their memory, smaller ones leave it to the next set.
    private static let handedOver = 256 * 1024

    init(delimiters: Delimiters, repetition: UInt8?, wrapping: LineWrapping?) {
        self.delimiters = delimiters
        self.repetition = repetition
        self.wrapping = wrapping
    }

    /// What the set takes so far; `Int.max` when it can no longer be kept, whatever the limit.
    var size: Int { hasOverflown ? .max : byteCount }

    /// Whether all bytes of the segments are ASCII.
    var isASCII: Bool { allBits & 0x8080_8080_8080_8080 == 0 }

    /// Forgets the set, keeps the memory.
    mutating func reset() {
        rowCount = 0
        byteCount = 0
        hasOverflown = false
        allBits = 0
        ordinalSteps.removeAll()
        outer.removeAll(keepingCapacity: true)
        inner = OpenLoop(opening: 0, last: 0)
    }

    /// Opens an iteration of a loop inside another one; returns its row.
    ///
    /// The next segment added is the one that opens it: its id is the loop's.
    mutating func openLoop(in parent: Int) -> Int {
        close(upTo: parent)
        outer.append(inner)
        inner = OpenLoop(opening: rowCount, last: rowCount)
        return rowCount
    }

    /// Adds a segment to a loop.
    mutating func add(_ segment: SegmentView, to loop: Int, ordinal: Int) {
        if rowCount == 0 { fileOffset = segment.fileOffset }
        let offset = segment.fileOffset - fileOffset
        let isWide = segment.count > 255 || segment.elementCount > 255
        let headLength = (segment.elementCount + 2) * (isWide ? 4 : 1)
        let place = byteCount + headLength
        guard let fileOffset = UInt32(exactly: offset), UInt32(exactly: place + segment.count) != nil,
            rowCount < Int(Int32.max), !hasOverflown
        else {
            hasOverflown = true
            return
        }
        close(upTo: loop)
        // Eight bytes more: the last of a segment are written in one piece with what stands behind them.
        let memory = bytes.reserve(place + segment.count + 8).assumingMemoryBound(to: UInt8.self)
        let first = memory + place
        if isWide { writeWideHead(segment, before: first) } else { writeHead(segment, before: first) }
        copy(segment, to: first)
        byteCount = place + segment.count
        let flags =
            (loop == rowCount ? SetStorage.Row.opensLoop : 0) | (isWide ? SetStorage.Row.isWide : 0)
        append(
            SetStorage.Row(
                head: segment.packedID << 8 | flags, place: UInt32(truncatingIfNeeded: place), next: 0,
                offset: fileOffset),
            ordinal)
    }

    private mutating func copy(_ segment: SegmentView, to first: UnsafeMutablePointer<UInt8>) {
        var place = 0
        while place + 8 <= segment.count {
            let word = UnsafeRawPointer(segment.base + place).loadUnaligned(as: UInt64.self)
            UnsafeMutableRawPointer(first + place).storeBytes(of: word, as: UInt64.self)
            allBits |= word
            place += 8
        }
        let left = segment.count - place
        guard left > 0 else { return }
        // Behind a segment eight bytes more may be read.
        let rest = UInt64(
            littleEndian: UnsafeRawPointer(segment.base + place).loadUnaligned(as: UInt64.self))
        let word = rest & (.max &>> UInt64(truncatingIfNeeded: 64 - left * 8))
        UnsafeMutableRawPointer(first + place).storeBytes(of: word.littleEndian, as: UInt64.self)
        allBits |= word
    }

    private mutating func append(_ row: SetStorage.Row, _ ordinal: Int) {
        let stride = MemoryLayout<SetStorage.Row>.stride
        let table = rows.reserve((rowCount + 1) * stride)
            .assumingMemoryBound(to: SetStorage.Row.self)
        table[rowCount] = row
        if inner.last > inner.opening { table[inner.last].next = UInt32(truncatingIfNeeded: rowCount) }
        inner.last = rowCount
        let expected = ordinalSteps.last.map { $0.ordinal + rowCount - $0.row } ?? rowCount + 1
        if ordinal != expected {
            ordinalSteps.append(SetStorage.OrdinalStep(row: rowCount, ordinal: ordinal))
        }
        rowCount += 1
    }

    /// Closes the loops inside a loop.
    private mutating func close(upTo loop: Int) {
        while inner.opening > loop, let around = outer.last {
            finish(inner)
            inner = around
            outer.removeLast()
        }
    }

    /// Notes behind which segment a loop ends.
    private func finish(_ loop: OpenLoop) {
        guard loop.opening < rowCount else { return }
        let table = rows.start.assumingMemoryBound(to: SetStorage.Row.self)
        table[loop.opening].next = UInt32(truncatingIfNeeded: rowCount)
    }

    private func writeHead(_ segment: SegmentView, before first: UnsafeMutablePointer<UInt8>) {
        first[-1] = UInt8(truncatingIfNeeded: segment.elementCount)
        for index in 0...segment.elementCount {
            first[-2 - index] = UInt8(truncatingIfNeeded: segment.ends[index])
        }
    }

    private func writeWideHead(_ segment: SegmentView, before first: UnsafeMutablePointer<UInt8>) {
        func write(_ number: UInt32, _ place: Int) {
            UnsafeMutableRawPointer(first - 4 * place).storeBytes(of: number, as: UInt32.self)
        }
        write(UInt32(truncatingIfNeeded: segment.elementCount), 1)
        for index in 0...segment.elementCount {
            write(UInt32(truncatingIfNeeded: segment.ends[index]), index + 2)
        }
    }

    /// The rows and bytes of the set, for a storage that frees them.
    func contents() -> (rows: UnsafeMutablePointer<SetStorage.Row>, bytes: UnsafeMutablePointer<UInt8>) {
        for loop in outer { finish(loop) }
        finish(inner)
        let rowBytes = rowCount * MemoryLayout<SetStorage.Row>.stride
        let isLarge = byteCount > Self.handedOver
        return (
            (isLarge ? rows.handOver(rowBytes) : rows.copy(rowBytes))
                .assumingMemoryBound(to: SetStorage.Row.self),
            (isLarge ? bytes.handOver(byteCount) : bytes.copy(byteCount)).assumingMemoryBound(to: UInt8.self)
        )
    }
}
