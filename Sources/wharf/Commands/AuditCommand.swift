internal import ArgumentParser
internal import Console
internal import Exchange
internal import Foundation
internal import Partners
internal import Spool
internal import Store

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The audit trail.",
        discussion: """
            Every entry holds the hash of the one before it. The end of the trail is signed and kept outside the database, in
            Spool/audit: its head every minute, a checkpoint every day. Copies of checkpoints elsewhere show whether the trail was
            changed since (Docs/audit.md).
            """,
        subcommands: [Verify.self, Search.self, Export.self, MakeCheckpoint.self, AcceptGap.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Proves that nobody changed the audit trail, and that the archived bytes are those that came."
        )
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "Prove the chain only, without reading the archive.") var chainOnly = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let data = try await Inquiry(layout: spool.layout).get(
                ["audit", "verify"], ["files": chainOnly ? "0" : "1"])
            let result: LedgerPages.Verification = try Inquiry(layout: spool.layout).decode(data)
            if json {
                Terminal.say(String(decoding: data, as: UTF8.self))
            } else {
                Terminal.say("\(result.entries) entries follow from each other; the head is \(result.head)")
                if !chainOnly { Terminal.say("\(result.filesVerified) archived files were read again") }
                if let broken = result.broken {
                    Terminal.say("BROKEN at entry \(broken.sequence): \(broken.reason)")
                }
                Terminal.say("\(result.checkpoints) signed checkpoint(s) were compared")
                for fault in result.checkpointFaults { Terminal.say("CHECKPOINT \(fault)") }
                for file in result.filesDamaged { Terminal.say("DAMAGED or missing: \(file)") }
                if result.isSound { Terminal.say("sound") }
            }
            if !result.isSound { throw Failure(.failed, "the audit trail or the archive was changed") }
        }
    }

    /// What entries are wanted.
    struct Filter: ParsableArguments {
        @Option(help: ArgumentHelp("Only what this one did: wharf, operator, partner/ID.", valueName: "name"))
        var actor: String?
        @Option(help: "Only this act, as received, composed, collected.") var act: String?
        @Option(
            help: ArgumentHelp(
                "Only about this: arrival/ID, interchange/ID, or an arrival's id.", valueName: "id"))
        var subject: String?
        @Option(help: "Only entries with this text in their subject or sentence.") var text: String?
        @Option(
            name: .customLong("from"),
            help: ArgumentHelp("Not before this day or instant, UTC.", valueName: "time"))
        var since: String?
        @Option(
            name: .customLong("to"), help: ArgumentHelp("Before this day or instant, UTC.", valueName: "time")
        )
        var until: String?

        /// The query of a page after an entry.
        func query(after: Int64, limit: Int) throws -> [String: String] {
            var query = ["after": "\(after)", "limit": "\(limit)"]
            query["actor"] = actor
            query["act"] = act
            query["subject"] = subject
            query["text"] = text
            query["since"] = try since.map { "\(try Self.milliseconds($0))" }
            query["until"] = try until.map { "\(try Self.milliseconds($0))" }
            return query
        }

        /// What was asked for, in words.
        var words: String {
            let parts = [
                actor.map { "actor \($0)" }, act.map { "act \($0)" }, subject.map { "subject \($0)" },
                text.map { "text \($0)" }, since.map { "from \($0)" }, until.map { "to \($0)" },
            ].compactMap(\.self)
            return parts.isEmpty ? "all" : parts.joined(separator: ", ")
        }

        private static func milliseconds(_ text: String) throws -> Int64 {
            let full = text.count == 10 ? text + "T00:00:00Z" : text
            do {
                return Int64(try Date(full, strategy: .iso8601).timeIntervalSince1970 * 1_000)
            } catch {
                throw Failure(.usage, "\(text) is no time: write 2026-11-23 or 2026-11-23T14:00:00Z")
            }
        }
    }

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists entries of the audit trail, oldest first.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var filter: Filter
        @Option(help: "At most so many.") var limit = 100
        @Option(help: ArgumentHelp("Only after this entry: the next page.", valueName: "sequence"))
        var after: Int64 = 0
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let entries = try await Inquiry(layout: spool.layout).get(
                ["audit", "entries"], try filter.query(after: after, limit: limit), as: [LedgerEntry].self)
            if json { return try JSONLines.say(entries) }
            var table = TextTable("ENTRY", "AT", "BY", "ACT", "SUBJECT", "DETAIL")
            for entry in entries {
                table.add(
                    "\(entry.sequence)", Moment.text(entry.at), entry.actor, entry.act, entry.subject,
                    entry.detail)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Export: AsyncParsableCommand {
        /// Entries asked for at once.
        private static let page = 5_000

        static let configuration = CommandConfiguration(
            abstract: "Gives out entries of the audit trail, for auditors; the trail notes that it was done.",
            discussion: """
                Each entry comes with its hash, as lines of JSON or as CSV for a spreadsheet, in which cells that a spreadsheet
                would take for a formula begin with an apostrophe.
                """)
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var filter: Filter
        @Flag(help: "CSV instead of JSON lines.") var csv = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            if SpoolLock.isHeld(spool.layout) {
                _ = try await inquiry.ask("POST", ["audit", "exported"], ["what": filter.words])
            } else {
                Terminal.complain("no server runs, so the trail does not note this export")
            }
            let output = LineOutput()
            defer { output.flush() }
            if csv { output.say("sequence,at,actor,act,story,subject,digest,detail,hash") }
            var after: Int64 = 0
            while true {
                let entries = try await inquiry.get(
                    ["audit", "entries"], try filter.query(after: after, limit: Self.page),
                    as: [LedgerEntry].self)
                guard let last = entries.last else { return }
                after = last.sequence
                if csv {
                    for entry in entries { output.say(Self.row(entry)) }
                } else {
                    try output.say(json: entries)
                }
            }
        }

        private static func row(_ entry: LedgerEntry) -> String {
            [
                "\(entry.sequence)", CivilTime(milliseconds: entry.at).instantText, entry.actor, entry.act,
                entry.story ?? "", entry.subject, entry.digest ?? "", entry.detail, entry.hash,
            ].map(SheetCell.text).joined(separator: ",")
        }
    }

    struct MakeCheckpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checkpoint",
            abstract: "Signs the end of the audit trail now; keep the file where this server cannot reach it."
        )
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let data = try await inquiry.ask("POST", ["audit", "checkpoint"])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            let made: KeptCheckpoint = try inquiry.decode(data)
            Terminal.say("entry \(made.checkpoint.sequence), hash \(made.checkpoint.hash)")
            Terminal.say("signed by \(made.checkpoint.key) (Ed25519)")
            Terminal.say(made.file)
        }
    }

    struct AcceptGap: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets the server begin with a database older than what was told outside it.",
            discussion: """
                After a loss nobody can undo. The server must not run. What is lost is entered into the trail with the reason, and
                partners may have to send again what they were told we had.
                """)
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var profiles: ProfileOptions
        @Option(help: ArgumentHelp("Why, for the audit trail.", valueName: "text")) var reason: String

        func run() throws {
            let house = try ProfileFolder(profiles).directory().house.id
            do {
                let lock = try SpoolLock(spool.layout)
                let told = try withExtendedLifetime(lock) {
                    try GapAcceptance.accept(spool.layout, house: house, because: reason)
                }
                Terminal.say(
                    told.map { "accepted; the head outside was \($0)" } ?? "there was no head outside")
            } catch let error as SpoolError {
                throw Failure(error.code == .locked ? .conflict : .failed, "\(error)")
            } catch let error as StoreError {
                throw Failure(.failed, error.description)
            }
        }
    }
}
