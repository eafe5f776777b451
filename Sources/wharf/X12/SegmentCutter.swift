internal import X12

/// Cuts a transaction set into its segments, for showing them; the reader has judged them before.
struct SegmentCutter {
    /// A longer segment is shown up to here.
    private static let longest = 1 << 20
    private static let pieceSize = 1 << 16

    private let file: X12File
    private let header: InterchangeHeader
    private var buffer: [UInt8] = []
    private var bufferStart: Int
    private var position = 0
    private let end: Int

    init(_ file: X12File, _ range: Range<Int>, in header: InterchangeHeader) {
        self.file = file
        self.header = header
        bufferStart = range.lowerBound
        end = range.upperBound
    }

    /// The next segment without its terminator, and where it begins in the file.
    mutating func next() -> (bytes: [UInt8], offset: Int)? {
        while true {
            while position < buffer.count, isLayout(buffer[position]) { position += 1 }
            if position < buffer.count { break }
            guard fill() else { return nil }
        }
        let terminator = header.delimiters.segment
        var scanned = position
        while true {
            if let hit = buffer[scanned...].firstIndex(of: terminator) {
                defer { position = hit + 1 }
                return (data(position..<hit), bufferStart + position)
            }
            let length = buffer.count - position
            guard length < Self.longest, fill() else {
                let start = position
                defer { position = buffer.count }
                return (data(start..<buffer.count), bufferStart + start)
            }
            scanned = position + length
        }
    }

    /// Bytes of a segment without the line breaks that wrapping put into it.
    private func data(_ range: Range<Int>) -> [UInt8] {
        guard header.wrapping != nil else { return Array(buffer[range]) }
        return buffer[range].filter { $0 != 0x0A && $0 != 0x0D }
    }

    private func isLayout(_ byte: UInt8) -> Bool {
        byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09 || byte == 0
            || byte == header.delimiters.segment
    }

    /// Reads on; bytes that were cut already are let go.
    private mutating func fill() -> Bool {
        let from = bufferStart + buffer.count
        let more = file.bytes(from..<min(end, from + Self.pieceSize))
        guard !more.isEmpty else { return false }
        buffer.removeFirst(position)
        bufferStart += position
        position = 0
        buffer += more
        return true
    }
}
