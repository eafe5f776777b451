internal import CLibSSH
internal import Foundation
internal import Glibc

/// A listening socket and the thread that takes connections from it.
final class Listener: Sendable {
    private static let connectionsAtOnce = 256

    let port: UInt16
    private let proxies: [NetworkRange]
    private let socket: Int32
    /// Becomes readable when the thread shall end.
    private let waker: Int32
    private let ended = DispatchSemaphore(value: 0)

    /// Binds and listens; `::` takes IPv4 as well.
    ///
    /// - Throws: ``SFTPHostError/Code-swift.enum/badAddress`` or
    ///   ``SFTPHostError/Code-swift.enum/cannotListen``.
    init(_ listening: ListeningPlace) throws(SFTPHostError) {
        let (address, port) = (listening.address, listening.port)
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
        proxies = listening.proxies
        self.socket = socket
        self.waker = waker
    }

    deinit {
        close(socket)
        close(waker)
    }

    /// A connection whose client is known.
    struct Arrival {
        /// The taker's from now on.
        let descriptor: Int32
        let address: NetworkAddress
        /// Whether it is a listed proxy's own.
        let isProxy: Bool
    }

    /// What a listener tells from its thread.
    enum Notice {
        case arrived(Arrival)
        /// A listed proxy sent no or a wrong header; the connection is closed.
        case refusedProxy(NetworkAddress, reason: String?)
    }

    /// Takes connections on a thread of its own until ``stop()``.
    func start(_ tell: @escaping @Sendable (Notice) -> Void) {
        let thread = Thread { [self] in
            watch(tell)
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

    private func watch(_ tell: (Notice) -> Void) {
        var lobby = ProxyLobby()
        defer { lobby.close() }
        while true {
            var sources = ([waker, socket] + lobby.descriptors).map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            _ = poll(&sources, nfds_t(sources.count), Self.wait(until: lobby.nextDeadline))
            if sources[0].revents != 0 { break }
            for source in sources.dropFirst(2) where source.revents != 0 {
                if let outcome = lobby.read(source.fd) { Self.pass(outcome, tell) }
            }
            if lobby.nextDeadline != nil {
                for outcome in lobby.expire(at: .now) { Self.pass(outcome, tell) }
            }
            if sources[1].revents != 0, !takeWaiting(&lobby, tell) {
                // Out of descriptors or memory: the connections wait in the system's queue until some are
                // free.
                _ = poll(&sources, 1, 100)
            }
        }
    }

    /// How long to sleep, in milliseconds: until a header is overdue.
    private static func wait(until deadline: ContinuousClock.Instant?) -> Int32 {
        guard let deadline else { return -1 }
        return Int32(min(max(((deadline - .now) / .milliseconds(1)).rounded(.up), 0), 60_000))
    }

    private static func pass(_ outcome: ProxyLobby.Outcome, _ tell: (Notice) -> Void) {
        switch outcome {
        case .entered(let descriptor, let proxy, .proxy):
            tell(.arrived(Arrival(descriptor: descriptor, address: proxy, isProxy: true)))
        case .entered(let descriptor, _, .client(let address)):
            tell(.arrived(Arrival(descriptor: descriptor, address: address, isProxy: false)))
        case .refused(let proxy, let reason): tell(.refusedProxy(proxy, reason: reason))
        }
    }

    /// Takes connections that wait, some at a time; false when the system can give no more.
    private func takeWaiting(_ lobby: inout ProxyLobby, _ tell: (Notice) -> Void) -> Bool {
        for _ in 0..<Self.connectionsAtOnce {
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
            guard let address = SocketAddress(storage).network else {
                close(descriptor)
                continue
            }
            Self.tune(descriptor)
            if proxies.contains(where: { $0.contains(address) }) {
                if let outcome = lobby.add(descriptor, from: address, at: .now) { Self.pass(outcome, tell) }
            } else {
                tell(.arrived(Arrival(descriptor: descriptor, address: address, isProxy: false)))
            }
        }
        return true
    }

    /// Asks the system to find out by itself that a client is gone: one that does not answer is given up within two
    /// minutes, whether we wait for it or it for us.
    private static func tune(_ descriptor: Int32) {
        let settings: [(level: Int32, name: Int32, value: Int32)] = [
            (Int32(IPPROTO_TCP), TCP_NODELAY, 1), (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60), (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 15),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 4), (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 120_000),
        ]
        for setting in settings {
            var value = setting.value
            setsockopt(descriptor, setting.level, setting.name, &value, 4)
        }
    }
}
