internal import ArgumentParser

/// What looks into X12 files without a server.
struct X12Command: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "x12",
        abstract: "Looks into X12 files, of any size; needs neither server nor spool.",
        subcommands: [
            LintCommand.self, AcknowledgeCommand.self, ConvertCommand.self, WriteCommand.self,
            ExplainCommand.self,
            FormatCommand.self, SplitCommand.self,
        ])
}
