internal import CLibSSH
internal import Glibc
internal import Synchronization

/// What other threads tell a loop.
enum LoopMessage: Sendable {
    /// A client connected; the descriptor is the loop's from now on.
    case arrived(descriptor: Int32, Admission)
    /// New connections shall see these keys of the host.
    case hostKeys([String])
    /// Sessions of these logins end, and why.
    case end(logins: Set<String>, because: String)
    /// A worker knows whether a login is accepted.
    case loginAnswered(connection: UInt64, (any HostSession)?)
    /// A worker has the answer to a request.
    case answered(connection: UInt64, WorkerAnswer)
    /// A worker has ended a session whose connection is gone.
    case departed
    /// Nothing new may be opened; connections end once nothing is open.
    case drain
    /// Every connection ends, then the loop.
    case stop
}

/// The letter box of a loop: any thread puts in, the loop is woken and takes out.
final class LoopInbox: Sendable {
    /// Becomes readable when there is something to take.
    let descriptor: Int32
    private let messages = Mutex<[LoopMessage]>([])

    init?() {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    func post(_ message: LoopMessage) {
        messages.withLock { $0.append(message) }
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the loop is awake anyway.
        _ = write(descriptor, &one, 8)
    }

    func takeAll() -> [LoopMessage] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
