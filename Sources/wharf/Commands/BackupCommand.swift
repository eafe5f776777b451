internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import Spool
internal import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies of everything the server holds, and the way back.",
        discussion: """
            A folder of backups holds each archived file once and a snapshot of the books for each time, so that every further
            backup copies only what is new. Keep it on another disk. It holds private keys: it is closed to other users.
            Profiles and the secrets folder are yours and are not in it (Docs/audit.md).
            """,
        subcommands: [Create.self, List.self, Verify.self, Restore.self])

    /// Which folder, and which snapshot in it.
    struct Place: ParsableArguments {
        @Argument(help: "The folder of backups.") var folder: String
        @Option(help: ArgumentHelp("A snapshot of it; usual is the newest.", valueName: "stamp"))
        var snapshot: String?

        var backups: BackupFolder { BackupFolder(path: FilePlace.absolute(folder)) }

        /// The snapshot's stamp.
        func stamp() throws -> String {
            guard let stamp = try snapshot ?? backups.stamps().last else {
                throw Failure(.notFound, "\(folder): there is no finished snapshot")
            }
            return stamp
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a snapshot, also while the server runs.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The folder of backups, outside the spool.") var folder: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let path = FilePlace.absolute(folder)
            guard path != spool.layout.root, !path.hasPrefix(spool.layout.root + "/") else {
                throw Failure(.usage, "\(folder) lies in the spool; what is lost with it is no backup")
            }
            let inquiry = Inquiry(layout: spool.layout)
            let report: BackupReport =
                SpoolLock.isHeld(spool.layout)
                ? try inquiry.decode(try await inquiry.ask("POST", ["backups"], ["into": path]))
                : try BackupCommand.explaining {
                    try BackupMaking.make(
                        into: BackupFolder(path: path), try StateStore.readOnly(path: spool.layout.database),
                        spool.layout, at: ExchangeClock.system.now)
                }
            if json { return try JSONLines.say([report]) }
            Terminal.say(
                "snapshot \(report.snapshot): \(report.entry) entries of the audit trail, \(report.files) archived files, "
                    + "\(report.copied) of them copied now")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the finished snapshots, oldest first.")
        @Argument(help: "The folder of backups.") var folder: String

        func run() throws {
            try BackupCommand.explaining {
                for stamp in try BackupFolder(path: FilePlace.absolute(folder)).stamps() {
                    Terminal.say(stamp)
                }
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads a snapshot again: database, audit trail and every archived byte.")
        @OptionGroup var place: Place
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let report = try BackupCommand.explaining {
                try BackupRestoring.verify(try place.stamp(), in: place.backups)
            }
            if json {
                try JSONLines.say([report])
            } else {
                for fault in report.faults { Terminal.say("DAMAGED \(fault)") }
                Terminal.say(
                    "snapshot \(report.snapshot): \(report.entry) entries, \(report.files) archived files were read again"
                )
            }
            guard report.faults.isEmpty else { throw Failure(.failed, "the backup is damaged") }
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the spool what a snapshot says; the server must not run.",
            discussion: """
                What state the spool has is put aside beside it. Control numbers go on above the highest ever used, as far as
                this spool or the backup knows. What came after the snapshot and is lost is entered into the audit trail, and
                interchanges that partners have not taken are offered to them again.
                """)
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var place: Place
        @Option(help: ArgumentHelp("Why, for the audit trail.", valueName: "text")) var reason: String
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let house = try ProfileFolder(profiles).directory().house.id
            let report = try BackupCommand.explaining {
                try spool.layout.create()
                let lock = try SpoolLock(spool.layout)
                return try withExtendedLifetime(lock) {
                    try BackupRestoring.restore(
                        try place.stamp(), from: place.backups, to: spool.layout, house: house,
                        because: reason)
                }
            }
            if json { return try JSONLines.say([report]) }
            Terminal.say(
                "snapshot \(report.snapshot) is in force: \(report.entry) entries, \(report.files) archived files. "
                    + "Start the server with `wharf serve`")
        }
    }

    /// Puts what the rooms throw into a sentence and an exit status.
    static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SpoolError {
            let status: ExitStatus =
                switch error.code {
                case .locked: .conflict
                case .notFound: .notFound
                default: .failed
                }
            throw Failure(status, "\(error)")
        } catch let error as AuditError {
            throw Failure(.failed, error.description)
        } catch let error as StoreError {
            throw Failure(error.code == .notFound ? .notFound : .failed, error.description)
        }
    }
}
