import Cryptography
import Foundation
import Store
import Testing

@Suite struct RegisterTests {
    @Test func `an arrival comes back as it was recorded, once per upload key`() throws {
        let books = try TemporaryBooks()
        var arrival = Sample.arrival(1)
        arrival.login = "acme"
        arrival.peer = "192.0.2.7"
        let (given, twin) = (arrival, Sample.arrival(2))
        #expect(try books.store.commit { try $0.arrivals.record(given) })
        #expect(
            try !books.store.commit { books in
                var again = twin
                again.uploadKey = given.uploadKey
                return try books.arrivals.record(again)
            })
        let read = try #require(try books.store.read { try $0.arrivals.find(uploadKey: given.uploadKey) })
        #expect(try same(read, given))
        #expect(try books.store.read { try $0.arrivals.names(Digest.of("content 1")) })
        #expect(try !books.store.read { try $0.arrivals.names(Digest.of("content 2")) })
    }

    @Test func `an arrival's parts count down to its end`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.arrivals.record(Sample.arrival(1))
            try books.arrivals.describe(
                Sample.id(1), content: "x12", profileRevision: "abc", openParts: 2, findings: "[]")
            try books.arrivals.move(Sample.id(1), to: .interpreting, because: nil, at: 5)
        }
        let first = try books.store.commit {
            try $0.arrivals.finishPart(Sample.id(1), accepted: 3, rejected: 1)
        }
        #expect(first?.openParts == 1 && first?.finishedAt == nil)
        let second = try books.store.commit {
            try $0.arrivals.finishPart(Sample.id(1), accepted: 0, rejected: 2)
        }
        #expect(second?.openParts == 0 && second?.acceptedSets == 3 && second?.rejectedSets == 3)
        try books.store.commit {
            try $0.arrivals.move(Sample.id(1), to: .interpreted, because: "done", at: 9)
        }
        let end = try books.store.read { try $0.arrivals.find(Sample.id(1)) }
        #expect(
            end?.state == .interpreted && end?.finishedAt == 9 && end?.reason == "done"
                && end?.content == "x12")
    }

    @Test func `equal bytes count as a repeat of accepted arrivals only, within the window`() throws {
        let books = try TemporaryBooks()
        let digest = Digest.of("equal")
        func earlier(_ state: ArrivalState, since: Int64 = 0, partner: String = Sample.partner) throws
            -> String?
        {
            try books.store.commit { books in
                var first = Sample.arrival(1)
                first.digest = digest
                _ = try books.arrivals.record(first)
                try books.arrivals.move(first.id, to: state, because: nil, at: 1)
                return try books.arrivals.earlier(
                    digest: digest, partner: partner, than: Sample.id(2), since: since)?.id
            }
        }
        #expect(try earlier(.interpreted) == Sample.id(1))
        #expect(try earlier(.interpreting) == Sample.id(1))
        for state in [ArrivalState.rejected, .quarantined, .incomplete, .duplicate, .received] {
            #expect(try earlier(state) == nil)
        }
        #expect(try earlier(.interpreted, since: Sample.arrival(1).receivedAt + 1) == nil)
        #expect(try earlier(.interpreted, partner: "bolt-works") == nil)
    }

    @Test func `what a partner sent counts until it is settled`() throws {
        let books = try TemporaryBooks()
        func unsettled(_ partner: String = Sample.partner, door: String = "drop") throws -> [Int] {
            let use = try books.store.read { try $0.arrivals.unsettled(of: partner, door: door) }
            return [use.files, use.bytes]
        }
        #expect(try unsettled() == [0, 0])
        let open = zip(1..., ArrivalState.allCases).filter { !$1.isFinal }.map {
            Sample.arrival($0.0).byteCount
        }
        try books.store.commit { books in
            for (index, state) in ArrivalState.allCases.enumerated() {
                _ = try books.arrivals.record(Sample.arrival(index + 1))
                try books.arrivals.move(Sample.id(index + 1), to: state, because: nil, at: 1)
            }
        }
        #expect(open.count == 3)
        #expect(try unsettled() == [3, open.reduce(0, +)])
        #expect(try unsettled("bolt-works") == [0, 0] && unsettled(door: "sftp") == [0, 0])
    }

    @Test func `a broken-off upload is forgotten when it becomes whole, a received one is not`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.arrivals.record(Sample.arrival(1, state: .aborted))
            _ = try books.arrivals.record(Sample.arrival(2))
            try books.arrivals.forgetAborted(uploadKey: "key-1")
            try books.arrivals.forgetAborted(uploadKey: "key-2")
        }
        #expect(try books.store.read { try $0.arrivals.find(Sample.id(1)) } == nil)
        #expect(try books.store.read { try $0.arrivals.find(Sample.id(2)) } != nil)
    }

    @Test func `an interchange with its groups and sets comes back, and the first reading counts`() throws {
        let books = try TemporaryBooks()
        let answer = Sample.interchange(7, arrival: 1, direction: .outbound)
        let group = GroupRecord(
            ordinal: 1, functionalID: "SH", controlNumber: "101", version: "004010", claimed: 2, received: 2,
            accepted: 1,
            status: "P", codes: "", acknowledgment: "{}")
        let set = SetRecord(
            groupOrdinal: 1, ordinal: 2, setID: "856", controlNumber: "0002", byteOffset: 10, byteCount: 20,
            status: "R",
            codes: "5", findings: "[]", findingCount: 3, document: nil)
        try books.store.commit { books in
            try books.interchanges.record(answer)
            try books.interchanges.record(answer)
            try books.interchanges.record(group, of: answer.id)
            try books.interchanges.record(set, of: answer.id)
            try books.interchanges.record(set, of: answer.id)
            try books.interchanges.markSent(answer.id, at: 11)
        }
        #expect(try books.store.commit { try $0.interchanges.markCollected(answer.id, at: 12) })
        #expect(try !books.store.commit { try $0.interchanges.markCollected(answer.id, at: 13) })
        try books.store.commit { try $0.interchanges.markSent(answer.id, at: 14) }
        let part = try #require(try books.store.read { try $0.views.part(answer.id) })
        #expect(part.interchange.state == "collected")
        #expect(part.interchange.sentAt == 11 && part.interchange.collectedAt == 12)
        #expect(try same(part.groups, [group]) && same(part.sets, [set]))
        let found = try books.store.read {
            try $0.interchanges.outbound(partner: Sample.partner, fileName: "997_7.edi")
        }
        #expect(found?.id == answer.id)
    }

    @Test func `a document comes back byte by byte`() throws {
        let books = try TemporaryBooks()
        let document = DocumentRecord(
            id: Sample.id(9), type: "invoice", businessKey: "INV/1", partner: Sample.partner,
            arrival: Sample.id(1),
            interchange: nil, groupOrdinal: nil, setOrdinal: 4, createdAt: 3, profileRevision: "r",
            body: [0, 1, 255, 10], provenance: Array("{}".utf8))
        try books.store.commit { books in
            for _ in 0..<2 {
                try books.documents.record(document, references: [("invoice", "1"), ("invoice", "1")])
            }
        }
        let read = try #require(try books.store.read { try $0.documents.find(document.id) })
        #expect(read.body == document.body && read.provenance == document.provenance)
        #expect(read.setOrdinal == 4 && read.interchange == nil && read.businessKey == "INV/1")
    }

    @Test func `a sink's cursor moves forward only`() throws {
        let books = try TemporaryBooks()
        for position in [5, 3, 8] {
            try books.store.commit { try $0.outbox.advance("journal", to: position) }
        }
        #expect(try books.store.read { try $0.events.cursor(of: "journal") } == 8)
        #expect(try books.store.read { try $0.events.cursor(of: "other") } == 0)
    }

    @Test func `events after a skip stand above it, and stay so`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            try books.outbox.add(Sample.event(1)) { _ in [] }
            books.outbox.skip(to: 40)
            books.outbox.skip(to: 7)
            try books.outbox.add(Sample.event(2)) { _ in [] }
        }
        try books.store.commit { try $0.outbox.add(Sample.event(3)) { _ in [] } }
        #expect(
            try books.store.read { try $0.events.page(after: 0, limit: 9).map(\.position) } == [1, 41, 42])
    }

    private func same(_ left: some Encodable, _ right: some Encodable) throws -> Bool {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(left) == encoder.encode(right)
    }
}
