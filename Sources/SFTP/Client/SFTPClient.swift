/// A session with a partner's SFTP server: it lists, reads, writes and renames.
///
/// Every call is over by its deadline, or within 100 ms of a cancellation. After an error whose code is
/// ``ClientError/Code-swift.enum/timedOut``, `cancelled`, `connectionLost` or `protocolViolation` the session has
/// ended, and each further call says so; a refusal of the server leaves it as it was. **Thread**: blocks; one
/// at a time.
public final class SFTPClient {
    /// What was learned of the server while connecting.
    public let facts: ServerFacts
    let line: RequestLine
    /// The other stream of the connection, once a long file wanted it; its absence is remembered too.
    private var beside: RequestLine??
    let deadlines: ClientDeadlines
    private let server: String
    private let ends: ContinuousClock.Instant
    private let cancellation: ClientCancellation?

    /// Connects, checks the server's key, logs in and starts the file protocol.
    ///
    /// Nothing of a credential is sent before the server proved to hold a pinned key.
    ///
    /// - Parameters:
    ///   - options: where and how.
    ///   - cancellation: ends the connecting, and the session later.
    ///   - progress: hears of each step when it is done; of some more than once, where a server is asked for
    ///     several keys.
    /// - Returns: the session, logged in.
    /// - Throws: ``ClientError`` with the step that failed; everything is closed then.
    public static func connect(
        _ options: ClientOptions, cancellation: ClientCancellation? = nil,
        progress: ((ServerFacts.Step) -> Void)? = nil
    ) throws(ClientError) -> SFTPClient {
        var connector = ClientConnector(options, cancellation: cancellation)
        return try connector.connect(progress)
    }

    /// Agrees on the version of the file protocol over a stream that stands.
    init(
        _ stream: any ClientStream, facts: ServerFacts, options: ClientOptions, ends: ContinuousClock.Instant,
        cancellation: ClientCancellation?, _ limit: StepLimit
    ) throws(ClientError) {
        line = RequestLine(stream)
        deadlines = options.deadlines
        server = options.server
        self.ends = ends
        self.cancellation = cancellation
        var facts = facts
        facts.extensions = try Self.greet(line, limit)
        if facts.extensions["limits@openssh.com"] != nil { facts.limits = try Self.limits(line, limit) }
        self.facts = facts
    }

    deinit { line.close() }

    /// Ends the session without waiting.
    public func close() { line.close() }

    /// Whether the session can still be used.
    public var isOpen: Bool { line.isOpen }

    /// Asks what a name stands for; links are followed.
    ///
    /// - Throws: ``ClientError``; ``ClientError/Code-swift.enum/unsupported`` when the server tells no size.
    public func stat(_ path: String) throws(ClientError) -> FileAttributes {
        let limit = limit(.stat)
        let reply = try line.reply(to: .attributes(path: Array(path.utf8)), limit).reply
        guard case .attributes(let found) = reply else { throw refusal(reply, path, limit) }
        let isFolder = found.kind == .folder
        guard let size = found.size ?? (isFolder ? 0 : nil) else {
            throw limit.error(
                .unsupported, "\(server): the size of \(path) is not told, so nothing can be compared with it"
            )
        }
        return FileAttributes(
            isDirectory: isFolder, size: size, permissions: (found.mode ?? 0) & 0o777,
            modified: Int64(found.modified ?? 0))
    }

    /// Gives a file another name.
    ///
    /// `replacing` takes the name away from a file that has it, in one step where the server can
    /// (``ServerFacts/canReplace``); where it cannot, and whenever `replacing` is false, a taken name is an
    /// error at most servers.
    public func rename(_ from: String, to target: String, replacing: Bool) throws(ClientError) {
        let (source, name) = (Array(from.utf8), Array(target.utf8))
        try settle(
            replacing && facts.canReplace
                ? .replace(from: source, to: name) : .rename(from: source, to: name),
            .rename, "\(from) to \(target)")
    }

    /// Deletes a file.
    public func remove(_ path: String) throws(ClientError) {
        try settle(.remove(path: Array(path.utf8)), .remove, path)
    }

    /// Makes a folder.
    public func makeFolder(_ path: String) throws(ClientError) {
        try settle(.makeFolder(path: Array(path.utf8)), .makeFolder, path)
    }

    /// Deletes an empty folder.
    public func removeFolder(_ path: String) throws(ClientError) {
        try settle(.removeFolder(path: Array(path.utf8)), .remove, path)
    }

    /// Answers the server's absolute form of a path; `.` is the folder in which a session begins.
    public func realPath(_ path: String) throws(ClientError) -> String {
        let limit = limit(.stat)
        let reply = try line.reply(to: .realPath(path: Array(path.utf8)), limit).reply
        guard case .names(let names) = reply, let first = names.first else {
            throw refusal(reply, path, limit)
        }
        return String(decoding: first.name, as: UTF8.self)
    }

