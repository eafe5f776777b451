internal import Documents
internal import Partners

/// What is wrong with one value, and how to put it right.
struct CellFault: Error {
    let message: String
    let fix: String
}

/// Reads the values of one column: first what the agreement says of it, then what kind of value it is.
struct CellReader: Sendable {
    private let rule: BatchColumn.Rule
    private let mark: CellText.DecimalMark
    private let dates: String?

    /// `usual`: the decimal mark when the agreement says nothing.
    init(_ rule: BatchColumn.Rule, _ taking: BatchAgreement.Taking, usual: CellText.DecimalMark) {
        self.rule = rule
        dates = rule.format ?? taking.dates
        mark =
            switch rule.decimal ?? taking.decimal {
            case .auto: usual
            case .point: .agreed(".")
            case .comma: .agreed(",")
            }
    }

    /// The value that is the same for all rows.
    var constant: String? { rule.constant }
    /// Whether the value is the same for all rows.
    var isConstant: Bool { rule.constant != nil }
    /// Whether cells are read as they are, without words of the agreement.
    var isPlain: Bool { rule.constant == nil && rule.map.isEmpty }

    /// What a word stands for by the agreement.
    func meaning(of word: String) throws(CellFault) -> String {
        if let meaning = rule.map[word] ?? rule.map["*"] { return meaning }
        let words = rule.map.keys.sorted().prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        throw CellFault(message: "This word was not agreed.", fix: "Write one of \(words).")
    }

    /// A text as it stands.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A number or name of something, as it stands.
    func identifier(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> String {
        try identifier(text(bytes))
    }

    /// A number or name of something, as it stands.
    func identifier(_ text: String) throws(CellFault) -> String {
        var text = text
        let needsLook = text.withUTF8 { Self.mayBeOdd($0) }
        guard needsLook else { return text }
        if CellText.isShortenedNumber(text) {
            throw CellFault(
                message: "A spreadsheet has shortened this number; its last digits are lost.",
                fix: "Format the column as text before saving.")
        }
        if text.hasPrefix("=") {
            throw CellFault(
                message: "A formula stands where a number should.",
                fix: "Save the values, not the formulas.")
        }
        return text
    }

    /// Refuses what is no number or name of something.
    func checkIdentifier(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) {
        if Self.mayBeOdd(bytes) { _ = try identifier(text(bytes)) }
    }

    /// Whether a number of something may be a formula, or shortened by a spreadsheet.
    private static func mayBeOdd(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.first == UInt8(ascii: "=") || bytes.contains(UInt8(ascii: "+"))
    }

    /// A number of 8, 12, 13 or 14 digits.
    func gtin(_ text: String) throws(CellFault) -> String {
        let text = try identifier(text)
        guard isDigits(text), [8, 12, 13, 14].contains(text.utf8.count) else {
            throw CellFault(
                message: "A GTIN has 8, 12, 13 or 14 digits.",
                fix: "Send all digits; format the column as text, or a spreadsheet drops zeros in front.")
        }
        return text
    }

    /// A number of 18 digits.
    func sscc(_ text: String) throws(CellFault) -> String {
        let text = try identifier(text)
        let digits = text.utf8.count == 20 && text.hasPrefix("00") ? String(text.dropFirst(2)) : text
        guard isDigits(digits), digits.utf8.count == 18 else {
            throw CellFault(
                message: "An SSCC has 18 digits.",
                fix: "Send all digits; format the column as text, or a spreadsheet shortens the number.")
        }
        return digits
    }

    /// An exact number.
    func decimal(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind
    ) throws(CellFault) -> ExactDecimal {
        let mark = kind == .number && rule.map.isEmpty ? .pointOnly : mark
        if let number = CellText.plainNumber(bytes, mark) { return number }
        return try decimal(text(bytes), mark)
    }

    private func decimal(_ text: String, _ mark: CellText.DecimalMark) throws(CellFault) -> ExactDecimal {
        do throws(CellText.NumberFault) {
            return try CellText.number(text, mark)
        } catch {
            throw switch error {
            case .noNumber:
                CellFault(
                    message: "This is no number.",
                    fix: "Write digits with at most one decimal mark and no other signs.")
            case .comma:
                CellFault(
                    message:
                        "A comma in a number is read only in a file whose columns are separated by semicolons.",
                    fix: "Write a point for decimals and nothing between thousands.")
            case .ambiguousPoint:
                CellFault(
                    message: "The point may stand for thousands or for decimals.",
                    fix: "Write a comma for decimals and nothing between thousands.")
            }
        }
    }

    /// A whole number of at most nine digits.
    func count(_ text: String) throws(CellFault) -> Int {
        guard isDigits(text), text.utf8.count <= 9, let count = Int(text) else {
            throw CellFault(message: "This is no whole number.", fix: "Write at most nine digits.")
        }
        return count
    }

    /// A day.
    func day(_ bytes: UnsafeBufferPointer<UInt8>) throws(CellFault) -> CalendarDay {
        guard let dates else {
            if let day = CellText.plainDay(bytes) ?? CellText.day(text(bytes)) { return day }
            throw CellFault(
                message: "This is no day that can be read with certainty.", fix: "Write it as 2026-11-23.")
        }
        if let day = CellText.day(bytes, format: dates) { return day }
        throw CellFault(message: "This is no day written as \(dates).", fix: "Write it as agreed, \(dates).")
    }

    /// A time of day: `14:30`, `143000`.
    func time(_ text: String) throws(CellFault) -> TimeOfDay {
        if let time = TimeOfDay(digits: text.filter { $0 != ":" }) { return time }
        throw CellFault(message: "This is no time of day.", fix: "Write it as 14:30 or 14:30:00.")
    }

    private func isDigits(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
