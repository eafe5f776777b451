internal import CLibSSH

/// One channel of a session: a stream of the file protocol.
///
/// **Thread**: one at a time, and the same for all channels of a session.
final class SSHClientLane: ClientLane {
    private let channel: OpaquePointer
    private unowned let session: SSHClientSession
    /// Bytes that arrived since the server was last told that it may send more.
    private var untold = SSHClientSession.windowBytes

    /// The most that is given to the library at once.
    private static let writeBytes = 128 << 10
    /// The most that is taken in one step, so that sending has its turn.
    private static let readBytes = 1 << 20

    /// The channel belongs to the session and ends with it.
    init(_ channel: OpaquePointer, of session: SSHClientSession) {
        self.channel = channel
        self.session = session
    }

    func close() { session.close() }

    func move(
        output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit
    ) throws(ClientError) {
        while try !exchange(output: &output, input: &input, limit) { try session.listen(limit) }
    }

    func exchange(
        output: inout ByteQueue, input: inout ByteQueue, _ limit: StepLimit
    ) throws(ClientError) -> Bool {
        guard session.isUsable else { throw session.lost(limit) }
        let sent = try send(&output, limit)
        let received = try receive(&input, limit)
        // Receiving may have made the room that sending had not: then nobody would wake us for it.
        return sent > 0 || received > 0 || !output.isEmpty && canSend
    }

    /// A look at one channel may have taken in what arrived for the other, of which the socket tells no more: so never long.
    func rest(_ limit: StepLimit) throws(ClientError) {
        _ = try session.wait(limit, longest: .milliseconds(5))
    }

    /// Whether the library takes bytes: the socket has taken the last ones, and the server has room.
    private var canSend: Bool {
        ssh_get_poll_flags(session.raw) & Int32(SSH_WRITE_PENDING) == 0
            && ssh_channel_window_size(channel) > 0
    }

    private func send(_ output: inout ByteQueue, _ limit: StepLimit) throws(ClientError) -> Int {
        var total = 0
        while !output.isEmpty, canSend {
            let count = min(output.count, Int(ssh_channel_window_size(channel)), Self.writeBytes)
            let written = output.withBytes { ssh_channel_write(channel, $0.baseAddress, UInt32(count)) }
            guard written >= 0 else { throw session.lost(limit) }
            guard written > 0 else { break }
            output.removeFirst(Int(written))
            total += Int(written)
        }
        return total
    }

    /// Takes what arrived.
    ///
    /// The library widens the window only for a read that asks for more than the window has left: such a read
    /// is made once an eighth of the window is used up.
    private func receive(_ input: inout ByteQueue, _ limit: StepLimit) throws(ClientError) -> Int {
        let (landing, window) = (session.landing, SSHClientSession.windowBytes)
        var total = 0
        while total < Self.readBytes {
            let isWidening = untold >= window / 8
            let capacity = isWidening ? window : window / 16
            let count = ssh_channel_read_timeout(channel, landing.baseAddress, UInt32(capacity), 0, 0)
            if isWidening { untold = 0 }
            if count == SSH_AGAIN || count == 0 {
                if ssh_channel_is_eof(channel) != 0 || ssh_channel_is_closed(channel) != 0, total == 0 {
                    throw session.lost(limit)
                }
                break
            }
            guard count > 0 else {
                if total > 0 { break }
                throw session.lost(limit)
            }
            input.append(UnsafeRawBufferPointer(rebasing: landing[..<Int(count)]))
            untold += Int(count)
            total += Int(count)
        }
        return total
    }
}
