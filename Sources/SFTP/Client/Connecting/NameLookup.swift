internal import Foundation
internal import Glibc
internal import Synchronization

/// Looks up the addresses of a name without outliving a deadline.
///
/// The system's lookup cannot be interrupted. It runs on a thread of its own; one that comes too late finds
/// nobody waiting.
enum NameLookup {
    typealias Resolver = @Sendable (_ host: String, _ port: UInt16) -> Result<[SocketAddress], LookupFailure>

    /// The system's sentence about a failed lookup.
    struct LookupFailure: Error, Sendable { let text: String }

    /// Lookups that hang at once, above which none is begun.
    private static let limit = 64
    private static let running = Atomic(0)

    static func addresses(
        of host: String, port: UInt16, within limit: StepLimit, by resolver: @escaping Resolver = system
    ) throws(ClientError) -> [SocketAddress] {
        if let address = SocketAddress(address: host, port: port), !host.isEmpty, host != "*" {
            return [address]
        }
        guard running.add(1, ordering: .relaxed).newValue <= Self.limit else {
            running.subtract(1, ordering: .relaxed)
            throw limit.error(
                .localFailure, "\(host): too many lookups hang; check the name servers of this machine")
        }
        let answer = Mailbox()
        let thread = Thread {
            answer.put(resolver(host, port))
            running.subtract(1, ordering: .relaxed)
        }
        thread.name = "sftp-lookup"
        thread.start()
        while true {
            if let result = answer.take(withinMilliseconds: 20) { return try found(result, host, limit) }
            try limit.check()
        }
    }

    private static func found(
        _ result: Result<[SocketAddress], LookupFailure>, _ host: String, _ limit: StepLimit
    ) throws(ClientError) -> [SocketAddress] {
        switch result {
        case .success(let addresses) where !addresses.isEmpty: return addresses
        case .success: throw limit.error(.unresolved, "\(host): the name has no address; check its spelling")
        case .failure(let failure):
            throw limit.error(
                .unresolved,
                "\(host): the name cannot be looked up (\(failure.text)); check its spelling and the name servers"
            )
        }
    }

    /// The system's own lookup, in its order.
    static let system: Resolver = { host, port in
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else { return .failure(LookupFailure(text: String(cString: gai_strerror(status)))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee, addresses.count < 16 {
            var storage = sockaddr_storage()
            let size = min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
            withUnsafeMutableBytes(of: &storage) { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(start: entry.ai_addr, count: size))
            }
            addresses.append(SocketAddress(storage))
            next = entry.ai_next
        }
        return .success(addresses)
    }

    /// One answer, put in by one thread and taken out by another.
    private final class Mailbox: Sendable {
        private let arrived = DispatchSemaphore(value: 0)
        private let answer = Mutex<Result<[SocketAddress], LookupFailure>?>(nil)

        func put(_ result: Result<[SocketAddress], LookupFailure>) {
            answer.withLock { $0 = result }
            arrived.signal()
        }

        func take(withinMilliseconds wait: Int) -> Result<[SocketAddress], LookupFailure>? {
            guard arrived.wait(timeout: .now() + .milliseconds(wait)) == .success else { return nil }
            return answer.withLock { $0 }
        }
    }
}
