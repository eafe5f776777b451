internal import CLibSSH

/// The C functions the library calls, each handing over to the connection it belongs to.
///
/// The tables hold the connection unretained: they belong to its session, which the connection frees before
/// it goes away itself.
enum SSHCallbacks {
    static func fill(
        _ server: UnsafeMutablePointer<ssh_server_callbacks_struct>,
        _ channel: UnsafeMutablePointer<ssh_channel_callbacks_struct>, for connection: SSHConnection
    ) {
        let context = Unmanaged.passUnretained(connection).toOpaque()
        server.pointee.userdata = context
        server.pointee.channel_open_request_session_function = { _, context in
            SSHCallbacks.connection(context)?.openChannel()
        }
        channel.pointee.userdata = context
        channel.pointee.channel_subsystem_request_function = { _, _, name, context in
            guard let name, let connection = SSHCallbacks.connection(context) else { return 1 }
            return connection.startSubsystem(String(cString: name)) ? 0 : 1
        }
        channel.pointee.channel_data_function = { _, _, data, count, isError, context in
            // Error output of a client means nothing here; it is taken and dropped.
            guard isError == 0 else { return Int32(count) }
            let bytes = UnsafeRawBufferPointer(start: data, count: Int(count))
            return Int32(SSHCallbacks.connection(context)?.receive(bytes) ?? Int(count))
        }
        channel.pointee.channel_eof_function = { _, _, context in
            SSHCallbacks.connection(context)?.sawEndOfInput()
        }
        channel.pointee.channel_close_function = { _, _, context in
            SSHCallbacks.connection(context)?.sawClose()
        }
    }

    private static func connection(_ context: UnsafeMutableRawPointer?) -> SSHConnection? {
        context.map { Unmanaged<SSHConnection>.fromOpaque($0).takeUnretainedValue() }
    }
}
