@testable import SFTP

/// A client's bytes against the host's conversation: every request is answered once, in order, however the bytes come.
///
/// The first byte says how many bytes come at once. Records follow: a length and as many bytes, which become a packet with a
/// right length in front; a record of length 255 goes out without one, so that lengths go wrong as well.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPackets(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let first = input.first else { return 0 }
    let stream = stream(of: input.dropFirst())
    let whole = Play(stream, step: max(stream.count, 1))
    let pieces = Play(stream, step: max(Int(first), 1))
    let handedOver = Play(stream, step: max(Int(first), 1), isHandingOver: true)
    promise(whole.answers == handedOver.answers, "Nor on who keeps them.")
    promise(whole.answers == pieces.answers, "The answers do not depend on the pieces.")
    promise(whole.isGoing == pieces.isGoing, "Nor does what breaks the protocol.")
    promise(whole.ids.count <= whole.asked.count, "No answer without a request.")
    promise(whole.ids == Array(whole.asked.prefix(whole.ids.count)), "Answers come in order.")
    promise(!whole.isGoing || whole.ids.count == whole.asked.count, "No request is forgotten.")
    return 0
}

/// The bytes a client sends: INIT, and what the records say.
private func stream(of records: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var stream: [UInt8] = [0, 0, 0, 5, 1, 0, 0, 0, 3]
    var rest = records
    while let length = rest.popFirst() {
        let body = rest.prefix(Int(length))
        rest = rest.dropFirst(body.count)
        if length < 255 { stream += [0, 0, 0, UInt8(body.count)] }
        stream += body
    }
    return stream
}

/// One conversation from its first byte to its end.
private struct Play {
    private(set) var answers: [[UInt8]] = []
    /// The numbers of the requests that came whole, until the protocol was broken.
    private(set) var asked: [ArraySlice<UInt8>] = []
    let isGoing: Bool

    /// The numbers answered, without the answer to INIT.
    var ids: [ArraySlice<UInt8>] { answers.filter { $0[0] != 2 }.map { $0[1..<5] } }

    init(_ stream: [UInt8], step: Int, isHandingOver: Bool = false) {
        let files = Files()
        let jobs = Jobs()
        var limits = HostLimits()
        limits.handlesPerSession = 4
        limits.entriesPerPage = 3
        let conversation = HostConversation(session: files, limits: limits) { jobs.waiting.append($0) }
        var kept: [UInt8] = []
        for start in stride(from: 0, to: stream.count, by: step) {
            kept += stream[start..<min(start + step, stream.count)]
            kept.removeFirst(kept.withUnsafeBytes { conversation.take($0) })
            if isHandingOver, start / step % 3 == 0 {
                // As when the window is widened: the library hands out what it held back.
                kept.withUnsafeBytes { conversation.keep($0) }
                kept = []
            }
            while true {
                answers += Play.packets(conversation)
                conversation.resume()
                guard let job = jobs.take() else {
                    if conversation.output.isEmpty { break }
                    continue
                }
                conversation.complete(job())
            }
            promise(conversation.handles.count <= 4, "No more is open than allowed.")
            promise(conversation.waitingInput <= limits.maximumPacket + 4, "Input is worked on, not kept.")
        }
        isGoing = conversation.condition == .going
        asked = Play.requests(in: stream, limit: limits.maximumPacket)
        for file in conversation.end() { file.abandon() }
        promise(files.opened == files.closed, "Every file that was opened is closed or abandoned.")
    }

    /// What the host has to send, as packets; it sends nothing else.
    private static func packets(_ conversation: HostConversation) -> [[UInt8]] {
        let bytes = conversation.output.withBytes { Array($0) }
        conversation.output.removeFirst(bytes.count)
        var packets: [[UInt8]] = []
        var start = 0
        while case .packet(let range) = PacketFrame(bytes, from: start, limit: .max) {
            let packet = Array(bytes[range])
            promise([2, 101, 102, 103, 104, 105, 201].contains(packet[0]), "Only answers are sent.")
            // An open folder was changed now, and now is later in the next play.
            packets.append(packet[0] == 105 ? packet.dropLast(8) : packet)
            start = range.upperBound
        }
        promise(start == bytes.count, "Answers are whole.")
        return packets
    }

