/// One request of ours, as values.
///
/// WRITE is not among them: its data are put straight into the queue by ``appendWrite(id:handle:offset:upTo:to:_:)``.
///
/// Source: draft-ietf-secsh-filexfer-02 (version 3) and OpenSSH's `PROTOCOL` for the extensions.
enum ClientRequest: Equatable {
    case initialize
    case open(path: [UInt8], flags: OpenFlags)
    case close(handle: [UInt8])
    case read(handle: [UInt8], offset: UInt64, length: UInt32)
    case attributes(path: [UInt8])
    case handleAttributes(handle: [UInt8])
    case openFolder(path: [UInt8])
    case readFolder(handle: [UInt8])
    case remove(path: [UInt8])
    case makeFolder(path: [UInt8])
    case removeFolder(path: [UInt8])
    case realPath(path: [UInt8])
    case rename(from: [UInt8], to: [UInt8])
    case replace(from: [UInt8], to: [UInt8])
    case synchronize(handle: [UInt8])
    case limits
    /// The digest of a whole file, by `check-file-name`.
    case checksum(path: [UInt8], algorithms: String)

    /// Appends the request as a packet; INIT has no number and leaves `id` out.
    func append(id: UInt32, to queue: inout ByteQueue) {
        queue.appendPacket { packet in
            if case .initialize = self {
                packet.append(1)
                packet.append(number32: 3)
                return
            }
            packet.append(type)
            packet.append(number32: id)
            fields(to: &packet)
        }
    }

    private var type: UInt8 {
        switch self {
        case .initialize: 1
        case .open: 3
        case .close: 4
        case .read: 5
        case .handleAttributes: 8
        case .openFolder: 11
        case .readFolder: 12
        case .remove: 13
        case .makeFolder: 14
        case .removeFolder: 15
        case .realPath: 16
        case .attributes: 17
        case .rename: 18
        case .replace, .synchronize, .limits, .checksum: 200
        }
    }

    private func fields(to packet: inout ByteQueue) {
        switch self {
        case .initialize: break
        case .open(let path, let flags):
            packet.append(string: path)
            packet.append(number32: flags.rawValue)
            packet.append(number32: 0)
        case .close(let handle), .handleAttributes(let handle), .readFolder(let handle):
            packet.append(string: handle)
        case .read(let handle, let offset, let length):
            packet.append(string: handle)
            packet.append(number64: offset)
            packet.append(number32: length)
        case .attributes(let path), .openFolder(let path), .remove(let path), .removeFolder(let path),
            .realPath(let path):
            packet.append(string: path)
        case .makeFolder(let path):
            packet.append(string: path)
            packet.append(number32: 0)
        case .rename(let from, let to):
            packet.append(string: from)
            packet.append(string: to)
        case .replace(let from, let to):
            packet.append(string: "posix-rename@openssh.com".utf8)
            packet.append(string: from)
            packet.append(string: to)
        case .synchronize(let handle):
            packet.append(string: "fsync@openssh.com".utf8)
            packet.append(string: handle)
        case .limits: packet.append(string: "limits@openssh.com".utf8)
        case .checksum(let path, let algorithms):
            packet.append(string: "check-file-name".utf8)
            packet.append(string: path)
            packet.append(string: algorithms.utf8)
            packet.append(number64: 0)
            packet.append(number64: 0)
            packet.append(number32: 0)
        }
    }

    /// Appends a WRITE; the closure puts the data in place and answers how many bytes it had.
    ///
    /// Nothing is appended when there were none or the closure throws.
    ///
    /// - Returns: how many bytes of data are in the request.
    static func appendWrite<Failure: Error>(
        id: UInt32, handle: [UInt8], offset: UInt64, upTo capacity: Int, to queue: inout ByteQueue,
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let mark = queue.mark
        queue.append(number32: 0)
        queue.append(6)
        queue.append(number32: id)
        queue.append(string: handle)
        queue.append(number64: offset)
        queue.append(number32: 0)
        let data = queue.mark
        let count: Int
        do throws(Failure) {
            count = try queue.append(upTo: capacity, fill)
        } catch {
            queue.rewind(to: mark)
            throw error
        }
        guard count > 0, count <= capacity else {
            queue.rewind(to: mark)
            return 0
        }
        queue.overwrite(number32: UInt32(queue.mark - mark - 4), at: mark)
        queue.overwrite(number32: UInt32(count), at: data - 4)
        return count
    }
}
