internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Spool
internal import Store

struct PollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll",
        abstract: "The visits to partners' own servers, and the ledger of the files there.",
        subcommands: [Status.self, Now.self, Ledger.self, Retake.self, Unpark.self],
        defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says for each partner's server how the last visit ended and when the next is due.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "Only this trading partner.") var partner: String?
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let all = try await Inquiry(layout: spool.layout).get(
                ["poll", "status"], as: [EndpointStatus].self)
            let found = all.filter { partner == nil || $0.partner == partner }
            if found.isEmpty, let partner {
                throw Failure(.notFound, "\(partner): no server of this partner is known")
            }
            if json { return try JSONLines.say(found) }
            for status in found { PollText.lines(status).forEach(Terminal.say) }
        }
    }

    struct Now: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Visits a partner's server now and tells what happened.",
            discussion: """
                Breaker, maintenance windows and holds do not keep this visit back: you know what you do. A good visit lifts them.
                Answers that were held are tried again.
                """)
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The trading partner.") var partner: String
        @Flag(help: "Only say what would be done with each file, and why.") var dryRun = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let data = try await inquiry.ask(
                "POST", ["poll", "now"], ["partner": partner, "dryRun": dryRun ? "1" : "0"])
            let report: VisitReport = try inquiry.decode(data)
            if json {
                Terminal.say(String(decoding: data, as: UTF8.self))
            } else {
                PollText.lines(report).forEach(Terminal.say)
            }
            if report.outcome != .good { throw Failure(.failed, "the visit was not good") }
        }
    }

    struct Ledger: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the files seen on a partner's server, with the reason why each was taken or not."
        )
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The trading partner.") var partner: String
        @Option(help: "Only files of this name.") var name: String?
        @Option(
            help: "Only this state: \(RemoteEntryState.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: String?
        @Option(help: "At most so many, newest first.") var limit = 100
        @Option(help: ArgumentHelp("Only those before this number: the next page.", valueName: "entry"))
        var before: Int64?
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            if let state, RemoteEntryState(rawValue: state) == nil {
                throw Failure(.usage, "there is no state \(state)")
            }
            var query = ["partner": partner, "limit": "\(limit)"]
            query["name"] = name
            query["state"] = state
            query["before"] = before.map(String.init)
            let entries = try await Inquiry(layout: spool.layout).get(
                ["poll", "ledger"], query, as: [RemoteEntryRecord].self)
            if json { return try JSONLines.say(entries) }
            var table = TextTable("ENTRY", "FIRST SEEN", "FOLDER", "NAME", "BYTES", "STATE", "THERE", "WHY")
            for it in entries {
                table.add(
                    "\(it.id)", Moment.text(it.firstSeenAt), it.folder, it.name, "\(it.byteCount)",
                    it.state.rawValue, PollText.whereabouts(it), it.reason ?? "")
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Retake: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a file on a partner's server taken again, whatever became of it before.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The entry's number, as `wharf poll ledger` shows it.") var entry: Int64

        func run() async throws {
            try await PollText.ask("retake", entry, spool)
        }
    }

    struct Unpark: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has a parked file on a partner's server tried again.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The entry's number, as `wharf poll ledger` shows it.") var entry: Int64

        func run() async throws {
            try await PollText.ask("unpark", entry, spool)
        }
    }
}

/// Visits and entries in lines for people.
enum PollText {
    static func lines(_ status: EndpointStatus) -> [String] {
        let visits = status.visits
        var lines = [
            "\(status.partner)" + (status.server.map { " at \($0)" } ?? "") + ": \(status.condition.rawValue)"
                + (status.sentence.map { ": \(Terminal.visible($0))" } ?? "")
        ]
        if visits.visits > 0 {
            lines.append(
                "  last visit  \(Moment.text(visits.lastEndedAt)), \(visits.lastOutcome): "
                    + Terminal.visible(visits.lastDetail))
        }
        if let good = visits.lastGoodAt { lines.append("  last good   \(Moment.text(good))") }
        if let due = status.nextDueAt { lines.append("  next due    \(Moment.text(due))") }
        if visits.failures > 0 { lines.append("  failures    \(visits.failures) in a row") }
        let entries = status.entries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if !entries.isEmpty { lines.append("  files       \(entries.joined(separator: ", "))") }
        if status.waitingToSend > 0 { lines.append("  to send     \(status.waitingToSend)") }
        if let degraded = status.degraded { lines.append("  DEGRADED    \(Terminal.visible(degraded))") }
        return lines
    }

    static func lines(_ report: VisitReport) -> [String] {
        var lines = report.lines.map { line in
            "  \(line.verdict)  \(Terminal.visible(line.folder))/\(Terminal.visible(line.name)), \(line.byteCount) bytes"
                + (line.reason.map { ": \(Terminal.visible($0))" } ?? "")
        }
        let what = report.isDryRun ? "would be visited" : "was visited"
        lines.append(
            "the server of \(report.partner)" + (report.address.map { " (\($0))" } ?? "") + " \(what), "
                + "\(report.outcome.rawValue): \(Terminal.visible(report.detail))")
        return lines
    }

    /// Whether the file still lies at the partner, and what is owed there.
    static func whereabouts(_ entry: RemoteEntryRecord) -> String {
        switch entry.afterwards {
        case .none: entry.missingSince == nil ? "yes" : "gone"
        case .pending: "to be cleared"
        case .done: entry.afterError == nil ? "cleared" : "gone"
        case .failed: entry.afterError ?? "not cleared"
        }
    }

    static func ask(_ verb: String, _ entry: Int64, _ spool: SpoolOptions) async throws {
        let inquiry = Inquiry(layout: spool.layout)
        let changed: RemoteEntryRecord = try inquiry.decode(
            try await inquiry.ask("POST", ["poll", verb], ["entry": "\(entry)"]))
        Terminal.say(
            "entry \(entry): \(Terminal.visible(changed.name)) of \(changed.partner) is tried at the next visit"
        )
    }
}
