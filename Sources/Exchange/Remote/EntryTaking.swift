internal import Failpoints
internal import Foundation
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Transports

/// Takes one file from a partner's server: claim, read, compare, commit.
struct EntryTaking {
    let context: ExchangeContext
    let receiver: Receiver
    let pickup: RemoteSection.Pickup
    let parkAfter: Int
    let server: any RemoteServer

    /// Why a file was not taken although the connection is well.
    private struct Unfit: Error {
        let sentence: String
        /// Whether it was caught while it was being written, which is no fault of the file.
        var isUnready = false
    }

    /// Takes the file.
    ///
    /// - Returns: the entry when the bytes are in our books, or `nil` when the file waits, is skipped or parked.
    /// - Throws: a ``RemoteError`` that ends the visit.
    func take(_ entry: RemoteEntryRecord, _ report: inout VisitReport) throws -> RemoteEntryRecord? {
        var claimed = entry
        claimed.state = .claimed
        claimed.attempts += 1
        // Counted before it is tried, so that a file that ends the process is known by it.
        try save(claimed)
        do {
            let committed = try fetch(claimed)
            Failpoint.reach(.pollCommitted)
            let isRepeat = committed.reason?.hasPrefix("taken as") != true
            if isRepeat { report.repeated += 1 } else { report.taken += 1 }
            context.metrics.add(isRepeat ? "wharf_poll_repeats_total" : "wharf_poll_taken_total")
            return committed
        } catch let error as Unfit where error.isUnready {
            try putBack(entry, because: error.sentence)
            report.waiting += 1
        } catch let error as ReceptionError {
            // Our own fault: the file is as good as before.
            try putBack(entry, because: error.description)
            throw error
        } catch let error as RemoteError where error.kind == .cancelled {
            try putBack(entry, because: "the server stopped while it was taken")
            throw error
        } catch let error as RemoteError {
            if error.kind == .missing {
                try skip(claimed, because: "was gone when it was to be read: another program took it")
                return nil
            }
            try fail(claimed, because: error.description, &report)
            if error.endsVisit { throw error }
        } catch let error as Unfit {
            try fail(claimed, because: error.sentence, &report)
        }
        return nil
    }

    private func fetch(_ entry: RemoteEntryRecord) throws -> RemoteEntryRecord {
        let path = pickup.path.hasSuffix("/") ? pickup.path + entry.name : pickup.path + "/" + entry.name
        let staged = try stage(entry)
        do {
            try read(path, of: entry, into: staged)
            Failpoint.reach(.pollFetched)
            let arrival = Arrival(
                partner: entry.partner, door: "poll", login: nil, peer: server.address, name: entry.name,
                uploadKey: entry.uploadKey)
            let polled = PolledFile(entry: entry, owesAfterAction: pickup.afterwards != .leave)
            return try receiver.receive(arrival, content: staged, for: polled)
        } catch {
            staged.discard()
            throw error
        }
    }

    private func stage(_ entry: RemoteEntryRecord) throws -> StagedFile {
        do {
            return try context.archive.begin(
                partner: entry.partner, name: entry.name, login: "", peer: server.address)
        } catch {
            throw ReceptionError("the file cannot be staged here: \(error)")
        }
    }

    /// Reads the file; its size must be the listed one, and a second look must find it unchanged.
    private func read(_ path: String, of entry: RemoteEntryRecord, into staged: StagedFile) throws {
        do {
            _ = try server.read(path, expecting: entry.byteCount) { bytes in
                guard staged.byteCount + bytes.count <= entry.byteCount else {
                    throw Unfit(sentence: "grew while it was read", isUnready: true)
                }
                try staged.append(bytes)
            }
        } catch let error as SpoolError {
            throw ReceptionError("the file cannot be written here: \(error)")
        }
        guard staged.byteCount == entry.byteCount else {
            throw Unfit(
                sentence: "has \(staged.byteCount) bytes, and \(entry.byteCount) were listed", isUnready: true
            )
        }
        let second: ListedFile?
        do {
            second = try server.status(of: path)
        } catch {
            guard error.kind == .denied || error.kind == .refused else { throw error }
            // A server that lets nobody look at single files: the size has to do.
            return
        }
        // Gone meanwhile is no change of what we read.
        guard let second else { return }
        guard second.byteCount == entry.byteCount, second.modifiedSeconds == entry.modifiedSeconds else {
            throw Unfit(sentence: "changed while it was read", isUnready: true)
        }
    }

    // MARK: What did not work

    private func putBack(_ entry: RemoteEntryRecord, because reason: String) throws {
        var back = entry
        back.state = .seen
        back.reason = reason
        back.changedAt = context.clock.now
        try save(back)
    }

    private func skip(_ entry: RemoteEntryRecord, because reason: String) throws {
        var skipped = entry
        skipped.state = .skipped
        skipped.reason = reason
        skipped.attempts -= 1
        try save(skipped)
    }

    private func fail(_ entry: RemoteEntryRecord, because reason: String, _ report: inout VisitReport) throws
    {
        var failed = entry
        let now = context.clock.now
        report.failed += 1
        context.metrics.add("wharf_poll_failures_total")
        context.log.error(
            "a file was not taken from a partner's server",
            metadata: [
                "partner": "\(entry.partner)", "folder": "\(entry.folder)", "name": "\(entry.name)",
                "attempt": "\(entry.attempts)", "error": "\(reason)",
            ])
        guard entry.attempts >= parkAfter else {
            failed.state = .seen
            failed.notBefore = now + VisitLimits.pause(afterAttempt: entry.attempts)
            failed.reason =
                "attempt \(entry.attempts) of \(parkAfter) failed: \(reason); tried again after "
                + CivilTime(milliseconds: failed.notBefore).instantText
            return try save(failed)
        }
        failed.state = .parked
        failed.reason =
            "parked after \(entry.attempts) attempts: \(reason); `wharf poll unpark` tries it again"
        context.metrics.add("wharf_poll_parked_total")
        let parked = failed
        try context.store.commit { books in
            try books.remoteEntries.update(parked)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .parked, story: nil, subject: "entry/\(parked.id)",
                    detail: "\(parked.folder)/\(parked.name) of \(parked.partner): \(reason)"))
        }
    }

    private func save(_ entry: RemoteEntryRecord) throws {
        try context.store.commit(.processCrash) { try $0.remoteEntries.update(entry) }
    }
}
