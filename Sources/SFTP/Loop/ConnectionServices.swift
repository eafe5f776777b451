internal import Logging

/// What every connection of a host shares.
struct ConnectionServices: Sendable {
    let fileSystem: any HostFileSystem
    let limits: HostLimits
    let gate: ConnectionGate
    let rates = TransferRates()
    let loginWorkers: WorkerThreads
    let fileWorkers: WorkerThreads
    let log: Logger
}
