internal import Logging
internal import Partners
internal import SFTP
internal import Spool

extension MailboxSession {
    /// What a path means: the root, one of the three folders, or a file in one.
    func place(_ path: String) throws(SFTPError) -> Place {
        // By bytes: a combining mark behind a slash would make one character with it.
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
        guard let first = parts.first else { return .root }
        let folder = Folder.allCases.first { name(of: $0) == first }
        switch parts.count {
        case 1:
            if let folder { return .folder(folder) }
            throw SFTPError(
                code: .noSuchFile,
                message: "\(path): there are only \(folderList); put files into /\(name(of: .upload))")
        case 2:
            if let folder { return .file(folder, String(parts[1])) }
            throw SFTPError(code: .noSuchFile, message: "\(path): there are only \(folderList)")
        default:
            throw SFTPError(code: .noSuchFile, message: "\(path): folders have no folders in them")
        }
    }

    func name(of folder: Folder) -> String {
        switch folder {
        case .upload: hosted.folders.upload
        case .download: hosted.folders.download
        case .reports: hosted.folders.reports
        }
    }

    private var folderList: String {
        Folder.allCases.map { "/" + name(of: $0) }.joined(separator: ", ")
    }

    var folderAttributes: FileAttributes {
        FileAttributes(isDirectory: true, size: 0, permissions: 0o750, modified: host.office.now / 1000)
    }

    func fileAttributes(_ byteCount: Int, _ modifiedSeconds: Int64, _ permissions: UInt32) -> FileAttributes {
        FileAttributes(
            isDirectory: false, size: UInt64(clamping: byteCount), permissions: permissions,
            modified: modifiedSeconds)
    }

    func missing(_ path: String) -> SFTPError {
        SFTPError(code: .noSuchFile, message: "\(path): no such file")
    }

    func denied(_ sentence: String) -> SFTPError {
        SFTPError(code: .permissionDenied, message: sentence)
    }

    /// The sender learns what it can act on; paths of ours are not its business.
    func translated(_ error: SpoolError) -> SFTPError {
        switch error.code {
        case .diskFull: SFTPError(code: .failure, message: "no space left here; try again later")
        case .notFound: SFTPError(code: .noSuchFile, message: "no such file")
        case .locked: SFTPError(code: .failure, message: "this file is being written by another session")
        case .invalidName: SFTPError(code: .failure, message: "this name cannot be used here")
        default:
            SFTPError(
                code: .failure, message: "the server could not do this; nothing was changed, try again later")
        }
    }

    func translating<Result>(_ body: () throws(SpoolError) -> Result) throws(SFTPError) -> Result {
        do {
            return try body()
        } catch {
            if error.code != .notFound {
                host.log.error("spool", metadata: ["partner": "\(partner.id)", "error": "\(error)"])
            }
            throw translated(error)
        }
    }

    func asking<Result>(_ body: () throws(ReceptionError) -> Result) throws(SFTPError) -> Result {
        do {
            return try body()
        } catch {
            throw SFTPError(code: .failure, message: error.description)
        }
    }
}
