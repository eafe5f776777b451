import Cryptography
import Foundation
import Store
import Testing

@testable import Exchange

struct RetentionTests {
    private static func kept(_ days: String, more: String = "") -> Hall.Change {
        .init(
            file: "house", from: "\nsinks:\n",
            to: "\nretention: { files: \(days), events: \(days)\(more) }\n\nsinks:\n")
    }

    private func round(_ hall: Hall) throws {
        Retention(try hall.context(hall.server.store)).run()
    }

    private static let day: Int64 = 86_400_000

    @Test func `what was kept as long as agreed is removed, and the audit trail says that it was there`()
        throws
    {
        let hall = try Hall([Self.kept("90d")])
        try hall.upload("old.edi", Interchange())
        try hall.settle()
        let old = try hall.arrival("old.edi")
        hall.clock.turn(byMilliseconds: 91 * Self.day)
        try hall.upload("new.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.settle()
        try round(hall)
        let (left, documents, ledger) = try hall.server.store.read { books in
            (
                try books.views.arrivals(ViewFilter()).map(\.name),
                try books.views.documents(ViewFilter()).count,
                try books.ledger.search(LedgerFilter(act: "purged"))
            )
        }
        #expect(left == ["new.edi"])
        #expect(documents == 1)
        #expect(ledger.map(\.subject) == ["arrival/\(old.id)"])
        #expect(ledger.first?.digest == old.digest?.hex)
        #expect(try hall.server.store.read { try $0.ledger.verify() }.isSound)
    }

    @Test func `nothing is removed without a time, before it, or of a partner under a legal hold`() throws {
        for changes in [[], [Self.kept("91d")], [Self.kept("90d", more: ", hold: [acme-castings]")]] {
            let hall = try Hall(changes)
            try hall.upload("old.edi", Interchange())
            try hall.settle()
            hall.clock.turn(byMilliseconds: 90 * Self.day + 60_000)
            try round(hall)
            #expect(try hall.arrival("old.edi").state == .interpreted)
        }
    }

    @Test func `a file that still waits is never removed`() throws {
        let hall = try Hall([Self.kept("90d")])
        var cut = Interchange()
        cut.hasEnd = false
        try hall.upload("cut.edi", cut)
        try hall.wait("it to wait") { try hall.arrival("cut.edi").state == .incomplete }
        hall.stop()
        hall.clock.turn(byMilliseconds: 200 * Self.day)
        try hall.startAgain(started: false)
        try round(hall)
        #expect(try hall.arrival("cut.edi").state == .incomplete)
    }

    @Test func `a number that was used stays used when its file is gone`() throws {
        let hall = try Hall([Self.kept("90d")])
        try hall.upload("old.edi", Interchange())
        try hall.settle()
        hall.clock.turn(byMilliseconds: 91 * Self.day)
        try round(hall)
        var other = Interchange()
        other.groups[0].notices[0].shipment = "99999"
        try hall.upload("again.edi", other)
        try hall.settle()
        #expect(try hall.arrival("again.edi").state == .rejected)
    }

    @Test func `events go when every sink has them, but for the last`() throws {
        let hall = try Hall([Self.kept("90d")])
        try hall.upload("old.edi", Interchange())
        try hall.upload("old-2.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.settle()
        let last = try hall.server.store.read { try $0.events.last() }
        hall.clock.turn(byMilliseconds: 91 * Self.day)
        try round(hall)
        let left = try hall.server.store.read { try $0.events.page(after: 0, limit: 100).map(\.position) }
        #expect(left == [last])
    }
}
