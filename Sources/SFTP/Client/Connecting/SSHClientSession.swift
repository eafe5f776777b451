internal import CLibSSH
internal import Glibc

/// One session of the library on our side of a connection, with the channel of the file protocol.
///
/// Nothing of it blocks beyond the ``StepLimit`` it is given: the library is told never to wait, and waiting
/// is done here. **Thread**: one at a time.
final class SSHClientSession: ClientStream {
    let raw: OpaquePointer
    private var channel: OpaquePointer?
    private let keepAlive: Duration
    private var isClosed = false
    /// Bytes that arrived since the server was last told that it may send more.
    private var untold = 0
    private let landing: UnsafeMutableRawBufferPointer

    /// How much the server may send before it has to wait for us: what a line of 100 MB/s holds in 80 ms.
    static let windowBytes = 8 << 20
    /// The most that is given to the library at once.
    private static let writeBytes = 128 << 10
    /// The most that is taken in one step, so that sending has its turn.
    private static let readBytes = 1 << 20

    /// Takes over a connected descriptor and agrees on keys.
    ///
    /// - Throws: ``ClientError``; the descriptor is closed then.
    init(
        taking descriptor: Int32, options: ClientOptions, hostKeyTypes: [String], within limit: StepLimit
    ) throws(ClientError) {
        SSHLibrary.start()
        guard let session = ssh_new() else {
            Glibc.close(descriptor)
            throw limit.error(.localFailure, "the SSH library gave no memory for a session")
        }
        raw = session
        keepAlive = options.keepAlive
        landing = .allocate(byteCount: Self.windowBytes, alignment: 16)
        do throws(ClientError) {
            try configure(options, hostKeyTypes: hostKeyTypes, limit)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        var socket = descriptor
        ssh_options_set(raw, SSH_OPTIONS_FD, &socket)
        ssh_set_blocking(raw, 0)
        // From here on the descriptor is closed with the session.
        let status = try repeating(limit) { ssh_connect(raw) }
        guard status == SSH_OK else { throw KeyExchangeFailure(text: errorText, banner: banner).error(limit) }
    }

    deinit {
        close()
        ssh_free(raw)
        landing.deallocate()
    }

    /// Says goodbye without waiting for anything.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        channel = nil
        let descriptor = ssh_get_fd(raw)
        guard ssh_is_connected(raw) != 0, descriptor >= 0 else { return }
        ssh_disconnect(raw)
        // Saying goodbye, the library forgets a descriptor that it was given; only freeing would close it.
        Glibc.close(descriptor)
    }

