import Cryptography
import Foundation
import SFTP
import Spool
import Testing

@testable import Transports

@Suite struct MailboxSessionTests {
    private func status(_ body: () throws -> Void) -> SFTPError.Status? {
        do {
            try body()
            return nil
        } catch let error as SFTPError {
            return error.code
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    // MARK: Names

    @Test func `there are three folders, without folders in them`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        #expect(try session.names("/") == ["download", "reports", "upload"])
        #expect(try session.attributes(of: "/").isDirectory && session.attributes(of: "/upload").isDirectory)
        for path in [
            "/other", "/upload/a/b.edi", "/other/a.edi", "/../etc", "/upload/none.edi", "/download/none.edi",
        ] {
            #expect(status { _ = try session.attributes(of: path) } == .noSuchFile, "\(path)")
        }
        #expect(status { _ = try session.openToWrite("/upload/../a.edi") } == .noSuchFile)
        #expect(status { _ = try session.open("/upload", flags: [.read]) } == .failure)
        #expect(status { _ = try session.list("/upload/a.edi") } == .failure)
        #expect(status { try session.remove("/upload") } == .permissionDenied)
    }

    @Test func `names are labels and never reach the disk`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        for name in [
            "..edi", "a\u{0}b.edi", "-rf.edi", "a b.edi", "\u{202E}fdp.edi", "\u{0301}mark.edi",
            String(repeating: "n", count: 251) + ".edi",
        ] {
            try session.put("/upload/" + name, "text of \(name)")
        }
        #expect(
            status { _ = try session.openToWrite("/upload/" + String(repeating: "n", count: 252) + ".edi") }
                == .failure)
        #expect(fixture.reception.taken.count + session.shelf.count() == 7)
        let outside = try FileManager.default.subpathsOfDirectory(atPath: fixture.layout.root).filter {
            $0.contains("edi")
        }
        #expect(outside.isEmpty)
        for path in ["/download/../../state/lock", "/download/a\u{0}b", "/download/."] {
            #expect(status { _ = try session.open(path, flags: [.read]) } != nil, "\(path)")
        }
    }

    @Test func `names that are not agreed are refused, also as the target of a rename`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        #expect(status { _ = try session.openToWrite("/upload/a.exe") } == .permissionDenied)
        try session.put("/upload/a.edi.part", "x")
        #expect(
            status { try session.rename("/upload/a.edi.part", to: "/upload/a.exe", replacing: false) }
                == .permissionDenied)
        #expect(try session.names("/upload") == ["a.edi.part"])
    }

    // MARK: Uploads

    @Test func `a closed upload is an arrival, and stays visible for its time`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.edi", "the bytes")
        #expect(fixture.reception.taken.map(\.name) == ["a.edi"])
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("the bytes")])
        #expect(try session.attributes(of: "/upload/a.edi").size == 9)
        try session.setAttributes(of: "/upload/a.edi")
        #expect(try session.open("/upload/a.edi", flags: [.read]).get(20, at: 4) == "bytes")
        #expect(status { try session.remove("/upload/a.edi") } == .permissionDenied)
        fixture.office.turn(bySeconds: 301)
        #expect(status { _ = try session.attributes(of: "/upload/a.edi") } == .noSuchFile)
        #expect(try session.names("/upload").isEmpty && fixture.staged().isEmpty)
    }

    @Test func `bytes may come in any order, but all of them must come`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        let whole = try session.openToWrite("/upload/whole.edi")
        for (text, offset) in [("gh", 6), ("ab", 0), ("cdef", 2), ("de", 3)] {
            try whole.put(text, at: offset)
        }
        try whole.close()
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abcdefgh")])
        let holed = try session.openToWrite("/upload/holed.edi")
        try holed.put("ab", at: 0)
        try holed.put("gh", at: 6)
        #expect(status { try holed.close() } == .failure)
        #expect(fixture.reception.taken.count == 1)
    }

    @Test func `an upload with a hole can be resumed only from before the hole`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        let holed = try session.openToWrite("/upload/a.edi")
        try holed.put("ab", at: 0)
        try holed.put("gh", at: 6)
        #expect(status { try holed.close() } == .failure)
        #expect(try session.attributes(of: "/upload/a.edi").size == 2)
        let resumed = try session.open("/upload/a.edi", flags: [.write])
        try resumed.put("cd", at: 2)
        try resumed.close()
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abcd")])
    }

    @Test func `a connection lost behind a hole leaves only what can be trusted`() throws {
        let fixture = try MailboxFixture()
        let file = try fixture.session().openToWrite("/upload/a.edi")
        try file.put("abc", at: 0)
        try file.put("xyz", at: 1_000)
        file.abandon()
        #expect(try fixture.session().attributes(of: "/upload/a.edi").size == 3)
        #expect(fixture.reception.aborted == ["a.edi 3"])
        let late = try fixture.session().openToWrite("/upload/late.edi")
        try late.put("xyz", at: 1_000)
        late.abandon()
        #expect(try fixture.session().names("/upload") == ["a.edi"])
        #expect(try fixture.staged().count == 1)
    }

    @Test func `a file has its maximum size, and not a byte more`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/full.edi", String(repeating: "x", count: 4_096))
        #expect(fixture.reception.taken.map(\.byteCount) == [4_096])
        let over = try session.openToWrite("/upload/over.edi")
        try over.put(String(repeating: "x", count: 4_000), at: 0)
        #expect(status { try over.put(String(repeating: "x", count: 97), at: 4_000) } == .failure)
        for offset in [UInt64.max, UInt64(Int.max), 1 << 40] {
            #expect(status { try over.put([1], at: offset) } == .failure)
        }
        over.abandon()
        #expect(fixture.reception.taken.count == 1)
    }

    @Test func `a lost connection leaves bytes to resume, under one key, and nothing when there were none`()
        throws
    {
        let fixture = try MailboxFixture()
        let first = try fixture.session().openToWrite("/upload/a.edi")
        try first.put("abcd", at: 0)
        first.abandon()
        try fixture.session().openToWrite("/upload/empty.edi").abandon()
        #expect(fixture.reception.aborted == ["a.edi 4"] && fixture.reception.taken.isEmpty)
        #expect(try fixture.staged().count == 1)
        let again = try fixture.session()
        #expect(try again.attributes(of: "/upload/a.edi").size == 4)
        let second = try again.open("/upload/a.edi", flags: [.write])
        #expect(second.attributes().size == 4)
        try second.put("ef", at: 4)
        try second.close()
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abcdef")])
        #expect(try fixture.staged().isEmpty && again.names("/upload") == ["a.edi"])
    }

    @Test func `broken-off uploads are there again after a restart`() throws {
        let fixture = try MailboxFixture()
        let file = try fixture.session().openToWrite("/upload/a.edi")
        try file.put("abcd", at: 0)
        file.abandon()
        let host = try fixture.restarted()
        let session = try fixture.session(of: host)
        #expect(try session.attributes(of: "/upload/a.edi").size == 4)
        let resumed = try session.open("/upload/a.edi", flags: [.write])
        try resumed.put("ef", at: 4)
        try resumed.close()
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abcdef")])
    }

    @Test func `a whole resend takes the place of the broken-off bytes`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        let file = try session.openToWrite("/upload/a.edi")
        try file.put("ab", at: 0)
        file.abandon()
        try session.put("/upload/a.edi", "abcdef")
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abcdef")])
        #expect(try session.attributes(of: "/upload/a.edi").size == 6)
        #expect(try fixture.staged().isEmpty && session.shelf.count() == 0)
    }

    @Test func `a file that the house cannot take stays to be resumed, and the sender is told`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        fixture.reception.fail(true)
        #expect(status { try session.put("/upload/a.edi", "abcd") } == .failure)
        #expect(try session.names("/upload") == ["a.edi"])
        fixture.reception.fail(false)
        try session.put("/upload/a.edi", "abcd")
        #expect(fixture.reception.taken.count == 1)
        #expect(try fixture.staged().isEmpty)
        fixture.reception.refuse("no space left here; try again later")
        do {
            _ = try session.openToWrite("/upload/b.edi")
            Issue.record("an upload began while the house takes nothing")
        } catch {
            #expect((error as? SFTPError)?.message == "no space left here; try again later")
        }
    }

    @Test func `an exclusive or refused name is not taken twice`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.edi", "1")
        try session.put("/upload/a.edi", "2")
        #expect(fixture.reception.taken.count == 2)
        #expect(
            status { _ = try session.open("/upload/a.edi", flags: [.write, .create, .exclusive]) } == .failure
        )
        let strict = try MailboxFixture(uploads: ["sameName: refuse"])
        try strict.session().put("/upload/a.edi", "1")
        #expect(status { try strict.session().put("/upload/a.edi", "2") } == .permissionDenied)
    }

    // MARK: Temporary names and renames

    @Test func `a temporary name rests until it is renamed`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        for name in ["a.edi.part", ".a.edi", "a.edi.filepart", "a.edi.tmp", "a.edi~"] {
            try session.put("/upload/" + name, name)
        }
        #expect(fixture.reception.taken.isEmpty && session.shelf.count() == 5)
        try session.rename("/upload/a.edi.part", to: "/upload/a.edi", replacing: false)
        #expect(fixture.reception.taken.map(\.name) == ["a.edi"])
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("a.edi.part")])
        #expect(try session.attributes(of: "/upload/a.edi").size == 10)
        #expect(status { _ = try session.attributes(of: "/upload/a.edi.part") } == .noSuchFile)
        try session.remove("/upload/.a.edi")
        #expect(try fixture.staged().count == 3)
        #expect(status { try session.remove("/upload/.a.edi") } == .noSuchFile)
    }

    @Test func `a rename replaces nothing unless it says so`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.edi", "old")
        try session.put("/upload/a.part", "new!")
        #expect(
            status { try session.rename("/upload/a.part", to: "/upload/a.edi", replacing: false) } == .failure
        )
        #expect(try session.names("/upload") == ["a.edi", "a.part"])
        try session.rename("/upload/a.part", to: "/upload/a.edi", replacing: true)
        #expect(fixture.reception.taken.map(\.byteCount) == [3, 4])
        #expect(try session.attributes(of: "/upload/a.edi").size == 4)
        #expect(
            status { try session.rename("/upload/none.part", to: "/upload/b.edi", replacing: false) }
                == .noSuchFile)
        #expect(
            status { try session.rename("/upload/a.edi", to: "/download/a.edi", replacing: false) }
                == .permissionDenied)
    }

    @Test func `a rename from one temporary name to another moves the bytes`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.part", "abc")
        try session.put("/upload/b.part", "lost")
        try session.rename("/upload/a.part", to: "/upload/b.part", replacing: true)
        #expect(try session.names("/upload") == ["b.part"])
        #expect(try session.attributes(of: "/upload/b.part").size == 3)
        #expect(try fixture.staged().count == 1)
    }

    @Test func `a rename that the house cannot follow leaves the file under its old name only`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.part", "abc")
        fixture.reception.fail(true)
        #expect(
            status { try session.rename("/upload/a.part", to: "/upload/a.edi", replacing: false) } == .failure
        )
        #expect(try session.names("/upload") == ["a.part"])
        fixture.reception.fail(false)
        try session.rename("/upload/a.part", to: "/upload/a.edi", replacing: false)
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("abc")])
    }

    @Test func `a taken file can be given another name`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try session.put("/upload/a.edi", "abc")
        try session.rename("/upload/a.edi", to: "/upload/b.edi", replacing: false)
        #expect(try session.names("/upload") == ["b.edi"])
        #expect(fixture.reception.taken.count == 1)
    }

    // MARK: Downloads and reports

    @Test func `a file is collected when it was read to its last byte, and not before`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try fixture.place("0123456789", as: "997.edi")
        #expect(status { try session.remove("/download/997.edi") } == .permissionDenied)
        let part = try session.open("/download/997.edi", flags: [.read])
        #expect(try part.get(4, at: 0) == "0123")
        try part.close()
        let skipping = try session.open("/download/997.edi", flags: [.read])
        #expect(try skipping.get(4, at: 6) == "6789" && skipping.get(5, at: 0) == "01234")
        try skipping.close()
        let lost = try session.open("/download/997.edi", flags: [.read])
        #expect(try lost.get(10, at: 0) == "0123456789")
        lost.abandon()
        #expect(fixture.office.collected.isEmpty)
        let whole = try session.open("/download/997.edi", flags: [.read])
        #expect(
            try whole.get(5, at: 5) == "56789" && whole.get(5, at: 0) == "01234" && whole.get(5, at: 10) == ""
        )
        try whole.close()
        #expect(fixture.office.collected == ["997.edi"])
        try session.remove("/download/997.edi")
        #expect(fixture.office.removed == ["997.edi"])
        #expect(try session.names("/download").isEmpty)
    }

    @Test func `reading may go on in another session, behind what the partner has`() throws {
        let fixture = try MailboxFixture()
        try fixture.place("0123456789", as: "997.edi")
        func read(_ parts: (Int, Int)..., closes: Bool) throws {
            let file = try fixture.session().open("/download/997.edi", flags: [.read])
            for (offset, count) in parts { _ = try file.get(count, at: offset) }
            if closes { try file.close() } else { file.abandon() }
        }
        try read((0, 6), closes: false)
        // The client has less than was sent: it goes on before the last byte that went out.
        try read((8, 2), closes: true)
        #expect(fixture.office.collected.isEmpty)
        try read((4, 6), closes: true)
        #expect(fixture.office.collected == ["997.edi"])
        // Everything was sent once, nothing is known to have come: one byte more proves nothing.
        try fixture.place("abcdefghij", as: "998.edi")
        let lost = try fixture.session().open("/download/998.edi", flags: [.read])
        _ = try lost.get(10, at: 0)
        lost.abandon()
        let peek = try fixture.session().open("/download/998.edi", flags: [.read])
        _ = try peek.get(1, at: 0)
        try peek.close()
        #expect(fixture.office.collected == ["997.edi"])
    }

    @Test func `pieces that several handles fetch at once make a whole`() throws {
        let fixture = try MailboxFixture()
        try fixture.place("0123456789", as: "997.edi")
        let session = try fixture.session()
        let files = try (0..<2).map { _ in try session.open("/download/997.edi", flags: [.read]) }
        _ = try files[1].get(5, at: 5)
        _ = try files[0].get(5, at: 0)
        try files[1].close()
        #expect(fixture.office.collected.isEmpty)
        try files[0].close()
        #expect(fixture.office.collected == ["997.edi"])
    }

    @Test func `one session may write a name through two handles, and both files come whole`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        let first = try session.openToWrite("/upload/same.edi")
        let second = try session.openToWrite("/upload/same.edi")
        try second.put("second", at: 0)
        try first.put("fir", at: 0)
        try second.close()
        try first.put("st", at: 3)
        try first.close()
        #expect(fixture.reception.taken.map(\.digest) == [Digest.of("second"), Digest.of("first")])
        #expect(try fixture.staged().isEmpty)
    }

    @Test func `a collection that cannot be recorded is not confirmed`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try fixture.place("abc", as: "997.edi")
        fixture.office.fail(true)
        let file = try session.open("/download/997.edi", flags: [.read])
        _ = try file.get(3, at: 0)
        #expect(status { try file.close() } == .failure)
        #expect(fixture.office.collected.isEmpty)
    }

    @Test func `download and reports are for reading`() throws {
        let fixture = try MailboxFixture()
        let session = try fixture.session()
        try fixture.place("abc", as: "997.edi")
        for path in ["/download/997.edi", "/download/new.edi", "/reports/a.edi.txt"] {
            #expect(status { _ = try session.openToWrite(path) } == .permissionDenied, "\(path)")
        }
        let report = try session.open("/reports/a.edi.txt", flags: [.read])
        #expect(try report.get(100, at: 2) == "cepted")
        #expect(status { try report.put("x", at: 0) } == .permissionDenied)
        #expect(status { try session.remove("/reports/a.edi.txt") } == .permissionDenied)
        #expect(try session.names("/reports") == ["a.edi.txt"])
    }
}
