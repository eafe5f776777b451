internal import Foundation

/// Data goes to standard output, all else to standard error.
enum Terminal {
    static func say(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    static func complain(_ text: String) {
        write(text + "\n", to: .standardError)
    }

    /// Writes bytes as they are.
    static func emit(_ bytes: [UInt8]) {
        write(Data(bytes), to: .standardOutput)
    }

    /// Puts text on standard error without ending the line.
    static func mark(_ text: String) {
        write(text, to: .standardError)
    }

    private static func write(_ text: String, to handle: FileHandle) {
        write(Data(text.utf8), to: handle)
    }

    private static func write(_ data: Data, to handle: FileHandle) {
        do {
            try handle.write(contentsOf: data)
        } catch {
            // The reader went away: there is nobody left to tell.
            Foundation.exit(ExitStatus.failed.rawValue)
        }
    }

    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1

    /// Control characters of foreign data never reach a terminal, nor those that nobody sees.
    static func visible(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isPrintable) else { return text }
        return text.unicodeScalars.map { isPrintable($0) ? String($0) : "\\x" + String($0.value, radix: 16) }
            .joined()
    }

    /// Whether a character shows as itself.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return false
        default: return true
        }
    }
}

/// Rows of text in columns.
struct TextTable {
    private var rows: [[String]]

    init(_ headings: String...) {
        rows = [headings]
    }

    mutating func add(_ cells: String...) {
        rows.append(cells.map(Terminal.visible))
    }

    /// Columns padded to their widest cell on a terminal, separated by tabs elsewhere.
    func lines() -> [String] {
        guard Terminal.outputIsTerminal else { return rows.map { $0.joined(separator: "\t") } }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
                .joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
    }
}
