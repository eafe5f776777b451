/// One segment in the reader's window; valid until the reader moves on.
///
/// Element 0 is the id. The ends are places relative to the segment's first byte. Behind the last byte at
/// least eight more may be read.
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
    /// The id as one number: its bytes, most significant first; 0 when it has none or more than three.
    var packedID: UInt32
    /// Whether all bytes are printable ASCII, and none separates components or repetitions.
    var isPlain: Bool
    /// Whether the length that a binary segment states leads to no terminator.
    var hasWrongLength = false

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
        return bytes.isEmpty ? nil : SegmentView.text(bytes)
    }

    /// The bytes of a control number or count without the spaces that mean nothing: those at its end, and where the element
    /// is numeric also those before it.
    func number(_ position: Int) -> UnsafeBufferPointer<UInt8> {
        let bytes = element(position)
        var count = bytes.count
        while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
        var start = 0
        if isNumeric(position) { while start < count, bytes[start] == 0x20 { start += 1 } }
        return UnsafeBufferPointer(rebasing: bytes[start..<count])
    }

    /// Whether a control number or count has type N0; ST02 and SE02 are strings, whose first spaces count (X12.6).
    private func isNumeric(_ position: Int) -> Bool {
        switch packedID {
        case SegmentCode.gs, SegmentCode.ge, SegmentCode.iea: true
        case SegmentCode.se: position == 1
        default: false
        }
    }

    /// The text of a control number or count without the spaces that mean nothing, nil when nothing is left.
    func numberText(_ position: Int) -> String? {
        let bytes = number(position)
        return bytes.isEmpty ? nil : SegmentView.text(bytes)
    }

    /// Whether a control number or count of an envelope segment has spaces that mean nothing.
    var hasSpacedNumber: Bool {
        switch packedID {
        case SegmentCode.gs: isSpaced(6)
        case SegmentCode.st: isSpaced(2)
        case SegmentCode.se, SegmentCode.ge, SegmentCode.iea: isSpaced(1) || isSpaced(2)
        default: false
        }
    }

    private func isSpaced(_ position: Int) -> Bool {
        let bytes = element(position)
        return bytes.last == 0x20 || bytes.first == 0x20 && isNumeric(position)
    }

    /// Bytes as text: UTF-8 where they are, else each byte a character of Latin-1.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        if all < 0x80 { return ascii(bytes) }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        for byte in bytes { text.unicodeScalars.append(UnicodeScalar(byte)) }
        return text
    }

    /// Bytes as UTF-8, what is none of it replaced.
    static func repairedText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80 ? ascii(bytes) : String(decoding: bytes, as: UTF8.self)
    }

    /// The text that bytes of ASCII are; most values of an envelope are short.
    @inline(__always)
    private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if SetStorage.shortFormIsKnown, let short = SetStorage.shortText(bytes) { return short }
        return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
    }
}
