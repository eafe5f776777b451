internal import Console
internal import Exchange
internal import Partners
internal import SFTP
internal import Store

/// What `house.yaml` says about the defence, in the host's terms, and a person's acts on bans.
enum DefenceSettings {
    /// The limits of the host.
    static func limits(_ house: HouseProfile) -> HostLimits {
        let defence = house.defence
        var limits = HostLimits()
        limits.sessions = defence.sessions
        limits.sessionsPerLogin = defence.sessionsPerLogin
        limits.perSource = defence.connectionsPerSource
        limits.unauthenticated = defence.unauthenticated
        limits.unauthenticatedPerSource = min(
            limits.unauthenticatedPerSource, defence.connectionsPerSource)
        limits.graceSeconds = defence.grace / .seconds(1)
        limits.idleSeconds = defence.idle / .seconds(1)
        limits.sessionSeconds = defence.session / .seconds(1)
        limits.penalties.threshold = Double(defence.ban.threshold)
        limits.penalties.banSeconds = defence.ban.time / .seconds(1)
        limits.penalties.longestBanSeconds = defence.ban.longest / .seconds(1)
        limits.neverBanned = ranges(defence.neverBan)
        return limits
    }

    /// A place to listen on, with the proxies in front of it.
    static func place(_ address: ListenAddress) -> ListeningPlace {
        ListeningPlace(address: address.address, port: address.port, proxies: ranges(address.proxyFrom))
    }

    private static func ranges(_ ranges: [AddressRange]) -> [NetworkRange] {
        ranges.compactMap { NetworkRange($0.description) }
    }

    /// The bans that an earlier run left, in force or ended lately.
    static func earlier(_ book: BanBook) throws -> [SourceBan] {
        try book.all().map { ban, left in
            SourceBan(
                source: ban.source, remaining: .milliseconds(left), count: ban.count, reason: ban.reason)
        }
    }

    /// A person's acts on the bans of a running host.
    static func answers(host: SFTPHost, server: ExchangeServer) -> BanAnswers {
        BanAnswers(
            add: { address, seconds, reason in
                let source = try source(of: address)
                let spared = server.book.generation.directory.house.defence.neverBan
                guard !spared.contains(where: { $0.contains(address) }) else {
                    throw WindowError(
                        .badRequest,
                        "\(address) is under defence.neverBan in house.yaml; take it out there and reload first"
                    )
                }
                let ban = try server.bans.add(source, milliseconds: seconds * 1_000, reason: reason)
                host.ban(source, for: .seconds(seconds), because: reason)
                return ban
            },
            lift: { address in
                let source = try source(of: address)
                let ban = try server.bans.lift(source)
                host.liftBan(of: source)
                guard let ban else { throw WindowError(.notFound, "\(source) is not banned") }
                return ban
            })
    }

    private static func source(of address: String) throws -> String {
        guard let source = SourceBan.source(of: address) else {
            throw WindowError(.badRequest, "\(address): is no IPv4 address, IPv6 address or IPv6 /64")
        }
        return source
    }
}
