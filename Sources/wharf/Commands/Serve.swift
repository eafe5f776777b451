internal import ArgumentParser
internal import Foundation
internal import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the server: the SFTP host, the local door, the pipeline and the sinks.",
        discussion: """
            SIGTERM or SIGINT stops it in good order, SIGHUP loads the profiles anew: all of them or none.
            """)

    @OptionGroup var profiles: ProfileOptions
    @OptionGroup var spool: SpoolOptions

    @Option(
        help: ArgumentHelp(
            "Listen here for SFTP instead of where house.yaml says; port 0 takes a free one.",
            valueName: "address:port"))
    var sftp: String?

    @Option(
        help: ArgumentHelp(
            "Listen here for HTTP instead of where house.yaml says; port 0 takes a free one.",
            valueName: "address:port"))
    var http: String?

    @Option(
        help: ArgumentHelp(
            "Seconds that open transfers may take after a stop was asked for.", valueName: "seconds"))
    var drain = 10.0

    @Option(help: "What is logged: trace, debug, info, notice, warning, error, critical.")
    var logLevel = "notice"

    func run() async throws {
        guard let level = Logger.Level(rawValue: logLevel) else {
            throw Failure(.usage, "there is no log level \(logLevel)")
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let house = try Household(
            profiles: ProfileFolder(profiles), layout: spool.layout, sftp: sftp.map(ListenPlace.init(text:)),
            http: http.map(ListenPlace.init(text:)), log: Logger(label: "wharf"))
        try await house.run(drainSeconds: drain)
    }
}

/// An address and port from the command line.
struct ListenPlace {
    let address: String
    let port: UInt16

    init(text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Failure(.usage, "\(text): want address:port, such as 127.0.0.1:2222")
        }
        let address = String(text[..<colon])
        self.address = address.hasPrefix("[") ? String(address.dropFirst().dropLast()) : address
        self.port = port
    }

    init(address: String, port: UInt16) {
        self.address = address
        self.port = port
    }
}
