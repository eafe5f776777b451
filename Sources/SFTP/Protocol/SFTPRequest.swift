/// One request of a client, as values.
///
/// Source: draft-ietf-secsh-filexfer-02 (version 3) and OpenSSH's `PROTOCOL` for the extensions.
struct SFTPRequest: Equatable {
    /// The client's number for the request; its answer carries the same.
    ///
    /// 0 for INIT, which has none.
    let id: UInt32
    let operation: Operation

    /// What is asked for.
    ///
    /// Paths are the client's bytes, not yet looked at.
    enum Operation: Equatable {
        case initialize(version: UInt32)
        case open(path: [UInt8], flags: OpenFlags)
        case close(handle: UInt32)
        case read(handle: UInt32, offset: UInt64, length: UInt32)
        /// The data stay where they are: their indices in the packet.
        case write(handle: UInt32, offset: UInt64, data: Range<Int>)
        case attributes(path: [UInt8])
        case handleAttributes(handle: UInt32)
        /// Of the attributes only a size matters: it changes what a file holds.
        case setAttributes(path: [UInt8], size: UInt64?)
        case setHandleAttributes(handle: UInt32, size: UInt64?)
        case openFolder(path: [UInt8])
        case readFolder(handle: UInt32)
        case remove(path: [UInt8])
        case makeFolder
        case removeFolder
        case realPath(path: [UInt8])
        case rename(from: [UInt8], to: [UInt8], replacing: Bool)
        case link
        case synchronize(handle: UInt32)
        case space(path: [UInt8])
        case limits
        case unknown
    }

    /// Why a packet is no request.
    enum Malformed: Error, Equatable {
        /// There is not even a number to answer to: the connection is of no use any more.
        case unanswerable
        /// A field is missing or too long.
        case truncated(id: UInt32)
    }

    /// Reads a packet without its length.
    init<Bytes: RandomAccessCollection>(_ packet: Bytes) throws(Malformed)
    where Bytes.Element == UInt8, Bytes.Index == Int {
        var reader = PacketReader(packet)
        guard let type = reader.byte(), let number = reader.number32() else { throw .unanswerable }
        if type == 1 {
            id = 0
            operation = .initialize(version: number)
            return
        }
        id = number
        let name = type == 200 ? reader.bytes().map { Array($0) } : []
        guard let name, let operation = Self.operation(type: type, extension: name, from: &reader) else {
            throw .truncated(id: number)
        }
        self.operation = operation
    }

    private static func operation<Bytes>(
        type: UInt8, extension name: [UInt8], from reader: inout PacketReader<Bytes>
    ) -> Operation? {
        switch type {
        case 3: open(from: &reader)
        case 4: handle(from: &reader).map { .close(handle: $0) }
        case 5: read(from: &reader)
        case 6: write(from: &reader)
        case 7, 17: path(from: &reader).map { .attributes(path: $0) }
        case 8: handle(from: &reader).map { .handleAttributes(handle: $0) }
        case 9: path(from: &reader).map { .setAttributes(path: $0, size: size(from: &reader)) }
        case 10: handle(from: &reader).map { .setHandleAttributes(handle: $0, size: size(from: &reader)) }
        case 11: path(from: &reader).map { .openFolder(path: $0) }
        case 12: handle(from: &reader).map { .readFolder(handle: $0) }
        case 13: path(from: &reader).map { .remove(path: $0) }
        case 14: .makeFolder
        case 15: .removeFolder
        case 16: path(from: &reader).map { .realPath(path: $0) }
        case 18: rename(from: &reader, replacing: false)
        case 19, 20: .link
        case 200: extended(name, from: &reader)
        default: .unknown
        }
    }

    private static func extended<Bytes>(_ name: [UInt8], from reader: inout PacketReader<Bytes>) -> Operation?
    {
        switch String(decoding: name, as: UTF8.self) {
        case "posix-rename@openssh.com": rename(from: &reader, replacing: true)
        case "fsync@openssh.com": handle(from: &reader).map { .synchronize(handle: $0) }
        case "statvfs@openssh.com": path(from: &reader).map { .space(path: $0) }
        case "limits@openssh.com": .limits
        default: .unknown
        }
    }

    private static func open<Bytes>(from reader: inout PacketReader<Bytes>) -> Operation? {
        guard let path = path(from: &reader), let flags = reader.number32() else { return nil }
        return .open(path: path, flags: OpenFlags(rawValue: flags))
    }

    private static func read<Bytes>(from reader: inout PacketReader<Bytes>) -> Operation? {
        guard let handle = handle(from: &reader), let offset = reader.number64(),
            let length = reader.number32()
        else {
            return nil
        }
        return .read(handle: handle, offset: offset, length: length)
    }

    private static func write<Bytes>(from reader: inout PacketReader<Bytes>) -> Operation? {
        guard let handle = handle(from: &reader), let offset = reader.number64(), let data = reader.range()
        else {
            return nil
        }
        return .write(handle: handle, offset: offset, data: data)
    }

    private static func rename<Bytes>(from reader: inout PacketReader<Bytes>, replacing: Bool) -> Operation? {
        guard let from = path(from: &reader), let to = path(from: &reader) else { return nil }
        return .rename(from: from, to: to, replacing: replacing)
    }

    private static func path<Bytes>(from reader: inout PacketReader<Bytes>) -> [UInt8]? {
        reader.bytes().map { Array($0) }
    }

    /// The size among attributes, if there is one; one that is cut short is a size that no file has.
    private static func size<Bytes>(from reader: inout PacketReader<Bytes>) -> UInt64? {
        guard let flags = reader.number32(), flags & 1 != 0 else { return nil }
        return reader.number64() ?? .max
    }

    /// A handle is four bytes of ours; anything else becomes 0, which is never given out.
    private static func handle<Bytes>(from reader: inout PacketReader<Bytes>) -> UInt32? {
        guard let bytes = reader.bytes() else { return nil }
        var number = PacketReader(bytes)
        guard bytes.count == 4, let value = number.number32() else { return 0 }
        return value
    }
}
