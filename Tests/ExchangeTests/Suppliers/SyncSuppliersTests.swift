import Cryptography
import Foundation
import SFTP
import Store
import Testing

@testable import Exchange

/// Files of the supplier master for their targets.
struct SyncSuppliersTests {
    private static func seal(_ text: String) throws -> (before: String, trailer: [String]) {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let last = try #require(lines.dropLast().last)
        let before = lines.dropLast(2).map { $0 + "\r\n" }.joined()
        return (before, last.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func `a system of our own gets the whole first, then what changed, with tombstones and a digest`()
        throws
    {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract(
            "a.csv", Hall.rows(("1", "A"), ("2", "B"), ("3", "C"), ("4", "D"), ("5", "E"), ("6", "F")))
        try hall.settle()
        try hall.sync("house/wms")
        let first = try #require(try hall.syncs("house/wms").first)
        #expect((first.scope, first.state) == ("full", "verified"))
        #expect((first.rows, first.added, first.unchanged) == (6, 6, 0))
        let name = try #require(first.fileName)
        let text = try #require(try hall.erpFiles()[name])
        let (before, trailer) = try Self.seal(text)
        #expect(before.hasPrefix("ACTION,NO,NAME,STATUS\r\nadded,1,A,active\r\n"))
        #expect(trailer == ["TRAILER", "6", "6", "0", "0", Digest.of(before).hex])

        try hall.extract(
            "b.csv",
            "NO,NAME,VAT,IBAN,STATUS\r\n1,A,,,\r\n2,B2,,,\r\n3,C,,,\r\n4,D,,,blocked\r\n5,E,,,\r\n7,G,,,\r\n")
        try hall.settle()
        try hall.sync("house/wms")
        let second = try #require(try hall.syncs("house/wms").first)
        #expect((second.scope, second.base, second.generation) == ("delta", 1, 2))
        #expect((second.added, second.changed, second.retired, second.unchanged) == (1, 2, 1, 3))
        let other = try #require(second.fileName)
        #expect(other == name.replacing(".csv", with: "_2.csv"))
        #expect(
            try #require(try hall.erpFiles()[other]).hasPrefix(
                "ACTION,NO,NAME,STATUS\r\nchanged,2,B2,active\r\nchanged,4,D,blocked\r\nretired,6,F,retired\r\n"
                    + "added,7,G,active\r\nTRAILER,4,1,2,1,"))

        try hall.sync("house/wms", isFull: true)
        let third = try #require(try hall.syncs("house/wms").first)
        #expect((third.scope, third.rows, third.unchanged) == ("full", 6, 6))
        try hall.checkInvariants()
    }

    @Test func `a partner's file counts once it was collected, and until then its changes are sent again`()
        throws
    {
        let hall = try Hall([Hall.suppliers(), Hall.cobaltTarget])
        let target = "cobalt-plastics/suppliers"
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B")))
        try hall.settle()
        try hall.sync(target)
        let first = try #require(try hall.syncs(target).first)
        #expect(first.state == "sent")
        let name = try #require(first.fileName)
        #expect(
            try hall.answers("cobalt-plastics")[name]?.hasPrefix("ACTION,NO,NAME\r\nadded,1,A\r\n") == true)

        try hall.extract("b.csv", Hall.rows(("1", "A"), ("2", "B2")))
        try hall.settle()
        try hall.sync(target)
        #expect(try hall.syncs(target).first?.base == 0)
        #expect(try hall.syncs(target).first?.added == 2)

