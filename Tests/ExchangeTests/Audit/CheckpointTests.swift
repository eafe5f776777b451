import Foundation
import Spool
import Store
import Testing

@testable import Exchange

struct CheckpointTests {
    private func review(_ hall: Hall) throws -> CheckpointBook.Review {
        try CheckpointBook(hall.layout).review(against: hall.server.store)
    }

    @Test func `checkpoints are signed, kept outside the database, and fit the trail`() throws {
        let hall = try Hall()
        try hall.upload("asn.edi", Interchange())
        let made = try hall.server.checkpoints.make(by: "operator")
        #expect(FileManager.default.fileExists(atPath: made.path))
        let end = try hall.server.store.read { try $0.ledger.end() }
        #expect(made.checkpoint.sequence < end.sequence)
        #expect(try review(hall).faults.isEmpty)
        #expect(try review(hall).checkpoints >= 1)
    }

    @Test func `checkpoints are made by themselves once a day, and the head is told when the server stops`()
        throws
    {
        let hall = try Hall()
        try hall.wait("the first checkpoint") { try CheckpointFiles(hall.layout).names().count == 1 }
        hall.server.checkpoints.run()
        #expect(try CheckpointFiles(hall.layout).names().count == 1)
        hall.clock.turn(byMilliseconds: 86_400_000)
        hall.server.checkpoints.run()
        #expect(try CheckpointFiles(hall.layout).names().count == 2)
        hall.stop()
        let head = try #require(try CheckpointFiles(hall.layout).head().flatMap { Checkpoint($0) })
        let store = try StateStore.readOnly(path: hall.layout.database)
        #expect(try store.read { try $0.ledger.end().sequence } == head.sequence)
    }

    @Test func `checkpoints show every byte of theirs that was changed`() throws {
        let hall = try Hall()
        let made = try hall.server.checkpoints.make(by: "operator")
        let good = try Data(contentsOf: URL(fileURLWithPath: made.path))
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            try bad.write(to: URL(fileURLWithPath: made.path))
            #expect(try !review(hall).faults.isEmpty, "byte \(place)")
        }
        try good.write(to: URL(fileURLWithPath: made.path))
        #expect(try review(hall).faults.isEmpty)
    }

    @Test
    func
        `the head outside the database keeps a server from beginning with an older database, until a person accepts the loss`()
        throws
    {
        let hall = try Hall()
        hall.stop()
        let older = try Data(contentsOf: URL(fileURLWithPath: hall.layout.database))
        try hall.startAgain()
        try hall.upload("asn.edi", Interchange())
        hall.stop()
        try older.write(to: URL(fileURLWithPath: hall.layout.database))
        #expect(throws: AuditError.self) { try hall.startAgain() }
        let told = try GapAcceptance.accept(
            hall.layout, house: "northwind", because: "the disk was lost", clock: hall.clock.exchangeClock)
        #expect(told?.contains("entry") == true)
        try hall.startAgain()
        let noted = try hall.server.store.read {
            try $0.ledger.search(LedgerFilter(act: "gap-accepted"))
        }
        #expect(noted.count == 1)
        #expect(noted.first?.detail.contains("the disk was lost") == true)
        #expect(try review(hall).faults.isEmpty)
    }

    @Test func `the head is not put aside when the trail lacks nothing`() throws {
        let hall = try Hall()
        hall.stop()
        #expect(
            try GapAcceptance.accept(hall.layout, house: "northwind", because: "a mistake") == nil)
        try hall.startAgain()
    }
}

struct LedgerSearchTests {
    @Test func `a search is narrowed by who, what, about what, words and time, and goes on page by page`()
        throws
    {
        let hall = try Hall()
        try hall.upload("first.edi", Interchange())
        try hall.upload("second.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.wait("both answers") { try hall.answers().count == 2 }
        try hall.settle()
        func found(_ filter: LedgerFilter) throws -> [LedgerEntry] {
            try hall.server.store.read { try $0.ledger.search(filter) }
        }
        let received = try found(LedgerFilter(act: "received"))
        #expect(received.count == 2)
        #expect(try found(LedgerFilter(actor: "partner/acme-castings", act: "received")).count == 2)
        #expect(try found(LedgerFilter(actor: "partner/nobody")).isEmpty)
        #expect(
            try found(LedgerFilter(act: "received", text: "SECOND")).map(\.sequence) == [received[1].sequence]
        )
        let story = try #require(received.first?.story)
        #expect(try found(LedgerFilter(subject: story)).allSatisfy { $0.story == story })
        #expect(try found(LedgerFilter(since: hall.clock.now + 60_000)).isEmpty)
        #expect(try found(LedgerFilter(until: TestClock.noon)).isEmpty)
        let all = try found(LedgerFilter()).map(\.sequence)
        var paged: [Int64] = []
        while let page = try Optional(found(LedgerFilter(after: paged.last ?? 0, limit: 3))), !page.isEmpty {
            paged += page.map(\.sequence)
        }
        #expect(paged == all)
    }
}
