internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Store

struct BanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ban", abstract: "The sources of the network that may not connect.",
        discussion: """
            The SFTP host bans a source by itself after too many failures (Docs/defence.md). A source is an IPv4 address
            or an IPv6 network of 64 bits. Every ban, and every lifting of one, is in the audit trail.
            """,
        subcommands: [List.self, Add.self, Lift.self], defaultSubcommand: List.self)

    /// What is in force now, in a line.
    static func summary(of bans: [BanRecord], at now: Int64) -> String {
        let present = bans.filter { $0.until > now }
        guard let longest = present.max(by: { $0.until < $1.until }) else { return "none" }
        return "\(present.count) source(s) kept out, \(longest.source) the longest, until "
            + "\(Moment.text(longest.until)); see `wharf ban list`"
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the bans in force, the longest lasting first.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "Those that ended within the last day too.") var all = false
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let now = ExchangeClock.system.now
            let bans = try await Inquiry(layout: spool.layout).get(["bans"], as: [BanRecord].self)
                .filter { all || $0.until > now }
            if json { return try JSONLines.say(bans) }
            var table = TextTable("SOURCE", "SINCE", "UNTIL", "BAN", "BY", "REASON")
            for ban in bans {
                table.add(
                    ban.source, Moment.text(ban.since), Moment.text(ban.until), "\(ban.count)", ban.actor,
                    ban.reason)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a source out for a while; sessions that are there go on.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "An IPv4 address, an IPv6 address or its network of 64 bits.") var address: String
        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long: 30m, 2h, 7d.", valueName: "time"))
        var time: String
        @Option(help: ArgumentHelp("Why, for the list and the audit trail.", valueName: "text"))
        var reason: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            guard let seconds = Self.seconds(time) else {
                throw Failure(.usage, "\(time): want a number with s, m, h or d, such as 2h")
            }
            let inquiry = Inquiry(layout: spool.layout)
            let ban: BanRecord = try inquiry.decode(
                try await inquiry.ask(
                    "POST", ["bans"], ["address": address, "seconds": "\(seconds)", "reason": reason]))
            if json { return try JSONLines.say([ban]) }
            Terminal.say("\(ban.source) is kept out until \(Moment.text(ban.until))")
        }

        private static func seconds(_ text: String) -> Int64? {
            let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
            guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
                number > 0,
                number <= 31_622_400
            else { return nil }
            return number * unit
        }
    }

    struct Lift: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a source in again and forgets what led to its ban.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The source, as the list shows it, or an address of it.") var address: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let ban: BanRecord = try inquiry.decode(
                try await inquiry.ask("POST", ["bans", "lift"], ["address": address]))
            if json { return try JSONLines.say([ban]) }
            Terminal.say("\(ban.source) may connect again")
        }
    }
}
