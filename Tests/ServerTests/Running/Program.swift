import Foundation
import Glibc

/// A program started as a child, with its output in files, so that nobody waits for a pipe that a grandchild keeps open.
final class Program {
    /// How a process ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    struct NotStarted: Error {
        let command: String
        let number: Int32
    }

    struct NeverEnded: Error {
        let command: String
    }

    let processID: pid_t
    private let command: String
    private let outputPath: String
    private let errorPath: String
    private var ending: Ending?

    /// Starts a program, its path first; what it says goes to `<log>.out` and `<log>.err`.
    init(_ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null", log: String)
        throws
    {
        command = arguments.joined(separator: " ")
        outputPath = log + ".out"
        errorPath = log + ".err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words = arguments.map { strdup($0) } + [nil]
        var settings = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + settings { free(text) } }
        var child: pid_t = 0
        // The threads that run tests block signals, and a child would inherit that: nobody could interrupt it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let result = posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &settings)
        guard result == 0 else { throw NotStarted(command: command, number: result) }
        processID = child
    }

    deinit {
        guard ending == nil else { return }
        send(SIGCONT)
        send(SIGKILL)
        var status: Int32 = 0
        waitpid(processID, &status, 0)
    }

    /// What it has said on standard output so far.
    var output: String { Self.text(outputPath) }
    /// What it has said on standard error so far.
    var complaints: String { Self.text(errorPath) }

    /// How it ended, or `nil` while it runs.
    func poll() -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        guard waitpid(processID, &status, WNOHANG) == processID else { return nil }
        let signal = status & 0x7f
        ending = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
        return ending
    }

    func send(_ signal: Int32) {
        guard ending == nil else { return }
        kill(processID, signal)
    }

    /// How it ended, or `nil` when it still runs after so many seconds.
    func wait(within seconds: Double) -> Ending? {
        Patience.wait(within: seconds) { poll() }
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], log: String, within seconds: Double = 60
    ) throws -> (ending: Ending, output: String) {
        let program = try Program(arguments, environment: environment, log: log)
        guard let ending = program.wait(within: seconds) else { throw NeverEnded(command: program.command) }
        return (ending, program.output)
    }

    /// Whether a program is installed.
    static func exists(_ name: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return (path + ":/usr/sbin:/sbin").split(separator: ":").contains {
            access("\($0)/\(name)", X_OK) == 0
        }
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}

/// Waits for what another process does, and never longer than agreed.
enum Patience {
    /// Asks again every few milliseconds until there is an answer.
    static func wait<Answer>(within seconds: Double, for answer: () throws -> Answer?) rethrows -> Answer? {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(Int64(seconds * 1000))
        while true {
            if let found = try answer() { return found }
            guard clock.now < end else { return nil }
            usleep(5_000)
        }
    }

    static func rest(seconds: Double) {
        usleep(UInt32(seconds * 1_000_000))
    }
}
