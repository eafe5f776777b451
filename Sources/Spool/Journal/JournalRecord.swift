internal import Cryptography

/// One record of the journal: a content and the note that says whose it is.
struct JournalRecord: Sendable, Equatable {
    /// Where the record lies in its segment.
    let offset: Int
    /// What the writer wanted to find again beside the bytes.
    let note: [UInt8]
    /// The digest and size that the record claims for its bytes.
    let receipt: Receipt
    /// The bytes, or `nil` when they no longer have their digest.
    let bytes: [UInt8]?
    /// Whether its writer took it back.
    let isVoid: Bool
}

/// How records look on disk.
///
/// A record begins at a multiple of ``alignment``, so that a torn write of one never touches another. Its head: a mark of 4 bytes,
/// the counts of the note and of the bytes (4 each), 4 bytes of zero, the segment's generation and the record's number in it (8
/// each), the SHA-256 of the bytes, and a seal: the SHA-256 of the head from byte 4 on and of the note. Note and bytes follow.
/// Numbers are little-endian. The generation tells records of an earlier life of the segment from those of this one.
enum JournalFormat {
    static let alignment = 512
    static let headByteCount = 96
    /// A note is a few names; more than this was not written by us.
    static let noteByteCountMaximum = 16_384
    private static let recordMark: [UInt8] = Array("WJr1".utf8)
    /// Replaces the mark of a record that was taken back.
    static let voidMark: [UInt8] = Array("WJx1".utf8)
    private static let segmentMark: [UInt8] = Array("WJseg001".utf8)

    /// How many bytes a record occupies.
    static func span(note: Int, bytes: Int) -> Int {
        (headByteCount + note + bytes + alignment - 1) / alignment * alignment
    }

    /// The first ``alignment`` bytes of a segment.
    static func segmentHead(generation: UInt64) -> [UInt8] {
        var head = segmentMark
        append(generation, to: &head)
        head += Digest.of(head).bytes
        return head + [UInt8](repeating: 0, count: alignment - head.count)
    }

    /// The generation of a segment, or `nil` when its head is not ours or torn.
    static func generation(ofSegmentHead head: [UInt8]) -> UInt64? {
        guard head.count >= 48, Array(head[..<8]) == segmentMark,
            Digest.of(Array(head[..<16])).bytes == Array(head[16..<48])
        else { return nil }
        return number(head, at: 8)
    }

    /// A whole record, filled up to its span.
    static func encode(
        generation: UInt64, number: Int, note: [UInt8], _ bytes: [UInt8], digest: Digest
    ) -> [UInt8] {
        var record: [UInt8] = []
        let byteCount = span(note: note.count, bytes: bytes.count)
        record.reserveCapacity(byteCount)
        record += recordMark
        append(UInt32(note.count), to: &record)
        append(UInt32(bytes.count), to: &record)
        append(UInt32(0), to: &record)
        append(generation, to: &record)
        append(UInt64(number), to: &record)
        record += digest.bytes
        record += seal(record[4...], note).bytes
        record += note
        record += bytes
        record.append(contentsOf: repeatElement(0, count: byteCount - record.count))
        return record
    }

    /// The head of a record at an offset of a segment's bytes, when a record begins there.
    static func head(in segment: [UInt8], at offset: Int) -> Head? {
        guard offset + headByteCount <= segment.count else { return nil }
        let mark = Array(segment[offset..<offset + 4])
        guard mark == recordMark || mark == voidMark else { return nil }
        let noteCount = Int(number32(segment, at: offset + 4))
        let byteCount = Int(number32(segment, at: offset + 8))
        guard noteCount <= noteByteCountMaximum, byteCount <= segment.count,
            offset + headByteCount + noteCount + byteCount <= segment.count
        else { return nil }
        let note = Array(segment[offset + headByteCount..<offset + headByteCount + noteCount])
        guard
            seal(segment[offset + 4..<offset + 64], note).bytes == Array(segment[offset + 64..<offset + 96]),
            let digest = Digest(bytes: segment[offset + 32..<offset + 64])
        else { return nil }
        return Head(
            generation: number(segment, at: offset + 16),
            number: Int(clamping: number(segment, at: offset + 24)), note: note, digest: digest,
            byteCount: byteCount,
            isVoid: mark == voidMark)
    }

    /// What a sealed head says.
    struct Head {
        let generation: UInt64
        let number: Int
        let note: [UInt8]
        let digest: Digest
        let byteCount: Int
        let isVoid: Bool
    }

    private static func seal(_ head: ArraySlice<UInt8>, _ note: [UInt8]) -> Digest {
        Digest.of(Array(head) + note)
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
    }

    private static func number32(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
}
