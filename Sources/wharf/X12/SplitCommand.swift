internal import ArgumentParser
internal import Documents
internal import Foundation
internal import X12

struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Cuts files into one file for each interchange, group or transaction set.",
        discussion: """
            Each piece is a whole interchange: the envelopes are repeated, their counts are made anew, control numbers stay. \
            Files are named 0001-850-0001.edi: the piece, what it holds and its control number. No file is ever overwritten. \
            The names are printed.
            """)

    /// What a piece can hold.
    enum Unit: String, CaseIterable, ExpressibleByArgument {
        case interchange
        case group
        case set
    }

    @Argument(help: "Files to cut; - is standard input.") var files: [String]
    @Option(help: "What each piece holds.") var by = Unit.set
    @Option(
        help: ArgumentHelp("The folder for the pieces; it is made when it is not there.", valueName: "dir"))
    var into: String
    @Flag(help: "A JSON object a piece.") var json = false

    func run() throws {
        try Self.makeFolder(into)
        var endings = FileEndings()
        var pieces = 0
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer {
                output.flush()
                progress.hide()
            }
            progress.expect(file.byteCount)
            let folder = PieceFolder(into)
            let base = pieces
            let report: WritingReport
            do {
                report = try splitter.split(file.source(0..<file.byteCount, progress)) { event in
                    switch event {
                    case .begin(var piece):
                        piece.ordinal += base
                        try folder.begin(piece.name + ".edi")
                    case .bytes(let bytes): try folder.write(bytes)
                    case .end(var piece):
                        piece.ordinal += base
                        pieces += 1
                        let path = try folder.end()
                        if json { output.emit(Self.line(piece, path, of: file)) } else { output.say(path) }
                    }
                }
            } catch let error as WriteError {
                throw Failure(.invalid, "\(file.name): \(error)")
            }
            try file.requireX12(report)
            return file.tell(report) ? .done : .findings
        }
        try endings.finish()
    }

    private var splitter: InterchangeSplitter {
        switch by {
        case .interchange: InterchangeSplitter(by: .interchange)
        case .group: InterchangeSplitter(by: .group)
        case .set: InterchangeSplitter(by: .set)
        }
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                .failed, "the folder \(Terminal.visible(path)) cannot be made: \(error.localizedDescription)")
        }
    }

    private static func line(
        _ piece: InterchangeSplitter.Piece, _ path: String, of file: X12File
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("path", path)
            json.field("kind", piece.kind)
            json.field("control", piece.controlNumber)
            json.field("file", file.name)
            json.field("interchange", piece.interchange)
            json.field("group", piece.group)
            json.field("transaction", piece.transaction)
            json.field("offset", piece.offset)
        }
        return json.bytes + [0x0A]
    }
}

/// Writes pieces one after the other into a folder; what was not finished is removed.
private final class PieceFolder {
    private static let pieceSize = 1 << 16

    private let folder: String
    private var path: String?
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []

    init(_ folder: String) {
        self.folder = folder
    }

    deinit { discard() }

    /// Begins a file that is not there yet.
    func begin(_ name: String) throws {
        discard()
        let path = folder + "/" + name
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0, errno == EEXIST {
            throw Failure(
                .conflict, "\(Terminal.visible(path)) exists, and no file is overwritten; give another folder"
            )
        }
        guard descriptor >= 0 else { throw failure(path) }
        self.path = path
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.pieceSize { try flush() }
    }

    /// Ends the file; returns its path.
    func end() throws -> String {
        try flush()
        guard let path, close(descriptor) == 0 else { throw failure(path ?? folder) }
        descriptor = -1
        self.path = nil
        return path
    }

    private func flush() throws {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path ?? folder) }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func discard() {
        if descriptor >= 0 { close(descriptor) }
        if let path { unlink(path) }
        descriptor = -1
        path = nil
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ path: String) -> Failure {
        Failure(.failed, "\(Terminal.visible(path)) cannot be written: \(String(cString: strerror(errno)))")
    }
}
