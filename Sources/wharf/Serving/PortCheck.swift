internal import Foundation

/// Whether a place to listen is free, asked before anything is announced: the listener itself tells it late and in its own
/// words.
enum PortCheck {
    /// - Throws: ``Failure`` with exit status 69 when the address cannot be bound.
    static func require(_ place: ListenPlace, for what: String) throws {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        // A host name is left to the listener.
        guard getaddrinfo(place.address, String(place.port), &hints, &found) == 0, let found else { return }
        defer { freeaddrinfo(found) }
        let descriptor = socket(found.pointee.ai_family, hints.ai_socktype, 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) != 0 else { return }
        throw Failure(
            .unavailable,
            "cannot listen for \(what) on \(place.address) port \(place.port): \(String(cString: strerror(errno)))"
        )
    }
}
