/// Rules about what comments must and must not say.
enum CommentRules {
    /// What a room shows to others, it explains.
    static let publicIsDocumented: Rule = { file in
        let text = file.text
        return (1...max(1, text.lineCount)).compactMap { number in
            let declaration = withoutAttributes(text.line(number, of: \.code))
            guard declaration.hasPrefix("public ") || declaration.hasPrefix("open class ") else { return nil }
            let words = declaration.split(separator: " ")
            if words.contains("import") || words.contains("extension") || words.contains("override") {
                return nil
            }
            if hasDocComment(text, above: number) { return nil }
            return Offence(path: file.path, line: number, what: String(declaration.prefix(80)))
        }
    }

    /// `@unchecked Sendable` is a promise to the compiler: the comment above says what keeps it.
    static let uncheckedSendableIsExplained: Rule = { file in
        let reasons = ["lock", "mutex", "thread", "immutable", "sendable", "atomic", "owner", "exclusive"]
        return file.text.words("@unchecked Sendable", members: true).compactMap { offset in
            var line = file.text.line(at: offset)
            var comment = file.text.line(line, of: \.comments)
            while line > 1, isCommentOrAttribute(file.text.line(line - 1)) {
                line -= 1
                comment += " " + file.text.line(line, of: \.comments)
            }
            comment = comment.lowercased()
            if reasons.contains(where: comment.contains) { return nil }
            return file.offence(at: offset, "says neither which lock nor why it is safe")
        }
    }

    /// What is not done is an issue in the tracker, not a comment.
    static let nothingLeftToDo: Rule = { file in
        // Spelled in two halves, so that this file keeps its own rule.
        ["TO" + "DO", "FIX" + "ME"].flatMap { word in
            file.text.comments.offsets(of: word).map {
                file.offence(at: $0, file.text.line(file.text.line(at: $0)))
            }
        }
    }

    private static func hasDocComment(_ text: SourceText, above number: Int) -> Bool {
        var line = number - 1
        while line >= 1 {
            let above = text.line(line)
            if above.hasPrefix("///") || above.hasSuffix("*/") { return true }
            guard above.hasPrefix("@") || above.hasPrefix("#") || above == ")" || above.hasPrefix("// ")
            else { return false }
            line -= 1
        }
        return false
    }

    private static func isCommentOrAttribute(_ line: String) -> Bool {
        line.hasPrefix("//") || line.hasPrefix("@")
    }

    private static func withoutAttributes(_ line: String) -> Substring {
        var rest = Substring(line)
        while rest.hasPrefix("@") {
            rest = rest.dropFirst().drop { $0.isLetter || $0.isNumber || $0 == "_" }
            if rest.hasPrefix("(") {
                guard let end = rest.firstIndex(of: ")") else { return "" }
                rest = rest[rest.index(after: end)...]
            }
            rest = rest.drop { $0 == " " }
        }
        return rest
    }
}
