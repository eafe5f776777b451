/// One segment in the reader's window; valid until the reader moves on.
///
/// Element 0 is the id. The ends are places relative to the segment's first byte.
struct SegmentView {
    /// The first byte of the id.
    var base: UnsafePointer<UInt8>
    /// The bytes without the terminator.
    var count: Int
    /// Where the first byte stands in the file.
    var fileOffset: Int
    /// Where it ends in the file, its terminator not counted; never beyond the bytes read.
    var fileEnd: Int
    /// Where each element ends; one more than there are elements, for the id.
    var ends: UnsafePointer<Int32>
    /// The elements after the id, trailing empty ones not counted.
    var elementCount: Int

    /// The bytes of an element; empty when absent.
    @inline(__always)
    func element(_ position: Int) -> UnsafeBufferPointer<UInt8> {
        guard position <= elementCount else { return UnsafeBufferPointer(start: base, count: 0) }
        let start = position == 0 ? 0 : Int(ends[position - 1]) + 1
        return UnsafeBufferPointer(start: base + start, count: Int(ends[position]) - start)
    }

    /// Where an element begins, relative to the segment.
    func start(of position: Int) -> Int {
        if position == 0 { return 0 }
        return position <= elementCount ? Int(ends[position - 1]) + 1 : count
    }

    /// The text of an element, nil when absent or empty.
    func text(_ position: Int) -> String? {
        let bytes = element(position)
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// The id as one number: its bytes, most significant first; 0 when it has none or more than three.
    var packedID: UInt32 {
        let length = Int(ends[0])
        guard length >= 1, length <= 3 else { return 0 }
        var packed: UInt32 = 0
        for index in 0..<length { packed = packed << 8 | UInt32(base[index]) }
        return packed
    }
}
