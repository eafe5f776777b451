internal import ArgumentParser
internal import Foundation

extension FileGenerator.Kind: ExpressibleByArgument {}

/// Writes test files.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes seeded files of any size.")

    @Option(help: "The transaction set: 850, 810 or 856.") var kind: FileGenerator.Kind = .order
    @Option(help: "Detail lines in a set.") var lines = 20
    @Option(help: "Bytes of the file; it ends with the set that reaches them.") var bytes = 1_000_000
    @Option(help: "Share of sets to break, 0 to 1.") var damage = 0.0
    @Option(help: "Writes what was broken: a line of transaction, segment and answer each.") var manifest:
        String?
    @Option(help: "Writes so many files of one set each into the folder.") var files: Int?
    @Option(help: "The seed.") var seed: UInt64 = 1
    @Argument(help: "The file, or the folder with --files.") var path: String

    func run() throws {
        guard let files else {
            var generator = FileGenerator(kind: kind, lines: lines, byteCount: bytes, seed: seed)
            generator.damageRate = damage
            let broken = try generator.write(to: path)
            let text = broken.map { "\($0.transaction) \($0.segment) \($0.answer)\n" }.joined()
            try manifest.map { try Data(text.utf8).write(to: URL(fileURLWithPath: $0)) }
            return
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for number in 1...max(1, files) {
            var generator = FileGenerator(
                kind: kind, lines: lines, byteCount: 1, seed: seed &+ UInt64(number))
            _ = try generator.write(to: "\(path)/\(number).edi", controlNumber: number)
        }
    }
}
