/// One reply of a server, as values.
///
/// Source: draft-ietf-secsh-filexfer-02 (version 3), section 7.
enum ServerReply: Equatable {
    /// The version spoken, and the extensions offered.
    case version(UInt32, extensions: [String: String])
    case status(code: UInt32, text: String)
    case handle([UInt8])
    /// The data stay where they are: their indices in the packet.
    case data(Range<Int>)
    case names([RemoteName])
    case attributes(RemoteAttributes)
    /// What an extension answers: its indices in the packet.
    case extended(Range<Int>)

    /// The longest handle the protocol allows, in bytes.
    static let handleBytes = 256
    /// Extensions looked at in the greeting; the rest is passed over.
    private static let extensionLimit = 64

    /// Why a packet is no reply.
    struct Malformed: Error, Equatable { let text: String }

    /// Reads a packet without its length.
    ///
    /// - Returns: the number of the request that is answered (0 for the greeting) and the reply.
    static func read<Bytes: RandomAccessCollection>(
        _ packet: Bytes
    ) throws(Malformed) -> (id: UInt32, reply: ServerReply) where Bytes.Element == UInt8, Bytes.Index == Int {
        var reader = PacketReader(packet)
        guard let type = reader.byte(), let number = reader.number32() else {
            throw Malformed(text: "a packet of \(packet.count) bytes")
        }
        if type == 2 { return (0, .version(number, extensions: extensions(from: &reader))) }
        guard let reply = fields(of: type, from: &reader) else {
            throw Malformed(text: "a reply of type \(type) with \(packet.count) bytes")
        }
        return (number, reply)
    }

    private static func fields<Bytes>(of type: UInt8, from reader: inout PacketReader<Bytes>) -> ServerReply?
    {
        switch type {
        case 101:
            guard let code = reader.number32() else { return nil }
            // Servers of old leave the text out.
            return .status(code: code, text: reader.bytes().map { PlainText.line($0) } ?? "")
        case 102:
            guard let handle = reader.bytes(), !handle.isEmpty, handle.count <= handleBytes else {
                return nil
            }
            return .handle(Array(handle))
        case 103: return reader.range().map { .data($0) }
        case 104: return names(from: &reader).map { .names($0) }
        case 105: return RemoteAttributes(from: &reader).map { .attributes($0) }
        case 201: return .extended(reader.position..<(reader.position + reader.count))
        default: return nil
        }
    }

    private static func extensions<Bytes>(from reader: inout PacketReader<Bytes>) -> [String: String] {
        var found: [String: String] = [:]
        while found.count < extensionLimit, let name = reader.bytes(), let value = reader.bytes() {
            found[PlainText.line(name)] = PlainText.line(value)
        }
        return found
    }

    private static func names<Bytes>(from reader: inout PacketReader<Bytes>) -> [RemoteName]? {
        // Each name takes at least twelve bytes: a count that promises more is not believed.
        guard let count = reader.number32(), Int(count) <= reader.count / 12 else { return nil }
        var names: [RemoteName] = []
        names.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let name = reader.bytes(), let long = reader.bytes(),
                let attributes = RemoteAttributes(from: &reader)
            else { return nil }
            names.append(RemoteName(name: Array(name), firstOfLong: long.first, attributes: attributes))
        }
        return names
    }
}

/// A name of a listing, or the answer to REALPATH.
struct RemoteName: Equatable {
    let name: [UInt8]
    /// The first byte of the line made for people, which tells the kind where the attributes do not.
    let firstOfLong: UInt8?
    let attributes: RemoteAttributes

    var file: RemoteFile {
        RemoteFile(
            nameBytes: name, size: attributes.size, modifiedSeconds: attributes.modified.map(Int64.init),
            permissions: attributes.mode.map { $0 & 0o7777 }, kind: kind)
    }

    private var kind: RemoteFile.Kind {
        if let kind = attributes.kind { return kind }
        return switch firstOfLong {
        case UInt8(ascii: "-"): .file
        case UInt8(ascii: "d"): .folder
        case UInt8(ascii: "l"): .link
        default: .other
        }
    }
}

/// What a server tells of a name; any of it may be missing.
struct RemoteAttributes: Equatable {
    var size: UInt64?
    var mode: UInt32?
    var modified: UInt32?

    init() {}

    init?<Bytes>(from reader: inout PacketReader<Bytes>) {
        guard let flags = reader.number32() else { return nil }
        if flags & 0x01 != 0 {
            guard let size = reader.number64() else { return nil }
            self.size = size
        }
        if flags & 0x02 != 0 { guard reader.number64() != nil else { return nil } }
        if flags & 0x04 != 0 {
            guard let mode = reader.number32() else { return nil }
            self.mode = mode
        }
        if flags & 0x08 != 0 {
            guard reader.number32() != nil, let modified = reader.number32() else { return nil }
            self.modified = modified
        }
        guard flags & 0x8000_0000 != 0 else { return }
        // Each further pair takes at least eight bytes.
        guard let count = reader.number32(), Int(count) <= reader.count / 8 else { return nil }
        for _ in 0..<count { guard reader.range() != nil, reader.range() != nil else { return nil } }
    }

    /// The kind, when the mode tells it.
    var kind: RemoteFile.Kind? {
        guard let mode, mode & 0o170000 != 0 else { return nil }
        return switch mode & 0o170000 {
        case 0o100000: .file
        case 0o040000: .folder
        case 0o120000: .link
        default: .other
        }
    }
}