    private static func requests(in stream: [UInt8], limit: Int) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var start = 0
        var isFirst = true
        while case .packet(let range) = PacketFrame(stream, from: start, limit: limit) {
            start = range.upperBound
            // A second INIT, or a packet without a number, ends everything.
            if !isFirst {
                guard range.count >= 5, stream[range.lowerBound] != 1 else { break }
                found.append(stream[(range.lowerBound + 1)..<(range.lowerBound + 5)])
            }
            isFirst = false
        }
        return found
    }
}

/// What waits for a worker.
private final class Jobs {
    var waiting: [() -> WorkerAnswer] = []
    func take() -> (() -> WorkerAnswer)? { waiting.isEmpty ? nil : waiting.removeFirst() }
}

/// A few files in memory; one thread alone uses them.
private final class Files: HostSession, @unchecked Sendable {
    static let limit: UInt64 = 4_096
    var bytes: [String: [UInt8]] = ["/a": Array("some bytes".utf8)]
    var opened = 0
    var closed = 0

    private static let missing = SFTPError(code: .noSuchFile, message: "no such file")

    private func attributes(count: Int, isDirectory: Bool = false) -> FileAttributes {
        FileAttributes(isDirectory: isDirectory, size: UInt64(count), permissions: 0o640, modified: 1_000_000)
    }

    func attributes(of path: String) throws(SFTPError) -> FileAttributes {
        let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropFirst()
        let isNormal = names.allSatisfy { !$0.isEmpty && !$0.elementsEqual("..".utf8) }
        promise(
            path.utf8.first == UInt8(ascii: "/") && (path == "/" || isNormal), "Paths are normal: \(path)")
        if path == "/" { return attributes(count: 0, isDirectory: true) }
        guard let found = bytes[path] else { throw Self.missing }
        return attributes(count: found.count)
    }

    func list(_ path: String) throws(SFTPError) -> [DirectoryEntry] {
        (0..<7).map { DirectoryEntry(name: "\($0)", attributes: attributes(count: $0)) }
    }

    func open(_ path: String, flags: OpenFlags) throws(SFTPError) -> any HostFile {
        if flags.contains(.create), bytes.count < 8, bytes[path] == nil { bytes[path] = [] }
        guard bytes[path] != nil else { throw Self.missing }
        opened += 1
        return File(self, path)
    }

    func rename(_ from: String, to: String, replacing: Bool) throws(SFTPError) {
        guard let found = bytes.removeValue(forKey: from) else { throw Self.missing }
        bytes[to] = found
    }

    func remove(_ path: String) throws(SFTPError) {
        guard bytes.removeValue(forKey: path) != nil else { throw Self.missing }
    }

    func setAttributes(of path: String) throws(SFTPError) { _ = try attributes(of: path) }

    func space() -> (totalBytes: UInt64, freeBytes: UInt64) { (.max, .max) }

    func ended() {}
}

/// An open file; its bytes stay under the name it was opened by.
private final class File: HostFile, @unchecked Sendable {
    private let files: Files
    private let path: String
    private var isOpen = true

    init(_ files: Files, _ path: String) {
        self.files = files
        self.path = path
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        promise(isOpen, "Nothing is written after the end.")
        var found = files.bytes[path] ?? []
        guard offset <= UInt64(found.count), found.count + bytes.count <= Int(Files.limit) else {
            throw SFTPError(code: .failure, message: "too far")
        }
        let end = min(Int(offset) + bytes.count, found.count)
        found.replaceSubrange(Int(offset)..<end, with: bytes)
        files.bytes[path] = found
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        promise(isOpen, "Nothing is read after the end.")
        let found = files.bytes[path] ?? []
        guard offset < UInt64(found.count) else { return 0 }
        let part = found[Int(offset)...].prefix(buffer.count)
        buffer.copyBytes(from: part)
        return part.count
    }

    func attributes() -> FileAttributes {
        FileAttributes(
            isDirectory: false, size: UInt64(files.bytes[path]?.count ?? 0), permissions: 0o640,
            modified: 1_000_000)
    }

    func synchronize() throws(SFTPError) { promise(isOpen, "Nothing is synced after the end.") }

    func close() throws(SFTPError) { abandon() }

    func abandon() {
        promise(isOpen, "A file ends once.")
        isOpen = false
        files.closed += 1
    }
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
