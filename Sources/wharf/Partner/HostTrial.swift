internal import Partners
internal import SFTP

/// Reaches our own server as a partner does, up to the login, for which only the partner has the key.
final class HostTrial {
    /// The server that is tried, as sentences name it.
    let server: String
    private let hosted: HostedSection
    private let address: ListenAddress?
    private let pinned: [String]
    private var log: TrialLog

    /// Prepares a trial; `pinned` are the keys that the server must show one of.
    init(
        _ hosted: HostedSection, house: HouseProfile, pinned: [HostKey],
        report: @escaping (TrialStep) -> Void
    ) {
        self.hosted = hosted
        self.pinned = pinned.filter { $0.standing == .current }.map(\.fingerprint)
        address = house.sftp
        server = house.sftp.map { "\(hosted.login)@\(Self.reachable($0.address)):\($0.port)" } ?? hosted.login
        log = TrialLog(report)
    }

    /// Whether nothing failed.
    var isPassed: Bool { log.isPassed }
    /// What came of each step.
    var steps: [TrialStep] { log.steps }

    /// Runs the steps until the first that failed.
    func run() {
        let titles = ["connect", "key exchange", "host key", "login"]
        guard let address else {
            return log.skip(titles, "house.yaml has no `listen.sftp`")
        }
        guard address.port != 0 else {
            return log.skip(titles, "the port is chosen at the server's start; see what `wharf serve` says")
        }
        let options = ClientOptions(
            host: Self.reachable(address.address), port: address.port, user: hosted.login, credentials: [],
            hostKeys: pinned)
        switch log.connect(options, { _, _ in "" }) {
        case .success(let client):
            client.close()
            log.note("login", .failed, nil, "\(hosted.login) was let in without a key or password")
        case .failure(let stop) where stop.error.code == .loginRefused:
            log.note(
                "login", .ok, stop.milliseconds,
                "our server asks \(hosted.login) for: \(stop.error.details["methods"] ?? "")")
        case .failure(let stop):
            let isSilent = stop.error.code == .refused
            let hint = isSilent ? ". Start it with `wharf serve`" : ""
            log.note(
                TrialLog.title(stop.error.phase), .failed, stop.milliseconds, stop.error.description + hint,
                facts: stop.error.details)
        }
    }

    /// An address that a client on this machine can connect to.
    private static func reachable(_ address: String) -> String {
        switch address {
        case "0.0.0.0": "127.0.0.1"
        case "::": "::1"
        default: address
        }
    }
}
