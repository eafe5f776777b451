import Testing

/// A place that breaks a rule.
struct Offence: Sendable, Equatable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// A rule looks at one file and lists what breaks it.
typealias Rule = @Sendable (SourceTree.File) -> [Offence]

/// Fails the test with every offender, one a line.
func expectNone(_ offences: [Offence], _ demand: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard !offences.isEmpty else { return }
    let list = offences.map { "  \($0)" }.joined(separator: "\n")
    Issue.record("\(demand) (\(offences.count)):\n\(list)", sourceLocation: sourceLocation)
}

extension SourceTree.File {
    func offence(at offset: Int, _ what: String) -> Offence {
        Offence(path: path, line: text.line(at: offset), what: what)
    }

    /// A file for a test of a rule.
    init(_ path: String, _ text: String) {
        self.init(path: path, text: SourceText(text))
    }
}
