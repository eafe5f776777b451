internal import Cryptography
internal import Logging
internal import Partners
internal import SFTP
internal import Spool
internal import Synchronization

/// One upload under way, from OPEN to CLOSE.
final class UploadFile: HostFile {
    /// How far behind the end a client may write ahead of the bytes before; pipelined writes come a little out of order.
    private static let writeWindow: UInt64 = 64 << 20

    private let session: MailboxSession
    private let name: String
    private let arrivalName: String
    private let staged: StagedFile
    private let resumed: UploadShelf.Parked?
    private let space: UploadSpace?
    private let written: Mutex<WrittenRanges>
    /// Why bytes that were sent are missing; such a file is never an arrival, even if its sender closes it politely.
    private let loss = Mutex<String?>(nil)

    /// Begins or goes on with an upload.
    ///
    /// `resumed`: the parked bytes that this upload goes on with.
    /// `space`: its part of the partner's quota, if there is one.
    init(
        _ session: MailboxSession, name: String, staged: StagedFile, resumed: UploadShelf.Parked?,
        arrivalName: String, space: UploadSpace? = nil
    ) {
        self.session = session
        self.name = name
        self.staged = staged
        self.resumed = resumed
        self.arrivalName = arrivalName
        self.space = space
        written = Mutex(WrittenRanges(upTo: staged.byteCount))
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        do throws(SFTPError) {
            try take(bytes, at: offset)
        } catch {
            loss.withLock { $0 = error.message }
            throw error
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        let limit = session.hosted.uploads.maximumFileBytes
        guard offset <= UInt64(clamping: staged.byteCount) + Self.writeWindow,
            let start = Int(exactly: offset)
        else {
            throw SFTPError(code: .failure, message: "a write far behind the end of the file is not taken")
        }
        guard start + bytes.count <= limit else {
            throw SFTPError(code: .failure, message: "a file has at most \(limit) bytes here")
        }
        try space?.need(start + bytes.count)
        try session.translating { () throws(SpoolError) in try staged.write(bytes, at: start) }
        written.withLock { $0.add(start..<start + bytes.count) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        guard let start = Int(exactly: offset) else { return 0 }
        return try session.translating { () throws(SpoolError) in try staged.read(into: buffer, at: start) }
    }

    func attributes() -> FileAttributes {
        session.fileAttributes(staged.byteCount, session.host.office.now / 1000, 0o640)
    }

    func synchronize() throws(SFTPError) {
        try session.translating { () throws(SpoolError) in try staged.synchronize() }
    }

    /// A final name becomes an arrival before the sender hears OK; a temporary name rests until it is renamed.
    func close() throws(SFTPError) {
        defer { space?.end() }
        if let hole = written.withLock({ $0.firstHole }) {
            cutAtHole()
            park(isAborted: true)
            throw SFTPError(
                code: .failure,
                message:
                    "bytes \(hole.lowerBound) to \(hole.upperBound - 1) were never sent; send the file again")
        }
        if let why = loss.withLock({ $0 }) {
            park(isAborted: true)
            throw SFTPError(
                code: .failure, message: "not all that was sent could be kept (\(why)); send the file again")
        }
        guard !session.hosted.uploads.isTemporary(name: arrivalName) else {
            park(isAborted: false)
            return
        }
        do {
            let receipt = try session.host.reception.receive(arrival, content: staged)
            session.shelf.noteBooked(byteCount: receipt.byteCount)
            // What an earlier try left under this name is of no use any more, and would hide the file that was taken.
            session.discardParked(arrivalName)
            session.shelf.show(
                arrivalName,
                .init(
                    digest: receipt.digest, byteCount: receipt.byteCount,
                    modifiedSeconds: session.host.office.now / 1000,
                    visibleUntil: session.host.office.now + milliseconds(session.hosted.uploads.keepVisible)))
        } catch {
            park(isAborted: true)
            throw SFTPError(code: .failure, message: error.description)
        }
    }

    /// The connection is gone: bytes are kept for a resume by the same login and name, and never processed.
    func abandon() {
        defer { space?.end() }
        cutAtHole()
        guard staged.byteCount > 0 else {
            staged.discard()
            return
        }
        let isTemporary = session.hosted.uploads.isTemporary(name: name)
        if !isTemporary { session.host.reception.noteAborted(arrival, byteCount: staged.byteCount) }
        park(isAborted: !isTemporary)
    }

    private var uploadKey: String {
        if let resumed { return resumed.uploadKey }
        guard let upload = staged.upload else { return "sftp:unnamed" }
        return MailboxHost.uploadKey(upload.id)
    }

    private var arrival: Arrival {
        Arrival(
            partner: session.partner.id, door: "sftp", login: session.hosted.login, peer: session.peer,
            name: arrivalName,
            uploadKey: uploadKey)
    }

    /// Keeps the bytes before the first hole only: who resumes asks for the size, and would never send what is missing before it.
    private func cutAtHole() {
        guard let hole = written.withLock({ $0.firstHole }) else { return }
        do {
            try staged.truncate(to: hole.lowerBound)
        } catch {
            session.host.log.error("an upload with a hole is dropped", metadata: ["error": "\(error)"])
            staged.discard()
        }
    }

    private func park(isAborted: Bool) {
        let byteCount = staged.byteCount
        do {
            try staged.abandon()
        } catch {
            session.host.log.error("an upload could not be set aside", metadata: ["error": "\(error)"])
        }
        guard let id = staged.upload?.id else { return }
        session.shelve(
            name,
            .init(
                id: id, byteCount: byteCount, modifiedSeconds: session.host.office.now / 1000,
                isAborted: isAborted,
                uploadKey: uploadKey))
    }

    private func milliseconds(_ duration: Duration) -> Int64 {
        duration.components.seconds * 1000
    }
}

/// Which bytes of an upload have come; clients may send them in any order, but all of them.
struct WrittenRanges {
    /// More holes than this are one hole too many; the upload can only fail.
    private static let limit = 1_024
    private(set) var ranges: [Range<Int>]

    /// Starts with the bytes that were there before.
    init(upTo byteCount: Int) {
        ranges = byteCount > 0 ? [0..<byteCount] : []
    }

    /// Notes bytes; in sequence this costs nothing.
    mutating func add(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if let last = ranges.last, range.lowerBound >= last.lowerBound, range.lowerBound <= last.upperBound {
            ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            return
        }
        guard ranges.count < Self.limit else { return }
        ranges.append(range)
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int>] = []
        for next in ranges {
            if let last = merged.last, next.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                merged.append(next)
            }
        }
        ranges = merged
    }

    /// The first bytes that are missing before the last one that came.
    var firstHole: Range<Int>? {
        guard let first = ranges.first else { return nil }
        if first.lowerBound > 0 { return 0..<first.lowerBound }
        return ranges.count > 1 ? first.upperBound..<ranges[1].lowerBound : nil
    }

    /// Whether everything from the first byte to `byteCount` is there.
    func covers(_ byteCount: Int) -> Bool {
        byteCount == 0
            || (ranges.count == 1 && ranges[0].lowerBound == 0 && ranges[0].upperBound >= byteCount)
    }
}
