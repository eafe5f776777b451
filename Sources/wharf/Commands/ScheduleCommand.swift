internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import Spool
internal import Store

struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "What runs when, for the house and for each partner.",
        discussion: """
            A schedule is named `house/NAME` or `PARTNER/NAME`, or by NAME alone where only one has it (Docs/schedules.md).
            """,
        subcommands: [List.self, Next.self, Run.self, Pause.self, Resume.self, History.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the schedules with their next and their last run.")
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let schedules = try ProfileFolder(profiles).directory().schedules
            let standings = try await ScheduleBooks(layout: spool.layout).standings()
            let now = ExchangeClock.system.now
            let lines = schedules.map { schedule in
                ScheduleLine(schedule, standings[schedule.name], at: now)
            }
            if json { return try JSONLines.say(lines) }
            var table = TextTable("SCHEDULE", "JOB", "WHEN", "NEXT", "STATE", "LAST", "OUTCOME")
            for line in lines {
                table.add(
                    line.name, line.job, line.plan, line.nextAt.map(Moment.text) ?? "never", line.state,
                    line.last.map { Moment.text($0.plannedAt) } ?? "", line.last.map(FiringText.outcome) ?? ""
                )
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the runs of a schedule, or of all, the newest first, with their counts.",
            discussion: "A count is followed by its difference to the last run of the schedule that was done."
        )
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The schedule; all when absent.") var name: String?
        @Option(help: "At most so many, newest first.") var limit = 20
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            var query = ["limit": "\(max(1, limit) + 1)"]
            if let name {
                let schedule = try ProfileFolder(profiles).schedule(name)
                (query["owner"], query["schedule"]) = (schedule.owner, schedule.profile.name)
            }
            let found: [FiringRecord] = try await Inquiry(layout: spool.layout).get(
                ["schedules", "history"], query, as: [FiringRecord].self)
            let runs = FiringText.compared(found).prefix(max(1, limit))
            if json { return try JSONLines.say(Array(runs)) }
            var table = TextTable("SCHEDULE", "PLANNED", "BEGAN", "TOOK", "BY", "OUTCOME", "COUNTS", "DETAIL")
            for run in runs {
                let firing = run.firing
                table.add(
                    "\(firing.owner)/\(firing.schedule)", Moment.text(firing.plannedAt),
                    Moment.text(firing.firedAt), FiringText.duration(firing), firing.actor,
                    FiringText.outcome(firing), run.text, firing.detail ?? "")
            }
            table.lines().forEach(Terminal.say)
        }
    }
}

/// A schedule in a list.
private struct ScheduleLine: Encodable {
    let name, owner, schedule, job, plan, timeZone, state: String
    let nextAt: Int64?
    let pause: SchedulePause?
    let last: FiringRecord?
    let open: Int

    init(_ schedule: OwnedSchedule, _ standing: ScheduleStanding?, at now: Int64) {
        let pause = standing?.pause.flatMap { $0.until > now ? $0 : nil }
        name = schedule.name
        owner = schedule.owner
        self.schedule = schedule.profile.name
        job = schedule.profile.job.rawValue
        plan = schedule.profile.plan
        timeZone = schedule.profile.timeZone.identifier
        self.pause = pause
        last = standing?.last
        open = standing?.open ?? 0
        nextAt = schedule.isInForce ? schedule.profile.next(after: pause?.until ?? now)?.instant : nil
        state =
            if !schedule.isInForce {
                "off: the partner is neither live nor in test"
            } else if let pause {
                "rests until \(Moment.text(pause.until)): \(pause.reason)"
            } else {
                open > 0 ? "running" : "waiting"
            }
    }
}

/// Asks how schedules stand.
struct ScheduleBooks {
    let inquiry: Inquiry

    init(layout: SpoolLayout) { inquiry = Inquiry(layout: layout) }

    /// How every schedule stands, by name; nothing when no server has run on this spool.
    func standings() async throws -> [String: ScheduleStanding] {
        do {
            let all = try await inquiry.get(["schedules"], as: [ScheduleStanding].self)
            return Dictionary(all.map { ("\($0.owner)/\($0.schedule)", $0) }) { first, _ in first }
        } catch let failure as Failure where failure.status == .notFound {
            return [:]
        }
    }
}

extension ProfileFolder {
    /// The schedule that a person means.
    func schedule(_ name: String) throws -> OwnedSchedule {
        do {
            return try directory().schedule(named: name)
        } catch let error as ScheduleNameError {
            throw Failure(.notFound, error.description)
        }
    }
}

/// Runs of schedules as people read them.
enum FiringText {
    /// A run beside the one before it.
    struct Compared: Encodable {
        let firing: FiringRecord
        /// Each count minus that of the last run that was done; empty when there is none.
        let changes: [String: Int]

        /// `documents 12 (+3)`.
        var text: String {
            firing.counts.sorted { $0.key < $1.key }.map { name, count in
                guard let change = changes[name], change != 0 else { return "\(name) \(count)" }
                return "\(name) \(count) (\(change > 0 ? "+" : "")\(change))"
            }.joined(separator: ", ")
        }
    }

    /// Runs, the newest first, each with the one of its schedule that was done before it.
    static func compared(_ firings: [FiringRecord]) -> [Compared] {
        firings.enumerated().map { index, firing in
            let before = firings[(index + 1)...].first {
                $0.owner == firing.owner && $0.schedule == firing.schedule && $0.outcome == .done
            }
            guard let before, firing.outcome == .done else { return Compared(firing: firing, changes: [:]) }
            let names = Set(firing.counts.keys).union(before.counts.keys)
            let changes = names.map { ($0, (firing.counts[$0] ?? 0) - (before.counts[$0] ?? 0)) }
            return Compared(firing: firing, changes: Dictionary(uniqueKeysWithValues: changes))
        }
    }

    static func outcome(_ firing: FiringRecord) -> String {
        let isLate = firing.lateAt != nil
        return (firing.outcome?.rawValue ?? "under way") + (isLate ? ", late" : "")
    }

    static func duration(_ firing: FiringRecord) -> String {
        guard let end = firing.finishedAt, firing.outcome == .done || firing.outcome == .failed else {
            return ""
        }
        let seconds = Double(end - firing.firedAt) / 1000
        return String(format: "%.1f s", seconds)
    }
}
