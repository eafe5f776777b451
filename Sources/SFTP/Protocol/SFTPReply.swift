/// One answer to a client, as values.
///
/// The answer to READ is not among them: its bytes are read straight into the queue.
enum SFTPReply: Equatable {
    case version
    case status(id: UInt32, SFTPError)
    case handle(id: UInt32, UInt32)
    case attributes(id: UInt32, FileAttributes)
    case names(id: UInt32, [DirectoryEntry], now: Int64)
    /// A path alone, as REALPATH answers it.
    case path(id: UInt32, String)
    case space(id: UInt32, totalBytes: UInt64, freeBytes: UInt64)
    case limits(id: UInt32, packet: UInt64, read: UInt64, write: UInt64, handles: UInt64)

    /// The answer OK.
    static func done(_ id: UInt32) -> SFTPReply { .status(id: id, SFTPError(code: .ok, message: "")) }

    /// The extensions offered, with their versions.
    static let extensions = [
        ("posix-rename@openssh.com", "1"), ("fsync@openssh.com", "1"), ("statvfs@openssh.com", "2"),
        ("limits@openssh.com", "1"),
    ]

    /// Appends the answer as a packet.
    func append(to queue: inout ByteQueue) {
        queue.appendPacket { packet in
            switch self {
            case .version:
                packet.append(2)
                packet.append(number32: 3)
                for (name, version) in Self.extensions {
                    packet.append(string: name.utf8)
                    packet.append(string: version.utf8)
                }
            case .status(let id, let status):
                packet.append(101)
                packet.append(number32: id)
                packet.append(number32: status.code.rawValue)
                packet.append(string: status.message.utf8)
                packet.append(string: "en".utf8)
            case .handle(let id, let handle):
                packet.append(102)
                packet.append(number32: id)
                packet.append(number32: 4)
                packet.append(number32: handle)
            case .attributes(let id, let attributes):
                packet.append(105)
                packet.append(number32: id)
                Self.append(attributes, to: &packet)
            case .names(let id, let entries, let now):
                Self.append(entries, id: id, now: now, to: &packet)
            case .path(let id, let path):
                packet.append(104)
                packet.append(number32: id)
                packet.append(number32: 1)
                packet.append(string: path.utf8)
                packet.append(string: path.utf8)
                packet.append(number32: 0)
            case .space(let id, let total, let free):
                Self.append(total: total, free: free, id: id, to: &packet)
            case .limits(let id, let largest, let read, let write, let handles):
                packet.append(201)
                packet.append(number32: id)
                for number in [largest, read, write, handles] { packet.append(number64: number) }
            }
        }
    }

    /// Appends the answer to READ; the closure writes the data in place and answers how many bytes it had.
    ///
    /// Nothing is appended when there were none or the closure throws.
    ///
    /// - Returns: how many bytes of data went into the answer.
    static func appendData<Failure: Error>(
        id: UInt32, upTo capacity: Int, to queue: inout ByteQueue,
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let mark = queue.mark
        queue.append(number32: 0)
        queue.append(103)
        queue.append(number32: id)
        queue.append(number32: 0)
        let count: Int
        do throws(Failure) {
            count = try queue.append(upTo: capacity, fill)
        } catch {
            queue.rewind(to: mark)
            throw error
        }
        guard count > 0 else {
            queue.rewind(to: mark)
            return 0
        }
        queue.overwrite(number32: UInt32(count + 9), at: mark)
        queue.overwrite(number32: UInt32(count), at: mark + 9)
        return count
    }

    private static func append(
        _ entries: [DirectoryEntry], id: UInt32, now: Int64, to packet: inout ByteQueue
    ) {
        packet.append(104)
        packet.append(number32: id)
        packet.append(number32: UInt32(entries.count))
        for entry in entries {
            packet.append(string: entry.name.utf8)
            packet.append(string: LongName.line(for: entry, now: now).utf8)
            append(entry.attributes, to: &packet)
        }
    }

    /// Size, owner, permissions and times, in this order; owner and group are 0.
    private static func append(_ attributes: FileAttributes, to packet: inout ByteQueue) {
        packet.append(number32: 0x0000_000F)
        packet.append(number64: attributes.size)
        packet.append(number32: 0)
        packet.append(number32: 0)
        packet.append(number32: attributes.mode)
        packet.append(number32: attributes.modifiedSeconds)
        packet.append(number32: attributes.modifiedSeconds)
    }

    /// The eleven numbers of `statvfs`, with blocks of 4096 bytes.
    private static func append(total: UInt64, free: UInt64, id: UInt32, to packet: inout ByteQueue) {
        let block: UInt64 = 4096
        packet.append(201)
        packet.append(number32: id)
        for number in [block, block, total / block, free / block, free / block, 0, 0, 0, 0, 0, 255] {
            packet.append(number64: number)
        }
    }
}
