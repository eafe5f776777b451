import Foundation
import GRDB
import Spool
import Store
import Testing

@testable import Exchange
@testable import Receivers

extension Hall.Change {
    /// The house has a webhook named `erp` beside its journal.
    static func hook(_ url: String, secret: String = "secret://env/ERP_HOOK", more: String = "")
        -> Hall.Change
    {
        Hall.Change(
            file: "house", from: "journal: { kind: file }",
            to: "journal: { kind: file }\n  erp: { kind: webhook, url: \"\(url)\", secret: \(secret)\(more) }"
        )
    }
}

extension Hall {
    /// Adds events of some keys to the outbox, as the stages do.
    func addEvents(_ count: Int, keys: Int, type: String = "wharf.invoice.received.v1") throws {
        let now = clock.now
        let first = try server.store.read { try $0.events.last() } + 1
        try server.store.commit { books in
            for number in first..<(first + count) {
                let key = "key \(number % keys)"
                try books.outbox.add(
                    EventRecord(
                        id: "event-\(number)", type: type, arrival: nil, subject: "INV/\(number)", time: now,
                        partitionKey: key)
                ) { position in
                    Array(
                        #"{"specversion":"1.0","id":"event-\#(number)","partitionkey":"\#(key)","sequence":"\#(position)"}"#
                            .utf8)
                }
            }
        }
    }

    /// How far a sink is.
    func cursor(of sink: String = "erp") throws -> Int {
        try server.store.read { try $0.events.cursor(of: sink) }
    }

    /// How a sink stands.
    func sink(_ name: String = "erp") throws -> SinkStatus {
        try #require(try server.sinks.status().first { $0.name == name })
    }

    /// Turns the clock and has the sinks look at it.
    func turnForSinks(byMilliseconds milliseconds: Int64) {
        clock.turn(byMilliseconds: milliseconds)
        server.sinks.wake()
    }

    /// Takes a sink's cursor back in the books of a stopped server: what a crash between delivery and commit leaves.
    func loseCursor(of sink: String, to position: Int) throws {
        let books = try DatabaseQueue(path: layout.database)
        try books.write {
            try $0.execute(
                sql: "UPDATE sinkCursor SET position = ? WHERE sink = ?", arguments: [position, sink])
        }
        try books.close()
    }
}

extension HookReceiver {
    /// The first arrival of every event must lie in the order of its key.
    func expectOrder(of taken: (Request) -> Bool = { _ in true }) {
        var seen: Set<String> = []
        let firsts = requests.filter(taken).filter { seen.insert($0.id).inserted }
        for (key, requests) in Dictionary(grouping: firsts, by: \.key) {
            #expect(requests.map(\.sequence) == requests.map(\.sequence).sorted(), "order of \(key)")
        }
    }

    /// Whatever came more than once came with the same bytes, so that a receiver may drop it by its id.
    func expectIdenticalRepeats() {
        for (id, repeats) in Dictionary(grouping: requests, by: \.id) {
            #expect(Set(repeats.map(\.body)).count == 1, "\(id) came with different bytes")
        }
    }
}
