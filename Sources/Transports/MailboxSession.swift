internal import Cryptography
internal import Logging
internal import Partners
internal import SFTP
internal import Spool

/// One logged-in partner: resolves its names in a flat mailbox of three folders.
///
/// No name of its reaches the disk as a path.
final class MailboxSession: HostSession {
    enum Place {
        case root
        case folder(Folder)
        case file(Folder, String)
    }

    enum Folder: CaseIterable {
        case upload, download, reports
    }

    /// Files a partner may leave unfinished or under temporary names.
    private static let parkedLimit = 1_000

    let host: MailboxHost
    let partner: PartnerProfile
    let hosted: HostedSection
    let peer: String
    let shelf: UploadShelf
    private let mailbox: Mailbox

    init(host: MailboxHost, partner: PartnerProfile, hosted: HostedSection, peer: String) {
        self.host = host
        self.partner = partner
        self.hosted = hosted
        self.peer = peer
        shelf = host.shelf(of: partner.id)
        mailbox = Mailbox(host.archive.layout, partner: partner.id)
    }

    var allowance: SessionAllowance {
        SessionAllowance(openFiles: hosted.quota?.openFiles, bytesPerSecond: hosted.quota?.bytesPerSecond)
    }

    func ended() { host.leave(aSeatOf: partner.id) }

    func attributes(of path: String) throws(SFTPError) -> FileAttributes {
        switch try place(path) {
        case .root, .folder: return folderAttributes
        case .file(.upload, let name):
            if let parked = shelf.parked(name) {
                return fileAttributes(parked.byteCount, parked.modifiedSeconds, 0o640)
            }
            if let ghost = shelf.ghost(name, at: host.office.now) {
                return fileAttributes(ghost.byteCount, ghost.modifiedSeconds, 0o440)
            }
            throw missing(path)
        case .file(.download, let name):
            let file = try translating { () throws(SpoolError) in try mailbox.open(name) }
            return fileAttributes(file.byteCount, file.modifiedSeconds, 0o440)
        case .file(.reports, let name):
            guard let text = try report(name) else { throw missing(path) }
            return fileAttributes(text.count, host.office.now / 1000, 0o440)
        }
    }

    /// Clients look at a name before and after each upload; that shelf is in memory.
    func attributesAtHand(of path: String) throws(SFTPError) -> FileAttributes? {
        switch try place(path) {
        case .root, .folder, .file(.upload, _): try attributes(of: path)
        case .file: nil
        }
    }

    func list(_ path: String) throws(SFTPError) -> [DirectoryEntry] {
        switch try place(path) {
        case .file: throw SFTPError(code: .failure, message: "\(path) is no folder")
        case .root:
            return Folder.allCases.map { DirectoryEntry(name: name(of: $0), attributes: folderAttributes) }
        case .folder(.upload):
            return shelf.list(at: host.office.now).map {
                DirectoryEntry(
                    name: $0.name, attributes: fileAttributes($0.byteCount, $0.modifiedSeconds, 0o640))
            }
        case .folder(.download):
            return try translating { () throws(SpoolError) in try mailbox.list() }.map {
                DirectoryEntry(
                    name: $0.name, attributes: fileAttributes($0.byteCount, $0.modifiedSeconds, 0o440))
            }
        case .folder(.reports):
            return try asking { () throws(ReceptionError) in try host.office.reports(of: partner.id) }.map {
                DirectoryEntry(
                    name: $0.name, attributes: fileAttributes($0.byteCount, $0.modifiedSeconds, 0o440))
            }
        }
    }

    /// The download folder alone can be long; the others are in memory.
    func openFolder(_ path: String) throws(SFTPError) -> any HostListing {
        guard case .folder(.download) = try place(path),
            let listing = try translating({ () throws(SpoolError) in try mailbox.listing() })
        else { return ReadyListing(try list(path)) }
        return DownloadListing(self, listing)
    }

    func open(_ path: String, flags: OpenFlags) throws(SFTPError) -> any HostFile {
        guard case .file(let folder, let name) = try place(path) else {
            throw SFTPError(code: .failure, message: "\(path) is a folder")
        }
        let isWriting = flags.contains(.write) || flags.contains(.append) || flags.contains(.create)
        switch folder {
        case .upload:
            return isWriting ? try openUpload(name, flags) : try openTaken(name, path)
        case .download where isWriting, .reports where isWriting:
            throw denied("/\(self.name(of: folder)) is for reading; put files into /\(hosted.folders.upload)")
        case .download:
            let reader = try translating { () throws(SpoolError) in try mailbox.open(name) }
            let memory = DownloadFile.Memory(shelf: shelf, name: name)
            return DownloadFile(reader: reader, modifiedSeconds: reader.modifiedSeconds, memory: memory) {
                [host, partner, hosted] () throws(ReceptionError) in
                try host.office.noteCollected(name, partner: partner.id, login: hosted.login)
            }
        case .reports:
            guard let text = try report(name) else { throw missing(path) }
            return ReportReading(text: text, modifiedSeconds: host.office.now / 1000)
        }
    }

