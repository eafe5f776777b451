import Foundation
import Spool
import Testing

struct SpoolLockTests {
    @Test func `a second lock on one spool is refused and names the owner`() throws {
        let spool = try TemporarySpool()
        #expect(!SpoolLock.isHeld(spool.layout))
        var lock: SpoolLock? = try SpoolLock(spool.layout)
        #expect(SpoolLock.isHeld(spool.layout))
        let error = #expect(throws: SpoolError.self) { try SpoolLock(spool.layout) }
        #expect(error?.code == .locked)
        #expect(
            error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier) owns") == true)
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(!SpoolLock.isHeld(spool.layout))
        _ = try SpoolLock(spool.layout)
    }

    @Test func `a lock file left by a dead process does not lock`() throws {
        let spool = try TemporarySpool()
        try spool.write("4711\nlonger than what we write", to: spool.layout.lock)
        #expect(!SpoolLock.isHeld(spool.layout))
        let lock = try SpoolLock(spool.layout)
        #expect(
            try spool.bytes(spool.layout.lock) == Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        )
        withExtendedLifetime(lock) {}
    }

    @Test func `folders are made once, with modes that keep others out`() throws {
        let spool = try TemporarySpool()
        try spool.layout.create()
        try spool.layout.createFolders(for: "acme")
        #expect(
            try spool.names(spool.layout.root) == [
                "archive", "audit", "drop", "erp", "events", "journal", "mailboxes", "quarantine", "staging",
                "state",
            ])
        #expect(try spool.names(spool.layout.mailbox("acme")) == ["download", "reports"])
        #expect(spool.mode(spool.layout.state) & 0o007 == 0)
        #expect(SpoolLayout(root: "/srv/spool//").staging == "/srv/spool/staging")
    }

    @Test func `a file where a folder must be is told by name`() throws {
        let spool = try TemporarySpool()
        try spool.write("", to: spool.layout.root + "/file")
        let error = #expect(throws: SpoolError.self) {
            try SpoolLayout(root: spool.layout.root + "/file").create()
        }
        #expect(error?.code == .exists)
        #expect(error?.description.contains("is not a folder") == true)
    }

    @Test func `a state file is replaced whole and keeps secrets to its owner`() throws {
        let spool = try TemporarySpool()
        let file = try StateFile(spool.layout, name: "host-key", isSecret: true)
        #expect(try file.read() == nil)
        try file.replace([1, 2, 3])
        try file.replace([4])
        #expect(try file.read() == [4])
        #expect(spool.mode(file.path) == 0o600)
        #expect(throws: SpoolError.self) { try StateFile(spool.layout, name: "../lock") }
    }
}
