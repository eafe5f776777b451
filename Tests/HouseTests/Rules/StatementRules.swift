/// SQL is a constant: values travel as arguments, and only lists of columns are put in by interpolation.
enum StatementRules {
    private static let constants: Set<String> = ["columns", "column", "select"]
    /// What a statement or a piece of one begins with.
    private static let beginnings = [
        "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "PRAGMA ", "CREATE ", "DROP ", "ALTER ", "FROM ",
        "WHERE ",
        "AND ", "OR ", "SET ", "VALUES ", "ORDER BY ", "LIMIT ", "ON CONFLICT ", "RETURNING ",
    ]

    static let constantSQL: Rule = { file in
        guard file.path.hasPrefix("Sources/Store/") else { return [] }
        return file.text.literals.flatMap { literal in
            guard !literal.interpolations.isEmpty, isStatement(literal, in: file.text) else {
                return [Offence]()
            }
            return literal.interpolations.compactMap { range in
                let code = file.text.text(range)
                return isConstant(code)
                    ? nil : file.offence(at: range.lowerBound, "\\(\(code)) in a statement")
            }
        }
    }

    private static func isStatement(_ literal: SourceText.Literal, in text: SourceText) -> Bool {
        let before = text.code[max(0, literal.range.lowerBound - 12)..<literal.range.lowerBound].trimmed
        if String(decoding: before, as: UTF8.self).hasSuffix("sql:") { return true }
        let content = text.text(literal.range).drop { $0 == "\"" || $0 == "#" || $0.isWhitespace }
        return beginnings.contains(where: content.hasPrefix)
    }

    private static func isConstant(_ code: String) -> Bool {
        if code.hasPrefix("databaseQuestionMarks(") { return true }
        guard code.utf8.allSatisfy({ $0.isIdentifier || $0 == UInt8(ascii: ".") }) else { return false }
        return constants.contains(String(code.split(separator: ".").last ?? ""))
    }
}