    /// A new upload lies in memory, unless the house or the books have to be asked first.
    func openAtHand(_ path: String, flags: OpenFlags) throws(SFTPError) -> (any HostFile)? {
        guard case .file(.upload, let name) = try place(path), flags.isSuperset(of: [.write, .truncate]),
            host.reception.isKnownReady, hosted.quota.map({ isSure(ofRoomIn: $0) }) ?? true
        else { return nil }
        return try beginUpload(name, flags)
    }

    func rename(_ from: String, to: String, replacing: Bool) throws(SFTPError) {
        guard case .file(.upload, let old) = try place(from), case .file(.upload, let new) = try place(to)
        else {
            throw denied("only files in /\(hosted.folders.upload) can be renamed")
        }
        try check(new)
        let exists = shelf.parked(new) != nil || shelf.ghost(new, at: host.office.now) != nil
        guard replacing || !exists else {
            throw SFTPError(code: .failure, message: "\(to) exists; an SFTP rename does not replace")
        }
        guard let parked = shelf.take(old) else {
            guard shelf.relabel(old, to: new) else { throw missing(from) }
            return
        }
        let file: StagedFile
        do {
            file = try host.archive.resume(parked.id)
        } catch {
            if error.code != .notFound { shelve(old, parked) }
            throw translated(error)
        }
        let replaced = shelf.parked(new)
        do throws(SFTPError) {
            try UploadFile(self, name: new, staged: file, resumed: parked, arrivalName: new).close()
        } catch {
            // It was set aside under the new name; for its sender it still has the old one.
            if shelf.parked(new)?.id == parked.id { _ = shelf.take(new) }
            shelve(old, parked)
            throw error
        }
        if let replaced, shelf.parked(new)?.id == replaced.id, shelf.take(new) != nil {
            try translating { () throws(SpoolError) in try host.archive.discardAbandoned(replaced.id) }
        }
    }

    func remove(_ path: String) throws(SFTPError) {
        guard case .file(let folder, let name) = try place(path) else { throw denied("folders stay") }
        switch folder {
        case .upload:
            guard let parked = shelf.take(name) else {
                guard shelf.ghost(name, at: host.office.now) != nil else { throw missing(path) }
                throw denied("\(name) was received and cannot be withdrawn here; call us, or see its report")
            }
            try translating { () throws(SpoolError) in try host.archive.discardAbandoned(parked.id) }
        case .download:
            _ = try attributes(of: path)
            let isCollected = try asking { () throws(ReceptionError) in
                try host.office.isCollected(name, partner: partner.id)
            }
            guard isCollected else {
                throw denied("\(name) was not read to its end yet; download it before removing it")
            }
            try translating { () throws(SpoolError) in
                _ = try mailbox.remove(name)
                try mailbox.synchronize()
            }
            shelf.forgetReads(of: name)
            try asking { () throws(ReceptionError) in
                try host.office.noteRemoved(name, partner: partner.id, login: hosted.login)
            }
        case .reports: throw denied("reports stay until they expire")
        }
    }

    func setAttributes(of path: String) throws(SFTPError) {
        _ = try attributes(of: path)
    }

    func space() -> (totalBytes: UInt64, freeBytes: UInt64) {
        do {
            let space = try Disk.space(at: host.archive.layout.root)
            guard let quota = hosted.quota?.bytes else {
                return (UInt64(clamping: space.total), UInt64(clamping: space.free))
            }
            let used = shelf.use(booked: try host.office.unsettled(of: partner.id)).bytes
            return (
                UInt64(clamping: min(space.total, quota)),
                UInt64(clamping: min(space.free, max(0, quota - used)))
            )
        } catch {
            host.log.error("cannot tell the free space", metadata: ["error": "\(error)"])
            return (0, 0)
        }
    }

    // MARK: Opening

    private func openUpload(_ name: String, _ flags: OpenFlags) throws(SFTPError) -> any HostFile {
        if let refusal = host.reception.refusal() { throw SFTPError(code: .failure, message: refusal) }
        return try beginUpload(name, flags)
    }

