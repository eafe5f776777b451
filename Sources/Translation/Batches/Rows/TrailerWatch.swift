/// How a text file ends.
enum TextTrailer: Sendable {
    /// With its last row.
    case none
    /// With a row that says how many came before it: a number alone, or a word without digits and a number.
    case counts
    /// With a line that begins so; `count` is the cell, from 1, that says how many rows came before it.
    case line(prefix: String, count: Int?)
}

/// Tells the line that ends a text file from its rows, and checks what it says.
struct TrailerWatch {
    private let trailer: TextTrailer
    private var rowCount = 0
    /// In a file that ends with a count, the last line may be it.
    private var held: (row: BatchRow, cells: [String]?)?
    private var hasEnded = false

    init(_ trailer: TextTrailer) {
        self.trailer = trailer
    }

    /// Gives a row on, unless its line is the one that ends the file.
    ///
    /// `cells`: the texts of the line, asked for only where the trailer is known by them; none when it has none
    /// that can be read, or cannot be the trailer.
    mutating func pass(
        _ row: BatchRow, line: Int, cells: () -> [String]?, _ take: (BatchRow) throws -> Void
    ) throws {
        switch trailer {
        case .none: try take(row)
        case .counts:
            if let held {
                rowCount += 1
                try take(held.row)
            }
            held = (row, cells())
        case .line(let prefix, let count):
            guard !hasEnded else {
                throw BatchError(
                    .countDisagrees,
                    "Line \(line) follows the line that should end the file. "
                        + "Nothing in it was processed; send it again.")
            }
            guard let cells = cells(), cells.first?.hasPrefix(prefix) == true else {
                rowCount += 1
                return try take(row)
            }
            hasEnded = true
            guard let count else { return }
            let text = cells.indices.contains(count - 1) ? cells[count - 1] : ""
            try compare(text, line)
        }
    }

    /// Looks at the last line of the file.
    mutating func finish(_ take: (BatchRow) throws -> Void) throws {
        switch trailer {
        case .none: return
        case .line(let prefix, _):
            guard hasEnded else {
                throw BatchError(
                    .trailerMissing,
                    "The file has no last line beginning with '\(prefix)' as agreed: "
                        + "only a part of the file arrived. Send it again as a whole.")
            }
        case .counts:
            // A file without any row has no trailer to miss.
            guard let held else { return }
            let cells = held.cells?.filter { !$0.isEmpty } ?? []
            let hasWord = cells.count == 2 && !cells[0].utf8.contains { (48...57).contains($0) }
            guard cells.count == 1 || hasWord, let text = cells.last else { throw missing(held.row.line) }
            try compare(text, held.row.line)
        }
    }

    private func compare(_ text: String, _ line: Int) throws(BatchError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), let told = Int(text) else {
            throw missing(line)
        }
        guard told == rowCount else {
            throw BatchError(
                .countDisagrees,
                "The file's last line says that \(told) rows came before it, but there are \(rowCount). "
                    + "Nothing in it was processed; send it again.")
        }
    }

    private func missing(_ line: Int) -> BatchError {
        BatchError(
            .trailerMissing,
            "The file's last line, line \(line), does not say how many rows came before it "
                + "as agreed: only a part of the file arrived. Send it again as a whole.")
    }
}