    private func configure(
        _ options: ClientOptions, hostKeyTypes: [String], _ limit: StepLimit
    ) throws(ClientError) {
        var isRead = false
        // Else the library reads the machine's client configuration, keys and known hosts, and follows them.
        ssh_options_set(raw, SSH_OPTIONS_PROCESS_CONFIG, &isRead)
        for (option, path) in [
            (SSH_OPTIONS_KNOWNHOSTS, "/dev/null"), (SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null"),
            (SSH_OPTIONS_SSH_DIR, "/dev/null"),
        ] { ssh_options_set(raw, option, path) }
        ssh_options_set(raw, SSH_OPTIONS_HOST, options.host)
        guard ssh_options_set(raw, SSH_OPTIONS_USER, options.user) == SSH_OK else {
            throw limit.error(
                .localFailure, "\(limit.server): the login name is of no use; check the profile")
        }
        let offer = options.algorithms
        for (option, list) in [
            (SSH_OPTIONS_KEY_EXCHANGE, offer.keyExchanges), (SSH_OPTIONS_HOSTKEYS, hostKeyTypes),
            (SSH_OPTIONS_CIPHERS_C_S, offer.ciphers), (SSH_OPTIONS_CIPHERS_S_C, offer.ciphers),
            (SSH_OPTIONS_HMAC_C_S, offer.codes), (SSH_OPTIONS_HMAC_S_C, offer.codes),
            (SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, offer.signatures),
        ] where ssh_options_set(raw, option, list.joined(separator: ",")) != SSH_OK {
            throw limit.error(
                .localFailure, "the SSH library offers none of: \(list.joined(separator: ", "))")
        }
        ssh_options_set(raw, SSH_OPTIONS_COMPRESSION, "no")
        var bits = offer.leastRSABits
        ssh_options_set(raw, SSH_OPTIONS_RSA_MIN_SIZE, &bits)
        var bytes: UInt64 = 1 << 30
        var seconds: UInt32 = 3_600
        ssh_options_set(raw, SSH_OPTIONS_REKEY_DATA, &bytes)
        ssh_options_set(raw, SSH_OPTIONS_REKEY_TIME, &seconds)
    }

    // MARK: - Waiting

    /// Calls the library again and again until it no longer asks for patience.
    func repeating(
        _ limit: StepLimit, again: Int32 = SSH_AGAIN, _ call: () -> Int32
    ) throws(ClientError) -> Int32 {
        while true {
            let status = call()
            guard status == again else { return status }
            _ = try wait(limit)
        }
    }

    /// Waits until the socket can move bytes; answers false when the line was silent for too long.
    private func wait(_ limit: StepLimit, longest: Duration? = nil) throws(ClientError) -> Bool {
        let descriptor = ssh_get_fd(raw)
        guard descriptor >= 0 else { throw lost(limit) }
        var events = Int16(POLLIN)
        if ssh_get_poll_flags(raw) & Int32(SSH_WRITE_PENDING) != 0 { events |= Int16(POLLOUT) }
        var sources = [pollfd(fd: descriptor, events: events, revents: 0)]
        return try limit.wait(for: &sources, longest: longest)
    }

    var errorText: String { SSHLibrary.errorText(of: raw) }

    func lost(_ limit: StepLimit) -> ClientError {
        let text = PlainText.line(errorText)
        return limit.error(
            .connectionLost,
            "\(limit.server): the connection ended while \(limit.phase.doing)\(text.isEmpty ? "" : " (\(text))")",
            ["text": text])
    }

    // MARK: - The file protocol

    /// Opens the channel and asks for the file protocol.
    func startSubsystem(_ limit: StepLimit) throws(ClientError) {
        guard let made = ssh_channel_new(raw) else {
            throw limit.error(.localFailure, "the SSH library gave no memory for a channel")
        }
        let opened = try repeating(limit) { ssh_channel_open_session(made) }
        guard opened == SSH_OK else { throw refusedSubsystem(limit) }
        let asked = try repeating(limit) { ssh_channel_request_subsystem(made, "sftp") }
        guard asked == SSH_OK else { throw refusedSubsystem(limit) }
        channel = made
        untold = Self.windowBytes
    }

    private func refusedSubsystem(_ limit: StepLimit) -> ClientError {
        guard ssh_is_connected(raw) != 0 else { return lost(limit) }
        return limit.error(
            .noSubsystem,
            "\(limit.server): the login works, but SFTP is not offered to it; ask the server's operator to"
                + " enable it",
            ["text": PlainText.line(errorText)])
    }

    func move(
        output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit
    ) throws(ClientError) {
        while true {
            let sent = try send(&output, limit)
            let received = try receive(&input, limit)
            if sent > 0 || received > 0 { return }
            // Receiving may have made the room that sending had not: then nobody would wake us for it.
            if !output.isEmpty, canSend { continue }
            let silence = keepAlive > .zero ? keepAlive : nil
            if try !wait(limit, longest: silence) { ssh_send_ignore(raw, "") }
        }
    }

    /// Whether the library takes bytes: the socket has taken the last ones, and the server has room.
    private var canSend: Bool {
        guard let channel else { return false }
        return ssh_get_poll_flags(raw) & Int32(SSH_WRITE_PENDING) == 0 && ssh_channel_window_size(channel) > 0
    }

    private func send(_ output: inout ByteQueue, _ limit: StepLimit) throws(ClientError) -> Int {
        guard let channel else { throw lost(limit) }
        var total = 0
        while !output.isEmpty, canSend {
            let count = min(output.count, Int(ssh_channel_window_size(channel)), Self.writeBytes)
            let written = output.withBytes { ssh_channel_write(channel, $0.baseAddress, UInt32(count)) }
            guard written >= 0 else { throw lost(limit) }
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
        guard let channel else { throw lost(limit) }
        var total = 0
        while total < Self.readBytes {
            let isWidening = untold >= Self.windowBytes / 8
            let capacity = isWidening ? Self.windowBytes : Self.windowBytes / 16
            let count = ssh_channel_read_timeout(channel, landing.baseAddress, UInt32(capacity), 0, 0)
            if isWidening { untold = 0 }
            if count == SSH_AGAIN || count == 0 {
                if ssh_channel_is_eof(channel) != 0 || ssh_channel_is_closed(channel) != 0, total == 0 {
                    throw lost(limit)
                }
                break
            }
            guard count > 0 else {
                if total > 0 { break }
                throw lost(limit)
            }
            input.append(UnsafeRawBufferPointer(rebasing: landing[..<Int(count)]))
            untold += Int(count)
            total += Int(count)
        }
        return total
    }
}
