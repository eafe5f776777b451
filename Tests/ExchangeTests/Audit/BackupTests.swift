import Foundation
import Spool
import Store
import Testing

@testable import Exchange

struct BackupTests {
    /// A running house with one ship notice answered, and a place for backups beside its spool.
    private func answered() throws -> (hall: Hall, backups: BackupFolder) {
        let hall = try Hall()
        try hall.upload("asn.edi", Interchange())
        try hall.wait("the answer") { try hall.answers().count == 1 }
        return (hall, BackupFolder(path: hall.folder + "/Backups"))
    }

    private func restore(_ hall: Hall, _ backups: BackupFolder, _ stamp: String) throws {
        _ = try BackupRestoring.restore(
            stamp, from: backups, to: hall.layout, house: "northwind", because: "a drill",
            clock: hall.clock.exchangeClock)
    }

    @Test func `a backup made while the server runs is whole, and the next copies only what is new`() throws {
        let (hall, backups) = try answered()
        let first = try hall.server.checkpoints.backUp(into: backups.path)
        #expect(first.copied == 2 && first.files == 2)
        #expect(try BackupRestoring.verify(first.snapshot, in: backups).faults.isEmpty)
        try hall.upload("next.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.wait("the second answer") { try hall.answers().count == 2 }
        let second = try hall.server.checkpoints.backUp(into: backups.path)
        #expect(second.copied == 2 && second.files == 4)
        #expect(try backups.stamps() == [first.snapshot, second.snapshot])
        #expect(try BackupRestoring.verify(second.snapshot, in: backups).faults.isEmpty)
    }

    @Test func `a backup of yesterday never lets a control number be used twice`() throws {
        let (hall, backups) = try answered()
        let stamp = try hall.server.checkpoints.backUp(into: backups.path).snapshot
        try hall.upload("late.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.wait("the second answer") { try hall.answers().count == 2 }
        hall.stop()
        try restore(hall, backups, stamp)
        try hall.startAgain()
        try hall.upload("late.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        try hall.wait("an answer with a number of its own") { try hall.answers().count == 3 }
        let numbers = try hall.server.store.read {
            try $0.views.interchanges(ViewFilter(kind: "outbound")).map(\.controlNumber)
        }
        #expect(numbers.sorted() == ["000000001", "000000003"])
    }

    @Test func `a backup restored over a newer spool says in the audit trail what is lost`() throws {
        let (hall, backups) = try answered()
        let stamp = try hall.server.checkpoints.backUp(into: backups.path).snapshot
        try hall.upload("late.edi", Interchange(control: 102, groups: [.init(control: "102")]))
        hall.stop()
        try restore(hall, backups, stamp)
        try hall.startAgain()
        let acts = try hall.server.store.read {
            try $0.ledger.search(LedgerFilter(actor: "operator")).map(\.act)
        }
        #expect(acts.contains("gap-accepted") && acts.contains("restored"))
        #expect(try hall.server.store.read { try $0.ledger.verify() }.isSound)
    }

    @Test func `a backup restored on a new machine offers again what the partner has not taken`() throws {
        let (hall, backups) = try answered()
        let stamp = try hall.server.checkpoints.backUp(into: backups.path).snapshot
        hall.stop()
        try FileManager.default.removeItem(atPath: hall.layout.root)
        try restore(hall, backups, stamp)
        try hall.startAgain()
        try hall.wait("the answer again") { try hall.answers().count == 1 }
    }

    @Test func `a backup with a changed, missing or added file is not restored, and nothing is touched`()
        throws
    {
        let (hall, backups) = try answered()
        let stamp = try hall.server.checkpoints.backUp(into: backups.path).snapshot
        hall.stop()
        let files = FileManager.default
        let snapshot = "\(backups.path)/snapshots/\(stamp)"
        for name in ["wharf.sqlite", "state/login-secret", "manifest"] {
            let good = try Data(contentsOf: URL(fileURLWithPath: "\(snapshot)/\(name)"))
            var bad = good
            bad[bad.count / 2] ^= 1
            try bad.write(to: URL(fileURLWithPath: "\(snapshot)/\(name)"))
            #expect(throws: AuditError.self, "\(name)") { try restore(hall, backups, stamp) }
            try good.write(to: URL(fileURLWithPath: "\(snapshot)/\(name)"))
        }
        try Data("x".utf8).write(to: URL(fileURLWithPath: snapshot + "/state/intruder"))
        #expect(throws: AuditError.self) { try restore(hall, backups, stamp) }
        try files.removeItem(atPath: snapshot + "/state/intruder")
        let folder = try #require(try files.contentsOfDirectory(atPath: backups.path + "/archive").first)
        try files.removeItem(atPath: "\(backups.path)/archive/\(folder)")
        #expect(throws: AuditError.self) { try restore(hall, backups, stamp) }
        try hall.startAgain()
        #expect(try hall.server.store.read { try $0.ledger.verify() }.isSound)
    }

    @Test
    func `a backup that was broken off has no name of a snapshot, and the next one is made all the same`()
        throws
    {
        let (hall, backups) = try answered()
        let begun = try backups.begin("2026-01-01T000000.000Z")
        try begun.keepState(of: hall.layout)
        #expect(try backups.stamps().isEmpty)
        let made = try hall.server.checkpoints.backUp(into: backups.path)
        #expect(try backups.stamps() == [made.snapshot])
    }
}
