import Foundation

extension TestHouse {
    /// What a command gave.
    struct Answer {
        let status: Int32?
        let output: String
        let complaints: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }

        /// Each line of the output as a JSON object.
        func objects() throws -> [[String: Any]] {
            try lines.compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        }
    }

    /// Runs a command of the program on this house's spool to its end.
    ///
    /// `environment`: what the command finds beside the usual settings.
    func command(_ words: String..., environment: [String: String] = [:]) throws -> Answer {
        try command(words, environment: environment)
    }

    func command(_ words: [String], environment: [String: String] = [:]) throws -> Answer {
        try program(words + ["--spool", spool], environment: environment)
    }

    /// Runs a command that knows of no spool to its end.
    func program(_ words: [String], environment: [String: String] = [:]) throws -> Answer {
        let program = try Program(
            [Checkout.program] + words, environment: ServerProcess.quiet.merging(environment) { $1 },
            log: logPath(words[0]))
        guard let ending = program.wait(within: 60) else {
            throw Program.NeverEnded(command: words.joined(separator: " "))
        }
        guard case .exited(let status) = ending else {
            return Answer(status: nil, output: program.output, complaints: program.complaints)
        }
        return Answer(status: status, output: program.output, complaints: program.complaints)
    }

    /// Answers a question about the books, or changes them, while no server runs.
    @discardableResult
    func books(_ statement: String) throws -> [String] {
        let answer = try Program.run(
            ["sqlite3", spool + "/state/wharf.sqlite", statement], log: logPath("books"))
        guard answer.ending == .exited(0) else { throw NotPrepared(why: "\(answer)") }
        return answer.output.split(separator: "\n").map(String.init)
    }

    /// Changes a profile of this house; the text to be changed must be there.
    func edit(_ file: String, _ old: String, _ new: String) throws {
        let path = "\(partners)/\(file).yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard text.contains(old) else { throw NotPrepared(why: "\(file).yaml has no \(old)") }
        try text.replacingOccurrences(of: old, with: new).write(
            toFile: path, atomically: true, encoding: .utf8)
    }
}
