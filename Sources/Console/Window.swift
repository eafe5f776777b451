public import Cryptography
public import Exchange
public import Foundation
public import Store

/// Why the window has no answer.
public struct WindowError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: String, Sendable, Codable {
        /// Nothing of that name.
        case notFound = "not-found"
        /// The request makes no sense.
        case badRequest = "bad-request"
        /// It does not fit how things stand.
        case conflict
    }

    /// Which situation it is.
    public let code: Code
    /// A sentence.
    public let description: String

    /// Makes an error.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// What people and programs may look at, as JSON by path; the same answers over the local socket and without a server.
public struct Window: Sendable {
    /// Keys looked up at most for one trace.
    private static let traceLimit = 20

    let store: StateStore
    private let checkpoints: CheckpointBook
    private let marks: @Sendable () throws -> [String: Int]
    private let isWhole: @Sendable (Digest) throws -> Bool

    /// A window onto the books.
    ///
    /// `checkpoints`: what was told of the audit trail outside the database.
    /// `marks`: the highest control numbers, by level and pair, as they are kept outside the database.
    /// `isWhole`: reads archived bytes again and says whether they still have their digest.
    public init(
        store: StateStore, checkpoints: CheckpointBook,
        marks: @escaping @Sendable () throws -> [String: Int],
        isWhole: @escaping @Sendable (Digest) throws -> Bool
    ) {
        self.store = store
        self.checkpoints = checkpoints
        self.marks = marks
        self.isWhole = isWhole
    }

    /// Answers a path below `/v1/` with its query.
    ///
    /// Blocks.
    ///
    /// - Returns: one JSON value.
    /// - Throws: ``WindowError``, or what the store throws.
    public func answer(_ path: [String], _ query: [String: String]) throws -> Data {
        if let data = try SupplierWindow.answer(path, query, store) { return data }
        switch (path.first, path.dropFirst().first) {
        case ("counts", nil):
            return try Self.json(store.read { try $0.views.status(at: ExchangeClock.system.now) })
        case ("arrivals", nil):
            return try Self.json(store.read { try $0.views.arrivals(Self.filter(query)) })
        case ("arrivals", let id?):
            guard let story = try store.read({ try $0.views.story(of: id) }) else {
                throw Self.missing("arrival", id)
            }
            return try Self.json(story)
        case ("interchanges", nil):
            return try Self.json(store.read { try $0.views.interchanges(Self.filter(query)) })
        case ("interchanges", let id?): return try interchange(id)
        case ("documents", nil):
            return try Self.json(store.read { try $0.views.documents(Self.filter(query)) })
        case ("documents", let id?): return try document(id)
        case ("poll", "ledger"?):
            return try Self.json(store.read { try $0.remoteEntries.list(Self.entryFilter(query)) })
        case ("poll", "status"?): return try Self.json(EndpointStatus.all(in: store))
        case ("logins", let login?):
            return try Self.json(store.read { try $0.credentialUses.of(login: login) })
        case ("outbound", nil):
            return try Self.json(store.read { try $0.views.outbound(Self.outboundFilter(query)) })
        case ("outbound", "story"?): return try outbound(query["key"] ?? "")
        case ("bans", nil): return try Self.json(store.read { try $0.bans.all() })
        case ("control", nil): return try Self.json(ControlNumberLine.all(in: store, marks: marks()))
        case ("control", "gaps"?):
            return try Self.json(
                store.read { try $0.inboundNumbers.gaps(withClosed: query["all"] == "1", limit: 10_000) })
        case ("schedules", nil): return try Self.json(store.read { try $0.firings.standings() })
        case ("schedules", "history"?): return try history(query)
        case ("sinks", nil): return try Self.json(SinkStatus.all(in: store))
        case ("events", nil): return try events(query)
        case ("deadletters", nil): return try deadLetters(query)
        case ("deadletters", let id?): return try deadLetter(id)
        case ("trace", nil): return try trace(query["key"] ?? "")
        case ("audit", "verify"?): return try Self.json(verify(withFiles: query["files"] == "1"))
        case ("audit", "entries"?):
            let filter = try AuditQuery.filter(query)
            return try Self.json(store.read { try $0.ledger.search(filter) })
        default: throw WindowError(.notFound, "there is nothing at /v1/\(path.joined(separator: "/"))")
        }
    }

