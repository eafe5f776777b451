internal import ArgumentParser

/// Measures the X12 engine on one core; `Scripts/bench-x12.py` runs it and prints the table.
@main
struct X12Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "x12-bench", abstract: "Generates X12 files and measures the engine on them.",
        subcommands: [
            Generate.self, Tokenise.self, Validate.self, Convert.self, SmallFiles.self, CheckDamage.self,
            LoadDictionary.self, ApplyOverlay.self, Peak.self, WriteBatch.self, ReadBatch.self,
        ])
}
