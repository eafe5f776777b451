import Testing

@testable import SFTP

/// Bytes of a client, in order.
func packet(_ parts: [UInt8]...) -> [UInt8] { parts.flatMap { $0 } }
func number32(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
}
func number64(_ value: UInt64) -> [UInt8] {
    number32(UInt32(value >> 32)) + number32(UInt32(truncatingIfNeeded: value))
}
func string(_ text: String) -> [UInt8] { number32(UInt32(text.utf8.count)) + Array(text.utf8) }
func framed(_ body: [UInt8]) -> [UInt8] { number32(UInt32(body.count)) + body }

/// Reading what clients send.
@Suite struct SFTPRequestTests {
    private static let handle = number32(4) + number32(9)

    private static let table: [(bytes: [UInt8], operation: SFTPRequest.Operation)] = [
        (
            packet([3], number32(7), string("/a"), number32(0x1A), number32(0)),
            .open(path: Array("/a".utf8), flags: [.write, .create, .truncate])
        ),
        (packet([4], number32(7), handle), .close(handle: 9)),
        (
            packet([5], number32(7), handle, number64(1 << 40), number32(.max)),
            .read(handle: 9, offset: 1 << 40, length: .max)
        ),
        (
            packet([6], number32(7), handle, number64(5), string("abc")),
            .write(handle: 9, offset: 5, data: 25..<28)
        ),
        (packet([7], number32(7), string("a")), .attributes(path: [97])),
        (packet([17], number32(7), string("a")), .attributes(path: [97])),
        (packet([8], number32(7), handle), .handleAttributes(handle: 9)),
        (packet([9], number32(7), string("a"), number32(0)), .setAttributes(path: [97], size: nil)),
        (packet([10], number32(7), handle, number32(0)), .setHandleAttributes(handle: 9, size: nil)),
        (packet([11], number32(7), string("a")), .openFolder(path: [97])),
        (packet([12], number32(7), handle), .readFolder(handle: 9)),
        (packet([13], number32(7), string("a")), .remove(path: [97])),
        (packet([14], number32(7), string("a")), .makeFolder),
        (packet([15], number32(7), string("a")), .removeFolder),
        (packet([16], number32(7), string("")), .realPath(path: [])),
        (
            packet([18], number32(7), string("a"), string("b")),
            .rename(from: [97], to: [98], replacing: false)
        ),
        (packet([19], number32(7), string("a")), .link),
        (packet([20], number32(7), string("a"), string("b")), .link),
        (
            packet([200], number32(7), string("posix-rename@openssh.com"), string("a"), string("b")),
            .rename(from: [97], to: [98], replacing: true)
        ),
        (packet([200], number32(7), string("fsync@openssh.com"), handle), .synchronize(handle: 9)),
        (packet([200], number32(7), string("statvfs@openssh.com"), string("a")), .space(path: [97])),
        (packet([200], number32(7), string("limits@openssh.com")), .limits),
        (packet([200], number32(7), string("hardlink@openssh.com"), string("a"), string("b")), .unknown),
        (packet([99], number32(7)), .unknown),
        // Not four bytes: no handle of ours.
        (packet([4], number32(7), string("handle")), .close(handle: 0)),
        (packet([4], number32(7), string("")), .close(handle: 0)),
    ]

    @Test func `every request is read field by field`() throws {
        for (bytes, operation) in Self.table {
            let request = try SFTPRequest(bytes)
            #expect(request.id == 7)
            #expect(request.operation == operation)
        }
        #expect(try SFTPRequest([1] + number32(3)).operation == .initialize(version: 3))
    }

    @Test func `a request cut short anywhere is malformed and never read past its end`() {
        for (bytes, operation) in Self.table
        where ![.makeFolder, .removeFolder, .link, .unknown].contains(operation) {
            let needed: Int =
                switch operation {
                case .open, .setAttributes, .setHandleAttributes: bytes.count - 4
                default: bytes.count
                }
            for length in 0..<needed {
                let expected: SFTPRequest.Malformed = length < 5 ? .unanswerable : .truncated(id: 7)
                #expect(throws: expected) { try SFTPRequest(Array(bytes[..<length])) }
            }
        }
    }

    @Test func `of the attributes a client sets, the size is read`() throws {
        func size(_ attributes: [UInt8]) throws -> UInt64? {
            guard
                case .setAttributes(_, let size) = try SFTPRequest(
                    [9] + number32(7) + string("a") + attributes
                ).operation
            else { return 0 }
            return size
        }
        #expect(try size(number32(5) + number64(9) + number32(0o600)) == 9)
        #expect(try size(number32(4) + number32(0o600)) == nil)
        #expect(try size(number32(1) + number32(9)) == .max)
    }

    @Test func `a field longer than its packet is malformed`() {
        #expect(throws: SFTPRequest.Malformed.truncated(id: 1)) {
            try SFTPRequest(packet([7], number32(1), number32(.max), [1, 2, 3]))
        }
    }

    @Test func `frames are cut by their length, and hostile lengths are told`() {
        let bytes: [UInt8] = [0, 0, 0, 2, 8, 9, 0, 0, 0, 1]
        #expect(PacketFrame(bytes, from: 0, limit: 10) == .packet(4..<6))
        #expect(PacketFrame(bytes, from: 6, limit: 10) == .incomplete)
        #expect(PacketFrame(Array(bytes[..<5]), from: 0, limit: 10) == .incomplete)
        #expect(PacketFrame([0, 0], from: 0, limit: 10) == .incomplete)
        #expect(PacketFrame(bytes, from: 0, limit: 1) == .hostile(length: 2))
        #expect(PacketFrame([0, 0, 0, 0, 1], from: 0, limit: 10) == .hostile(length: 0))
        #expect(PacketFrame([255, 255, 255, 255], from: 0, limit: 10) == .hostile(length: .max))
    }
}
