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

    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Control characters of foreign data never reach a terminal.
    static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.map { isControl($0) ? "\\x" + String($0.value, radix: 16) : String($0) }
            .joined()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
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
