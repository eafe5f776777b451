internal import Foundation
internal import Store

/// What the window shows of the supplier master.
struct SupplierWindow {
    /// Rows of one answer at most.
    private static let limitMaximum = 1_000

    let store: StateStore
    let query: [String: String]

    /// Answers a path, or `nil` when it is about something else.
    static func answer(_ path: [String], _ query: [String: String], _ store: StateStore) throws -> Data? {
        let window = SupplierWindow(store: store, query: query)
        switch (path.first, path.dropFirst().first) {
        case ("suppliers", nil): return try window.list()
        case ("suppliers", let number?): return try window.show(number)
        case ("supplier-changes", nil): return try window.changes()
        case ("supplier-runs", nil):
            return try Window.json(store.read { try $0.suppliers.runs(limit: window.limit) })
        case ("supplier-syncs", nil):
            return try Window.json(
                store.read { try $0.suppliers.syncs(of: query["target"], limit: window.limit) })
        case ("supplier-suspicions", nil):
            return try Window.json(store.read { try $0.suppliers.suspicions(limit: window.limit) })
        default: return nil
        }
    }

    private var limit: Int { min(Self.limitMaximum, max(1, query["limit"].flatMap(Int.init) ?? 50)) }

    /// Suppliers behind a number, with their data, as they stand or stood in a generation.
    private func list() throws -> Data {
        let page = try store.read { books in
            try books.suppliers.page(
                after: query["after"] ?? "",
                in: try query["generation"].flatMap(Int.init) ?? books.suppliers.generation(),
                limit: limit)
        }
        return try Self.array(page)
    }

    private func show(_ number: String) throws -> Data {
        let revisions = try store.read { books in
            try books.suppliers.revisions(of: number, in: try books.suppliers.generation(), limit: limit)
        }
        guard !revisions.isEmpty else { throw WindowError(.notFound, "there is no supplier \(number)") }
        return try Self.array(revisions)
    }

    /// The numbers that a generation changed.
    private func changes() throws -> Data {
        let heads = try store.read { books in
            try books.suppliers.changes(
                of: try query["generation"].flatMap(Int.init) ?? books.suppliers.generation(),
                after: query["after"] ?? "", limit: limit)
        }
        return try Window.json(heads.map(SupplierLineFacts.init))
    }

    private static func array(_ revisions: [SupplierRevisionRecord]) throws -> Data {
        var bytes = Data("[".utf8)
        for (place, revision) in revisions.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(Data(#"{"line":"#.utf8))
            bytes.append(try Window.json(SupplierLineFacts(revision.head)))
            bytes.append(Data(#","supplier":"#.utf8))
            bytes.append(contentsOf: revision.body)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }
}

/// How a supplier stands, for people and programs.
public struct SupplierLineFacts: Sendable, Codable, Equatable {
    /// Our number for it.
    public var number: String
    /// The generation that brought it to this.
    public var generation: Int
    /// Counts its changes, from 1.
    public var revision: Int
    /// Whether it is to be used.
    public var isActive: Bool

    init(_ head: SupplierHead) {
        number = head.number
        generation = head.generation
        revision = head.revision
        isActive = head.isActive
    }
}
