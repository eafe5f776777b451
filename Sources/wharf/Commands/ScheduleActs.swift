internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import Store

extension ScheduleCommand {
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Runs a schedule now, whether it rests or not.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The schedule.") var name: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let firing: FiringRecord = try inquiry.decode(
                try await inquiry.ask("POST", ["schedules", "run"], ["name": name]))
            if json { return try JSONLines.say([firing]) }
            Terminal.say("\(firing.owner)/\(firing.schedule) runs as \(firing.id)")
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets a schedule rest for a while; what it leaves out is counted and not made up for.")
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The schedule.") var name: String
        @Option(
            help: ArgumentHelp(
                "Until then: 2026-12-01, 2026-12-01T08:00 in the schedule's zone, or with a Z in UTC.",
                valueName: "time"))
        var until: String?
        @Option(
            name: .customLong("for"), help: ArgumentHelp("For so long: 30m, 2h, 7d.", valueName: "time"))
        var time: String?
        @Option(help: ArgumentHelp("Why, for the list and the audit trail.", valueName: "text"))
        var reason: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let end = try end()
            let inquiry = Inquiry(layout: spool.layout)
            let pause: SchedulePause = try inquiry.decode(
                try await inquiry.ask(
                    "POST", ["schedules", "pause"], ["name": name, "until": "\(end)", "reason": reason]))
            if json { return try JSONLines.say([pause]) }
            Terminal.say("\(pause.owner)/\(pause.schedule) rests until \(Moment.text(pause.until))")
        }

        private func end() throws -> Int64 {
            switch (until, time) {
            case (let until?, nil):
                let zone = try ProfileFolder(profiles).schedule(name).profile.timeZone
                return try Next.instant(until, zone)
            case (nil, let time?):
                guard let seconds = Self.seconds(time) else {
                    throw Failure(.usage, "\(time): want a number with s, m, h or d, such as 2h")
                }
                return ExchangeClock.system.now + seconds * 1_000
            default:
                throw Failure(.usage, "a pause needs --until or --for, and not both")
            }
        }

        private static func seconds(_ text: String) -> Int64? {
            let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
            guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
                (1...31_622_400).contains(number)
            else { return nil }
            return number * unit
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends the pause of a schedule.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The schedule.") var name: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let pause: SchedulePause = try inquiry.decode(
                try await inquiry.ask("POST", ["schedules", "resume"], ["name": name]))
            if json { return try JSONLines.say([pause]) }
            Terminal.say("\(pause.owner)/\(pause.schedule) runs again; \(pause.leftOut) run(s) were left out")
        }
    }
}
