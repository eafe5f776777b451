/// Reads the values that stand in cells, as spreadsheets and ERP exports write them.
enum CellText {
    /// Without white space at either end, and without the `="…"` that keeps a spreadsheet off a number.
    static func trimmed(_ text: String) -> String {
        // Most values need no care: that costs a tenth.
        if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first),
            (0x21...0x7E).contains(last), first != UInt8(ascii: "=")
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
}
