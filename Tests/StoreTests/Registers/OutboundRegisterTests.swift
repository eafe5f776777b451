import Store
import Testing

/// What the books keep of documents that we owe partners.
@Suite struct OutboundRegisterTests {
    private func order(_ number: Int, partner: String = "acme") -> OutboundDocumentRecord {
        OutboundDocumentRecord(
            id: "document-\(number)", partner: partner, setID: "850", type: "purchase-order",
            businessKey: "PO/\(number)", orderNumber: "\(number)", arrival: "arrival", ordinal: number,
            createdAt: 1_000, body: Array("{\"orderNumber\":\"\(number)\"}".utf8))
    }

    private func sending(_ number: Int, in interchange: String = "interchange") -> OutboundSendingRecord {
        OutboundSendingRecord(
            document: "document-\(number)", partner: "acme", interchange: interchange,
            interchangeControlNumber: "000000001", functionalID: "PO", groupControlNumber: "1", setID: "850",
            setControlNumber: "0001", at: 2_000)
    }

    @Test func `a document waits for its release in the order of entry, unless it is held or released`()
        throws
    {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...5 { _ = try books.outbound.add(order(number)) }
            _ = try books.outbound.add(order(6, partner: "other"))
        }
        let again = try books.store.commit { try $0.outbound.add(order(3)) }
        #expect(!again)
        let (held, sent) = try books.store.commit {
            (
                try $0.outbound.hold("document-2", because: "a price is in doubt"),
                try $0.outbound.record(sending(3))
            )
        }
        #expect(held && sent?.ordinal == 1)
        let kept = try books.reopened()
        defer { kept.close() }
        let first = try kept.read { try $0.outbound.pending(partner: "acme", after: 0, limit: 2) }
        #expect(first.map(\.orderNumber) == ["1", "4"])
        let rest = try kept.read {
            try $0.outbound.pending(partner: "acme", after: first[1].position, limit: 9)
        }
        #expect(rest.map(\.orderNumber) == ["5"])
        #expect(rest.first?.body == order(5).body)
        #expect(
            try kept.read { try $0.outbound.list(.init(state: "held")).map(\.heldBecause) } == [
                "a price is in doubt"
            ])
        #expect(try kept.read { try $0.outbound.list(.init(partner: "acme")).count } == 5)
    }

    @Test func `a document that is held or taken already is not put into a second interchange`() throws {
        let books = try TemporaryBooks()
        let second = try books.store.commit { books in
            _ = try books.outbound.add(order(1))
            _ = try books.outbound.record(sending(1))
            return try books.outbound.record(sending(1, in: "another"))
        }
        #expect(second == nil)
        let held = try books.store.commit { books in
            _ = try books.outbound.add(order(2))
            _ = try books.outbound.hold("document-2", because: "no")
            return try books.outbound.record(sending(2))
        }
        #expect(held == nil)
        #expect(try books.store.read { try $0.outbound.sendings(of: "document-1").count } == 1)
    }

    @Test func `the ladder climbs with its interchange and never goes back`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.outbound.add(order(1))
            _ = try books.outbound.record(sending(1))
        }
        func state() throws -> OutboundDocumentRecord? {
            try books.store.read { try $0.outbound.find("document-1") }
        }
        #expect(try state()?.state == .queued)
        try books.store.commit { try $0.outbound.markSent(interchange: "interchange", at: 10) }
        #expect(try state()?.state == .sent)
        try books.store.commit { try $0.outbound.markCollected(interchange: "interchange", at: 20) }
        try books.store.commit { try $0.outbound.markVerified(interchange: "interchange", at: 30) }
        try books.store.commit { try $0.outbound.markSent(interchange: "interchange", at: 40) }
        let found = try state()
        #expect(found?.state == .collected && found?.sentAt == 10 && found?.collectedAt == 20)
        let recalled = try books.store.commit { try $0.outbound.recall("document-1") }
        #expect(!recalled)
    }

    @Test func `what was sent and is sent anew waits again, and its sendings are counted on`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.outbound.add(order(1))
            _ = try books.outbound.record(sending(1))
            try books.outbound.markSent(interchange: "interchange", at: 10)
        }
        let recalled = try books.store.commit { try $0.outbound.recall("document-1") }
        try books.store.commit { try $0.outbound.markSent(interchange: "interchange", at: 15) }
        let gone = try books.store.read { try $0.outbound.find("document-1") }
        #expect(recalled && gone?.state == .recalled && gone?.sentAt == 10)
        let (anew, twice) = try books.store.commit { books in
            (try books.outbound.sendAnew("document-1"), try books.outbound.sendAnew("document-1"))
        }
        #expect(anew && !twice)
        let next = try books.store.commit { try $0.outbound.record(sending(1, in: "second")) }
        #expect(next?.ordinal == 2)
        let all = try books.store.read { try $0.outbound.sendings(of: "document-1") }
        #expect(all.map(\.interchange) == ["interchange", "second"])
    }

    @Test(arguments: OutboundState.allCases)
    func `the books move a document exactly as the ladder allows`(_ start: OutboundState) throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...5 {
                _ = try books.outbound.add(order(number))
                _ = try books.outbound.record(sending(number, in: "in \(number)"))
                let interchange = "in \(number)"
                switch start {
                case .sent: try books.outbound.markSent(interchange: interchange, at: 1)
                case .verified: try books.outbound.markVerified(interchange: interchange, at: 1)
                case .collected: try books.outbound.markCollected(interchange: interchange, at: 1)
                case .recalled: _ = try books.outbound.recall("document-\(number)")
                case .queued, .acknowledged, .answered, .rejected: break
                }
            }
        }
        let reached = try books.store.read { try $0.outbound.find("document-1")?.state }
        // The states that a partner's answers bring are reached with those answers.
        guard reached == start else { return }
        try books.store.commit { books in
            try books.outbound.markSent(interchange: "in 1", at: 2)
            try books.outbound.markVerified(interchange: "in 2", at: 2)
            try books.outbound.markCollected(interchange: "in 3", at: 2)
            _ = try books.outbound.recall("document-4")
            _ = try books.outbound.sendAnew("document-5")
        }
        for (number, next) in [
            (1, OutboundState.sent), (2, .verified), (3, .collected), (4, .recalled), (5, .queued),
        ] {
            let state = try books.store.read { try $0.outbound.find("document-\(number)")?.state }
            #expect(state == (start.mayBecome(next) ? next : start), "\(start) to \(next)")
        }
    }

    @Test func `nothing leaves the end of the ladder but by sending anew`() {
        for state in OutboundState.allCases {
            let ways = OutboundState.allCases.filter { state.mayBecome($0) }
            #expect(!ways.contains(state))
            if [.answered, .recalled].contains(state) { #expect(ways == [.queued]) }
            if state == .rejected { #expect(ways == [.queued, .answered]) }
        }
    }
}
