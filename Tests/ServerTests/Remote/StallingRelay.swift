import Foundation
import Glibc
import Synchronization

/// A line to a server that falls silent after so many of the server's bytes, until it is mended; connections stay open.
final class StallingRelay: Sendable {
    let port: Int
    private let target: Int
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var limit: Int
        var passed = 0
        var isStalled = false
        var isClosed = false
        var sockets: Set<Int32> = []
    }

    struct NotOpened: Error {}

    /// `limit`: bytes that pass from the server to its clients, over all connections.
    init(to target: Int, limit: Int) throws {
        self.target = target
        state = Mutex(State(limit: limit))
        port = try PrivateServer.freePort()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(port, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
            throw NotOpened()
        }
        Self.detach { [self] in accept() }
    }

    /// Bytes that came from the server so far, and whether some are kept back.
    var passed: Int { state.withLock { $0.passed } }
    var isStalled: Bool { state.withLock { $0.isStalled } }

    /// Lets everything pass from now on; what is stalled is over.
    func mend() {
        state.withLock { state in
            state.limit = .max
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends the line.
    func stop() {
        mend()
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let isOpen = state.withLock { state in
                guard !state.isClosed else { return false }
                state.sockets.formUnion([client, server])
                return true
            }
            guard isOpen, Self.withAddress(target, { connect(server, $0, $1) }) == 0 else {
                end(client, server)
                continue
            }
            Self.detach { [self] in
                let up = Thread { [self] in pump(client, server) { $0 } }
                up.start()
                pump(server, client) { take($0) }
                shutdown(client, Int32(SHUT_RDWR))
                while !up.isFinished { usleep(1_000) }
                end(client, server)
            }
        }
    }

    private func end(_ sockets: Int32...) {
        for socket in sockets { close(socket) }
        state.withLock { $0.sockets.subtract(sockets) }
    }

    /// How many of so many bytes of the server may pass.
    private func take(_ count: Int) -> Int {
        state.withLock { state in
            let some = min(count, max(0, state.limit - state.passed))
            state.passed += some
            if some < count { state.isStalled = true }
            return some
        }
    }

    /// Carries bytes until a side closes; what may not pass is swallowed, as by a line that is dead.
    private func pump(_ from: Int32, _ to: Int32, _ allowed: (Int) -> Int) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { break }
            let some = allowed(count)
            guard some == 0 || send(to, buffer, some, Int32(MSG_NOSIGNAL)) == some else { break }
        }
        shutdown(to, Int32(SHUT_WR))
    }

    private static func detach(_ work: @escaping @Sendable () -> Void) {
        Thread(block: work).start()
    }

    private static func withAddress(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
