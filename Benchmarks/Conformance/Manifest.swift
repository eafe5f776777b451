internal import Foundation

/// What the corpus says of its files: `MANIFEST.tsv` with a header line, a file a line.
struct Manifest {
    /// One file.
    struct Entry {
        /// Its path below the corpus.
        var file: String
        /// The set it holds, as `850`, or another format's name.
        var set: String
        /// What the project it comes from says of it.
        var upstream: String
        /// What an independent look at the envelopes found: `envelope ok`, `ENVELOPE: …` or nothing.
        var envelope: String
        /// Paths of outputs of other readers, separated by spaces.
        var oracles: [String]
    }

    let entries: [Entry]

    init(folder: String) throws {
        let text = try String(contentsOfFile: folder + "/MANIFEST.tsv", encoding: .utf8)
        let lines = text.split(separator: "\n")
        let header =
            lines.first?.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) ?? []
        entries = lines.dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            func cell(_ name: String) -> String {
                guard let column = header.firstIndex(of: name), column < cells.count else { return "" }
                return cells[column] == "-" ? "" : cells[column]
            }
            return Entry(
                file: cell("file"), set: cell("set"), upstream: cell("upstream_expectation"),
                envelope: cell("structural_check"),
                oracles: cell("oracle").split(separator: " ").map(String.init))
        }
    }
}
