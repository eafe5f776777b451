/// A file name with places to fill in, as `{document}_{control}.edi`.
public struct FileNameTemplate: Sendable, Hashable, CustomStringConvertible {
    /// What can be filled in.
    public enum Place: String, Sendable, Hashable, CaseIterable {
        /// The final file name (only where a temporary name is made of it).
        case name
        /// The final file name without its ending (only where another name is made of it).
        case stem
        /// The kind of document, or the set.
        case document
        /// The interchange control number.
        case control
        /// The day, CCYYMMDD.
        case date
        /// The time, HHMMSS.
        case time
        /// The partner's id.
        case partner
    }

    /// The template as written.
    public let text: String

    /// The template as written.
    public var description: String { text }

    /// A template; throws what is wrong with it, in words.
    init(_ text: String) throws(Flaw) {
        let isPrintable = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard !text.isEmpty, text.count <= 200, isPrintable, !text.contains("/"), !text.contains("\\") else {
            throw Flaw.notAFileName
        }
        var rest = Substring(text)
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
                throw Flaw.unbalanced
            }
            let name = rest[rest.index(after: open)..<close]
            guard Place(rawValue: String(name)) != nil else { throw Flaw.unknownPlace(String(name)) }
            rest = rest[rest.index(after: close)...]
        }
        self.text = text
    }

    /// What is wrong with a template.
    enum Flaw: Error, Equatable {
        /// Empty, too long, or with characters that no file name should have.
        case notAFileName
        /// A brace stands alone.
        case unbalanced
        /// Nothing is known by this name.
        case unknownPlace(String)
    }

    /// The template that stands in for one that was wrong, in a folder that is never used.
    static let fallback = FileNameTemplate(unchecked: "{document}_{control}")

    /// The temporary name when a profile gives none.
    static let usualTemporary = FileNameTemplate(unchecked: "{name}.part")

    private init(unchecked text: String) {
        self.text = text
    }

    /// The name that comes of it, with each place filled in by `value`.
    ///
    /// What is filled in is taken as it is, braces too.
    public func filled(_ value: (Place) -> String) -> String {
        var name = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            name += rest[..<open]
            name += Place(rawValue: String(rest[rest.index(after: open)..<close])).map(value) ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return name + rest
    }

    /// The name made of another one, as `{name}.part`; what else can be filled in is left empty.
    public func filled(name: String) -> String {
        filled { place in
            switch place {
            case .name: name
            case .stem: Self.stem(of: name)
            case .document, .control, .date, .time, .partner: ""
            }
        }
    }

    /// A name without its ending; a dot in front begins no ending.
    public static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// Whether the name that comes of it tells which file it was made of.
    var isMadeOfName: Bool { text.contains("{name}") || text.contains("{stem}") }
}