    /// Answers the SHA-256 digest of a file as the server computes it; nil when it has no way to say it.
    public func checksum(_ path: String) throws(ClientError) -> [UInt8]? {
        guard facts.extensions.keys.contains(where: { $0.hasPrefix("check-file") }) else { return nil }
        let limit = limit(.stat, deadlines.file)
        let answer = try line.reply(to: .checksum(path: Array(path.utf8), algorithms: "sha256"), limit)
        switch answer.reply {
        case .extended(let range): return Self.digest(answer.packet[range])
        case .status(let code, _) where code == SFTPError.Status.unsupported.rawValue: return nil
        default: throw refusal(answer.reply, path, limit)
        }
    }

    /// The draft puts the extension's name in front of the algorithm, some servers leave it out.
    private static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var reader = PacketReader(bytes)
        guard var name = reader.bytes() else { return nil }
        if name.elementsEqual("check-file".utf8) {
            guard let next = reader.bytes() else { return nil }
            name = next
        }
        guard name.elementsEqual("sha256".utf8), reader.count >= 32 else { return nil }
        return Array(bytes[reader.position...].suffix(32))
    }
}

// What the other operations are made of.
extension SFTPClient {
    /// The bounds of a step that begins now.
    func limit(_ phase: ClientPhase, _ lasting: Duration? = nil) -> StepLimit {
        let lasting = lasting ?? deadlines.list
        return StepLimit(
            phase: phase, server: server, lasting: lasting,
            deadline: min(ContinuousClock.now + lasting, ends), cancellation: cancellation)
    }

    /// Sends a request that is answered by yes or no.
    private func settle(_ request: ClientRequest, _ phase: ClientPhase, _ subject: String) throws(ClientError)
    {
        let limit = limit(phase)
        let reply = try line.reply(to: request, changes: true, limit).reply
        guard case .status(0, _) = reply else { throw refusal(reply, subject, limit) }
    }

    /// Opens a file or folder; answers its handle.
    func open(
        _ request: ClientRequest, _ subject: String, changes: Bool, _ limit: StepLimit
    ) throws(ClientError) -> [UInt8] {
        let reply = try line.reply(to: request, changes: changes, limit).reply
        guard case .handle(let handle) = reply else { throw refusal(reply, subject, limit) }
        return handle
    }

    /// The other stream of the connection, in which the file protocol is spoken too; nil when the server refuses it.
    func secondLine(_ limit: StepLimit) throws(ClientError) -> RequestLine? {
        if let beside { return beside?.isOpen == true ? beside : nil }
        beside = .some(nil)
        guard let made = try line.secondLine(limit) else { return nil }
        guard case .version(3..., _) = try made.reply(to: .initialize, limit).reply else { return nil }
        beside = made
        return made
    }

    /// Closes a handle whose state does not matter any more.
    func drop(_ handle: [UInt8], _ limit: StepLimit) { drop(handle, line, limit) }

    func drop(_ handle: [UInt8], _ line: RequestLine, _ limit: StepLimit) {
        guard line.isOpen else { return }
        do throws(ClientError) {
            _ = try line.reply(to: .close(handle: handle), limit)
        } catch {
            line.end(error)
        }
    }

    /// The error for a reply that is not the one hoped for.
    func refusal(_ reply: ServerReply, _ subject: String, _ limit: StepLimit) -> ClientError {
        guard case .status(let number, let text) = reply, number > 0 else {
            return line.end(
                limit.error(
                    .protocolViolation,
                    "\(server): the server's answer while \(limit.phase.doing) (\(subject)) does not fit the"
                        + " request"))
        }
        let code = ServerStatus.code(number, text: text)
        return limit.error(
            code,
            "\(server): refused while \(limit.phase.doing) (\(subject)): "
                + "\(text.isEmpty ? "no reason given" : text); \(ServerStatus.advice(code))",
            ["status": "\(number)", "text": text])
    }

    private static func greet(_ line: RequestLine, _ limit: StepLimit) throws(ClientError) -> [String: String]
    {
        let reply: ServerReply
        do throws(ClientError) {
            reply = try line.reply(to: .initialize, limit).reply
        } catch {
            guard error.code == .connectionLost else { throw error }
            throw limit.error(
                .noSubsystem,
                "\(limit.server): the server ended the session instead of starting SFTP; ask its operator to"
                    + " enable it for this login", error.details)
        }
        guard case .version(3..., let extensions) = reply else {
            throw line.end(
                limit.error(
                    .protocolViolation,
                    "\(limit.server): the server does not speak version 3 of the file protocol"))
        }
        return extensions
    }

    private static func limits(_ line: RequestLine, _ limit: StepLimit) throws(ClientError) -> TransferLimits
    {
        let answer = try line.reply(to: .limits, limit)
        var limits = TransferLimits()
        guard case .extended(let range) = answer.reply else { return limits }
        var reader = PacketReader(answer.packet[range])
        guard reader.number64() != nil, let read = reader.number64(), let write = reader.number64(),
            let handles = reader.number64()
        else { return limits }
        if read > 0 { limits.readBytes = Int(min(max(read, 512), TransferLimits.largest)) }
        if write > 0 { limits.writeBytes = Int(min(max(write, 512), TransferLimits.largest)) }
        limits.handles = handles
        return limits
    }
}

extension TransferLimits {
    /// The most we ask for or send at once, whatever the server would take.
    static let largest: UInt64 = 255 * 1024
}
