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
        loginWorkers.submit { onBan(ban) }
    }
}
