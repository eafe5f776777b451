internal import ArgumentParser
internal import Foundation

/// The root of the command line.
@main
struct Wharf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wharf",
        abstract:
            "A partner exchange server: takes suppliers' files by SFTP, answers them, and tells your applications.",
        discussion: """
            Start with `wharf serve`. Commands that look at the books ask the running server, or open them read-only when none runs.

            Exit status: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 invalid, 6 server not reachable,
            10 finished with findings, 11 finished in part, 69 something needed is not available, 78 configuration.
            """,
        version: ProgramVersion.text,
        subcommands: [
            Serve.self, StatusCommand.self, Doctor.self, Reload.self, VersionCommand.self, X12Command.self,
            PartnerCommand.self,
            SecretCommand.self, HostKeyCommand.self, ArrivalCommand.self, InterchangeCommand.self,
            DocumentCommand.self,
            PollCommand.self, ScheduleCommand.self, OutboundCommand.self,
            Trace.self,
            SupplierCommand.self, AuditCommand.self, BanCommand.self, SimulateCommand.self,
            BackupCommand.self, SinkCommand.self, EventCommand.self, DeadLetterCommand.self,
            ControlCommand.self,
        ])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Terminal.complain("wharf: \(failure.message)")
            Foundation.exit(failure.status.rawValue)
        } catch let error as ExitCode {
            Foundation.exit(error.rawValue)
        } catch {
            let code = exitCode(for: error)
            if code == .success || code == .validationFailure {
                let text = fullMessage(for: error)
                if code == .success { Terminal.say(text) } else { Terminal.complain(text) }
                Foundation.exit(code == .success ? 0 : ExitStatus.usage.rawValue)
            }
            Terminal.complain("wharf: \(error)")
            Foundation.exit(ExitStatus.failed.rawValue)
        }
    }
}

/// The version of this program.
enum ProgramVersion {
    static let text = "0.1.0"
}

/// What the process says when it ends.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case usage = 2
    case notFound = 3
    case conflict = 4
    case invalid = 5
    case unreachable = 6
    case findings = 10
    case part = 11
    case unavailable = 69
    case configuration = 78
}

/// A command's end with a sentence and a status.
struct Failure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}

struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Prints the version.")

    func run() {
        Terminal.say("wharf \(ProgramVersion.text)")
    }
}
