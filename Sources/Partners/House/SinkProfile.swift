/// A place that events are sent to.
public struct SinkProfile: Sendable, Hashable {
    /// How events leave.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Lines in a file a day below the spool.
        case file
        /// Signed POST requests.
        case webhook
    }

    /// What happens to later events of a key when one of it was refused for good.
    public enum DeadPolicy: String, Sendable, Hashable, CaseIterable {
        /// They wait until a person has decided about it.
        case haltKey = "halt-key"
        /// They go on without it.
        case pass
    }

    /// Whose events a sink gets.
    public enum Audience: String, Sendable, Hashable, CaseIterable {
        /// Those of live partners.
        case live
        /// Those of partners who exchange test data.
        case test
        /// All; test data is marked.
        case all
    }

    /// The sink's name, which its cursor is kept under.
    public let name: String
    /// How events leave.
    public let kind: Kind
    /// Where a webhook's requests go.
    public var url: String?
    /// What a webhook's requests are signed with; during a rotation the former secret follows.
    public var secrets: [SecretValue] = []
    /// Patterns of the event types it wants.
    public var events: [NamePattern] = []
    /// Whose events it gets.
    public var audience = Audience.live
    /// What a dead letter does to its key.
    public var onDead = DeadPolicy.haltKey
    /// Whether a webhook may lead into a private network.
    public var allowsPrivate = false
    /// How long a webhook's receiver may take for its reply.
    public var timeout = Duration.seconds(15)
    /// The certificates in PEM that a webhook's receiver is checked against, instead of the system's authorities.
    public var authority: String?

    /// A sink of a kind; what else it has is set afterwards.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// Whether it wants events of a type from partners in test, or live.
    public func wants(type: String, isTest: Bool) -> Bool {
        switch audience {
        case .live: if isTest { return false }
        case .test: if !isTest { return false }
        case .all: break
        }
        return events.contains { $0.matches(type) }
    }
}
