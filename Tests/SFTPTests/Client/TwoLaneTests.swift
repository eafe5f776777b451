import Testing

@testable import SFTP

/// Long files that go to a server by two channels.
@Suite struct TwoLaneTests {
    private static let content = (0..<(9 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 11) }

    /// A file of a server, however many streams lead to it.
    private final class Disk {
        var bytes = [UInt8](repeating: 0, count: TwoLaneTests.content.count)
        /// Bytes by stream.
        var taken: [Int] = [0, 0]
        var opened: [OpenFlags] = []
    }

    private func lane(
        _ index: Int, _ disk: Disk, refusing: UInt64? = nil, opens: Bool = true,
        extensions: [String] = ["lsetstat@openssh.com", "fsync@openssh.com"]
    ) -> ScriptedServer {
        let server = ScriptedServer { request, packet, server in
            switch request.operation {
            case .initialize: server.version(extensions: extensions)
            case .open(_, let flags):
                disk.opened.append(flags)
                opens ? server.handle(request.id) : server.status(request.id, 4, "one is enough")
            case .write(_, let offset, let range):
                if let refusing, offset >= refusing { return server.status(request.id, 4, "disk error") }
                let data = packet[range]
                disk.bytes.replaceSubrange(Int(offset)..<Int(offset) + data.count, with: data)
                disk.taken[index] += data.count
                server.status(request.id, 0)
            default: server.status(request.id, 0)
            }
        }
        server.banner = "SSH-2.0-OpenSSH_9.2p1"
        return server
    }

    @Test(arguments: [1 << 20, 501])
    func `the parts that two channels carry make the file`(piece: Int) throws {
        let disk = Disk()
        let (first, second) = (lane(0, disk), lane(1, disk))
        (first.beside, first.pieceBytes, second.pieceBytes) = (second, piece, piece)
        let client = try first.client()
        #expect(try client.put(Self.content, as: "/a", synchronize: true))
        #expect(disk.bytes == Self.content)
        #expect(disk.taken.allSatisfy { $0 > 1 << 20 } && disk.taken.reduce(0, +) == Self.content.count)
        #expect(disk.opened == [[.write, .create, .truncate], [.write]])
        #expect(first.handles == 0 && second.handles == 0)
        // The channel is kept for the next file; a short one needs none.
        #expect(try client.put(Self.content, as: "/b", synchronize: false) == false)
        #expect(try client.put([1, 2, 3], as: "/c", synchronize: false) == false)
        #expect(disk.opened.count == 5)
    }

    @Test func `servers that are not known to take two handles of a file get one`() throws {
        for (banner, extensions) in [
            ("SSH-2.0-Wharf", ["lsetstat@openssh.com", "fsync@openssh.com"]),
            ("SSH-2.0-OpenSSH_9.2p1", ["fsync@openssh.com"]), ("SSH-2.0-AWS_SFTP_1.1", []),
        ] {
            let disk = Disk()
            let first = lane(0, disk, extensions: extensions)
            (first.beside, first.banner) = (lane(1, disk), banner)
            try first.client().put(Self.content, as: "/a", synchronize: false)
            #expect(disk.bytes == Self.content && disk.taken[1] == 0 && disk.opened.count == 1)
        }
    }

    @Test func `a second channel or handle that is refused leaves the first to carry all`() throws {
        for hasChannel in [true, false] {
            let disk = Disk()
            let first = lane(0, disk)
            first.beside = hasChannel ? lane(1, disk, opens: false) : nil
            let client = try first.client()
            try client.put(Self.content, as: "/a", synchronize: false)
            #expect(disk.bytes == Self.content && disk.taken[1] == 0 && first.handles == 0)
        }
    }

    @Test func `a refusal in either channel ends the writing, and the session goes on`() throws {
        for bad in 0...1 {
            let disk = Disk()
            let first = lane(0, disk, refusing: bad == 0 ? 4 << 20 : nil)
            let second = lane(1, disk, refusing: bad == 1 ? 4 << 20 : nil)
            first.beside = second
            let client = try first.client()
            let error = #expect(throws: ClientError.self) {
                try client.put(Self.content, as: "/a", synchronize: false)
            }
            #expect(error?.description.contains("disk error") == true)
            #expect(first.handles == 0 && second.handles == 0)
            #expect(try client.put([7], as: "/b", synchronize: false) == false)
        }
    }
}
