import Cryptography
import Foundation
import Spool
import Synchronization
import Testing

@testable import Transports

@Suite struct DropTransportTests {
    private func door(_ fixture: MailboxFixture) throws -> DropTransport {
        try DropTransport(
            archive: fixture.archive, reception: fixture.reception, log: MailboxFixture.log,
            clock: { [office = fixture.office] in office.now }, partners: { ["acme"] })
    }

    private func drop(_ name: String, _ text: String, _ fixture: MailboxFixture) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: fixture.layout.drop("acme") + "/" + name))
    }

    private func names(_ fixture: MailboxFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.layout.drop("acme")).sorted()
    }

    private func wait(_ what: String, _ condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try !condition() {
            guard ContinuousClock.now < deadline else {
                Issue.record("waited in vain for \(what)")
                return
            }
            poll(nil, 0, 2)
        }
    }

    @Test func `files that are there and files that come are taken, then removed; temporary names are left`()
        throws
    {
        let fixture = try MailboxFixture()
        try drop("before.edi", "1", fixture)
        try drop("a.edi.part", "2", fixture)
        try drop(".hidden", "3", fixture)
        let door = try door(fixture)
        door.start()
        defer { door.stop() }
        try wait("the first") {
            try fixture.reception.taken.count == 1 && names(fixture) == [".hidden", "a.edi.part"]
        }
        try drop("later.edi", "4", fixture)
        try wait("the second") { fixture.reception.taken.count == 2 }
        let folder = fixture.layout.drop("acme")
        try FileManager.default.moveItem(atPath: folder + "/a.edi.part", toPath: folder + "/a.edi")
        try wait("the renamed one") {
            try fixture.reception.taken.count == 3 && names(fixture) == [".hidden"]
        }
        #expect(fixture.reception.taken.map(\.name).sorted() == ["a.edi", "before.edi", "later.edi"])
        #expect(try fixture.staged().isEmpty)
    }

    @Test func `a file is removed only after it was taken, and tried again when it was not`() throws {
        let fixture = try MailboxFixture()
        let seen = Mutex<[Bool]>([])
        let path = fixture.layout.drop("acme") + "/a.edi"
        fixture.reception.onReceive { _ in
            seen.withLock { $0.append(FileManager.default.fileExists(atPath: path)) }
        }
        fixture.reception.fail(true)
        try drop("a.edi", "1", fixture)
        let door = try door(fixture)
        door.start()
        defer { door.stop() }
        try drop("b.edi", "2", fixture)
        fixture.reception.fail(false)
        try wait("both") { try fixture.reception.taken.count == 2 && names(fixture).isEmpty }
        #expect(seen.withLock { $0 } == [true, true] || seen.withLock { $0.first } == true)
        #expect(try fixture.staged().isEmpty)
    }

    @Test func `another file that takes the name while the first is taken is not removed with it`() throws {
        let fixture = try MailboxFixture()
        let path = fixture.layout.drop("acme") + "/a.edi"
        let spare = fixture.folder + "/spare"
        try Data("second".utf8).write(to: URL(fileURLWithPath: spare))
        fixture.reception.onReceive { _ in _ = rename(spare, path) }
        try drop("a.edi", "first", fixture)
        let door = try door(fixture)
        door.start()
        defer { door.stop() }
        try wait("both") { try fixture.reception.taken.count == 2 && names(fixture).isEmpty }
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("first"), Digest.of("second")])
        #expect(Set(fixture.reception.taken.map(\.uploadKey)).count == 2)
    }

    @Test func `nothing is taken while the house takes nothing`() throws {
        let fixture = try MailboxFixture()
        fixture.reception.refuse("the server is stopping")
        try drop("a.edi", "1", fixture)
        let door = try door(fixture)
        door.start()
        try drop("b.edi", "2", fixture)
        door.stop()
        #expect(fixture.reception.taken.isEmpty)
        #expect(try names(fixture) == ["a.edi", "b.edi"])
    }
}