    private func beginUpload(_ name: String, _ flags: OpenFlags) throws(SFTPError) -> any HostFile {
        try check(name)
        let ghost = shelf.ghost(name, at: host.office.now)
        if flags.contains(.exclusive), ghost != nil || shelf.parked(name) != nil {
            throw SFTPError(code: .failure, message: "\(name) exists")
        }
        if hosted.uploads.sameName == .refuse, ghost != nil {
            throw denied("a file named \(name) was just received; use another name")
        }
        if !flags.contains(.truncate), let parked = shelf.take(name) { return try resume(parked, name) }
        guard flags.contains(.create) || flags.contains(.truncate) else { throw missing(name) }
        guard shelf.count() < Self.parkedLimit else {
            throw SFTPError(
                code: .failure,
                message: "over \(Self.parkedLimit) unfinished uploads; finish or remove some of them first")
        }
        let space = try space(for: name, byteCount: 0)
        let staged = try translating { () throws(SpoolError) in
            try host.archive.begin(partner: partner.id, name: name, login: hosted.login, peer: peer)
        }
        return UploadFile(
            self, name: name, staged: staged, resumed: nil, arrivalName: name, space: space)
    }

    private func resume(_ parked: UploadShelf.Parked, _ name: String) throws(SFTPError) -> any HostFile {
        do throws(SFTPError) {
            let space = try space(for: name, byteCount: parked.byteCount)
            let staged = try translating { () throws(SpoolError) in try host.archive.resume(parked.id) }
            return UploadFile(
                self, name: name, staged: staged, resumed: parked, arrivalName: name, space: space)
        } catch {
            if error.code != .noSuchFile { shelve(name, parked) }
            throw error
        }
    }

    /// Whether one upload more fits even if none that came lately is settled and every open one grows as far as
    /// it may: then the books need not be asked, which would cost more than a small file.
    private func isSure(ofRoomIn quota: HostedSection.Quota) -> Bool {
        guard let taken = shelf.atMost else { return false }
        let growth = Double(taken.openUploads + 1) * Double(hosted.uploads.maximumFileBytes)
        return taken.use.files < quota.files ?? .max
            && Double(taken.use.bytes) + growth <= quota.bytes.map { Double($0) } ?? .infinity
    }

    /// An upload's part of the quota; nil when the partner has none for its mailbox.
    private func space(for name: String, byteCount: Int) throws(SFTPError) -> UploadSpace? {
        guard let quota = hosted.quota, quota.bytes != nil || quota.files != nil else { return nil }
        var booked: MailboxUse?
        if !isSure(ofRoomIn: quota) {
            booked = try asking { () throws(ReceptionError) in try host.office.unsettled(of: partner.id) }
        }
        return try UploadSpace(on: shelf, name: name, byteCount: byteCount, booked: booked, quota: quota)
    }

    /// Clients read back what they sent; afterwards it comes from the archive.
    private func openTaken(_ name: String, _ path: String) throws(SFTPError) -> any HostFile {
        guard let ghost = shelf.ghost(name, at: host.office.now) else { throw missing(path) }
        let reader = try translating { () throws(SpoolError) in try host.archive.open(ghost.digest) }
        return DownloadFile(
            reader: reader, modifiedSeconds: ghost.modifiedSeconds, memory: nil, collected: nil)
    }

    private func check(_ name: String) throws(SFTPError) {
        guard name.utf8.count <= 255 else {
            throw SFTPError(code: .failure, message: "a file name has at most 255 bytes")
        }
        guard hosted.uploads.accepts(name: name) || hosted.uploads.isTemporary(name: name) else {
            throw denied(
                "\(name): only \(hosted.uploads.accept.map(\.text).joined(separator: ", ")) are agreed here")
        }
    }

    func shelve(_ name: String, _ parked: UploadShelf.Parked) {
        guard let replaced = shelf.park(name, parked) else { return }
        do {
            try host.archive.discardAbandoned(replaced)
        } catch {
            host.log.warning(
                "an unfinished upload stays in staging",
                metadata: ["id": "\(replaced.text)", "error": "\(error)"])
        }
    }

    /// Drops what rests unfinished under a name.
    func discardParked(_ name: String) {
        guard let parked = shelf.take(name) else { return }
        do {
            try host.archive.discardAbandoned(parked.id)
        } catch {
            host.log.warning(
                "an unfinished upload stays in staging",
                metadata: ["id": "\(parked.id.text)", "error": "\(error)"])
        }
    }

    private func report(_ name: String) throws(SFTPError) -> [UInt8]? {
        try asking { () throws(ReceptionError) in try host.office.report(name, of: partner.id) }
    }
}
