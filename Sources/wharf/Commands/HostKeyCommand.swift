internal import ArgumentParser
internal import Console
internal import Foundation
internal import SFTP
internal import Spool
internal import Store

struct HostKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hostkey", abstract: "The keys by which partners recognise the SFTP host.",
        discussion: """
            To change the keys: `stage` makes the next ones, `wharf partner sheet` tells them to partners, and
            once they trust them `promote` puts them in force for new connections; no session is dropped. The
            old ones are kept until `retire` removes them.
            """,
        subcommands: [List.self, Stage.self, Promote.self, Discard.self, Retire.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the keys in force, those that are staged, and those that were replaced.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a key.") var json = false

        func run() throws {
            try HostKeyCommand.explaining {
                try HostKeyCommand.show(HostKeyDesk.list(spool.layout), json: json)
            }
        }
    }

    struct Stage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the next keys, to be told to partners before clients see them.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a key.") var json = false

        func run() async throws { try await HostKeyCommand.perform(.stage, spool.layout, json: json) }
    }

    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows the staged keys to every new connection from now on.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a key.") var json = false

        func run() async throws { try await HostKeyCommand.perform(.promote, spool.layout, json: json) }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives up the staged keys.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a key.") var json = false

        func run() async throws { try await HostKeyCommand.perform(.discard, spool.layout, json: json) }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes the keys that were replaced.")
        @OptionGroup var spool: SpoolOptions
        @Flag(help: "A JSON object a key.") var json = false

        func run() async throws { try await HostKeyCommand.perform(.retire, spool.layout, json: json) }
    }
}

extension HostKeyCommand {
    /// Asks the running server, or does it itself when none runs.
    private static func perform(_ act: HostKeyAct, _ layout: SpoolLayout, json: Bool) async throws {
        let inquiry = Inquiry(layout: layout)
        if SpoolLock.isHeld(layout) {
            let answer = try await inquiry.ask("POST", ["hostkeys", act.rawValue])
            return try show(inquiry.decode(answer), json: json)
        }
        let keys = try explaining {
            let lock = try SpoolLock(layout)
            return try withExtendedLifetime(lock) {
                let store = try StateStore(path: layout.database)
                defer { store.close() }
                return try HostKeyDesk(layout: layout, store: store, show: { _ in }).perform(act)
            }
        }
        try show(keys, json: json)
    }

    private static func show(_ keys: [HostKeyRecord], json: Bool) throws {
        if json { return try JSONLines.say(keys) }
        var table = TextTable("STATE", "TYPE", "FINGERPRINT", "FILE")
        for key in keys { table.add(key.standing, key.type, key.fingerprint, key.file) }
        table.lines().forEach(Terminal.say)
    }

    private static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as WindowError {
            throw Failure(error.code == .conflict ? .conflict : .failed, error.description)
        } catch let error as SFTPHostError {
            throw Failure(.failed, error.message)
        } catch let error as SpoolError {
            throw Failure(error.code == .locked ? .unavailable : .failed, "\(error)")
        } catch let error as StoreError {
            throw Failure(.failed, "\(error)")
        }
    }
}
