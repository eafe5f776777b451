extension SFTPClient {
    /// Writes a file of a known size, syncs it where asked and possible, and closes it.
    ///
    /// The closure fills a buffer with the bytes at an offset and answers how many it had. Many requests are
    /// under way at once. When this returns, the server has accepted every byte and the closing; whether the
    /// bytes are there only a look at the server can tell. An error of the closure ends the writing and is thrown
    /// on; the part that was written stays at the server.
    ///
    /// - Returns: whether the server said that the file is on its disk.
    /// - Throws: ``ClientError``.
    @discardableResult
    public func write(
        _ path: String, byteCount: UInt64, mode: WriteMode, synchronize: Bool,
        _ source: (UnsafeMutableRawBufferPointer, UInt64) throws -> Int
    ) throws -> Bool {
        let limit = limit(.write, deadlines.file)
        let (flags, start): (OpenFlags, UInt64) =
            switch mode {
            case .create(exclusive: true): ([.write, .create, .exclusive], 0)
            case .create(exclusive: false): ([.write, .create, .truncate], 0)
            case .resume(let offset): ([.write], offset)
            }
        let request = ClientRequest.open(path: Array(path.utf8), flags: flags)
        let handle = try open(request, path, changes: mode != .resume(from: start), limit)
        var isHeld = true
        defer { if isHeld { drop(handle, limit) } }
        let transfer = WriteTransfer(
            handle: handle, start: start, end: byteCount, chunk: facts.limits.writeBytes, line: line)
        do {
            try transfer.run(limit, source)
        } catch let failure as WriteTransfer.Refused {
            throw refusal(failure.reply, path, limit)
        }
        let isSynchronized =
            synchronize && facts.canSynchronize ? try self.synchronize(handle, path, limit) : false
        isHeld = false
        let closed = try line.reply(to: .close(handle: handle), changes: true, limit).reply
        guard case .status(0, _) = closed else { throw refusal(closed, path, limit) }
        return isSynchronized
    }

    private func synchronize(
        _ handle: [UInt8], _ path: String, _ limit: StepLimit
    ) throws(ClientError) -> Bool {
        let limit = limit.at(.synchronize)
        let reply = try line.reply(to: .synchronize(handle: handle), limit).reply
        switch reply {
        case .status(0, _): return true
        case .status(SFTPError.Status.unsupported.rawValue, _): return false
        default: throw refusal(reply, path, limit)
        }
    }
}

/// One file on its way to a server.
final class WriteTransfer {
    /// The server refused a WRITE.
    struct Refused: Error { let reply: ServerReply }

    private let handle: [UInt8]
    private let line: RequestLine
    private let end: UInt64
    private let chunk: Int
    private var next: UInt64
    /// The bytes of each request that is under way.
    private var underWay: [UInt32: Int] = [:]
    private var bytesUnderWay = 0

    /// The most bytes under way at once.
    static let windowBytes = SSHClientSession.windowBytes

    init(handle: [UInt8], start: UInt64, end: UInt64, chunk: Int, line: RequestLine) {
        self.handle = handle
        self.line = line
        self.end = end
        self.chunk = chunk
        next = start
    }

    /// Writes to the end; whatever happens, no answer is left outstanding in a session that goes on.
    func run(_ limit: StepLimit, _ source: (UnsafeMutableRawBufferPointer, UInt64) throws -> Int) throws {
        do {
            while next < end || !underWay.isEmpty {
                try fill(limit, source)
                while try accept(limit) {}
                if !underWay.isEmpty { try line.move(limit) }
            }
        } catch {
            drain(limit)
            throw error
        }
    }

    private func fill(
        _ limit: StepLimit, _ source: (UnsafeMutableRawBufferPointer, UInt64) throws -> Int
    ) throws {
        while next < end, bytesUnderWay < Self.windowBytes, line.output.count < RequestLine.outputHighMark {
            let capacity = Int(min(UInt64(chunk), end - next))
            let sent = try line.sendWrite(handle: handle, offset: next, upTo: capacity) {
                try source($0, next)
            }
            guard let sent else {
                throw limit.error(
                    .localFailure, "the file for \(limit.server) ends at \(next) bytes instead of \(end)")
            }
            underWay[sent.id] = sent.count
            bytesUnderWay += sent.count
            next += UInt64(sent.count)
        }
    }

    /// Takes one answer; false when none has arrived whole.
    private func accept(_ limit: StepLimit) throws -> Bool {
        try line.takeReply(limit) { id, reply, _ in
            guard let count = underWay.removeValue(forKey: id) else {
                throw line.end(
                    limit.error(
                        .protocolViolation,
                        "\(limit.server): the server answered what was not asked while writing"))
            }
            bytesUnderWay -= count
            guard case .status(0, _) = reply else { throw Refused(reply: reply) }
            return true
        } ?? false
    }

    private func drain(_ limit: StepLimit) {
        while line.isOpen, line.outstanding > 0 {
            do {
                guard try line.takeReply(limit, { _, _, _ in true }) == nil else { continue }
                try line.move(limit)
            } catch {
                return line.close()
            }
        }
    }
}