    private func history(_ query: [String: String]) throws -> Data {
        let limit = query["limit"].flatMap(Int.init) ?? 50
        return try Self.json(
            store.read {
                try $0.firings.history(owner: query["owner"], schedule: query["schedule"], limit: limit)
            })
    }

    private func outbound(_ key: String) throws -> Data {
        let stories = try store.read { try $0.views.outboundStories(of: key) }
        guard !stories.isEmpty else { throw Self.missing("document or order", key) }
        return try Self.json(stories)
    }

    private func interchange(_ id: String) throws -> Data {
        guard let part = try store.read({ try $0.views.part(id) }) else {
            throw Self.missing("interchange", id)
        }
        return try Self.json(part)
    }

    private func document(_ id: String) throws -> Data {
        guard let document = try store.read({ try $0.documents.find(id) }) else {
            throw Self.missing("document", id)
        }
        var bytes = Data(#"{"document":"#.utf8)
        bytes.append(try Self.json(document.summary))
        bytes.append(contentsOf: #","body":"#.utf8)
        bytes.append(contentsOf: document.body)
        bytes.append(contentsOf: #","provenance":"#.utf8)
        bytes.append(contentsOf: document.provenance)
        bytes.append(contentsOf: "}".utf8)
        return bytes
    }

    private func trace(_ key: String) throws -> Data {
        guard !key.isEmpty else { throw WindowError(.badRequest, "a trace needs a key") }
        let stories = try store.read { books in
            try books.views.arrivals(forKey: key, limit: Self.traceLimit).compactMap {
                try books.views.story(of: $0)
            }
        }
        guard !stories.isEmpty else {
            throw WindowError(
                .notFound,
                "nothing is known of \(key): try a file name, control number, order, shipment or invoice number, or an id"
            )
        }
        return try Self.json(stories)
    }

    /// Proves the chain, and the archive's bytes when asked.
    private func verify(withFiles: Bool) throws -> LedgerPages.Verification {
        var result = try store.verifyLedger()
        let review = try checkpoints.review(against: store)
        result.recordCheckpoints(review.checkpoints, faults: review.faults)
        guard withFiles else { return result }
        var after: Digest?
        var verified = 0
        var damaged: [String] = []
        while true {
            let page = try store.read { [after] in try $0.ledger.archivedDigests(after: after, limit: 500) }
            guard let last = page.last else { break }
            for digest in page {
                verified += 1
                if try !isWhole(digest) { damaged.append(digest.hex) }
            }
            after = last
        }
        result.recordFiles(verified: verified, damaged: damaged)
        return result
    }

    private static func entryFilter(_ query: [String: String]) -> RemoteEntryFilter {
        RemoteEntryFilter(
            partner: query["partner"], name: query["name"], state: query["state"],
            limit: query["limit"].flatMap(Int.init) ?? 100, before: query["before"].flatMap(Int64.init))
    }

    private static func outboundFilter(_ query: [String: String]) -> OutboundFilter {
        OutboundFilter(
            partner: query["partner"], state: query["state"], orderNumber: query["order"],
            before: query["before"].flatMap(Int64.init), limit: query["limit"].flatMap(Int.init) ?? 50)
    }

    private static func filter(_ query: [String: String]) -> ViewFilter {
        ViewFilter(
            partner: query["partner"], kind: query["kind"], limit: query["limit"].flatMap(Int.init) ?? 50,
            before: query["before"])
    }

    private static func missing(_ what: String, _ id: String) -> WindowError {
        WindowError(.notFound, "there is no \(what) \(id)")
    }

    /// One value as JSON with sorted keys.
    public static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
