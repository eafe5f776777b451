public import Store

/// Where the control numbers of a pair of addresses stand at a level, ours or a partner's.
public struct ControlNumberLine: Sendable, Codable, Equatable {
    /// Who numbers: `outbound` for us, `inbound` for the partner.
    public var direction: Direction
    /// Sender and receiver, as `ZZ/NORTHWIND>ZZ/ACMECAST`.
    public var pair: String
    /// `ISA`, `GS`, or `GS/SH` for a partner's groups of one kind.
    public var level: String
    /// The last number.
    public var last: Int
    /// Numbers that we issued since the beginning; absent for a partner's.
    public var issued: Int?
    /// The mark outside the database, above which a restored database goes on; absent for a partner's.
    public var mark: Int?
    /// The partner; absent for our own numbers.
    public var partner: String?
    /// When the partner's last number came, milliseconds UTC.
    public var lastAt: Int64?

    static func all(in store: StateStore, marks: [String: Int]) throws -> [ControlNumberLine] {
        try store.read { books in
            let issued = try books.controlNumbers.all().map { it in
                ControlNumberLine(
                    direction: .outbound, pair: it.pair, level: it.level, last: it.last, issued: it.issued,
                    mark: marks["\(it.level) \(it.pair)"] ?? 0)
            }
            let seen = try books.inboundNumbers.all().map { it in
                ControlNumberLine(
                    direction: .inbound, pair: it.pair, level: it.level, last: it.last, partner: it.partner,
                    lastAt: it.lastAt)
            }
            return issued + seen
        }
    }
}
