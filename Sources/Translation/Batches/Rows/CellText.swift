/// Reads the values that stand in cells, as spreadsheets and ERP exports write them.
enum CellText {
    /// Without white space at either end, and without the `="…"` that keeps a spreadsheet off a number.
    static func trimmed(_ text: String) -> String {
        // Most values need no care: that costs a tenth.
        if let first = text.utf8.first, let last = text.utf8.last, isPlainEnd(first), isPlainEnd(last),
            first != UInt8(ascii: "=")
        {
            return text
        }
        var text = Substring(text)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.count > 2,
            !text.dropFirst(2).dropLast().contains("\"")
        {
            return String(text.dropFirst(2).dropLast())
        }
        return String(text)
    }

    /// The same of bytes that are UTF-8, added to others.
    @inline(__always)
    static func appendTrimmed(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var (start, end) = (0, text.count)
        while start < end, isBlank(text[start]) { start += 1 }
        while end > start, isBlank(text[end - 1]) { end -= 1 }
        guard start < end else { return }
        // A blank beside other than ASCII may be part of a longer character.
        if isPlainEnd(text[start]), isPlainEnd(text[end - 1]), text[start] != UInt8(ascii: "=") {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
        } else {
            appendCarefully(text, to: &bytes)
        }
    }

    @inline(never)
    private static func appendCarefully(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: trimmed(String(decoding: text, as: UTF8.self)).utf8)
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    @inline(__always)
    private static func isPlainEnd(_ byte: UInt8) -> Bool { byte >= 0x21 && byte <= 0x7E }

    /// Whether bytes are ASCII; eight are looked at at once.
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = bytes.baseAddress.map(UnsafeRawPointer.init) else { return true }
        var place = 0
        var found: UInt64 = 0
        while place &+ 8 <= bytes.count {
            found |= start.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            place &+= 8
        }
        while place < bytes.count {
            found |= UInt64(bytes[place])
            place &+= 1
        }
        return found & 0x8080_8080_8080_8080 == 0
    }
}
