internal import Cryptography
internal import Foundation
internal import Partners
public import Spool
internal import Store

/// Proves copies, and makes a spool of one.
public enum BackupRestoring {
    /// Reads a snapshot again: its files, its database and audit trail, and all archived bytes that it names.
    public static func verify(_ stamp: String, in folder: BackupFolder) throws -> BackupReport {
        let snapshot = try folder.snapshot(stamp)
        var report = BackupReport(snapshot: stamp, faults: try snapshot.faults())
        guard report.faults.isEmpty else { return report }
        let store = try StateStore.readOnly(path: snapshot.database)
        defer { store.close() }
        report.faults += try store.integrityFaults()
        let chain = try store.verifyLedger()
        report.entry = chain.entries
        if let broken = chain.broken {
            report.faults.append("audit trail, entry \(broken.sequence): \(broken.reason)")
        }
        try BackupMaking.each(in: store) { digest in
            report.files += 1
            if try !folder.isWhole(digest) {
                report.faults.append("archive/\(digest.hex): is missing or changed")
            }
        }
        return report
    }

    /// Makes the state of a snapshot that of a spool.
    ///
    /// The caller holds the spool's lock. What state the spool had is put aside in its folder, never removed. Control numbers
    /// go on above the higher of both marks. Where the head of the audit trail outside the database is ahead of the snapshot,
    /// what is lost is entered into the trail. Interchanges that partners have not taken are offered again.
    ///
    /// - Throws: `SpoolError`, `StoreError`, or ``AuditError`` when the snapshot is not whole.
    public static func restore(
        _ stamp: String, from folder: BackupFolder, to layout: SpoolLayout, house: String,
        because reason: String, clock: ExchangeClock = .system
    ) throws -> BackupReport {
        var report = try verify(stamp, in: folder)
        guard report.faults.isEmpty else {
            throw AuditError(
                description:
                    "snapshot \(stamp) is not whole: \(report.faults.prefix(5).joined(separator: "; ")). "
                    + "Nothing was changed; take an older one")
        }
        let snapshot = try folder.snapshot(stamp)
        try layout.create()
        let known = try ControlNumberMarks(layout).all()
        let aside = CivilTime(milliseconds: clock.now).instantText.replacing(":", with: "")
        try layout.putStateAside(as: "replaced-\(aside)")
        try snapshot.bringBackState(to: layout)
        try ControlNumberMarks(layout).raise(known)
        let source = try StateStore.readOnly(path: snapshot.database)
        try BackupMaking.each(in: source) { digest in
            try folder.bringBack(digest, to: layout)
            report.copied += 1
        }
        source.close()
        try layout.synchronizeArchive()
        try enter(report, layout, house, "restored from the backup \(stamp): \(reason)", clock)
        return report
    }

    private static func enter(
        _ report: BackupReport, _ layout: SpoolLayout, _ house: String, _ detail: String,
        _ clock: ExchangeClock
    ) throws {
        _ = try GapAcceptance.accept(layout, house: house, because: detail, clock: clock)
        let store = try StateStore(path: layout.database)
        defer { store.close() }
        let now = clock.now
        try store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .restored, story: nil, subject: "spool", detail: detail))
            for interchange in try books.interchanges.uncollected() {
                try books.queue.enqueue(
                    .init(
                        .deliver, subject: interchange.id,
                        lane: ExchangeContext.outboundLane(of: interchange.partner)))
            }
        }
    }
}
