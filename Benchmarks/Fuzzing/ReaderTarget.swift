import X12

/// Any bytes, read twice: whole and in small pieces.
///
/// Both must give the same interchanges and findings, in order and within the bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        let whole = try EnvelopeScanner.scan(BytesSource(bytes))
        let pieces = try EnvelopeScanner.scan(PieceSource(bytes: bytes))
        promise(whole.byteCount == pieces.byteCount, "Both readings end at the same byte.")
        promise(whole.findings == pieces.findings, "Both readings find the same.")
        promise(whole.interchanges.count == pieces.interchanges.count, "Both see the same interchanges.")
        var end = 0
        for (one, other) in zip(whole.interchanges, pieces.interchanges) {
            promise(one.bytes == other.bytes, "\(one.bytes) is not \(other.bytes).")
            promise(one.findings == other.findings, "Findings are equal: \(one.findings), \(other.findings).")
            promise(
                one.bytes.lowerBound >= end && one.bytes.upperBound <= count,
                "Interchanges follow each other.")
            end = one.bytes.upperBound
            // A segment over the limit is refused with its place, not carried over.
            do {
                let copy = try InterchangeCopier().copy(Array(bytes[one.bytes]))
                promise(copy.elementsEqual(bytes[one.bytes]), "An interchange is written as it was read.")
            } catch let error as WriteError {
                promise(error.code == .segmentTooLong, "What was read can be written: \(error).")
            }
        }
    } catch {
        fatalError("Bytes in memory can always be read: \(error)")
    }
    return 0
}

/// Bytes that come in pieces of one to seven, so that every place is once the end of what is at hand.
struct PieceSource: ByteSource {
    let bytes: [UInt8]
    private var position = 0
    private var piece = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        piece = piece % 7 + 1
        let count = min(piece, buffer.count, bytes.count - position)
        guard count > 0 else { return 0 }
        for index in 0..<count { buffer[index] = bytes[position + index] }
        position += count
        return count
    }
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
