import Cryptography
import GRDB
import Testing

@testable import Store

@Suite struct LedgerTests {
    private func books(entries: Int) throws -> TemporaryBooks {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...entries {
                try books.ledger.append(Sample.draft(number, story: number % 2 == 0 ? "even" : nil))
            }
        }
        return books
    }

    private func verification(after change: String) throws -> LedgerPages.Verification {
        let books = try books(entries: 20)
        try books.store.commit { try $0.database.execute(sql: change) }
        return try books.store.read { try $0.ledger.verify() }
    }

    @Test func `an untouched chain is sound and an empty one too`() throws {
        let empty = try TemporaryBooks()
        #expect(try empty.store.read { try $0.ledger.verify().isSound })
        let full = try books(entries: 20)
        let proof = try full.store.read { try $0.ledger.verify() }
        #expect(proof.isSound && proof.entries == 20)
    }

    @Test(arguments: [
        "detail = 'entry 9'", "actor = 'partner/x'", "act = 'settled'", "story = 'odd'", "story = NULL",
        "subject = 'arrival/9'", "digest = zeroblob(32)", "digest = NULL", "digest = x'00'", "at = at + 1",
        "hash = zeroblob(32)",
    ])
    func `a changed field is found at its entry`(change: String) throws {
        let proof = try verification(after: "UPDATE ledger SET \(change) WHERE sequence = 8")
        #expect(proof.broken?.sequence == 8)
        #expect(proof.entries == 7)
    }

    @Test(arguments: ["digest = x'00'", "story = ''"])
    func `a field that was absent and is filled in is found`(change: String) throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...3 {
                try books.ledger.append(
                    LedgerDraft(
                        at: 1, actor: "wharf", act: .started, story: nil, subject: "server \(number)",
                        detail: "x"))
            }
        }
        try books.store.commit {
            try $0.database.execute(sql: "UPDATE ledger SET \(change) WHERE sequence = 2")
        }
        #expect(try books.store.read { try $0.ledger.verify().broken?.sequence } == 2)
    }

    @Test func `a wrong link is found`() throws {
        let proof = try verification(after: "UPDATE ledger SET previous = zeroblob(32) WHERE sequence = 8")
        #expect(proof.broken?.sequence == 8)
    }

    @Test func `a removed entry is found at the one behind it`() throws {
        #expect(try verification(after: "DELETE FROM ledger WHERE sequence = 8").broken?.sequence == 9)
        #expect(try verification(after: "DELETE FROM ledger WHERE sequence = 1").broken?.sequence == 2)
    }

    @Test(arguments: 1...24)
    func `a trail proven in stretches gives what one look gives`(place: Int) throws {
        for change in ["UPDATE ledger SET detail = 'x' WHERE", "DELETE FROM ledger WHERE", "-- "] {
            let books = try books(entries: 24)
            try books.store.commit { try $0.database.execute(sql: "\(change) sequence = \(place)") }
            let (whole, parts) = (
                try books.store.read { try $0.ledger.verify() },
                try books.store.verifyLedger(smallestStretch: 5)
            )
            #expect(parts.broken?.sequence == whole.broken?.sequence)
            #expect(parts.entries == whole.entries && parts.head == whole.head)
        }
    }

    /// What the published head is for: inside the database nothing tells of entries that are missing at the end.
    @Test func `entries removed at the end show only against a head kept elsewhere`() throws {
        let books = try books(entries: 20)
        let before = try books.store.read { try $0.ledger.verify() }
        try books.store.commit { try $0.database.execute(sql: "DELETE FROM ledger WHERE sequence > 17") }
        let after = try books.store.read { try $0.ledger.verify() }
        #expect(after.isSound)
        #expect(after.entries == 17 && after.head != before.head)
    }

    @Test func `two entries that changed places are found`() throws {
        let proof = try verification(
            after: """
                UPDATE ledger SET sequence = 100 WHERE sequence = 8; UPDATE ledger SET sequence = 8 WHERE sequence = 9;
                UPDATE ledger SET sequence = 9 WHERE sequence = 100;
                """)
        #expect(proof.broken?.sequence == 8)
    }

    @Test func `a story holds its own entries in their order`() throws {
        let books = try books(entries: 20)
        let entries = try books.store.read { try $0.ledger.entries(ofStory: "even") }
        #expect(entries.map(\.sequence) == stride(from: 2, through: 20, by: 2).map(Int64.init))
        #expect(entries.first?.detail == "entry 2" && entries.first?.act == "received")
    }

    @Test func `digests that rows name come in pages, each once`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...7 { _ = try books.arrivals.record(Sample.arrival(number)) }
            var twin = Sample.arrival(8)
            twin.digest = Sample.arrival(1).digest
            _ = try books.arrivals.record(twin)
            try books.interchanges.record(Sample.interchange(1, arrival: 1, direction: .outbound))
            // The bytes of an inbound interchange are part of its arrival's.
            try books.interchanges.record(Sample.interchange(2, arrival: 1))
        }
        let all = try books.store.read { snapshot in
            var all: [String] = []
            var page = try snapshot.ledger.archivedDigests(after: nil, limit: 3)
            while let last = page.last {
                all += page.map(\.hex)
                page = try snapshot.ledger.archivedDigests(after: last, limit: 3)
            }
            return all
        }
        #expect(all.count == 8)
        #expect(all == Set(all).sorted())
    }
}
