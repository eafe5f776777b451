/// One line that imports a module.
struct Imports: Sendable, Equatable {
    let module: String
    let line: Int
    /// Whether it is passed on (`@_exported`) to whoever imports the file's own module.
    let isExported: Bool

    static func of(_ text: SourceText) -> [Imports] {
        text.words("import").compactMap { offset in
            let number = text.line(at: offset)
            let words = text.line(number, of: \.code).split(separator: " ").map(String.init)
            guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count else { return nil }
            let kinds: Set<String> = [
                "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
            ]
            let path = words[(keyword + 1)...].first { !kinds.contains($0) } ?? ""
            let module = path.split(separator: ".").first.map(String.init) ?? path
            return Imports(module: module, line: number, isExported: words[..<keyword].contains("@_exported"))
        }
    }
}
