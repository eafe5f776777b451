import Cryptography
import Store
import Testing

@Suite struct ExchangeViewsTests {
    /// Arrivals 1 to 30 of two partners; the story of number 5 in full.
    private func filled() throws -> TemporaryBooks {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...30 {
                let partner = number % 3 == 0 ? "bolt-works" : Sample.partner
                _ = try books.arrivals.record(
                    Sample.arrival(
                        number, partner: partner, state: number % 2 == 0 ? .interpreted : .rejected))
            }
            let interchange = Sample.interchange(108, arrival: 5)
            try books.interchanges.record(interchange)
            try books.interchanges.record(
                GroupRecord(
                    ordinal: 1, functionalID: "SH", controlNumber: "4711", version: "004010", claimed: 1,
                    received: 1,
                    accepted: 1, status: "A", codes: "", acknowledgment: nil), of: interchange.id)
            try books.interchanges.record(Sample.interchange(3, arrival: 5, direction: .outbound))
            try books.documents.record(
                DocumentRecord(
                    id: Sample.id(500), type: "shipment-notification", businessKey: "ASN/88123",
                    partner: Sample.partner,
                    arrival: Sample.id(5), interchange: interchange.id, groupOrdinal: 1, setOrdinal: 1,
                    createdAt: 1,
                    profileRevision: "r", body: [], provenance: []),
                references: [("shipment", "88123"), ("purchaseOrder", "4500012345")])
            try books.outbox.add(Sample.event(5, arrival: Sample.id(5))) { _ in [] }
            try books.ledger.append(Sample.draft(5, story: Sample.id(5)))
        }
        return books
    }

    @Test func `lists are newest first, narrowed by partner and state`() throws {
        let books = try filled()
        func ids(_ filter: ViewFilter) throws -> [String] {
            try books.store.read { try $0.views.arrivals(filter).map(\.id) }
        }
        #expect(try ids(ViewFilter()) == (1...30).reversed().map(Sample.id))
        #expect(try ids(ViewFilter(partner: "bolt-works")).count == 10)
        #expect(try ids(ViewFilter(kind: "rejected")).count == 15)
        #expect(try ids(ViewFilter(partner: "bolt-works", kind: "rejected")).count == 5)
        #expect(try ids(ViewFilter(partner: "nobody")).isEmpty)
        try books.store.read { (snapshot: borrowing Snapshot) throws -> Void in
            #expect(try snapshot.views.interchanges(ViewFilter(kind: "outbound")).count == 1)
            #expect(try snapshot.views.interchanges(ViewFilter(kind: "accepted")).count == 1)
            #expect(
                try snapshot.views.documents(ViewFilter(kind: "shipment-notification")).map(\.id) == [
                    Sample.id(500)
                ])
            #expect(try snapshot.views.documents(ViewFilter(kind: "invoice")).isEmpty)
        }
    }

    @Test func `pages follow each other without a gap or a repeat`() throws {
        let books = try filled()
        var seen: [String] = []
        var before: String?
        for _ in 0..<10 {
            let filter = ViewFilter(limit: 7, before: before)
            let page = try books.store.read { try $0.views.arrivals(filter).map(\.id) }
            seen += page
            guard let last = page.last else { break }
            before = last
        }
        #expect(seen == (1...30).reversed().map(Sample.id))
        #expect(ViewFilter(limit: 0).limit == 1 && ViewFilter(limit: 1 << 40).limit == 10_000)
    }

    @Test func `every kind of key leads to the arrival`() throws {
        let books = try filled()
        let arrival = Sample.arrival(5)
        let digest = try #require(arrival.digest).hex
        let keys = [
            arrival.id, "file-5.edi", "\(Sample.partner)/file-5.edi", digest, digest.uppercased(),
            Sample.id(1_000_108), "000000108", "108", "4711", "997_3.edi", Sample.id(500), "88123",
            "ASN/88123",
            "4500012345", "PO/4500012345", Sample.id(2_000_005),
        ]
        for key in keys {
            let found = try books.store.read { try $0.views.arrivals(forKey: key, limit: 10) }
            #expect(found == [Sample.id(5)], "\(key)")
        }
        for key in ["", "nothing", "%", "1081", "file-5", "'; DROP TABLE arrival; --"] {
            #expect(try books.store.read { try $0.views.arrivals(forKey: key, limit: 10).isEmpty }, "\(key)")
        }
    }

    @Test func `a story tells all there is`() throws {
        let books = try filled()
        try books.store.commit { try $0.outbox.advance("journal", to: 1) }
        let story = try #require(try books.store.read { try $0.views.story(of: Sample.id(5)) })
        #expect(story.interchanges.map { $0.interchange.direction } == [.inbound, .outbound])
        #expect(story.interchanges.first?.groups.map(\.controlNumber) == ["4711"])
        #expect(story.documents.map(\.businessKey) == ["ASN/88123"])
        #expect(story.events.map(\.publishedTo) == [["journal"]])
        #expect(story.ledger.count == 1)
        #expect(story.openWork.isEmpty)
        #expect(try books.store.read { try $0.views.story(of: "unknown") } == nil)
    }
}
