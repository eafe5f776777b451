/// One thing wrong with a document's JSON: where, what, and what was expected.
public struct DocumentFault: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// The bytes are no JSON by RFC 8259.
        case syntax
        /// A text is no UTF-8, or escapes half of a surrogate pair.
        case text
        /// The document is larger, deeper or longer than its limit.
        case limit
        /// A key that the document must have is not there.
        case missing
        /// A key that has no meaning at its place.
        case unknownKey = "unknown-key"
        /// A key that stands twice in its object.
        case duplicateKey = "duplicate-key"
        /// A value of another kind than expected, as a text where a number belongs.
        case kind
        /// A value of the right kind that cannot be what it stands for.
        case value
    }

    /// What kind of fault it is.
    public let code: Code
    /// Where in the document, as `lines[3].quantity.value`; empty for the document itself.
    public let path: String
    /// The line of the text, from 1.
    public let line: Int
    /// The character in the line, from 1.
    public let column: Int
    /// The byte of the text, from 0.
    public let offset: Int
    /// What stands there, cut to 80 characters.
    public let found: String?
    /// What was expected.
    public let expected: String

    /// A sentence for whoever wrote the document.
    public var description: String {
        let place = path.isEmpty ? "the document" : path
        let found = found.map { ", found \($0)" } ?? ""
        return "line \(line), column \(column): \(place): \(expected)\(found)"
    }
}

/// Everything found wrong with a document's JSON.
public struct DocumentFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// The faults, in the order of the text, at most ``DocumentReader/Limits/faults``.
    public let faults: [DocumentFault]
    /// How many more there were.
    public let suppressed: Int

    /// A line for each fault.
    public var description: String {
        let lines = faults.map(\.description) + (suppressed > 0 ? ["and \(suppressed) more"] : [])
        return lines.joined(separator: "\n")
    }
}
