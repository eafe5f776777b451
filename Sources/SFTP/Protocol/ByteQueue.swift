/// Bytes waiting to go one way: appended at the end, taken from the front.
struct ByteQueue {
    private var storage: [UInt8] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ byte: UInt8) { storage.append(byte) }

    mutating func append<Bytes: Collection>(_ bytes: Bytes) where Bytes.Element == UInt8 {
        storage.append(contentsOf: bytes)
    }

    mutating func append(number32 value: UInt32) {
        storage.append(UInt8(truncatingIfNeeded: value >> 24))
        storage.append(UInt8(truncatingIfNeeded: value >> 16))
        storage.append(UInt8(truncatingIfNeeded: value >> 8))
        storage.append(UInt8(truncatingIfNeeded: value))
    }

    mutating func append(number64 value: UInt64) {
        append(number32: UInt32(truncatingIfNeeded: value >> 32))
        append(number32: UInt32(truncatingIfNeeded: value))
    }

    mutating func append(string bytes: some Collection<UInt8>) {
        append(number32: UInt32(bytes.count))
        append(bytes)
    }

    /// Appends a packet: its length in front of what the closure writes.
    mutating func appendPacket(_ body: (inout ByteQueue) -> Void) {
        let start = storage.count
        append(number32: 0)
        body(&self)
        overwrite(number32: UInt32(storage.count - start - 4), at: start)
    }

    /// Appends up to `capacity` bytes that the closure writes in place; what it does not use is dropped
    /// again.
    ///
    /// - Returns: how many bytes the closure wrote.
    mutating func append<Failure: Error>(
        upTo capacity: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let start = storage.count
        storage.append(contentsOf: repeatElement(0, count: capacity))
        var outcome: Result<Int, Failure> = .success(0)
        storage.withUnsafeMutableBytes { all in
            do throws(Failure) {
                outcome = .success(try fill(UnsafeMutableRawBufferPointer(rebasing: all[start...])))
            } catch {
                outcome = .failure(error)
            }
        }
        let written = (try? outcome.get()) ?? 0
        storage.removeLast(capacity - min(max(written, 0), capacity))
        return try outcome.get()
    }

    /// Replaces four bytes written before, counted from the storage's start as ``mark`` told it.
    mutating func overwrite(number32 value: UInt32, at index: Int) {
        for step in 0..<4 {
            storage[index + step] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(step)))
        }
    }

    /// Where the next byte goes; valid until bytes are taken.
    var mark: Int { storage.count }

    /// Drops what was appended since a mark.
    mutating func rewind(to mark: Int) { storage.removeLast(storage.count - mark) }

    /// Takes bytes from the front away.
    mutating func removeFirst(_ number: Int) {
        head += number
        if head == storage.count {
            // An idle connection keeps no buffer: a thousand of them wait for hours.
            storage = []
            head = 0
        } else if head >= 1 << 16, head * 2 >= storage.count {
            storage.removeFirst(head)
            head = 0
        }
    }

    /// Lets a closure read the waiting bytes in place.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[head...])) }
    }
}
