/// What `Package.swift` declares, as far as it can be read without running it.
struct Manifest: Sendable {
    /// The names each target declares: targets of ours and products of packages.
    private(set) var dependencies: [String: Set<String>] = [:]

    init(_ text: SourceText) {
        var aliases: [String: String] = [:]
        for literalsOfLine in Dictionary(grouping: text.literals, by: { text.line(at: $0.range.lowerBound) })
        {
            let words = text.line(literalsOfLine.key, of: \.code).split { $0 == " " || $0 == ":" }
            guard words.first == "let", words.count > 1, let first = Self.first(literalsOfLine.value) else {
                continue
            }
            aliases[String(words[1])] = Self.content(first, in: text)
        }
        for call in ["room", "tests", "target", "executableTarget", "testTarget", "systemLibrary"] {
            for offset in text.words(call + "(", members: true) {
                read(call, from: offset + call.utf8.count, in: text, aliases: aliases)
            }
        }
    }

    private mutating func read(_ call: String, from open: Int, in text: SourceText, aliases: [String: String])
    {
        guard let close = Self.closing(in: text.code, from: open) else { return }
        let inside = text.literals.filter { $0.range.lowerBound > open && $0.range.upperBound <= close }
        guard let name = Self.first(inside) else { return }
        var target = Self.content(name, in: text)
        var found: Set<String> = []
        if call == "tests" {
            found.insert(target)
            target += "Tests"
        }
        for literal in inside where literal.range.lowerBound > name.range.lowerBound {
            let before = text.code[max(0, literal.range.lowerBound - 12)..<literal.range.lowerBound].trimmed
            if String(decoding: before, as: UTF8.self).hasSuffix("package:") { continue }
            found.insert(Self.content(literal, in: text))
        }
        for (alias, product) in aliases where text.words(alias).contains(where: { $0 > open && $0 < close }) {
            found.insert(product)
        }
        dependencies[target, default: []].formUnion(found)
    }

    private static func first(_ literals: [SourceText.Literal]) -> SourceText.Literal? {
        literals.min { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func content(_ literal: SourceText.Literal, in text: SourceText) -> String {
        text.text(literal.range).trimmingQuotes
    }

    private static func closing(in code: [UInt8], from open: Int) -> Int? {
        var depth = 0
        for offset in open..<code.count {
            if code[offset] == UInt8(ascii: "(") { depth += 1 }
            if code[offset] == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return offset }
            }
        }
        return nil
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        var text = Substring(self)
        while text.hasPrefix("\"") { text.removeFirst() }
        while text.hasSuffix("\"") { text.removeLast() }
        return String(text)
    }
}
