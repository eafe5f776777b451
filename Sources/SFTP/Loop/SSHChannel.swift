internal import CLibSSH

/// The one channel of a session; freed together with the session.
struct SSHChannel {
    let raw: OpaquePointer

    /// The most bytes given to the library at once.
    static let writeBytes = 128 * 1024

    /// How many bytes the client is ready to take.
    var window: Int { Int(ssh_channel_window_size(raw)) }

    /// Gives bytes to the library; answers how many it took, nil when the channel is of no use any more.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let count = min(bytes.count, window, Self.writeBytes)
        guard count > 0 else { return 0 }
        let written = ssh_channel_write(raw, bytes.baseAddress, UInt32(count))
        return written < 0 ? nil : Int(written)
    }

    /// Ends the channel as a program that succeeded.
    func finish() {
        ssh_channel_request_send_exit_status(raw, 0)
        ssh_channel_send_eof(raw)
        ssh_channel_close(raw)
    }
}
