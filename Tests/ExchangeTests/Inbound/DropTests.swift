import Exchange
import Foundation
import Spool
import Store
import Testing

/// Files that local programs leave in `drop/<partner>/`.
@Suite struct DropTests {
    private func drop(_ name: String, _ bytes: [UInt8], _ hall: Hall) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: hall.layout.drop("acme-castings") + "/" + name))
    }

    private func names(_ hall: Hall) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: hall.layout.drop("acme-castings")).sorted()
    }

    @Test
    func
        `dropped files are answered like uploads and are gone once the books have them; temporary names are left`()
        throws
    {
        let hall = try Hall(started: false)
        try drop("1.edi", Interchange(control: 1).bytes, hall)
        try drop("2.edi.tmp", Interchange(control: 2).bytes, hall)
        try hall.start()
        try drop("3.edi", Interchange(control: 3).bytes, hall)
        try hall.wait("the files to be taken") { try names(hall) == ["2.edi.tmp"] }
        // Gone means committed.
        #expect(try ["1.edi", "3.edi"].allSatisfy { try hall.arrival($0).door == "drop" })
        try hall.settle()
        #expect(
            try hall.arrival("1.edi").state == .interpreted && hall.arrival("3.edi").state == .interpreted)
        #expect(try hall.answers().count == 2)
        #expect(try hall.server.store.read { try $0.views.status(at: 0).arrivalTotal } == 2)
        try hall.checkInvariants()
    }

    @Test func `a file whose taking was cut off before its removal is not taken twice`() throws {
        let hall = try Hall()
        try drop("1.edi", Interchange(control: 1).bytes, hall)
        try hall.wait("the file to be taken") { try names(hall).isEmpty }
        try hall.settle()
        let first = try hall.arrival("1.edi")
        hall.stop()
        // What a kill between commit and removal leaves: the dropped file, known to the books by its key.
        let path = hall.layout.drop("acme-castings") + "/2.edi"
        try Data(Interchange(control: 2).bytes).write(to: URL(fileURLWithPath: path))
        let finished = try #require(
            try DropFolder(hall.layout, partner: "acme-castings").openFinished("2.edi", at: Int64.max))
        let store = try StateStore(path: hall.layout.database)
        try store.commit { books in
            var known = first
            known.id = String(first.id.dropLast()) + (first.id.hasSuffix("0") ? "1" : "0")
            known.name = "2.edi"
            known.uploadKey = "drop:acme-castings/2.edi:\(finished.identity)"
            known.state = .rejected
            _ = try books.arrivals.record(known)
        }
        store.close()
        try hall.startAgain()
        try hall.wait("the file to be removed") { try names(hall).isEmpty }
        #expect(try hall.server.store.read { try $0.views.status(at: 0).arrivalTotal } == 2)
        #expect(try hall.arrival("2.edi").state == .rejected)
    }
}
