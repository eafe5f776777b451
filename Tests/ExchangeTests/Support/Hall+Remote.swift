import Foundation
import Store
import Testing

@testable import Exchange

extension Hall {
    static let acme = "acme-castings"

    /// ACME has a server of its own; answers go there.
    ///
    /// - Parameters:
    ///   - pickup: the keys of its folder `/out` beside `path` and `match`.
    ///   - deliver: the keys of `deliver` beside `path` and `fileName`.
    ///   - every: how often it is visited without being told.
    ///   - more: further lines of the section.
    /// - Returns: the change of ACME's profile.
    static func remote(
        pickup: String = "after: { do: delete }, ready: { renamed: true }",
        deliver: String? = #"temporary: "{name}.part""#, every: String = "20d", more: [String] = []
    ) -> Hall.Change {
        var lines = [
            "remote:", "  host: 127.0.0.1", "  user: northwind", "  password: secret://env/PARTNER_PASSWORD",
            #"  hostKeys: ["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"]"#,
            #"  pickup: [{ path: /out, match: ["*.edi"], \#(pickup) }]"#,
            "  poll: { every: \(every), parkAfter: 3 }", "  breaker: { after: 2, pause: 15m, longest: 1h }",
        ]
        if let deliver {
            lines.append(#"  deliver: { path: /in, fileName: "{document}_{control}.edi", \#(deliver) }"#)
        }
        lines += more.map { "  " + $0 }
        return .init(file: acme, from: "\nx12:\n", to: "\n\(lines.joined(separator: "\n"))\n\nx12:\n")
    }

    /// A running server whose first visit to ACME's is over, so that the next one is a test's own.
    static func visited(_ changes: [Hall.Change]) throws -> Hall {
        let hall = try Hall(changes)
        try hall.wait("the first visit") { try hall.status().visits.visits == 1 }
        return hall
    }

    /// Visits ACME's server now.
    @discardableResult
    func visit(isDryRun: Bool = false) throws -> VisitReport {
        try server.remote.visit(Self.acme, isDryRun: isDryRun)
    }

    /// The ledger of ACME's files, oldest first.
    func entries(_ name: String? = nil) throws -> [RemoteEntryRecord] {
        try server.store.read {
            try $0.remoteEntries.list(.init(partner: Self.acme, name: name, limit: 10_000))
        }.reversed()
    }

    func entry(_ name: String) throws -> RemoteEntryRecord {
        try #require(try entries(name).last)
    }

    func status() throws -> EndpointStatus {
        try #require(try server.remote.status().first { $0.partner == Self.acme })
    }

    func arrivals() throws -> [ArrivalRecord] {
        try server.store.read { try $0.views.arrivals(ViewFilter(limit: 10_000)) }
    }

    /// The answers we have for ACME, oldest first.
    func outbound() throws -> [InterchangeRecord] {
        try server.store.read {
            try $0.views.interchanges(ViewFilter(partner: Self.acme, kind: "outbound", limit: 1_000))
        }.reversed()
    }

    func attempts(_ interchange: String) throws -> [DeliveryAttemptRecord] {
        try server.store.read { try $0.deliveryAttempts.of(interchange) }
    }

    /// Waits until no answer is being written any more, and returns the only one.
    func answer(in state: String) throws -> InterchangeRecord {
        try wait("an answer that is \(state)") { try outbound().contains { $0.state == state } }
        return try #require(try outbound().first { $0.state == state })
    }

    /// Waits until an attempt to send the only answer has ended so.
    func attempt(_ outcome: DeliveryOutcome) throws -> DeliveryAttemptRecord {
        try wait("an attempt that is \(outcome)") {
            try outbound().contains { try attempts($0.id).contains { $0.outcome == outcome } }
        }
        let all = try outbound().flatMap { try attempts($0.id) }
        return try #require(all.first { $0.outcome == outcome })
    }
}
