import Foundation
import Glibc
import Synchronization

/// A line between a client and a server that can be frozen or cut, at once or after some bytes of the server.
final class TestLine: Sendable {
    private struct State {
        var isFrozen = false
        /// Bytes of the server after which both ends are cut; nil never cuts.
        var cutAfter: Int?
        var carried = 0
        var sockets: [Int32] = []
    }

    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let state = Mutex(State())

    init(to target: UInt16, cutAfter: Int? = nil) throws {
        self.target = target
        (listener, port) = try Self.listen(backlog: 16)
        state.withLock { $0.cutAfter = cutAfter }
        Thread { [self] in
            while true {
                let near = accept(listener, nil, nil)
                guard near >= 0 else { return }
                guard let far = try? Self.connect(to: target) else {
                    close(near)
                    continue
                }
                state.withLock { $0.sockets += [near, far] }
                Thread { [self] in carry(from: near, to: far, isServer: false) }.start()
                Thread { [self] in carry(from: far, to: near, isServer: true) }.start()
            }
        }.start()
    }

    /// Bytes of the server so far.
    var carried: Int { state.withLock { $0.carried } }

    /// Lets nothing of the server through any more; the connections stay.
    func freeze() { state.withLock { $0.isFrozen = true } }

    /// Cuts every connection.
    func cut() {
        state.withLock { state in
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends the line; its threads end with their connections.
    func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    private func carry(from source: Int32, to target: Int32, isServer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            let (allowed, isLast) = state.withLock { state -> (Int, Bool) in
                guard isServer else { return (count, false) }
                if state.isFrozen { return (0, false) }
                let allowed = state.cutAfter.map { min(count, max($0 - state.carried, 0)) } ?? count
                state.carried += allowed
                return (allowed, allowed < count)
            }
            var sent = 0
            while sent < allowed {
                let part = buffer.withUnsafeBytes {
                    send(target, $0.baseAddress.map { $0 + sent }, allowed - sent, Int32(MSG_NOSIGNAL))
                }
                guard part > 0 else { break }
                sent += part
            }
            if isLast { break }
        }
        shutdown(source, Int32(SHUT_RDWR))
        shutdown(target, Int32(SHUT_RDWR))
    }

    /// A socket that has a free port of loopback; it listens with a backlog, and refuses connections without one.
    static func listen(backlog: Int32?) throws -> (socket: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(listener, plain, size) == 0 && backlog.map { Glibc.listen(listener, $0) } ?? 0 == 0
                    && getsockname(listener, plain, &size) == 0
            }
        }
        guard status else { throw POSIXError(.EADDRINUSE) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    static func connect(to port: UInt16) throws -> Int32 {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(made)
            throw POSIXError(.ECONNREFUSED)
        }
        return made
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Open descriptors of this process whose other end is at a port.
    static func descriptors(to port: UInt16) -> Int {
        (0..<4_096).count { number in
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getpeername(Int32(number), $0, &size)
                }
            }
            return status == 0 && address.sin_family == sa_family_t(AF_INET)
                && UInt16(bigEndian: address.sin_port) == port
        }
    }
}
