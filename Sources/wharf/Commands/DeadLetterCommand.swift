internal import ArgumentParser
internal import Console
internal import Exchange
internal import Foundation
internal import Store

struct DeadLetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadletter", abstract: "Events that a sink will not take.",
        discussion: """
            A sink refused the content of such an event several times, or could not take it for five days. With onDead: halt-key
            in house.yaml, later events of its key wait until it is sent again or given up.
            """,
        subcommands: [List.self, Show.self, Requeue.self, Discard.self], defaultSubcommand: List.self)

    struct Choice: ParsableArguments {
        @Option(help: "Only those of this sink.") var sink: String?
        @Option(help: "Only this event.") var event: String?
        @Option(help: "Only events of this key.") var key: String?
        @Option(help: ArgumentHelp("Only types like this: wharf.invoice.*", valueName: "pattern"))
        var type: String?
        @Option(help: ArgumentHelp("Only events since then.", valueName: "instant")) var from: String?
        @Option(help: ArgumentHelp("Only events before then.", valueName: "instant")) var to: String?

        func query() throws -> [String: String] {
            var query: [String: String] = [:]
            query["sink"] = sink
            query["event"] = event
            query["key"] = key
            query["type"] = type
            query["from"] = try from.map { "\(try Span.milliseconds($0))" }
            query["to"] = try to.map { "\(try Span.milliseconds($0))" }
            return query
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists them, the oldest first.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var choice: Choice
        @Option(help: "dead, parked, discarded, delivered or any.") var state = "dead"
        @Option(help: "At most so many.") var limit = 100
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            var query = try choice.query()
            query["state"] = state
            query["limit"] = "\(limit)"
            let letters = try await Inquiry(layout: spool.layout).get(
                ["deadletters"], query, as: [DeadLetter].self)
            if json { return try JSONLines.say(letters) }
            var table = TextTable("EVENT", "HAPPENED", "SINK", "STATE", "TRIES", "TYPE", "SUBJECT", "REASON")
            for letter in letters {
                let row = letter.record
                table.add(
                    row.event, letter.time.map(Moment.text) ?? "-", row.sink, row.state.rawValue,
                    "\(row.attempt)",
                    letter.type ?? "-", Terminal.visible(letter.subject ?? "-"),
                    Terminal.visible(row.error ?? "waits behind another"))
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows an event as it is sent, and what each sink answered.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The event's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let data = try await inquiry.get(["deadletters", id])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            struct Answer: Decodable { let letters: [DeadLetter] }
            let answer: Answer = try inquiry.decode(data)
            for letter in answer.letters {
                let row = letter.record
                Terminal.say(
                    "sink \(row.sink): \(row.state.rawValue), \(row.attempt) attempt(s), \(row.refusals) refused"
                )
                if let error = row.error {
                    Terminal.say("  last    \(Moment.text(row.changedAt)) \(Terminal.visible(error))")
                }
                if let reply = row.reply { Terminal.say("  reply   \(Terminal.visible(reply))") }
            }
            guard let body = (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["body"] else {
                return Terminal.say("the event itself is not in the books any more")
            }
            let text = try JSONSerialization.data(
                withJSONObject: body, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            Terminal.say("request webhook-id: \(id), content-type: application/cloudevents+json")
            Terminal.say(String(decoding: text, as: UTF8.self))
        }
    }

    struct Requeue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has dead letters sent again; without --event all that the choice fits.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var choice: Choice
        @Flag(help: "Only tells which they would be.") var dryRun = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let report = try await DeadLetterCommand.perform(.requeue, choice, dryRun, spool)
            if json { return try JSONLines.say([report]) }
            DeadLetterCommand.say(report, dryRun ? "would be sent again" : "sent again")
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives dead letters up; without --event all that the choice fits.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var choice: Choice
        @Flag(help: "Only tells which they would be.") var dryRun = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let report = try await DeadLetterCommand.perform(.discard, choice, dryRun, spool)
            if json { return try JSONLines.say([report]) }
            DeadLetterCommand.say(report, dryRun ? "would be given up" : "given up")
        }
    }

    private static func perform(
        _ act: SinkDesk.DeadLetterAct, _ choice: Choice, _ dryRun: Bool, _ spool: SpoolOptions
    ) async throws -> DeadLetterReport {
        let inquiry = Inquiry(layout: spool.layout)
        var query = try choice.query()
        query["dryRun"] = dryRun ? "1" : "0"
        return try inquiry.decode(try await inquiry.ask("POST", ["deadletters", act.rawValue], query))
    }

    private static func say(_ report: DeadLetterReport, _ what: String) {
        for event in report.events { Terminal.say(event) }
        Terminal.say("\(report.events.count) \(what)")
    }
}
