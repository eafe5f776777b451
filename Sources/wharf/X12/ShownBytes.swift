/// Foreign bytes as text that is safe on a terminal, with the column at which each byte shows.
///
/// Printable text stays as it is; control characters, invisible ones and bytes that are no UTF-8 become escapes.
struct ShownBytes {
    /// The text.
    private(set) var text = ""
    /// The column of each byte from 0, and at the end the columns in all.
    private(set) var columns: [Int] = []

    init(_ bytes: [UInt8]) {
        columns.reserveCapacity(bytes.count + 1)
        var column = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            let (length, width) = Self.add(byte, bytes, position, to: &text)
            for _ in 0..<length { columns.append(column) }
            column += width
            position += length
        }
        columns.append(column)
    }

    /// The columns that some of the bytes cover, at least one.
    func columns(of range: Range<Int>) -> Range<Int> {
        let start = columns[min(max(0, range.lowerBound), columns.count - 1)]
        let end = columns[min(max(0, range.upperBound), columns.count - 1)]
        return start..<max(start + 1, end)
    }

    private static func add(
        _ byte: UInt8, _ bytes: [UInt8], _ position: Int, to text: inout String
    ) -> (length: Int, width: Int) {
        if byte >= 0x20, byte < 0x7F {
            text.unicodeScalars.append(Unicode.Scalar(byte))
            return (1, 1)
        }
        if byte >= 0xC2, let (scalar, length) = scalar(bytes, position), Terminal.isPrintable(scalar) {
            text.unicodeScalars.append(scalar)
            return (length, isWide(scalar) ? 2 : 1)
        }
        let short: [UInt8: String] = [0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x00: "\\0"]
        let escape = short[byte] ?? "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        text += escape
        return (1, escape.utf8.count)
    }

    /// The UTF-8 sequence that begins at a place.
    private static func scalar(_ bytes: [UInt8], _ position: Int) -> (Unicode.Scalar, Int)? {
        let length = bytes[position] < 0xE0 ? 2 : bytes[position] < 0xF0 ? 3 : 4
        guard position + length <= bytes.count,
            let text = String(validating: bytes[position..<position + length], as: UTF8.self),
            let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1
        else { return nil }
        return (scalar, length)
    }

    /// Whether a terminal gives the character two columns.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
