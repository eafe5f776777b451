internal import Foundation

/// Colours for what is said on a terminal; plain text everywhere else, and where `NO_COLOR` is set.
struct Style {
    /// Whether colours are used.
    let isColored: Bool

    /// Colours as standard output and the environment want it.
    static let output = Style(
        isColored: Terminal.outputIsTerminal && isCapable
            && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty)

    /// Whether the terminal understands more than plain lines.
    static var isCapable: Bool {
        let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
        return !kind.isEmpty && kind != "dumb"
    }

    func bold(_ text: String) -> String { paint(text, "1") }
    func faint(_ text: String) -> String { paint(text, "2") }
    func red(_ text: String) -> String { paint(text, "1;31") }
    func green(_ text: String) -> String { paint(text, "32") }
    func yellow(_ text: String) -> String { paint(text, "1;33") }
    func blue(_ text: String) -> String { paint(text, "34") }

    private func paint(_ text: String, _ code: String) -> String {
        isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
