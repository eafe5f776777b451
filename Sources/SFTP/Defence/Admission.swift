/// What the gate knows of a connection that it let in; goes with the connection until it leaves.
struct Admission: Sendable, Equatable {
    /// Where the client is; behind a proxy, where the proxy says it is.
    let address: NetworkAddress
    /// The door it came through.
    let door: HostDoor
    /// Whether nothing that happens on it counts against its source: a monitor or a proxy itself.
    let isExempt: Bool

    /// The address in text form.
    var peer: String { address.text }
}

/// Why a connection was closed before a byte was exchanged.
enum DropReason: String, Sendable, CaseIterable {
    /// Many wait for their login, and chance fell on this one.
    case early
    /// The host has as many connections as it may.
    case full
    /// The source has as many connections as it may.
    case perSource = "source-limit"
    /// The source is banned.
    case banned
    /// The source has to wait for the end of its penalties.
    case penalised
    /// A proxy sent no or a wrong header.
    case proxy
}
