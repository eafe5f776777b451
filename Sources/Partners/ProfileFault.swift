/// What is wrong in a profile file, and where.
///
/// Lines and columns count from 1; a column counts Unicode scalars, as an editor shows them. `path` names the
/// key, as in `hosted.keys[0].notAfter`, and is empty for the file as a whole.
public struct ProfileFault: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    /// How bad a fault is.
    public enum Severity: String, Sendable, Hashable, Codable, CaseIterable {
        /// The folder cannot be used.
        case error
        /// The folder works, but probably not as its author means.
        case warning
        /// Worth knowing soon.
        case note
    }

    /// How bad it is.
    public let severity: Severity
    /// The file, from the folder's own name on: `Partners/acme.yaml`.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int
    /// The key it is about.
    public let path: String
    /// What is wrong, in a sentence without a period.
    public let message: String
    /// What to do about it.
    public let hint: String?

    /// A fault at a place.
    public init(
        severity: Severity, file: String, line: Int, column: Int, path: String, message: String, hint: String?
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// The fault as a compiler prints it: `Partners/acme.yaml:31:15: error: … (hint: …)`.
    public var description: String {
        let advice = hint.map { " (hint: \($0))" } ?? ""
        return "\(file):\(line):\(column): \(severity.rawValue): \(message)\(advice)"
    }
}
