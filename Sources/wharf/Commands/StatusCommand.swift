internal import ArgumentParser
internal import Console
internal import Exchange
internal import Foundation
internal import Spool
internal import Store

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says whether the server runs, and what is in the books.")
    @OptionGroup var spool: SpoolOptions
    @Flag(help: "One JSON object.") var json = false

    func run() async throws {
        let inquiry = Inquiry(layout: spool.layout)
        guard SpoolLock.isHeld(spool.layout) else {
            let data = try await inquiry.get(["counts"])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            Terminal.say("no server runs on \(spool.layout.root); the books as they were left:")
            try await showBans(inquiry)
            return show(try inquiry.decode(data))
        }
        let data = try await inquiry.ask("GET", ["status"])
        if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
        let facts: ServerFacts = try inquiry.decode(data)
        Terminal.say(
            "wharf \(facts.version), process \(facts.processID), running since \(Moment.text(facts.startedAt))"
        )
        Terminal.say("  partners  \(facts.partners), profiles \(facts.profiles.prefix(16))")
        if let port = facts.sftpPort {
            Terminal.say("  sftp      port \(port), \(facts.sessions) session(s), \(facts.logins) login(s)")
        }
        Terminal.say("  intake    \(facts.refusal ?? "open")")
        try await showBans(inquiry)
        if let counts = facts.counts { show(counts) }
        let sinks: [SinkStatus] = try await inquiry.get(["sinks"], as: [SinkStatus].self)
        for trouble in sinks.compactMap(\.trouble) {
            Terminal.say("  attention \(Terminal.visible(trouble))")
        }
    }

    /// Who is kept out; the JSON has the number as the gauge `wharf_sftp_banned`.
    private func showBans(_ inquiry: Inquiry) async throws {
        let bans = try await inquiry.get(["bans"], as: [BanRecord].self)
        Terminal.say("  bans      \(BanCommand.summary(of: bans, at: ExchangeClock.system.now))")
    }

    private func show(_ counts: StatusCounts) {
        Terminal.say("  arrivals  \(counts.arrivalTotal)\(Self.list(counts.arrivals))")
        Terminal.say("  documents \(counts.documents.values.reduce(0, +))\(Self.list(counts.documents))")
        Terminal.say("  outbound  \(counts.outbound.values.reduce(0, +))\(Self.list(counts.outbound))")
        Terminal.say("  jobs      \(counts.jobs.values.reduce(0, +))\(Self.list(counts.jobs))")
        let sinks = counts.sinks.sorted { $0.key < $1.key }.map { "\($0.key) at \($0.value)" }.joined(
            separator: ", ")
        Terminal.say("  events    \(counts.lastEvent)\(sinks.isEmpty ? "" : "; \(sinks)")")
        Terminal.say("  audit     \(counts.ledgerEntries) entries")
    }

    private static func list(_ values: [String: Int]) -> String {
        guard !values.isEmpty else { return "" }
        return ": "
            + values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the running server load its profiles anew: all of them or, with one fault, none.")
    @OptionGroup var spool: SpoolOptions

    func run() async throws {
        let inquiry = Inquiry(layout: spool.layout)
        let faults: [String] = try inquiry.decode(try await inquiry.ask("POST", ["reload"]))
        guard faults.isEmpty else {
            faults.forEach(Terminal.say)
            throw Failure(.invalid, "the new profiles have faults; the profiles in force stay")
        }
        Terminal.say("the profiles are in force")
    }
}
