internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Store

struct EventCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "The events for our applications.",
        subcommands: [Tail.self, Replay.self])

    struct Tail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the newest events, a line of JSON each, and waits for more when asked.")
        @OptionGroup var spool: SpoolOptions
        @Option(help: "So many of the newest.") var last = 10
        @Option(help: ArgumentHelp("From this position on instead.", valueName: "position")) var from: Int?
        @Option(help: "Only what this sink has.") var sink: String?
        @Option(help: ArgumentHelp("Only types like this: wharf.invoice.*", valueName: "pattern"))
        var type: String?
        @Flag(help: "Goes on until it is stopped.") var follow = false

        private static let lookNanoseconds: UInt64 = 500_000_000

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            var query = ["limit": "500", "last": "\(max(0, last))"]
            query["sink"] = sink
            query["type"] = type
            if let from { query["after"] = "\(max(0, from - 1))" }
            var reached = -1
            while true {
                let data = try await inquiry.get(["events"], query)
                let next = try say(data)
                query["after"] = "\(next)"
                // An answer looks at a stretch of the outbox; at its end there is nothing new.
                if next > reached {
                    reached = next
                    continue
                }
                guard follow else { return }
                try await Task.sleep(nanoseconds: Self.lookNanoseconds)
            }
        }

        /// Prints the events of an answer; gives the position to go on from.
        private func say(_ data: Data) throws -> Int {
            guard let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any],
                let next = answer["next"] as? Int, let events = answer["events"] as? [[String: Any]]
            else { throw Failure(.failed, "the server's answer is not of this program's version") }
            for event in events {
                let line = try JSONSerialization.data(
                    withJSONObject: event, options: [.sortedKeys, .withoutEscapingSlashes])
                Terminal.say(String(decoding: line, as: UTF8.self))
            }
            return next
        }
    }

    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends a sink events of the past once more, with the same ids and marked as a replay.",
            discussion: """
                From and to are positions, as the events' `sequence` has them, or instants such as 2026-11-23T08:00:00Z. New
                events go on beside it. A receiver that drops repeats by id drops these too, unless it looks at `replay`.
                """)
        @OptionGroup var spool: SpoolOptions
        @Option(help: "The sink's name in house.yaml.") var sink: String
        @Option(help: ArgumentHelp("The first event.", valueName: "position|instant")) var from: String
        @Option(
            help: ArgumentHelp(
                "The last position, or the instant before which events happened.",
                valueName: "position|instant"))
        var to: String?
        @Option(help: ArgumentHelp("Only subjects like this: PO/4500012345*", valueName: "pattern"))
        var subject: String?
        @Option(help: ArgumentHelp("Only types like this: wharf.invoice.*", valueName: "pattern"))
        var type: String?
        @Option(help: ArgumentHelp("At most so many in a second.", valueName: "events")) var rate: Int?
        @Flag(help: "Only tells how many events it would send.") var dryRun = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            var query = ["name": sink, "dryRun": dryRun ? "1" : "0"]
            try Span.add(from, as: "from", to: &query)
            if let to { try Span.add(to, as: "to", to: &query) }
            query["subject"] = subject
            query["type"] = type
            query["rate"] = rate.map(String.init)
            let plan: ReplayPlan = try inquiry.decode(
                try await inquiry.ask("POST", ["sinks", "replay"], query))
            if json { return try JSONLines.say([plan]) }
            let verb = plan.isDryRun ? "would be sent" : "are sent"
            Terminal.say(
                "\(plan.events) event(s) of positions \(plan.replay.position + 1) to \(plan.replay.lastPosition) \(verb) to \(sink), at most \(plan.replay.perSecond) a second"
            )
        }
    }
}

/// A place in the past: a position or an instant.
enum Span {
    static func add(_ text: String, as key: String, to query: inout [String: String]) throws {
        if let position = Int(text), position >= 0 {
            query[key] = "\(position)"
        } else {
            query[key + "Time"] = "\(try milliseconds(text))"
        }
    }

    /// An instant in milliseconds UTC.
    static func milliseconds(_ text: String) throws -> Int64 {
        let format = ISO8601DateFormatter()
        for options in [
            ISO8601DateFormatter.Options.withInternetDateTime,
            [.withInternetDateTime, .withFractionalSeconds],
        ] {
            format.formatOptions = options
            if let date = format.date(from: text) { return Int64(date.timeIntervalSince1970 * 1_000) }
        }
        throw Failure(.usage, "\(text): want a position, or an instant such as 2026-11-23T08:00:00Z")
    }
}
