internal import CLibSSH
internal import Foundation
internal import Glibc

/// A listening socket and the thread that takes connections from it.
final class Listener: Sendable {
    let port: UInt16
    private let socket: Int32
    /// Becomes readable when the thread shall end.
    private let waker: Int32
    private let ended = DispatchSemaphore(value: 0)

    /// Binds and listens; `::` takes IPv4 as well.
    ///
    /// - Throws: ``SFTPHostError/Code-swift.enum/badAddress`` or
    ///   ``SFTPHostError/Code-swift.enum/cannotListen``.
    init(address: String, port: UInt16) throws(SFTPHostError) {
        guard let place = SocketAddress(address: address, port: port) else {
            throw SFTPHostError(
                code: .badAddress, message: "\(address): is neither an IPv4 nor an IPv6 address")
        }
        let socket = Glibc.socket(
            place.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else {
            throw SFTPHostError(code: .noResources, message: "no socket: \(systemText(errno))")
        }
        var yes: Int32 = 1
        var no: Int32 = 0
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        if place.family == AF_INET6 { setsockopt(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, 4) }
        guard place.bind(socket) == 0, listen(socket, 1_024) == 0, let bound = SocketAddress(boundTo: socket)
        else {
            let reason = systemText(errno)
            close(socket)
            throw SFTPHostError(
                code: .cannotListen, message: "cannot listen on \(address) port \(port): \(reason)")
        }
        let waker = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard waker >= 0 else {
            close(socket)
            throw SFTPHostError(code: .noResources, message: "no descriptor: \(systemText(errno))")
        }
        self.port = bound.port
        self.socket = socket
        self.waker = waker
    }

    deinit {
        close(socket)
        close(waker)
    }

    /// Takes connections on a thread of its own until ``stop()``; the descriptor is the closure's.
    func start(_ take: @escaping @Sendable (_ descriptor: Int32, _ peer: String) -> Void) {
        let thread = Thread { [self] in
            while true {
                var sources = [
                    pollfd(fd: waker, events: Int16(POLLIN), revents: 0),
                    pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
                ]
                _ = poll(&sources, 2, -1)
                if sources[0].revents != 0 { break }
                if sources[1].revents != 0, !takeWaiting(take) {
                    // Out of descriptors or memory: the connections wait in the system's queue until some are
                    // free.
                    _ = poll(&sources, 1, 100)
                }
            }
            // Who connects from now on must be refused, not wait in the queue of a socket nobody reads.
            shutdown(socket, Int32(SHUT_RDWR))
            ended.signal()
        }
        thread.name = "sftp-listener"
        thread.start()
    }

    /// Ends the thread and waits for it.
    func stop() {
        var one: UInt64 = 1
        _ = write(waker, &one, 8)
        ended.wait()
    }

    /// Takes all connections that wait; false when the system can give no more.
    private func takeWaiting(_ take: (_ descriptor: Int32, _ peer: String) -> Void) -> Bool {
        while true {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let descriptor = withUnsafeMutableBytes(of: &storage) { bytes in
                accept4(
                    socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length,
                    Int32(SOCK_CLOEXEC.rawValue))
            }
            guard descriptor >= 0 else {
                if errno == EAGAIN || errno == EWOULDBLOCK { return true }
                if errno == ECONNABORTED || errno == EINTR { continue }
                return false
            }
            var yes: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
            setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, 4)
            take(descriptor, SocketAddress(storage).text)
        }
    }
}
