internal import CLibSSH
internal import Glibc

/// One session of the library on our side of a connection, with the channels of the file protocol.
///
/// Nothing of it blocks beyond the ``StepLimit`` it is given: the library is told never to wait, and waiting
/// is done here. **Thread**: one at a time.
final class SSHClientSession: ClientStream {
    let raw: OpaquePointer
    private var lane: SSHClientLane?
    private let keepAlive: Duration
    private var isClosed = false
    /// Whether the session was not ended on our side.
    var isUsable: Bool { !isClosed }
    let landing: UnsafeMutableRawBufferPointer

    /// How much the server may send before it has to wait for us: what a line of 100 MB/s holds in 80 ms.
    static let windowBytes = 8 << 20

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
        lane = nil
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
    func wait(_ limit: StepLimit, longest: Duration? = nil) throws(ClientError) -> Bool {
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
        guard let channel = try openChannel(limit) else { throw refusedSubsystem(limit) }
        lane = SSHClientLane(channel, of: self)
    }

    /// A channel that speaks the file protocol; nil when the server refuses it.
    private func openChannel(_ limit: StepLimit) throws(ClientError) -> OpaquePointer? {
        guard let made = ssh_channel_new(raw) else {
            throw limit.error(.localFailure, "the SSH library gave no memory for a channel")
        }
        guard try repeating(limit, { ssh_channel_open_session(made) }) == SSH_OK,
            try repeating(limit, { ssh_channel_request_subsystem(made, "sftp") }) == SSH_OK
        else {
            ssh_channel_free(made)
            return nil
        }
        return made
    }

    func secondLane(_ limit: StepLimit) throws(ClientError) -> (
        first: any ClientLane, second: any ClientLane
    )? {
        guard let lane, let channel = try openChannel(limit) else {
            if ssh_is_connected(raw) == 0 { throw lost(limit) }
            return nil
        }
        return (lane, SSHClientLane(channel, of: self))
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
        guard let lane else { throw lost(limit) }
        try lane.move(output: &output, input: &input, until: limit)
    }

    /// Waits for the line, and breaks a long silence so that nobody between us and the server forgets us.
    func listen(_ limit: StepLimit) throws(ClientError) {
        let silence = keepAlive > .zero ? keepAlive : nil
        if try !wait(limit, longest: silence) { ssh_send_ignore(raw, "") }
    }
}
