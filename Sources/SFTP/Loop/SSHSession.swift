internal import CLibSSH
internal import Glibc

/// One session of the library, with its own event context and the callback tables it points to.
///
/// Owns the descriptor from a successful ``init(accepting:from:limits:)`` on. **Thread**: confined to the
/// loop that made it.
struct SSHSession: ~Copyable {
    let raw: OpaquePointer
    private let event: OpaquePointer
    private let serverCallbacks: UnsafeMutablePointer<ssh_server_callbacks_struct>
    private let channelCallbacks: UnsafeMutablePointer<ssh_channel_callbacks_struct>
    private let counter: UnsafeMutablePointer<ssh_counter_struct>
    private var isPolled = false

    /// How a step of the library ended.
    enum Progress { case done, again, failed }

    /// Takes over a connected descriptor; nil when the library refuses, and then the descriptor is closed.
    init?(accepting descriptor: Int32, from bind: borrowing SSHServerBind, limits: HostLimits) {
        guard let session = ssh_new() else {
            close(descriptor)
            return nil
        }
        guard let event = ssh_event_new() else {
            ssh_free(session)
            close(descriptor)
            return nil
        }
        // When this fails the session has not taken the descriptor yet, and would not close it.
        guard ssh_bind_accept_fd(bind.raw, session, descriptor) == SSH_OK else {
            ssh_event_free(event)
            ssh_free(session)
            close(descriptor)
            return nil
        }
        raw = session
        self.event = event
        serverCallbacks = .allocate(capacity: 1)
        serverCallbacks.initialize(to: ssh_server_callbacks_struct())
        serverCallbacks.pointee.size = MemoryLayout<ssh_server_callbacks_struct>.size
        channelCallbacks = .allocate(capacity: 1)
        channelCallbacks.initialize(to: ssh_channel_callbacks_struct())
        channelCallbacks.pointee.size = MemoryLayout<ssh_channel_callbacks_struct>.size
        counter = .allocate(capacity: 1)
        counter.initialize(to: ssh_counter_struct())
        ssh_set_counters(session, nil, counter)
        var bytes = limits.rekeyBytes
        var seconds = limits.rekeySeconds
        ssh_options_set(session, SSH_OPTIONS_REKEY_DATA, &bytes)
        ssh_options_set(session, SSH_OPTIONS_REKEY_TIME, &seconds)
        // Compressing costs CPU and mixes what the client chose with what is secret.
        // The library takes "no" for "rather not" and would still offer it.
        ssh_options_set(session, SSH_OPTIONS_COMPRESSION_C_S, "none")
        ssh_options_set(session, SSH_OPTIONS_COMPRESSION_S_C, "none")
        ssh_set_blocking(session, 0)
        offer([.publicKey, .password])
    }

    deinit {
        if isPolled { ssh_event_remove_session(event, raw) }
        ssh_event_free(event)
        if isPolled, ssh_is_connected(raw) != 0 { ssh_disconnect(raw) }
        ssh_free(raw)
        serverCallbacks.deallocate()
        channelCallbacks.deallocate()
        counter.deallocate()
    }

    /// Goes on with the key exchange; once done the session can be polled.
    mutating func exchangeKeys() -> Progress {
        switch ssh_handle_key_exchange(raw) {
        case SSH_OK:
            isPolled = true
            return ssh_event_add_session(event, raw) == SSH_OK ? .done : .failed
        case SSH_AGAIN: return .again
        default: return .failed
        }
    }

    /// Handles what arrived, without waiting; callbacks are called from inside.
    func poll() -> Progress {
        switch ssh_event_dopoll(event, 0) {
        case SSH_OK: .done
        case SSH_AGAIN: .again
        default: .failed
        }
    }

    /// The next message of a client that is not logged in.
    func nextMessage() -> SSHMessage? {
        guard let message = ssh_message_get(raw) else { return nil }
        return SSHMessage(message)
    }

    /// Names the ways to log in that the next refusal, or the next partial success, tells the client.
    func offer(_ methods: LoginMethods) {
        var flags: Int32 = 0
        if methods.contains(.publicKey) { flags |= Int32(SSH_AUTH_METHOD_PUBLICKEY) }
        if methods.contains(.password) { flags |= Int32(SSH_AUTH_METHOD_PASSWORD) }
        ssh_set_auth_methods(raw, flags)
    }

    /// Gives the session and the channel it may open to a connection.
    ///
    /// Before that the library has no callbacks, and therefore queues messages instead of answering them by
    /// itself.
    func attach(_ connection: SSHConnection) {
        SSHCallbacks.fill(serverCallbacks, channelCallbacks, for: connection)
        ssh_set_server_callbacks(raw, serverCallbacks)
    }

    /// Empties the callback tables: what still happens reaches nobody.
    func detach() {
        serverCallbacks.pointee = ssh_server_callbacks_struct()
        serverCallbacks.pointee.size = MemoryLayout<ssh_server_callbacks_struct>.size
        channelCallbacks.pointee = ssh_channel_callbacks_struct()
        channelCallbacks.pointee.size = MemoryLayout<ssh_channel_callbacks_struct>.size
    }

    /// Makes the one channel; called from inside the callback that asks for it.
    func makeChannel() -> OpaquePointer? {
        guard let channel = ssh_channel_new(raw) else { return nil }
        guard ssh_set_channel_callbacks(channel, channelCallbacks) == SSH_OK else {
            ssh_channel_free(channel)
            return nil
        }
        return channel
    }

    /// Packets the client has sent so far, those included that the library dropped without a word.
    var packetsReceived: UInt64 { counter.pointee.in_packets }

    /// Whether the client has sent its identification, the line that begins with `SSH-`.
    var isIdentified: Bool {
        ssh_get_clientbanner(raw).map { String(cString: $0).hasPrefix("SSH-") } ?? false
    }

    /// The client's identification, such as `SSH-2.0-OpenSSH_9.2p1`; cut, and without control characters.
    var clientName: String {
        guard let text = ssh_get_clientbanner(raw) else { return "" }
        let shown = String(cString: text).unicodeScalars.map {
            $0.value < 0x20 || $0.value == 0x7F ? "?" : $0
        }
        return String(String.UnicodeScalarView(shown.prefix(80)))
    }

    var isConnected: Bool { ssh_is_connected(raw) != 0 }

    /// Whether bytes wait in the library for the socket to take them.
    var isWritePending: Bool { ssh_get_poll_flags(raw) & Int32(SSH_WRITE_PENDING) != 0 }

    var errorText: String { SSHLibrary.errorText(of: raw) }
}
