internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Translation
internal import X12

/// A file opened for reading as often as wanted.
final class OpenFile {
    let descriptor: Int32
    let byteCount: Int

    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ValidationError("\(path): cannot be read") }
        byteCount = Int(lseek(descriptor, 0, SEEK_END))
    }

    deinit { close(descriptor) }

    func source(_ range: Range<Int>) -> DescriptorSource {
        DescriptorSource(descriptor: descriptor, range: range)
    }

    /// A rate in MB/s of the file's bytes.
    func rate(_ seconds: Double) -> String {
        (Double(byteCount) / 1e6 / seconds).formatted(.number.precision(.fractionLength(1)))
    }
}

/// Both passes and every check, nothing kept.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Parses and validates fully; prints MB/s.")
    @Option(help: "Runs; the best counts.") var runs = 3
    @Argument(help: "The file.") var path: String

    func run() throws {
        let file = try OpenFile(path)
        var sets = 0
        let seconds = try Machine.best(of: runs) {
            sets = 0
            try Interpreter.walk(byteCount: file.byteCount, keepsContent: false, open: file.source) { visit in
                if case .set = visit { sets += 1 }
            }
        }
        print(file.rate(seconds), sets)
    }
}

/// What the exchange does with a file: documents as JSON and the acknowledgment.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validates, makes canonical JSON of each set and the 997 of each group; prints MB/s.")
    @Option(help: "Runs; the best counts.") var runs = 3
    @Flag(help: "Provenance as JSON, too.") var provenance = false
    @Argument(help: "The file.") var path: String

    func run() throws {
        let file = try OpenFile(path)
        var written = 0
        let seconds = try Machine.best(of: runs) {
            written = 0
            var builder: AcknowledgmentBuilder?
            try Interpreter.walk(byteCount: file.byteCount, open: file.source) { visit in
                switch visit {
                case .interchange: break
                case .group(let group, _): builder = AcknowledgmentBuilder(for: group.header)
                case .set(let result, _, _):
                    builder?.add(result)
                    guard let content = result.content,
                        let translator = TranslatorRegistry.translator(set: result.setID)
                    else { return }
                    let translated = try translator.document(from: content)
                    written += translated.document.json().count
                    if provenance { written += translated.provenanceJSON().count }
                case .verdict(let verdict, let group, let interchange):
                    guard let built = builder?.finish(verdict) else { return }
                    written += try Reply.bytes(built, to: group, in: interchange).count
                }
            }
        }
        print(file.rate(seconds), written)
    }
}

/// The interchange that carries one 997.
enum Reply {
    static func bytes(
        _ acknowledgment: X12.FunctionalAcknowledgment, to group: GroupOutline,
        in interchange: InterchangeOutline
    ) throws -> [UInt8] {
        let outgoing = OutgoingInterchange(
            sender: interchange.header.receiver, receiver: interchange.header.sender,
            version: interchange.header.version, controlNumber: 1, dateCCYYMMDD: "20250115", timeHHMM: "0930",
            usage: interchange.header.usage, delimiters: interchange.header.delimiters,
            groups: [
                OutgoingGroup(answering: [acknowledgment], for: group.header, controlNumber: 1)
            ])
        return try outgoing.bytes()
    }
}

/// Many small files: opening, reading, checking and answering each.
struct SmallFiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads, validates and acknowledges each file of a folder; prints microseconds a file.")
    @Option(help: "Runs; the best counts.") var runs = 3
    @Argument(help: "The folder.") var path: String

    func run() throws {
        // Lengths are known before, as the server has them in its rows; names are looked up in the open folder.
        let folder = try OpenFile(path)
        let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
            (name: name, byteCount: try OpenFile("\(path)/\(name)").byteCount)
        }
        var accepted = 0
        let seconds = try Machine.best(of: runs) {
            accepted = 0
            for file in files {
                let descriptor = openat(folder.descriptor, file.name, O_RDONLY | O_CLOEXEC)
                guard descriptor >= 0 else { throw ValidationError("\(file.name): cannot be read") }
                defer { close(descriptor) }
                var builder: AcknowledgmentBuilder?
                try Interpreter.walk(
                    byteCount: file.byteCount, keepsContent: false,
                    open: { DescriptorSource(descriptor: descriptor, range: $0) }
                ) { visit in
                    switch visit {
                    case .interchange: break
                    case .group(let group, _): builder = AcknowledgmentBuilder(for: group.header)
                    case .set(let result, _, _): builder?.add(result)
                    case .verdict(let verdict, let group, let interchange):
                        guard let built = builder?.finish(verdict) else { return }
                        accepted += verdict.accepted
                        _ = try Reply.bytes(built, to: group, in: interchange)
                    }
                }
            }
        }
        let each = seconds / Double(max(1, files.count)) * 1e6
        print(each.formatted(.number.precision(.fractionLength(1))), accepted)
    }
}

/// The peak of memory over what the process had before it read.
struct Peak: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validates once; prints the memory used over the start, in MiB.")
    @Argument(help: "The file.") var path: String

    func run() throws {
        let file = try OpenFile(path)
        let before = Machine.peakBytes
        var sets = 0
        try Interpreter.walk(byteCount: file.byteCount, keepsContent: false, open: file.source) { visit in
            if case .set = visit { sets += 1 }
        }
        let over = Double(Machine.peakBytes - before) / 1_048_576
        print(over.formatted(.number.precision(.fractionLength(1))), sets)
    }
}
