/// Walks through the steps of connecting and keeps their times.
struct ClientConnector {
    private let options: ClientOptions
    private let cancellation: ClientCancellation?
    private let resolver: NameLookup.Resolver
    private let began = ContinuousClock.now
    private var facts = ServerFacts()
    private var progress: ((ServerFacts.Step) -> Void)?

    /// Keys a server may show one after another before we believe that it has no pinned one.
    private static let keyLimit = 4

    init(
        _ options: ClientOptions, cancellation: ClientCancellation?,
        resolver: @escaping NameLookup.Resolver = NameLookup.system
    ) {
        self.options = options
        self.cancellation = cancellation
        self.resolver = resolver
    }

    private var ends: ContinuousClock.Instant { began + options.deadlines.total }

    private func limit(_ phase: ClientPhase, _ lasting: Duration) -> StepLimit {
        StepLimit(
            phase: phase, server: options.server, lasting: lasting,
            deadline: min(ContinuousClock.now + lasting, ends), cancellation: cancellation)
    }

    mutating func connect(_ progress: ((ServerFacts.Step) -> Void)? = nil) throws(ClientError) -> SFTPClient {
        self.progress = progress
        let reaching = limit(.resolve, options.deadlines.connect)
        let (host, port, resolver) = (options.host, options.port, resolver)
        let addresses = try timed(reaching) { limit throws(ClientError) in
            try NameLookup.addresses(of: host, port: port, within: limit, by: resolver)
        }
        try allow(addresses, reaching)
        let session = try trusted(addresses, reaching)
        let proving = limit(.login, options.deadlines.auth)
        let (credentials, user) = (options.credentials, options.user)
        try timed(proving) { limit throws(ClientError) in try session.logIn(credentials, user: user, limit) }
        let started = ContinuousClock.now
        let starting = proving.at(.subsystem)
        try session.startSubsystem(starting)
        session.describe(&facts)
        note(step(.subsystem, since: started))
        return try SFTPClient(
            session, facts: facts, options: options, ends: ends, cancellation: cancellation, starting)
    }

    /// Any address that may not be reached spoils the name: who controls it chose to name that address.
    private func allow(_ addresses: [SocketAddress], _ limit: StepLimit) throws(ClientError) {
        for address in addresses {
            guard let refusal = options.addressRefusal?(address.text) else { continue }
            throw limit.error(
                .localFailure,
                "\(options.server): \(refusal), which is never connected to; correct the host in the profile")
        }
    }

    /// Connects until the server proves to hold a pinned key.
    ///
    /// A server shows one key, of the type we prefer. When that is not pinned, it is asked for its keys of other
    /// types, so that any pinned one will do and a refusal can name them all.
    private mutating func trusted(
        _ addresses: [SocketAddress], _ reaching: StepLimit
    ) throws(ClientError) -> SSHClientSession {
        var seen: [PublicKeyFacts] = []
        var types = options.algorithms.hostKeys
        while true {
            let session: SSHClientSession
            do throws(ClientError) {
                session = try handshake(addresses, types, reaching)
            } catch {
                if seen.isEmpty { throw error }
                throw unknown(seen, reaching.at(.hostKey))
            }
            let key = try timed(reaching.at(.hostKey)) { limit throws(ClientError) in
                try session.serverKey(limit)
            }
            if options.hostKeys.contains(key.fingerprint) {
                facts.hostKeyType = key.type
                facts.hostKeyFingerprint = key.fingerprint
                return session
            }
            session.close()
            seen.append(key)
            let shown = AlgorithmOffer.signatures(ofKeyType: key.type)
            types.removeAll { shown.contains($0) }
            if types.isEmpty || seen.count == Self.keyLimit { throw unknown(seen, reaching.at(.hostKey)) }
        }
    }

    private mutating func handshake(
        _ addresses: [SocketAddress], _ types: [String], _ reaching: StepLimit
    ) throws(ClientError) -> SSHClientSession {
        let keepAlive = options.keepAlive
        let (descriptor, address) = try timed(reaching.at(.connect)) { limit throws(ClientError) in
            try ClientSocket.open(addresses, keepAlive: keepAlive, within: limit)
        }
        facts.address = address.text
        let options = options
        do throws(ClientError) {
            return try timed(reaching.at(.keyExchange)) { limit throws(ClientError) in
                try SSHClientSession(taking: descriptor, options: options, hostKeyTypes: types, within: limit)
            }
        } catch {
            guard error.code == .negotiationFailed else { throw error }
            throw OfferProbe.explain(error, address, ours: options.algorithms, within: reaching)
        }
    }

    private func unknown(_ seen: [PublicKeyFacts], _ limit: StepLimit) -> ClientError {
        let shown = seen.map { "\($0.type) \($0.fingerprint)" }.joined(separator: ", ")
        let pinned = options.hostKeys.joined(separator: ", ")
        return limit.error(
            .hostKeyUnknown,
            "\(options.server): the server shows a key we do not know: \(shown); pinned: "
                + "\(pinned.isEmpty ? "none" : pinned). Nothing was sent to it. Compare the fingerprint with the"
                + " partner on another way, then add it to the profile",
            [
                "seenFingerprint": seen.first?.fingerprint ?? "", "seenFingerprints": shown,
                "pinnedFingerprints": pinned,
            ])
    }

    /// Runs a step and keeps its time.
    private mutating func timed<Result>(
        _ limit: StepLimit, _ body: (StepLimit) throws(ClientError) -> Result
    ) throws(ClientError) -> Result {
        let started = ContinuousClock.now
        let result = try body(limit)
        note(step(limit.phase, since: started))
        return result
    }

    private mutating func note(_ step: ServerFacts.Step) {
        facts.steps.append(step)
        progress?(step)
    }

    private func step(_ phase: ClientPhase, since started: ContinuousClock.Instant) -> ServerFacts.Step {
        let time = started.duration(to: .now).components
        return ServerFacts.Step(
            phase: phase, milliseconds: Double(time.seconds) * 1e3 + Double(time.attoseconds) / 1e15)
    }
}