        // The partner reads the newer file to its end.
        let newer = try #require(try hall.syncs(target).first?.fileName)
        let file = try hall.session("cobalt-plastics").open("/download/" + newer, flags: [.read])
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        _ = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: UInt64(count)) }
        try file.close()
        #expect(try hall.syncs(target).first?.state == "collected")
        try hall.extract("c.csv", Hall.rows(("1", "A"), ("2", "B3")))
        try hall.settle()
        try hall.sync(target)
        let third = try #require(try hall.syncs(target).first)
        #expect((third.scope, third.base, third.changed, third.unchanged) == ("delta", 2, 1, 1))
    }

    @Test func `what changed and changed back is no difference`() throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", Hall.rows(("1", "A")))
        try hall.settle()
        try hall.sync(nil)
        for (name, supplier) in [("b.csv", "B"), ("c.csv", "A")] {
            try hall.extract(name, Hall.rows(("1", supplier)))
            try hall.settle()
        }
        try hall.sync(nil)
        let last = try #require(try hall.syncs("house/wms").first)
        #expect((last.rows, last.changed, last.unchanged, last.base, last.generation) == (0, 0, 1, 1, 3))
    }

    @Test func `other columns make a target start with the whole again`() throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", Hall.rows(("1", "A")))
        try hall.settle()
        try hall.sync(nil)
        try hall.reload([
            Hall.Change(file: "house", from: "name: NAME, status: STATUS }", to: "status: STATUS }")
        ])
        try hall.sync(nil)
        #expect(try hall.syncs("house/wms").first?.scope == "full")
    }

    @Test func `a job that runs twice makes one file a target`() throws {
        let hall = try Hall([Hall.suppliers(), Hall.cobaltTarget])
        try hall.extract("a.csv", Hall.rows(("1", "A")))
        try hall.settle()
        for _ in 1...2 {
            _ = try hall.server.store.commit { books in
                try books.queue.enqueue(
                    .init(.supplierSync, subject: "house/nightly@1790000000000", lane: SyncSuppliers.lane))
            }
            try hall.settle()
        }
        #expect(try hall.syncs("house/wms").count == 1)
        #expect(try hall.syncs("cobalt-plastics/suppliers").count == 1)
    }

    @Test func `a schedule of a partner is for its own targets, and unknown targets are told of`() throws {
        let hall = try Hall([Hall.suppliers(), Hall.cobaltTarget])
        let directory = hall.server.book.generation.directory
        func chosen(_ subject: String) -> [String] {
            SupplierTarget.chosen(by: subject, in: directory).map(\.name)
        }
        #expect(chosen("house/nightly@5") == ["cobalt-plastics/suppliers", "house/wms"])
        #expect(chosen("cobalt-plastics/nightly@5") == ["cobalt-plastics/suppliers"])
        #expect(chosen("house/manual@5") == ["house/wms"])
        #expect(chosen("house/manual.wms@5") == ["house/wms"])
        #expect(chosen("acme-castings/nightly@5") == [])
        #expect(throws: SupplierDeskError.self) {
            try hall.server.suppliers.request("acme-castings", isFull: false)
        }
        let early = #expect(throws: SupplierDeskError.self) {
            try hall.server.suppliers.request(nil, isFull: false)
        }
        #expect(early?.code == .conflict)
    }

    @Test func `a file for a partner's own server is pushed under the name of its agreement`() throws {
        let target = Hall.Change(
            file: Hall.acme, from: "\nx12:\n",
            to: """

                batch:
                  outbound:
                    suppliers: { document: supplier-master, format: json, fileName: "suppliers.json" }

                x12:

                """)
        let hall = try Hall.visited([Hall.suppliers(), target, Hall.remote()])
        try hall.extract("a.csv", Hall.rows(("1", "A")))
        try hall.settle()
        hall.clock.turn(byMilliseconds: 1_000)
        _ = try hall.server.suppliers.request("acme-castings/suppliers", isFull: false)
        try hall.wait("the push") { try hall.syncs("acme-castings/suppliers").first?.state == "verified" }
        #expect(hall.remote.paths == ["/in/suppliers.json"])
        let bytes = try #require(hall.remote.bytes("/in/suppliers.json"))
        #expect(
            String(decoding: bytes, as: UTF8.self).contains(
                #""supplier":{"documentType":"supplier","number":"1""#))
    }
}
