internal import Documents

/// Reads the values that stand in cells, as spreadsheets and ERP exports write them.
enum CellText {
    /// Without white space at either end, and without the `="…"` that keeps a spreadsheet off a number.
    static func trimmed(_ text: String) -> String {
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

    /// Why a number cannot be read.
    enum NumberFault: Error {
        /// It is none.
        case noNumber
        /// A comma, in a file where commas separate.
        case comma
        /// The point may stand for thousands or for decimals.
        case ambiguousPoint
    }

    /// An exact number; a comma is a decimal mark in files whose separator is the semicolon, and only there.
    static func number(_ text: String, separator: UInt8) throws(NumberFault) -> ExactDecimal {
        var plain = text
        let commas = text.count { $0 == "," }
        if separator == UInt8(ascii: ";") {
            if commas == 1, !text.contains(".") {
                plain = text.replacing(",", with: ".")
            } else if commas == 0, mayGroupThousands(text) {
                throw .ambiguousPoint
            }
        } else if commas > 0 {
            throw .comma
        }
        guard let number = ExactDecimal(plain) else { throw .noNumber }
        return number
    }

    /// `1.234` in a file where commas mean decimals: one thousand or one and a bit.
    private static func mayGroupThousands(_ text: String) -> Bool {
        let parts = text.trimmingSigns.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let whole = parts.first, let rest = parts.last else { return false }
        return (1...3).contains(whole.utf8.count) && !whole.hasPrefix("0") && rest.utf8.count == 3
            && (whole + rest).utf8.allSatisfy { (48...57).contains($0) }
    }

    /// A day written `2026-11-23`, `2026/11/23`, `20261123` or `23.11.2026`; a time may follow it.
    static func day(_ text: String) -> CalendarDay? {
        var text = Substring(text)
        if let end = text.firstIndex(where: { $0 == "T" || $0 == " " }) {
            let time = text[text.index(after: end)...]
            let allowed: Set<Character> = [":", ".", "Z", "+", "-"]
            guard time.contains(":"), time.allSatisfy({ $0.isASCII && $0.isNumber || allowed.contains($0) })
            else { return nil }
            text = text[..<end]
        }
        let digits = text.utf8.allSatisfy { (48...57).contains($0) }
        if digits { return text.utf8.count == 8 ? CalendarDay(digits: text) : nil }
        for mark in ["-", "/", "."] as [Character] {
            let parts = text.split(separator: mark, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
                continue
            }
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == 3 else { return nil }
            let isYearFirst = parts[0].utf8.count == 4 && parts[1].utf8.count == 2 && parts[2].utf8.count == 2
            if isYearFirst, mark != "." {
                return CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2])
            }
            let isYearLast = parts[2].utf8.count == 4 && parts[0].utf8.count <= 2 && parts[1].utf8.count <= 2
            if isYearLast, mark == "." {
                return CalendarDay(year: numbers[2], month: numbers[1], day: numbers[0])
            }
        }
        return nil
    }

    /// Whether a spreadsheet has written a long number as `4.01234E+12`, its last digits lost.
    static func isShortenedNumber(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E+", omittingEmptySubsequences: false)
        guard parts.count == 2, let digits = parts.first, let power = parts.last, !power.isEmpty else {
            return false
        }
        return power.utf8.allSatisfy { (48...57).contains($0) }
            && digits.utf8.contains { (48...57).contains($0) }
            && digits.utf8.allSatisfy {
                (48...57).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",")
            }
    }
}

extension String {
    fileprivate var trimmingSigns: Substring {
        var text = Substring(self)
        if text.hasPrefix("-") || text.hasPrefix("+") { text.removeFirst() }
        if text.hasSuffix("-") || text.hasSuffix("+") { text.removeLast() }
        return text
    }
}
