import Foundation
import Testing

/// Runs `wharf x12 …` on files of its own folder, which is gone with the last reference.
final class CommandLineSide {
    /// What a command gave.
    struct Answer {
        let status: Int32?
        let output: String
        let complaints: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }

        /// Each line of the output as a JSON object.
        func objects() throws -> [[String: Any]] {
            try lines.map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        }
    }

    let folder: String
    private var runs = 0

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent(
                "wharf-x12-" + UUID().uuidString
            ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            FileHandle.standardError.write(Data("\(folder) stays: \(error)\n".utf8))
        }
    }

    /// Writes a file and tells its path.
    func file(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Runs a verb; `input` is a file for standard input.
    func x12(_ words: String..., input: String = "/dev/null") throws -> Answer {
        runs += 1
        let program = try Program(
            [Checkout.program, "x12"] + words, environment: ["WHARF_PARTNERS": Checkout.root + "/Partners"],
            input: input, log: "\(folder)/run-\(runs)")
        guard let ending = program.wait(within: 60) else { throw Program.NeverEnded(command: "\(words)") }
        guard case .exited(let status) = ending else {
            return Answer(status: nil, output: program.output, complaints: program.complaints)
        }
        return Answer(status: status, output: program.output, complaints: program.complaints)
    }
}

/// Small interchanges to be looked at.
enum SampleInterchange {
    /// Two orders; the second has what the caller wants in its middle.
    static func orders(_ second: [String] = ["REF*DP*038"], version: String = "004010") -> String {
        let first = ["BEG*00*SA*4500012345**20260301", "REF*DP*038", "PO1*1*12*EA*4.25**VN*A-1", "CTT*1"]
        let other = ["BEG*00*SA*4500012346**20260302"] + second + ["PO1*1*5*EA*9.1**VN*B-2", "CTT*1"]
        let sets = [(first, "0001"), (other, "0002")].flatMap { lines, number in
            ["ST*850*\(number)"] + lines + ["SE*\(lines.count + 2)*\(number)"]
        }
        let lines =
            [
                "ISA*00*          *00*          *ZZ*ACMECAST       *ZZ*NORTHWIND      *260302*1015*U*00401*000000017*0*P*>",
                "GS*PO*ACMECAST*NORTHWIND*20260302*1015*17*X*\(version)",
            ] + sets + ["GE*2*17", "IEA*1*000000017"]
        return lines.map { $0 + "~\n" }.joined()
    }
}
