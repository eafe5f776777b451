internal import Glibc

/// Opens connections: every address in turn, each with its share of the time.
enum ClientSocket {
    /// Connects to the first address that answers.
    ///
    /// - Returns: a descriptor that does not block and belongs to the caller, and the address it leads to.
    static func open(
        _ addresses: [SocketAddress], keepAlive: Duration, within limit: StepLimit
    ) throws(ClientError) -> (descriptor: Int32, address: SocketAddress) {
        var failures: [String] = []
        var code = ClientError.Code.unreachable
        for (index, address) in addresses.enumerated() {
            try limit.check()
            let share = ContinuousClock.now.duration(to: limit.deadline) / (addresses.count - index)
            switch try connect(to: address, within: share, limit) {
            case .connected(let descriptor):
                tune(descriptor, keepAlive: keepAlive)
                return (descriptor, address)
            case .silent:
                failures.append("\(address.text): no answer")
                code = .timedOut
            case .failed(let number):
                failures.append("\(address.text): \(systemText(number))")
                code = number == ECONNREFUSED ? .refused : .unreachable
            }
        }
        let advice =
            code == .refused
            ? "is the port right and the server running?" : "check the address and the firewalls in between"
        throw limit.error(
            code, "\(limit.server): no connection (\(failures.joined(separator: "; "))); \(advice)",
            ["tried": failures.joined(separator: "; ")])
    }

    private enum Outcome {
        case connected(Int32)
        case silent
        case failed(Int32)
    }

    private static func connect(
        to address: SocketAddress, within share: Duration, _ limit: StepLimit
    ) throws(ClientError) -> Outcome {
        let descriptor = socket(
            address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else {
            throw limit.error(.localFailure, "no socket for \(limit.server): \(systemText(errno))")
        }
        var isKept = false
        defer { if !isKept { close(descriptor) } }
        if address.connect(descriptor) != 0 {
            guard errno == EINPROGRESS else { return .failed(errno) }
            var sources = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
            guard try limit.wait(for: &sources, longest: share) else { return .silent }
            var number: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
            guard number == 0 else { return .failed(number) }
        }
        isKept = true
        return .connected(descriptor)
    }

    /// Small requests go out at once, and a peer that vanished is noticed.
    private static func tune(_ descriptor: Int32, keepAlive: Duration) {
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        guard keepAlive > .zero else { return }
        var seconds = Int32(clamping: max(keepAlive.components.seconds, 1))
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, &seconds, size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, &seconds, size)
    }
}

extension SocketAddress {
    /// Connects a socket to the address; answers what the system answered.
    func connect(_ socket: Int32) -> Int32 {
        let size = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        return withAddress { Glibc.connect(socket, $0, socklen_t(size)) }
    }

    /// The address without its port, for sentences.
    var text: String { network?.text ?? "an address of another kind" }
}
