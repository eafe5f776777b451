internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Store

struct SinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sink", abstract: "The places that events are sent to.",
        discussion: """
            Sinks are named in house.yaml (Docs/events.md). Each has a cursor of its own: one that is away or paused misses
            nothing, and holds nobody up.
            """,
        subcommands: [List.self, Test.self, Pause.self, Resume.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the sinks: how far each is, what it did not take, and what it said last.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let sinks = try await Inquiry(layout: spool.layout).get(["sinks"], as: [SinkStatus].self)
            if json { return try JSONLines.say(sinks) }
            var table = TextTable("SINK", "KIND", "AT", "BEHIND", "PARKED", "DEAD", "OLDEST", "STATE")
            for sink in sinks {
                table.add(
                    sink.name, sink.kind ?? "-", "\(sink.position)", "\(sink.behind)", "\(sink.parked)",
                    "\(sink.dead)", sink.oldestUndelivered.map(Moment.text) ?? "-", SinkText.state(sink))
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sends a sink an event of the type wharf.sink.test.v1 and tells what it answers.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The sink's name in house.yaml.") var name: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let trial: SinkTrial = try inquiry.decode(
                try await inquiry.ask("POST", ["sinks", "test"], ["name": name]))
            if json {
                try JSONLines.say([trial])
            } else {
                Terminal.say("\(trial.outcome): \(trial.reason), after \(trial.milliseconds) ms")
                if let reply = trial.reply { Terminal.say(Terminal.visible(reply)) }
            }
            guard trial.outcome == "delivered" else { throw ExitCode(ExitStatus.failed.rawValue) }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stops a sink; its events wait in the outbox.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The sink's name in house.yaml.") var name: String
        @Option(help: ArgumentHelp("Why, for the list and the audit trail.", valueName: "text"))
        var reason: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let sink: SinkStatus = try inquiry.decode(
                try await inquiry.ask("POST", ["sinks", "pause"], ["name": name, "reason": reason]))
            if json { return try JSONLines.say([sink]) }
            Terminal.say(
                "\(sink.name) is paused at \(sink.position); `wharf sink resume \(sink.name)` ends it")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves a sink at once: ends its pause, and tries again what waits.",
            discussion: "After an outage this is the one command: nothing else has to be sent by hand.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The sink's name in house.yaml.") var name: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let sink: SinkStatus = try inquiry.decode(
                try await inquiry.ask("POST", ["sinks", "resume"], ["name": name]))
            if json { return try JSONLines.say([sink]) }
            Terminal.say(
                "\(sink.name) is served; \(sink.behind) event(s) lie before it, \(sink.parked) parked")
        }
    }
}

/// Sinks in words.
enum SinkText {
    static func state(_ sink: SinkStatus) -> String {
        if sink.state.pausedAt != nil { return "paused: \(Terminal.visible(sink.state.pausedBecause ?? ""))" }
        if let until = sink.restingUntil {
            return "away, next try \(Moment.text(until)): \(Terminal.visible(sink.state.lastError ?? ""))"
        }
        return sink.replay.map { "replays \($0.position) of \($0.lastPosition)" } ?? "open"
    }
}
