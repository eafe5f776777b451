extension HostConversation {
    /// Carries out one request, at once or through a worker.
    func perform(_ request: SFTPRequest, packet: UnsafeRawBufferPointer) {
        let id = request.id
        do throws(SFTPError) {
            switch request.operation {
            case .write(let handle, let offset, let range):
                try write(id, handle: handle, UnsafeRawBufferPointer(rebasing: packet[range]), at: offset)
            case .read(let handle, let offset, let length):
                try read(id, handle: handle, offset: offset, length: length)
            case .open, .openFolder: try open(request)
            case .close(let handle): try close(id, handle: handle)
            case .attributes, .setAttributes, .remove, .rename, .space: try workOnPath(request)
            case .handleAttributes(let handle): try reply(.attributes(id: id, attributes(of: handle)))
            case .setHandleAttributes(let handle, let size):
                if case .file(let file, _) = try entry(handle) {
                    try Self.check(size, against: file.attributes())
                }
                reply(.done(id))
            case .readFolder(let handle): try readFolder(id, handle: handle)
            case .realPath(let path): try reply(.path(id: id, normal(path)))
            case .synchronize(let handle):
                let file = try file(handle, for: [])
                work(for: id) {
                    WorkerAnswer { () throws(SFTPError) in
                        try file.synchronize()
                        return .done
                    }
                }
            case .limits:
                reply(
                    .limits(
                        id: id, packet: UInt64(limits.maximumPacket), read: UInt64(limits.readBytes),
                        write: UInt64(limits.writeBytes), handles: UInt64(limits.handlesPerSession)))
            case .makeFolder, .removeFolder:
                throw SFTPError(code: .permissionDenied, message: "the folders of this host are fixed")
            case .link: throw SFTPError(code: .unsupported, message: "this host has no links")
            case .unknown, .initialize:
                throw SFTPError(code: .unsupported, message: "this host does not offer the operation")
            }
        } catch {
            reply(.status(id: id, error))
        }
    }

    /// A file opened to append takes every write at its end, whatever offset the client gives.
    private func write(
        _ id: UInt32, handle: UInt32, _ bytes: UnsafeRawBufferPointer, at offset: UInt64
    ) throws(SFTPError) {
        let file = try file(handle, for: .write)
        try file.write(bytes, at: isAppending(handle) ? file.attributes().size : offset)
        traffic.bytesIn += UInt64(bytes.count)
        reply(.done(id))
    }

    private func isAppending(_ handle: UInt32) -> Bool {
        guard case .file(_, let flags) = handles[handle] else { return false }
        return flags.contains(.append)
    }

    private func read(_ id: UInt32, handle: UInt32, offset: UInt64, length: UInt32) throws(SFTPError) {
        let file = try file(handle, for: .read)
        let capacity = min(Int(length), limits.readBytes)
        let count = try SFTPReply.appendData(id: id, upTo: capacity, to: &output) {
            buffer throws(SFTPError) in
            try file.read(into: buffer, at: offset)
        }
        guard count > 0 else { throw SFTPError(code: .endOfFile, message: "end of file") }
        traffic.bytesOut += UInt64(count)
    }

    /// Modes, owners and times may be asked for without effect; a size that is not the file's may not, since
    /// the client would believe that the file was cut or filled up.
    private static func check(_ size: UInt64?, against attributes: FileAttributes) throws(SFTPError) {
        guard let size, size != attributes.size else { return }
        throw SFTPError(
            code: .unsupported,
            message: "the size of a file cannot be set here; send the file anew to make it shorter")
    }

    private func open(_ request: SFTPRequest) throws(SFTPError) {
        guard !isDraining else {
            throw SFTPError(
                code: .failure,
                message: "nothing more may be opened on this connection; log in again in a minute")
        }
        guard !handles.isFull else {
            throw SFTPError(
                code: .failure,
                message: "\(limits.handlesPerSession) files are open, more are not allowed; close some first")
        }
        let session = session
        switch request.operation {
        case .open(let bytes, let flags):
            let path = try normal(bytes)
            if let file = try session.openAtHand(path, flags: flags) {
                reply(.handle(id: request.id, handles.add(.file(file, flags))))
                return
            }
            work(for: request.id) {
                WorkerAnswer { () throws(SFTPError) in .opened(try session.open(path, flags: flags), flags) }
            }
        case .openFolder(let bytes):
            let path = try normal(bytes)
            work(for: request.id) {
                WorkerAnswer { () throws(SFTPError) in .openedFolder(try session.openFolder(path)) }
            }
        default: preconditionFailure("Only requests that open come here.")
        }
    }

    private func close(_ id: UInt32, handle: UInt32) throws(SFTPError) {
        guard let entry = handles.remove(handle) else { throw Self.badHandle }
        guard case .file(let file, _) = entry else {
            reply(.done(id))
            return
        }
        work(for: id) {
            WorkerAnswer { () throws(SFTPError) in
                try file.close()
                return .done
            }
        }
    }

    private func workOnPath(_ request: SFTPRequest) throws(SFTPError) {
        let session = session
        let answer: @Sendable () throws(SFTPError) -> WorkerAnswer
        switch request.operation {
        case .attributes(let bytes):
            let path = try normal(bytes)
            if let attributes = try session.attributesAtHand(of: path) {
                reply(.attributes(id: request.id, attributes))
                return
            }
            answer = { () throws(SFTPError) in .attributes(try session.attributes(of: path)) }
        case .setAttributes(let bytes, let size):
            let path = try normal(bytes)
            answer = { () throws(SFTPError) in
                try session.setAttributes(of: path)
                if size != nil { try Self.check(size, against: session.attributes(of: path)) }
                return .done
            }
        case .remove(let bytes):
            let path = try normal(bytes)
            answer = { () throws(SFTPError) in
                try session.remove(path)
                return .done
            }
        case .rename(let from, let to, let replacing):
            let (source, target) = (try normal(from), try normal(to))
            answer = { () throws(SFTPError) in
                try session.rename(source, to: target, replacing: replacing)
                return .done
            }
        case .space(let bytes):
            _ = try normal(bytes)
            answer = { () throws(SFTPError) in
                let space = session.space()
                return .space(totalBytes: space.totalBytes, freeBytes: space.freeBytes)
            }
        default: preconditionFailure("Only requests about a path come here.")
        }
        work(for: request.id) { WorkerAnswer(answer) }
    }

    private func readFolder(_ id: UInt32, handle: UInt32) throws(SFTPError) {
        guard case .folder(let listing) = try entry(handle) else { throw Self.badHandle }
        let count = limits.entriesPerPage
        work(for: id) {
            WorkerAnswer { () throws(SFTPError) in
                let page = try listing.next(upTo: count)
                guard !page.isEmpty else {
                    throw SFTPError(code: .endOfFile, message: "end of the listing")
                }
                return .listed(page)
            }
        }
    }

    private func attributes(of handle: UInt32) throws(SFTPError) -> FileAttributes {
        switch try entry(handle) {
        case .file(let file, _): file.attributes()
        case .folder:
            FileAttributes(isDirectory: true, size: 0, permissions: 0o755, modified: secondsSince1970())
        }
    }

    private func entry(_ handle: UInt32) throws(SFTPError) -> HandleTable.Entry {
        guard let entry = handles[handle] else { throw Self.badHandle }
        return entry
    }

    private func file(_ handle: UInt32, for use: OpenFlags) throws(SFTPError) -> any HostFile {
        guard case .file(let file, let flags) = try entry(handle) else { throw Self.badHandle }
        guard flags.isSuperset(of: use) else {
            throw SFTPError(code: .permissionDenied, message: "the file was not opened for that")
        }
        return file
    }

    private func normal(_ path: [UInt8]) throws(SFTPError) -> String {
        try ClientPath.normalise(path, limit: limits.pathBytes)
    }

    private static let badHandle = SFTPError(code: .failure, message: "the handle is not open")
}
