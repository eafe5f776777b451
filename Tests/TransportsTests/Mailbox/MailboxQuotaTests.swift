import SFTP
import Spool
import Synchronization
import Testing

@testable import Transports

/// How much a partner may leave with us.
@Suite struct MailboxQuotaTests {
    private func refusal(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as SFTPError {
            #expect(error.code == .failure)
            return error.message
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }

    @Test func `the write that crosses the quota of bytes is refused, and what is removed makes room`() throws
    {
        let fixture = try MailboxFixture(hosted: ["quota: { bytes: 1KiB }"])
        let session = try fixture.session()
        try session.put("/upload/a.part", String(repeating: "a", count: 400))
        let other = try session.openToWrite("/upload/b.edi")
        try other.put(String(repeating: "b", count: 524), at: 0)
        let third = try session.openToWrite("/upload/c.edi")
        try third.put(String(repeating: "c", count: 100), at: 0)
        #expect(refusal { try third.put("d", at: 100) }?.hasPrefix("no space: quota of 1024 bytes") == true)
        // A write again where bytes are already takes no more.
        try other.put("bbb", at: 0)
        #expect(
            refusal { _ = try session.openToWrite("/upload/e.edi") }?.hasPrefix("no space: quota") == true)
        third.abandon()
        try session.remove("/upload/a.part")
        try other.put("bbb", at: 524)
        try other.close()
        #expect(fixture.reception.taken.map(\.byteCount) == [527])
    }

    @Test func `files count until they are settled, as the books have it`() throws {
        let fixture = try MailboxFixture(hosted: ["quota: { files: 3, bytes: 1MiB }"])
        let session = try fixture.session()
        fixture.office.booked.withLock { $0 = MailboxUse(bytes: 10, files: 2) }
        try session.put("/upload/a.edi", "1")
        let open = try session.openToWrite("/upload/b.edi")
        #expect(
            refusal { _ = try session.openToWrite("/upload/c.edi") }?.contains("quota of 3 files") == true)
        try open.close()
        fixture.office.booked.withLock { $0 = MailboxUse(bytes: 30, files: 3) }
        #expect(refusal { _ = try session.openToWrite("/upload/c.edi") } != nil)
        fixture.office.booked.withLock { $0 = .none }
        try session.put("/upload/c.edi", "3")
        #expect(fixture.reception.taken.map(\.name) == ["a.edi", "b.edi", "c.edi"])
    }

    @Test func `the books are asked only where the quota could be crossed, and then they count`() throws {
        let fixture = try MailboxFixture(hosted: ["quota: { files: 10 }"])
        let session = try fixture.session()
        for number in 0..<10 { try session.put("/upload/\(number).edi", "x") }
        #expect(fixture.office.asked.withLock { $0 } == 1)
        // Ten came since the books were asked; that all are settled is found out now.
        try session.put("/upload/more.edi", "x")
        #expect(fixture.office.asked.withLock { $0 } == 2)
        #expect(fixture.reception.taken.count == 11)
        fixture.office.booked.withLock { $0 = MailboxUse(bytes: 10, files: 10) }
        for number in 0..<9 { try session.put("/upload/\(number).edi", "y") }
        #expect(refusal { _ = try session.openToWrite("/upload/last.edi") } != nil)
        #expect(fixture.reception.taken.count == 20)
    }

    @Test func `what was broken off can be sent again even where the mailbox is full of it`() throws {
        let fixture = try MailboxFixture(hosted: ["quota: { bytes: 1KiB, files: 1 }"])
        let session = try fixture.session()
        let broken = try session.openToWrite("/upload/a.edi")
        try broken.put(String(repeating: "a", count: 1_024), at: 0)
        broken.abandon()
        #expect(refusal { _ = try session.openToWrite("/upload/b.edi") } != nil)
        try session.put("/upload/a.edi", String(repeating: "b", count: 900))
        #expect(fixture.reception.taken.map(\.byteCount) == [900])
        #expect(try fixture.staged().isEmpty)
        let again = try session.openToWrite("/upload/b.edi")
        try again.put(String(repeating: "a", count: 600), at: 0)
        again.abandon()
        let resumed = try session.open("/upload/b.edi", flags: [.write])
        #expect(refusal { try resumed.put(String(repeating: "a", count: 425), at: 600) } != nil)
        resumed.abandon()
        #expect(try session.attributes(of: "/upload/b.edi").size == 600)
    }

    @Test func `the quota is what clients see as the size of the disk`() throws {
        let fixture = try MailboxFixture(hosted: ["quota: { bytes: 1KiB }"])
        let session = try fixture.session()
        try session.put("/upload/a.part", String(repeating: "a", count: 300))
        fixture.office.booked.withLock { $0 = MailboxUse(bytes: 200, files: 1) }
        #expect(session.space() == (1_024, 524))
        fixture.office.booked.withLock { $0 = MailboxUse(bytes: 2_000, files: 1) }
        #expect(session.space() == (1_024, 0))
        let free = try MailboxFixture()
        #expect(try free.session().space().totalBytes > 1_000_000)
    }

    @Test func `a partner has the sessions and open files of its quota`() throws {
        let fixture = try MailboxFixture(hosted: ["quota: { sessions: 2, openFiles: 3, rate: 10KiB }"])
        #expect(
            try fixture.session().allowance == SessionAllowance(openFiles: 3, bytesPerSecond: 10_240))
        #expect(
            fixture.host.take(aSeatOf: "acme", atMost: 2) && fixture.host.take(aSeatOf: "acme", atMost: 2))
        #expect(!fixture.host.take(aSeatOf: "acme", atMost: 2))
        #expect(fixture.host.take(aSeatOf: "other", atMost: 2))
        try fixture.session().ended()
        #expect(fixture.host.take(aSeatOf: "acme", atMost: 2))
    }
}
