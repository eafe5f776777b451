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

    /// How far ahead of us a client may send that sends much.
    ///
    /// The library gives 1.25 MiB by itself, which over a way of 40 ms there and back is 31 MiB a second.
    static let wideWindow = 4 << 20

    /// Tells the client that it may send so far ahead; the library is polled once on the way.
    ///
    /// `kept`: what the library held back as the begin of a packet; it has it no more.
    /// Returns false when the channel is of no use any more.
    func widen(_ kept: (UnsafeRawBufferPointer) -> Void) -> Bool {
        // Asking to read so much is the library's only way to widen the window.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.wideWindow, alignment: 16)
        defer { buffer.deallocate() }
        let count = ssh_channel_read_timeout(raw, buffer.baseAddress, UInt32(buffer.count), 0, 0)
        if count > 0 { kept(UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)])) }
        return count >= 0 || count == SSH_AGAIN
    }

    /// Ends the channel as a program that succeeded.
    func finish() {
        ssh_channel_request_send_exit_status(raw, 0)
        ssh_channel_send_eof(raw)
        ssh_channel_close(raw)
    }
}
