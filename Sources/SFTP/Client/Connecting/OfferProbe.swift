internal import Glibc

/// Asks a server for its list of algorithms, to say what it offers when nothing fits ours.
///
/// The lists are sent in the clear at the beginning of a connection: its greeting, then one packet.
///
/// Source: RFC 4253, sections 4.2, 6 and 7.1.
enum OfferProbe {
    /// The most that is read: a greeting and a packet of the largest size.
    private static let byteLimit = 64 * 1024
    private static let greeting = "SSH-2.0-Wharf\r\n"
    /// The names of the lists we compare, and their places among the ten of the packet.
    private static let lists = [("key exchange", 0), ("host key", 1), ("cipher", 2), ("mac", 4)]

    /// The same error with both offers in its details and in its sentence.
    ///
    /// Asking may fail as well; then the error stays as it was, with our offer alone.
    static func explain(
        _ error: ClientError, _ address: SocketAddress, ours: AlgorithmOffer, within limit: StepLimit
    ) -> ClientError {
        let own = [ours.keyExchanges, ours.hostKeys, ours.ciphers, ours.codes]
        var details = error.details
        details["ourOffer"] = text(own)
        guard let theirs = try? ask(address, within: limit.at(.keyExchange)) else {
            return ClientError(
                phase: error.phase, code: error.code, description: error.description, details: details)
        }
        details["theirOffer"] = text(theirs)
        let missing = zip(lists, zip(own, theirs)).filter { Set($1.0).isDisjoint(with: $1.1) }.map {
            list, offers in
            "\(list.0): we offer \(offers.0.joined(separator: ", ")); the server offers "
                + "\(offers.1.isEmpty ? "none" : offers.1.joined(separator: ", "))"
        }
        guard !missing.isEmpty else {
            return ClientError(
                phase: error.phase, code: error.code, description: error.description, details: details)
        }
        return ClientError(
            phase: error.phase, code: error.code,
            description:
                "\(limit.server): no algorithm that both sides offer. \(missing.joined(separator: ". ")). Ask"
                + " the server's operator for newer ones, or allow older ones in the profile until a date",
            details: details)
    }

    private static func text(_ offers: [[String]]) -> String {
        zip(lists, offers).map { "\($0.0): \($1.joined(separator: ","))" }.joined(separator: "; ")
    }

    private static func ask(_ address: SocketAddress, within limit: StepLimit) throws(ClientError)
        -> [[String]]?
    {
        let (descriptor, _) = try ClientSocket.open([address], keepAlive: .zero, within: limit)
        defer { close(descriptor) }
        // A few bytes on a fresh connection: the system takes them at once.
        _ = greeting.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8 * 1024)
        while received.count < byteLimit {
            if let offers = offers(in: received) { return offers }
            var sources = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            _ = try limit.wait(for: &sources)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received.append(contentsOf: buffer[..<count])
        }
        return nil
    }

    /// The lists in what a server sent so far; nil while they are not complete, or when they are none.
    static func offers(in received: [UInt8]) -> [[String]]? {
        var rest = received[...]
        // Lines in front of the greeting are allowed.
        while true {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.starts(with: "SSH-".utf8) { break }
        }
        var reader = PacketReader(rest)
        guard let length = reader.number32(), length >= 2, Int(length) <= reader.count,
            let padding = reader.byte(), reader.byte() == 20
        else { return nil }
        let payload = rest.dropFirst(6).prefix(max(Int(length) - 2 - Int(padding), 0)).dropFirst(16)
        var fields = PacketReader(payload)
        var found: [[String]] = []
        while found.count < 10, let names = fields.bytes() {
            let text = PlainText.line(names, limit: PlainText.longLimit)
            found.append(text.split(separator: ",").map(String.init))
        }
        guard found.count == 10 else { return nil }
        return lists.map { found[$0.1] }
    }
}
