internal import CLibSSH
internal import Glibc

/// The C library as a whole: its one-time start and its error texts.
enum SSHLibrary {
    /// Starts the library once in the life of the process.
    ///
    /// SIGPIPE is ignored from then on: a client that vanishes must be an error of `write`, not the end of
    /// the server.
    static func start() { _ = started }

    private static let started: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return ssh_init() == SSH_OK
    }()

    /// The last error text of a session.
    static func errorText(of session: OpaquePointer) -> String {
        guard let text = ssh_get_error(UnsafeMutableRawPointer(session)) else { return "" }
        return String(cString: text)
    }
}
