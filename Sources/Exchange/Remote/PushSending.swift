internal import Cryptography
internal import Failpoints
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import Transports

/// The steps of one attempt at the partner's server: look, write, compare, rename, compare.
struct PushSending {
    let archive: Archive
    let server: any RemoteServer
    let delivery: RemoteSection.Delivery
    let record: InterchangeRecord
    let attempt: DeliveryAttemptRecord

    /// Whether the last byte went out: from then on a lost connection leaves the outcome open.
    private(set) var isAllSent = false

    init(
        archive: Archive, server: any RemoteServer, delivery: RemoteSection.Delivery,
        record: InterchangeRecord,
        attempt: DeliveryAttemptRecord
    ) {
        self.archive = archive
        self.server = server
        self.delivery = delivery
        self.record = record
        self.attempt = attempt
    }

    /// Makes the attempt.
    ///
    /// `isOurs`: whether an earlier attempt may have put the file there.
    /// - Throws: ``Push/Ending`` for what must not go on, ``RemoteError`` for what the server did.
    mutating func run(isOurs: Bool) throws -> Push.Ending {
        if let ending = try look(isOurs: isOurs) { return ending }
        try write(to: attempt.temporaryPath ?? attempt.remotePath)
        if let temporary = attempt.temporaryPath {
            try compareSize(of: temporary)
            try rename(temporary)
        }
        Failpoint.reach(.pushRenamed)
        return try verified()
    }

    // MARK: Before

    /// Looks whether the name is taken; a file that an earlier attempt left whole is not sent again.
    private func look(isOurs: Bool) throws -> Push.Ending? {
        guard let there = try status(of: attempt.remotePath) else { return nil }
        if isOurs, try isWhole(there) {
            return .init(
                outcome: .verified,
                detail: "found whole at the server: an earlier attempt had put it there")
        }
        // Under the final name a part of ours may lie; a renamed file was whole, so another one is a stranger's.
        if delivery.isReplacing || isOurs && attempt.temporaryPath == nil { return nil }
        return .init(
            outcome: .held,
            detail:
                "the server has a file \(attempt.remotePath) of \(there.byteCount) bytes that is not ours "
                + "(\(record.byteCount) bytes); ask the partner to take it away, then `wharf poll now`")
    }

    // MARK: Sending

    private mutating func write(to path: String) throws {
        let reader: ArchiveReader
        do {
            reader = try archive.open(record.digest)
        } catch {
            throw Push.Ending(outcome: .held, detail: "its bytes are not in the archive: \(error)")
        }
        let total = record.byteCount
        // In two parts at least, so that what happens half-way can be tried.
        let half = max(1, total / 2)
        try server.write(path, byteCount: total, synchronize: delivery.isSynchronized) { buffer, offset in
            if offset >= half { Failpoint.reach(.pushHalfSent) }
            let room = offset < half ? min(buffer.count, half - offset) : buffer.count
            return try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<room]), at: offset)
        }
        isAllSent = true
    }

    /// A disk that is full may confirm every write and keep a part.
    private func compareSize(of path: String) throws {
        guard delivery.verification != .nothing, let there = try status(of: path) else { return }
        guard there.byteCount != record.byteCount else { return }
        throw RemoteError(
            .full,
            "the server kept \(there.byteCount) of \(record.byteCount) bytes of \(path): its disk may be full"
        )
    }

    private func rename(_ temporary: String) throws {
        do {
            try server.rename(temporary, to: attempt.remotePath, replacing: delivery.isReplacing)
        } catch {
            // Version 3 of the protocol has no word for a name that is taken.
            let mayBeTaken = error.kind == .exists || error.kind == .refused && !error.mayHaveHappened
            guard mayBeTaken, try status(of: attempt.remotePath) != nil else { throw error }
            throw Push.Ending(
                outcome: .held,
                detail: "the server has a file \(attempt.remotePath) that came while ours was sent; "
                    + "ask the partner to take it away, then `wharf poll now`")
        }
    }

    // MARK: After

    private func verified() throws -> Push.Ending {
        guard delivery.verification != .nothing else {
            let why = delivery.unverifiedReason.map { ": \($0)" } ?? ""
            return .init(outcome: .sent, detail: "cannot be verified here\(why)")
        }
        let there: ListedFile?
        do {
            there = try server.status(of: attempt.remotePath)
        } catch {
            guard error.kind == .denied || error.kind == .refused else { throw error }
            return .init(
                outcome: .sent, detail: "cannot be verified here: the server lets us not look (\(error))")
        }
        guard let there else {
            return .init(
                outcome: .sent,
                detail: "cannot be verified: the server confirmed the file and does not have it; either the "
                    + "partner's system took it at once, or it was never stored. Its acknowledgment will tell"
            )
        }
        guard there.byteCount == record.byteCount else {
            return .init(
                outcome: .failed,
                detail:
                    "the server has \(there.byteCount) of \(record.byteCount) bytes of \(attempt.remotePath)")
        }
        guard try isWhole(there) else {
            return .init(
                outcome: .failed,
                detail: "the server has other bytes under \(attempt.remotePath) than we sent")
        }
        let how = delivery.verification == .hash ? "size and digest" : "size"
        return .init(outcome: .verified, detail: "verified by \(how)")
    }

    /// Whether what lies there is what we have, as far as the profile asks.
    private func isWhole(_ there: ListedFile) throws -> Bool {
        guard there.byteCount == record.byteCount else { return false }
        guard delivery.verification == .hash else {
            // A digest that the server computes costs little; reading back is only done when it is asked for.
            let digest = try digestOfServer()
            return digest.map { $0 == record.digest.bytes.map { $0 } } ?? true
        }
        if let digest = try digestOfServer() { return digest == record.digest.bytes.map { $0 } }
        var stream: DigestStream? = DigestStream()
        let count = try server.read(attempt.remotePath, expecting: record.byteCount) { stream?.update($0) }
        guard let whole = stream.take() else { return false }
        let digest = whole.finish()
        return count == record.byteCount && digest == record.digest
    }

    private func digestOfServer() throws -> [UInt8]? {
        do {
            return try server.digest(of: attempt.remotePath)?.sha256
        } catch {
            guard !error.endsVisit else { throw error }
            return nil
        }
    }

    /// What the server says of a path; `nil` also when it lets nobody look.
    private func status(of path: String) throws -> ListedFile? {
        guard delivery.verification != .nothing else { return nil }
        do {
            return try server.status(of: path)
        } catch {
            guard error.kind == .denied || error.kind == .refused else { throw error }
            return nil
        }
    }
}
