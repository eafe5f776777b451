internal import Glibc

/// Connections of listed proxies whose header has not come in full.
///
/// They cost a descriptor and a few bytes each; nobody waits for them but themselves. **Thread**: confined to the
/// listener's.
struct ProxyLobby {
    /// What became of a connection.
    enum Outcome: Equatable {
        /// The header is read and nothing behind it.
        case entered(descriptor: Int32, proxy: NetworkAddress, ProxyHeader.Origin)
        /// No header or a wrong one; the descriptor is closed. A proxy that looks whether we are there says nothing
        /// and has no reason.
        case refused(proxy: NetworkAddress, reason: String?)
    }

    private struct Guest {
        let descriptor: Int32
        let proxy: NetworkAddress
        let deadline: ContinuousClock.Instant
        var bytes: [UInt8] = []
    }

    /// The time that a proxy has to send its header.
    private static let seconds = 5.0
    private static let guestsMaximum = 512

    private var guests: [Guest] = []

    /// The descriptors to watch for input.
    var descriptors: [Int32] { guests.map(\.descriptor) }

    /// When the first guest has waited too long.
    var nextDeadline: ContinuousClock.Instant? { guests.first?.deadline }

    /// Takes a connection in; the one that has waited longest goes when the lobby is full.
    mutating func add(_ descriptor: Int32, from proxy: NetworkAddress, at now: ContinuousClock.Instant)
        -> Outcome?
    {
        guests.append(Guest(descriptor: descriptor, proxy: proxy, deadline: now + .seconds(Self.seconds)))
        guard guests.count > Self.guestsMaximum else { return nil }
        return refuse(at: 0, "more than \(Self.guestsMaximum) connections wait for their header")
    }

    /// Reads what came for a descriptor; nil while its header is incomplete.
    mutating func read(_ descriptor: Int32) -> Outcome? {
        guard let index = guests.firstIndex(where: { $0.descriptor == descriptor }) else { return nil }
        var buffer = [UInt8](repeating: 0, count: ProxyHeader.byteCountMaximum)
        // Looked at first and taken afterwards: what is behind the header belongs to the SSH library.
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        if count < 0, errno == EAGAIN || errno == EINTR { return nil }
        guard count > 0 else {
            return refuse(at: index, guests[index].bytes.isEmpty ? nil : "it closed within its header")
        }
        let held = guests[index].bytes.count
        guests[index].bytes.append(contentsOf: buffer[..<count])
        switch ProxyHeader.read(guests[index].bytes) {
        case .incomplete:
            _ = recv(descriptor, &buffer, count, Int32(MSG_DONTWAIT))
            return nil
        case .complete(let header):
            _ = recv(descriptor, &buffer, header.byteCount - held, Int32(MSG_DONTWAIT))
            let guest = guests.remove(at: index)
            return .entered(descriptor: descriptor, proxy: guest.proxy, header.origin)
        case .wrong(let reason): return refuse(at: index, reason)
        }
    }

    /// Closes those that waited too long.
    mutating func expire(at now: ContinuousClock.Instant) -> [Outcome] {
        var outcomes: [Outcome] = []
        while let first = guests.first, first.deadline <= now {
            let isSilent = first.bytes.isEmpty
            outcomes.append(
                refuse(at: 0, isSilent ? nil : "its header was not complete in \(Int(Self.seconds)) s"))
        }
        return outcomes
    }

    /// Closes all.
    mutating func close() {
        for guest in guests { Glibc.close(guest.descriptor) }
        guests = []
    }

    private mutating func refuse(at index: Int, _ reason: String?) -> Outcome {
        let guest = guests.remove(at: index)
        Glibc.close(guest.descriptor)
        return .refused(proxy: guest.proxy, reason: reason)
    }
}
