internal import Documents

extension CellText {
    /// Why a number cannot be read.
    enum NumberFault: Error {
        /// It is none.
        case noNumber
        /// A comma, in a file where commas separate.
        case comma
        /// The point may stand for thousands or for decimals.
        case ambiguousPoint
    }

    /// Which sign stands before decimals.
    enum DecimalMark: Sendable {
        /// The point, or the comma; never anything between thousands.
        case pointOrComma
        /// The point only.
        case pointOnly
        /// This sign, as agreed; the other one may stand between thousands.
        case agreed(Character)
    }

    /// An exact number.
    static func number(_ text: String, _ mark: DecimalMark) throws(NumberFault) -> ExactDecimal {
        var plain = text
        let commas = text.utf8.count { $0 == UInt8(ascii: ",") }
        if case .agreed(let sign) = mark {
            guard let ungrouped = ungrouped(text, decimals: sign) else { throw .noNumber }
            plain = ungrouped
        } else if case .pointOrComma = mark {
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

    /// An exact number of digits and one decimal mark at most, as nearly all are; `nil` for what
    /// ``number(_:_:)`` must look at.
    static func plainNumber(_ text: UnsafeBufferPointer<UInt8>, _ mark: DecimalMark) -> ExactDecimal? {
        guard text.count <= 18 else { return nil }
        var comma: Int?
        var point: Int?
        for (place, byte) in text.enumerated() {
            if byte == UInt8(ascii: ",") {
                guard comma == nil else { return nil }
                comma = place
            } else if byte == UInt8(ascii: ".") {
                guard point == nil else { return nil }
                point = place
            } else if byte < UInt8(ascii: "0") || byte > UInt8(ascii: "9") {
                return nil
            }
        }
        let isPointOnly =
            switch mark {
            case .pointOnly, .agreed("."): comma == nil
            case .pointOrComma, .agreed: comma == nil && point == nil
            }
        if isPointOnly { return ExactDecimal(bytes: text) }
        guard let comma, point == nil else { return nil }
        switch mark {
        case .pointOnly, .agreed("."): return nil
        case .pointOrComma, .agreed: break
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 18) { plain in
            for (place, byte) in text.enumerated() {
                plain[place] = place == comma ? UInt8(ascii: ".") : byte
            }
            return ExactDecimal(bytes: UnsafeBufferPointer(rebasing: plain[..<text.count]))
        }
    }

    /// Without the signs between thousands, and with a point before decimals; `nil` when they stand wrongly.
    private static func ungrouped(_ text: String, decimals mark: Character) -> String? {
        let other: Character = mark == "," ? "." : ","
        let parts = text.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard !decimals.contains(other) else { return nil }
        let rest = parts.count == 2 ? ".\(decimals)" : ""
        let groups = String(whole).trimmingSigns.split(separator: other, omittingEmptySubsequences: false)
        guard groups.count > 1 else { return whole + rest }
        guard (1...3).contains(groups[0].utf8.count), groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
        else { return nil }
        return whole.filter { $0 != other } + rest
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

    /// A day written in one of the usual ways, without a time; `nil` for what ``day(_:)`` must look at.
    static func plainDay(_ text: UnsafeBufferPointer<UInt8>) -> CalendarDay? {
        guard text.count == 8 || text.count == 10 else { return nil }
        if text.count == 8 { return CalendarDay(digits: text) }
        let isYearFirst =
            text[4] == text[7] && (text[4] == UInt8(ascii: "-") || text[4] == UInt8(ascii: "/"))
        let isYearLast = text[2] == UInt8(ascii: ".") && text[5] == UInt8(ascii: ".")
        guard isYearFirst || isYearLast else { return nil }
        let (year, month, day) = isYearFirst ? (0..<4, 5..<7, 8..<10) : (6..<10, 3..<5, 0..<2)
        guard let year = whole(text[year]), let month = whole(text[month]), let day = whole(text[day]) else {
            return nil
        }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// A day in an agreed form: `d`, `dd`, `M`, `MM`, `yy` for years of this century, `yyyy`.
    static func day(_ text: UnsafeBufferPointer<UInt8>, format: String) -> CalendarDay? {
        var rest = text[...]
        var shape = Substring(format).utf8
        var (year, month, day): (Int?, Int?, Int?)
        while let part = shape.first {
            let length = shape.prefix { $0 == part }.count
            shape = shape.dropFirst(length)
            guard part == UInt8(ascii: "d") || part == UInt8(ascii: "M") || part == UInt8(ascii: "y") else {
                for _ in 0..<length {
                    guard rest.popFirst() == part else { return nil }
                }
                continue
            }
            let digits = rest.prefix(length == 1 ? 2 : length).prefix { $0 >= 48 && $0 <= 57 }
            guard length == 1 || digits.count == length, let number = whole(digits) else { return nil }
            switch part {
            case UInt8(ascii: "d"): day = number
            case UInt8(ascii: "M"): month = number
            default: year = length == 2 ? 2000 + number : number
            }
            rest = rest.dropFirst(digits.count)
        }
        guard rest.isEmpty, let year, let month, let day else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// A whole number of a few digits and nothing else.
    private static func whole(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// Whether a spreadsheet has written a long number as `4.01234E+12`, its last digits lost.
    static func isShortenedNumber(_ text: String) -> Bool {
        // Nearly every value is none: that is seen without taking it apart.
        guard text.utf8.contains(UInt8(ascii: "+")) else { return false }
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
