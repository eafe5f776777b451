import SFTP
import Testing

@testable import Transports

/// What a mailbox answers from memory, on the thread that serves the connection.
@Suite struct AtHandTests {
    private let create: OpenFlags = [.write, .create, .truncate]

    @Test func `a new upload is opened from memory and is an arrival after its CLOSE`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        let file = try #require(try session.openAtHand("/upload/a.edi", flags: create))
        try file.put("text", at: 0)
        try file.close()
        #expect(fixture.reception.taken.map(\.name) == ["a.edi"])
        #expect(try session.attributesAtHand(of: "/upload/a.edi")?.size == 4)
    }

    @Test func `what needs the disk or a look is left to a worker`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        #expect(try session.openAtHand("/upload/a.edi", flags: [.read]) == nil)
        #expect(try session.openAtHand("/upload/a.edi", flags: [.write, .create]) == nil)
        #expect(try session.openAtHand("/download/a.edi", flags: [.read]) == nil)
        #expect(try session.attributesAtHand(of: "/download/a.edi") == nil)
        #expect(try session.attributesAtHand(of: "/reports/a.edi.txt") == nil)
        fixture.reception.refuse("no space left here")
        #expect(try session.openAtHand("/upload/a.edi", flags: create) == nil)
        #expect(throws: SFTPError.self) { _ = try session.open("/upload/a.edi", flags: create) }
    }

    @Test func `names that are not there are missing at once`() throws {
        let session = try MailboxFixture().session()
        #expect(try session.attributesAtHand(of: "/upload")?.isDirectory == true)
        for path in ["/upload/none.edi", "/other", "/upload/a/b"] {
            #expect(throws: SFTPError.self) { _ = try session.attributesAtHand(of: path) }
        }
    }
}
