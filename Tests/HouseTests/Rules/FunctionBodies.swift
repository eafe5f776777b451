/// Finds functions, initializers and subscripts by counting brackets.
///
/// A declaration that it cannot follow (a requirement of a protocol, code inside `#if` that does not
/// balance) is passed by.
enum FunctionBodies {
    struct Body: Sendable {
        let name: String
        let firstLine: Int
        let lineCount: Int
    }

    static func find(in text: SourceText) -> [Body] {
        var starts = text.words("func").map { ($0, $0 + 4) }
        for word in ["init", "subscript", "deinit"] {
            starts += text.words(word).map { ($0, $0 + word.utf8.count) }
        }
        return starts.sorted { $0.0 < $1.0 }.compactMap { start, end in
            guard let body = body(in: text.code, from: end) else { return nil }
            let first = text.line(at: start)
            let head = text.text(start..<min(text.code.count, start + 60), of: \.bytes)
            let name = head.prefix { $0 != "(" && $0 != "{" && $0 != "\n" && $0 != "<" }
            return Body(
                name: String(name), firstLine: first,
                lineCount: text.line(at: body.upperBound - 1) - first + 1)
        }
    }

    /// Words that begin the next declaration or statement: the one before had no body.
    private static let boundary: Set<String> = [
        "func", "var", "let", "init", "case", "struct", "enum", "class", "protocol", "extension", "typealias",
        "associatedtype", "import", "public", "private", "internal", "fileprivate", "static", "mutating",
        "subscript", "return", "if", "guard", "for", "while", "switch",
    ]

    /// The braces that belong to the declaration whose name begins at `start`, or `nil` when it has no body.
    private static func body(in code: [UInt8], from start: Int) -> Range<Int>? {
        var offset = start
        var depth = 0
        var word: [UInt8] = []
        while offset < code.count {
            let byte = code[offset]
            if byte.isIdentifier {
                word.append(byte)
            } else {
                if depth == 0 && boundary.contains(String(decoding: word, as: UTF8.self)) { return nil }
                word.removeAll(keepingCapacity: true)
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: "{") where depth == 0:
                    return closingBrace(in: code, from: offset).map { offset..<$0 + 1 }
                case UInt8(ascii: "}") where depth == 0, UInt8(ascii: ";") where depth == 0,
                    UInt8(ascii: "@") where depth == 0:
                    return nil
                default: break
                }
                if depth < 0 { return nil }
            }
            offset += 1
        }
        return nil
    }

    private static func closingBrace(in code: [UInt8], from start: Int) -> Int? {
        var depth = 0
        for offset in start..<code.count {
            if code[offset] == UInt8(ascii: "{") { depth += 1 }
            if code[offset] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return offset }
            }
        }
        return nil
    }
}
