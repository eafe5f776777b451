internal import SFTP

/// A partner's SFTP server while we are logged in.
final class SFTPRemoteServer: RemoteServer {
    private let client: SFTPClient

    init(_ client: SFTPClient) {
        self.client = client
    }

    var address: String { client.facts.address }

    func list(_ folder: String, limit: Int) throws(RemoteError) -> RemoteListing {
        var listing = RemoteListing(files: [], isCut: false)
        try asking {
            // One name more shows that there are more.
            try client.list(folder, limit: limit + 3) { found in
                guard found.name != ".", found.name != ".." else { return true }
                guard listing.files.count < limit else {
                    listing.isCut = true
                    return false
                }
                listing.files.append(Self.file(found))
                return true
            }
        }
        return listing
    }

    func status(of path: String) throws(RemoteError) -> ListedFile? {
        do {
            let found = try client.stat(path)
            return ListedFile(
                name: path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) }
                    ?? path,
                byteCount: Int(clamping: found.size), modifiedSeconds: found.modified,
                kind: found.isDirectory ? .folder : .file)
        } catch {
            guard error.code == .noSuchFile else { throw Self.remoteError(error) }
            return nil
        }
    }

    func read(_ path: String, expecting byteCount: Int, _ take: (UnsafeRawBufferPointer) throws -> Void)
        throws -> Int
    {
        do {
            // What is longer or shorter than listed is judged by the caller, who knows what that means.
            return Int(clamping: try client.read(path, from: 0, expecting: nil, take))
        } catch let error as ClientError {
            throw Self.remoteError(error)
        }
    }

    func write(
        _ path: String, byteCount: Int, synchronize: Bool,
        from source: (UnsafeMutableRawBufferPointer, Int) throws -> Int
    ) throws {
        do {
            try client.write(
                path, byteCount: UInt64(byteCount), mode: .create(exclusive: false), synchronize: synchronize
            ) { buffer, offset in try source(buffer, Int(clamping: offset)) }
        } catch let error as ClientError {
            throw Self.remoteError(error)
        }
    }

    func rename(_ path: String, to target: String, replacing: Bool) throws(RemoteError) {
        do {
            try client.rename(path, to: target, replacing: replacing)
        } catch {
            throw Self.remoteError(error)
        }
    }

    func remove(_ path: String) throws(RemoteError) {
        do {
            try client.remove(path)
        } catch {
            throw Self.remoteError(error)
        }
    }

    func digest(of path: String) throws(RemoteError) -> RemoteDigest? {
        do {
            return try client.checksum(path).map { RemoteDigest(sha256: $0) }
        } catch {
            throw Self.remoteError(error)
        }
    }

    func close() {
        client.close()
    }

    private func asking(_ body: () throws -> Void) throws(RemoteError) {
        do {
            try body()
        } catch let error as ClientError {
            throw Self.remoteError(error)
        } catch {
            throw RemoteError(.local, "\(error)")
        }
    }

    private static func file(_ found: SFTP.RemoteFile) -> ListedFile {
        let kind: ListedFile.Kind
        switch found.kind {
        case .file: kind = .file
        case .folder: kind = .folder
        case .link: kind = .other
        // A server that does not tell the kind tells the size of files.
        case .other: kind = found.size == nil ? .other : .file
        }
        return ListedFile(
            name: found.name, byteCount: Int(clamping: found.size ?? 0),
            modifiedSeconds: found.modifiedSeconds ?? 0, kind: kind)
    }

    /// What follows from what the client met.
    static func remoteError(_ error: ClientError) -> RemoteError {
        RemoteError(kind(of: error), error.description, mayHaveHappened: error.mayHaveHappened)
    }

    private static func kind(of error: ClientError) -> RemoteError.Kind {
        switch error.code {
        case .unresolved, .unreachable, .refused, .timedOut, .negotiationFailed, .noSubsystem,
            .connectionLost,
            .protocolViolation:
            .connection
        case .hostKeyUnknown: .identity
        case .loginRefused, .passwordExpired: .login
        case .noSuchFile: .missing
        case .permissionDenied: .denied
        case .alreadyExists: .exists
        case .noSpace: .full
        case .unsupported, .remoteFailure, .limitExceeded, .changed: .refused
        case .localFailure: .local
        case .cancelled: .cancelled
        }
    }
}
