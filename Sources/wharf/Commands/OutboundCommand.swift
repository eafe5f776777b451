internal import ArgumentParser
internal import Console
internal import Exchange
internal import Foundation
internal import Store

/// What we owe partners: orders and changes, from their entry to the partner's answer.
struct OutboundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbound", abstract: "What we owe partners: orders, changes and what became of them.",
        discussion: """
            A document climbs one ladder: queued, sent, verified or collected, acknowledged, answered; or it is rejected
            or recalled. Beside the state it may be held or overdue. Documents are named by their id, or by the order's
            number where only one is about it. Docs/orders.md tells the ERP's developers how orders come in.
            """,
        subcommands: [
            List.self, Show.self, Send.self, Hold.self, Release.self, Recall.self, Resend.self,
        ], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists documents, newest first.")
        @OptionGroup var spool: SpoolOptions
        @Option(help: "Only this partner's.") var partner: String?
        @Option(help: "Only in this state; held and overdue too.") var state: String?
        @Option(help: ArgumentHelp("Only those of this order.", valueName: "number")) var order: String?
        @Option(help: ArgumentHelp("Only those before this position: the next page.", valueName: "position"))
        var before: Int64?
        @Option(help: "At most so many.") var limit = 50
        @Flag(help: "A JSON object a line.") var json = false

        func validate() throws {
            let known = OutboundState.allCases.map(\.rawValue) + ["held", "overdue"]
            guard state.map(known.contains) ?? true else {
                throw ValidationError("--state is one of \(known.joined(separator: ", "))")
            }
        }

        func run() async throws {
            var query = ["limit": "\(limit)"]
            query["partner"] = partner
            query["state"] = state
            query["order"] = order
            query["before"] = before.map { "\($0)" }
            let found = try await Inquiry(layout: spool.layout).get(
                ["outbound"], query, as: [OutboundSummary].self)
            if json { return try JSONLines.say(found) }
            var table = TextTable("ENTERED", "PARTNER", "DOCUMENT", "SET", "STATE", "SENDINGS", "ID")
            for document in found {
                table.add(
                    Moment.text(document.createdAt), document.partner, document.businessKey, document.setID,
                    OutboundText.state(document), "\(document.sendings)", document.id)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a document, or all of an order, with every sending and attempt.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "A document's id or an order's number.") var key: String
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let stories = try await Inquiry(layout: spool.layout).get(
                ["outbound", "story"], ["key": key], as: [OutboundStory].self)
            if json { return try JSONLines.say(stories) }
            for story in stories { OutboundText.lines(story).forEach(Terminal.say) }
        }
    }

    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Releases now what waits for a partner, without waiting for its schedule.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The partner's id.") var partner: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let answer: ReleaseAnswer = try inquiry.decode(
                try await inquiry.ask("POST", ["outbound", "send"], ["partner": partner]))
            if json { return try JSONLines.say([answer]) }
            Terminal.say("\(answer.documents) document(s) for \(answer.partner) are being released")
        }
    }

    struct Hold: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keeps a document that waits from being released.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "A document's id or an order's number.") var key: String
        @Option(help: ArgumentHelp("Why, for the list and the audit trail.", valueName: "text"))
        var reason: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            try await OutboundText.act("hold", ["key": key, "reason": reason], spool, isJSON: json)
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a held document go with the next release.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "A document's id or an order's number.") var key: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            try await OutboundText.act("release", ["key": key], spool, isJSON: json)
        }
    }

    struct Recall: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a document back that the partner has not collected.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "A document's id or an order's number.") var key: String
        @Flag(help: "Its whole interchange; the other documents wait for the next release.") var whole = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            try await OutboundText.act(
                "recall", ["key": key, "choice": whole ? "1" : "0"], spool, isJSON: json)
        }
    }

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hands a document over once more: the same bytes and number, or anew.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "A document's id or an order's number.") var key: String
        @Flag(help: "In a new interchange with new numbers.") var anew = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            try await OutboundText.act(
                "resend", ["key": key, "choice": anew ? "1" : "0"], spool, isJSON: json)
        }
    }
}

/// What the command line says of documents that we owe partners.
enum OutboundText {
    /// The state with its remarks: `queued, held`.
    static func state(_ document: OutboundSummary) -> String {
        ([document.state.rawValue] + (document.heldBecause.map { _ in ["held"] } ?? [])
            + (document.overdue.map { ["\($0) overdue"] } ?? [])).joined(separator: ", ")
    }

    /// Asks the server for an act and says what came of it.
    static func act(
        _ act: String, _ query: [String: String], _ spool: SpoolOptions, isJSON: Bool
    ) async throws {
        let inquiry = Inquiry(layout: spool.layout)
        let document: OutboundSummary = try inquiry.decode(
            try await inquiry.ask("POST", ["outbound", act], query))
        if isJSON { return try JSONLines.say([document]) }
        Terminal.say("\(document.businessKey) for \(document.partner) is \(state(document))")
    }

    /// The whole story of a document.
    static func lines(_ story: OutboundStory) -> [String] {
        let document = story.document
        var lines = [
            "\(document.businessKey)  \(document.type) for \(document.partner), to be sent as \(document.setID)",
            "  id        \(document.id)", "  state     \(state(document))",
        ]
        if let reason = document.heldBecause { lines.append("  held      \(reason)") }
        lines.append("  entered   \(Moment.text(document.createdAt)) by arrival \(document.arrival)")
        let rungs: [(String, Int64?)] = [
            ("sent", document.sentAt), ("verified", document.verifiedAt), ("collected", document.collectedAt),
            ("acknowl.", document.acknowledgedAt), ("answered", document.answeredAt),
        ]
        for (name, time) in rungs {
            guard let time else { continue }
            lines.append("  \(name.padding(toLength: 9, withPad: " ", startingAt: 0)) \(Moment.text(time))")
        }
        for sending in story.sendings {
            let numbers = sending.sending
            lines.append(
                "  sending \(numbers.ordinal)  set \(numbers.setControlNumber), group \(numbers.groupControlNumber), "
                    + "interchange \(numbers.interchangeControlNumber)")
            if let interchange = sending.interchange {
                lines.append(
                    "             \(interchange.fileName ?? ""), \(interchange.state), \(interchange.id)")
            }
            for attempt in sending.attempts {
                lines.append(
                    "             attempt \(attempt.ordinal) at \(Moment.text(attempt.startedAt)): "
                        + "\(attempt.outcome.rawValue)" + (attempt.detail.map { ", \($0)" } ?? ""))
            }
            for act in sending.acts { lines.append("             \(line(act))") }
        }
        for act in story.acts { lines.append("  \(line(act))") }
        return lines
    }

    private static func line(_ entry: LedgerEntry) -> String {
        "\(Moment.text(entry.at))  \(entry.act) by \(entry.actor): \(entry.detail)"
    }
}
