extension SFTPClient {
    /// Writes a file of a known size, syncs it where asked and possible, and closes it.
    ///
    /// The closure fills a buffer with the bytes at an offset and answers how many it had. Many requests are
    /// under way at once. When this returns, the server has accepted every byte and the closing; whether the
    /// bytes are there only a look at the server can tell. An error of the closure ends the writing and is thrown
    /// on; the part that was written stays at the server.
    ///
    /// A long file goes to an OpenSSH server by two channels at once: it takes 2 MiB in each before it has to answer,
    /// which one channel over a long line does not get beyond. Its parts arrive in any order then.
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
        var second =
            mode != .resume(from: start) && byteCount - start >= Self.twoLaneBytes
            ? try openBeside(path, limit) : nil
        defer { if let second { drop(second.handle, second.line, limit) } }
        let lanes = [(line, handle)] + (second.map { [($0.line, $0.handle)] } ?? [])
        let transfer = WriteTransfer(
            lanes: lanes, start: start, end: byteCount, chunk: facts.limits.writeBytes)
        do {
            try transfer.run(limit, source)
        } catch let failure as WriteTransfer.Refused {
            throw refusal(failure.reply, path, limit)
        }
        if let (beside, other) = second {
            second = nil
            let closed = try beside.reply(to: .close(handle: other), changes: true, limit).reply
            guard case .status(0, _) = closed else { throw refusal(closed, path, limit) }
        }
        let isSynchronized =
            synchronize && facts.canSynchronize ? try self.synchronize(handle, path, limit) : false
        isHeld = false
        let closed = try line.reply(to: .close(handle: handle), changes: true, limit).reply
        guard case .status(0, _) = closed else { throw refusal(closed, path, limit) }
        return isSynchronized
    }

    /// Files from this size on are worth a second channel.
    private static let twoLaneBytes: UInt64 = 8 << 20

    /// A second handle of a file, by another channel of the connection; nil where that cannot be had or is not known to do.
    private func openBeside(
        _ path: String, _ limit: StepLimit
    ) throws(ClientError) -> (line: RequestLine, handle: [UInt8])? {
        guard facts.canWriteBeside, let second = try secondLine(limit) else { return nil }
        let request = ClientRequest.open(path: Array(path.utf8), flags: [.write])
        guard case .handle(let handle) = try second.reply(to: request, limit).reply else { return nil }
        return (second, handle)
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
