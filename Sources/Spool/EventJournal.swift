internal import Foundation
internal import Glibc
internal import Synchronization

/// Events as lines of JSON, one file a day, in the order of their sequence.
///
/// A line is never split over files. What a crash left of a last line is cut off when the journal is opened.
/// One process writes; anybody may read.
public final class EventJournal: Sendable {
    private static let suffix = ".ndjson"
    private static let searchByteCount = 65_536
    private static let lineByteMaximum = 16_777_216

    private let folder: String
    private let state: Mutex<State>

    /// What the lock guards: the newest day, which alone is written to.
    private struct State: ~Copyable, Sendable {
        var day: String?
        var file: Descriptor?
        var byteCount = 0
    }

    /// Opens the journal of a spool and cuts off a torn last line.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        folder = layout.events
        let newest = try EventJournal.days(in: folder).last
        state = Mutex(State(day: newest))
        guard let newest else { return }
        try state.withLock { (state) throws(SpoolError) in
            let path = path(newest)
            let file = try Disk.open(path, O_RDWR)
            let size = try Disk.status(of: file.number, path).byteCount
            state.byteCount = try EventJournal.endOfLastLine(in: file.number, before: size, path)
            if state.byteCount < size { try Disk.truncate(file.number, to: state.byteCount, path) }
            // What a dead process wrote and did not sync counts from here on as there.
            try Disk.synchronize(file.number, path)
            try Disk.synchronizeFolder(folder)
            state.file = consume file
        }
    }

    /// Writes lines to the files of their days; durable when it returns, one sync for each file.
    ///
    /// Lines come in rising sequence and without their line feed. A day before the newest file's goes to the
    /// newest file, so that the order of lines stays the order of sequences when a clock is set back.
    ///
    /// - Throws: `SpoolError` with the codes `diskFull`, `inputOutput`, `invalidName` (a day that is none).
    ///   The lines of the day that failed are cut off again; those of days before stay: ``lastSequence()``
    ///   tells where to go on.
    public func append(lines: [(sequence: Int, day: String, line: [UInt8])]) throws(SpoolError) {
        for line in lines {
            guard EventJournal.isDay(line.day) else {
                throw SpoolError(.invalidName, path: folder, detail: "a journal's day is written YYYY-MM-DD")
            }
            precondition(!line.line.contains(UInt8(ascii: "\n")), "an event is one line")
        }
        try state.withLock { (state) throws(SpoolError) in
            var rest = lines[...]
            while let first = rest.first {
                let day = max(first.day, state.day ?? first.day)
                var bytes: [UInt8] = []
                while let next = rest.first, next.day <= day {
                    bytes += next.line
                    bytes.append(UInt8(ascii: "\n"))
                    rest.removeFirst()
                }
                try append(bytes, day: day, &state)
            }
        }
    }

    /// The sequence of the last whole line, or `nil` when the journal is empty.
    ///
    /// - Throws: `SpoolError` with the code `damaged` when that line has no `sequence`.
    public func lastSequence() throws(SpoolError) -> Int? {
        try state.withLock { (state) throws(SpoolError) in
            // The newest file can be empty: made, and then the disk was full.
            for day in try EventJournal.days(in: folder).reversed() {
                let path = path(day)
                let file = try Disk.open(path, O_RDONLY)
                let size =
                    try day == state.day ? state.byteCount : Disk.status(of: file.number, path).byteCount
                guard size > 0 else { continue }
                let start = try EventJournal.endOfLastLine(in: file.number, before: size - 1, path)
                let line = try ArchiveReader.bytes(of: file.number, start..<size, path)
                guard let found = try? JSONDecoder().decode(SequencedLine.self, from: Data(line)) else {
                    throw SpoolError(
                        .damaged, path: path, detail: "the last line is no event with a \"sequence\"")
                }
                return found.sequence
            }
            return nil
        }
    }

    private func append(_ bytes: [UInt8], day: String, _ state: inout State) throws(SpoolError) {
        let path = path(day)
        if state.day != day || state.file == nil {
            try open(day, path, &state)
        }
        guard let file = EventJournal.number(of: state) else {
            throw SpoolError(.closed, path: path, detail: "is not open")
        }
        do throws(SpoolError) {
            try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
                try Disk.write(UnsafeRawBufferPointer(buffer), to: file, at: state.byteCount, path)
            }
            try Disk.synchronize(file, path)
        } catch {
            try Disk.truncate(file, to: state.byteCount, path)
            throw error
        }
        state.byteCount += bytes.count
    }

    private func open(_ day: String, _ path: String, _ state: inout State) throws(SpoolError) {
        let file = try Disk.open(path, O_RDWR | O_CREAT)
        try Disk.synchronizeFolder(folder)
        state.byteCount = try Disk.status(of: file.number, path).byteCount
        state.file = consume file
        state.day = day
    }

    private func path(_ day: String) -> String { folder + "/" + day + EventJournal.suffix }

    private static func number(of state: borrowing State) -> Int32? {
        switch state.file {
        case .some(let file): return file.number
        case .none: return nil
        }
    }

    private static func days(in folder: String) throws(SpoolError) -> [String] {
        try Disk.names(in: folder).filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            .filter(isDay)
    }

    private static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy { index, byte in
                index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
            }
    }

    /// The offset after the last line feed before `end`, or 0: read backwards, a piece at a time.
    private static func endOfLastLine(
        in descriptor: Int32, before end: Int, _ path: String
    ) throws(SpoolError) -> Int {
        var upper = end
        while upper > 0 {
            guard end - upper <= lineByteMaximum else {
                throw SpoolError(
                    .damaged, path: path, detail: "has a line of more than \(lineByteMaximum) bytes")
            }
            let lower = max(0, upper - searchByteCount)
            let bytes = try ArchiveReader.bytes(of: descriptor, lower..<upper, path)
            if let index = bytes.lastIndex(of: UInt8(ascii: "\n")) { return lower + index + 1 }
            upper = lower
        }
        return 0
    }
}

/// The one field of an event that the journal reads; CloudEvents writes it as text, others as a number.
private struct SequencedLine: Decodable {
    let sequence: Int

    private enum Key: CodingKey {
        case sequence
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if let number = try? container.decode(Int.self, forKey: .sequence) {
            sequence = number
            return
        }
        guard let number = Int(try container.decode(String.self, forKey: .sequence)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sequence, in: container, debugDescription: "A sequence is a whole number.")
        }
        sequence = number
    }
}
