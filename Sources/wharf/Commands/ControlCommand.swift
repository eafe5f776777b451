internal import ArgumentParser
internal import Console
internal import Foundation
internal import Store

struct ControlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "control",
        abstract: "The control numbers of interchanges and groups, ours and the partners'.",
        subcommands: [List.self, Gaps.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists for each pair of addresses and level the last number.",
            discussion: """
                Our own numbers have a mark outside the database: a restored backup goes on above it. Partners' groups \
                are counted together (GS) and by kind (GS/SH), because partners number them either way.
                """)
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let numbers = try await Inquiry(layout: spool.layout).get(
                ["control"], as: [ControlNumberLine].self)
            if json { return try JSONLines.say(numbers) }
            var table = TextTable("DIRECTION", "PAIR", "LEVEL", "LAST", "ISSUED", "MARK", "LAST SEEN")
            for it in numbers {
                table.add(
                    it.direction.rawValue, it.pair, it.level, "\(it.last)", it.issued.map(String.init) ?? "",
                    it.mark.map(String.init) ?? "", it.lastAt.map(Moment.text) ?? "")
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Gaps: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Lists partners' control numbers that have not come although later ones have, newest first.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "Those that came after all, or are not waited for any more, too.") var all = false
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let gaps = try await Inquiry(layout: spool.layout).get(
                ["control", "gaps"], ["all": all ? "1" : "0"], as: [NumberGap].self)
            if json { return try JSONLines.say(gaps) }
            var table = TextTable(
                "PARTNER", "PAIR", "LEVEL", "FIRST", "LAST", "SINCE", "TOLD", "ENDED", "BECAUSE")
            for gap in gaps {
                table.add(
                    gap.partner, gap.pair, gap.level, "\(gap.first)", "\(gap.last)",
                    Moment.text(gap.openedAt),
                    gap.toldAt.map(Moment.text) ?? "", gap.closedAt.map(Moment.text) ?? "",
                    gap.closedAt == nil ? "" : gap.because ?? "came after all")
            }
            table.lines().forEach(Terminal.say)
        }
    }
}
