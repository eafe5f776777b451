internal import Logging

/// What every connection of a host shares.
struct ConnectionServices: Sendable {
    let fileSystem: any HostFileSystem
    let gate: ConnectionGate
    let rates = TransferRates()
    let negotiations = NegotiationReport()
    let loginWorkers: WorkerThreads
    let fileWorkers: WorkerThreads
    let log: Logger
    /// Told of every ban that the host itself made.
    let onBan: @Sendable (SourceBan) -> Void

    /// The limits in force.
    var limits: HostLimits { gate.limits }

    /// Who checks a credential: a password costs a tenth of a second and waits its turn behind others, a key
    /// next to nothing, and must not wait behind a flood of passwords.
    func workers(for credential: LoginCredential) -> WorkerThreads {
        switch credential {
        case .password: loginWorkers
        case .publicKey: fileWorkers
        }
    }

    /// Tells of a ban, if there is one.
    func report(_ ban: SourceBan?) {
        guard let ban else { return }
        log.notice(
            "SFTP source banned",
            metadata: [
                "source": "\(ban.source)", "minutes": "\(Int(ban.remaining / .seconds(60)))",
                "reason": "\(ban.reason)",
            ])
        let onBan = onBan
        fileWorkers.submit { onBan(ban) }
    }
}
