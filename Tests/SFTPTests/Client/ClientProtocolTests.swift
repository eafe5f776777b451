import Testing

@testable import SFTP

/// What servers answer, and what the client makes of it.
@Suite struct ClientProtocolTests {
    private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    /// A server that holds one file and gives at most `most` bytes at once.
    private func reader(
        of content: [UInt8], most: Int = .max, shuffled seed: UInt64? = nil, patient: Bool = false
    ) -> ScriptedServer {
        var held: [(UInt32, UInt64, UInt32)] = []
        var random = SeededGenerator(seed: seed ?? 0)
        func give(_ request: (id: UInt32, offset: UInt64, length: UInt32), _ server: ScriptedServer) {
            guard request.offset < UInt64(content.count) else { return server.status(request.id, 1, "end") }
            let count = min(Int(request.length), most)
            server.data(request.id, content[Int(request.offset)...].prefix(count))
        }
        let server = ScriptedServer { request, _, server in
            switch request.operation {
            case .initialize: server.version()
            case .open: server.handle(request.id)
            case .close: server.status(request.id, 0)
            case .read(_, let offset, let length):
                held.append((request.id, offset, length))
                // Answers come in any order, a few at a time.
                if seed == nil || held.count >= 4 || Int(offset) + Int(length) >= content.count {
                    for request in seed == nil ? held : held.shuffled(using: &random) {
                        give(request, server)
                    }
                    held = []
                }
            default: server.status(request.id, 8)
            }
        }
        server.isPatient = patient
        return server
    }

    @Test(arguments: [1, 7, 100_000])
    func `answers in any order and in pieces make the file`(piece: Int) throws {
        for seed in UInt64(1)...10 {
            let server = reader(of: Self.content, shuffled: seed)
            server.pieceBytes = piece == 1 ? 4_093 : piece * 1_021
            let client = try server.client()
            #expect(try client.bytes("/a") == Self.content, "seed \(seed)")
            #expect(try client.bytes("/a", expecting: 200_000) == Self.content, "seed \(seed)")
            #expect(server.handles == 0)
        }
    }

    @Test(arguments: [1_000, 4_096, 20_000, 32_767])
    func `a server that gives less than was asked for is asked for the rest`(most: Int) throws {
        for patient in [false, true] {
            let server = reader(of: Self.content, most: most, patient: patient)
            let client = try server.client()
            #expect(try client.bytes("/a") == Self.content)
            #expect(
                try client.bytes("/a", from: 123_456, expecting: 200_000) == Array(Self.content[123_456...]))
        }
    }

    @Test func `a refusal in the middle of a transfer leaves a session that goes on`() throws {
        for bad in [UInt64(0), 65_536, 196_608] {
            let server = ScriptedServer { request, packet, server in
                switch request.operation {
                case .initialize: server.version(extensions: ["posix-rename@openssh.com"])
                case .open: server.handle(request.id)
                case .read(_, let offset, _) where offset == bad: server.status(request.id, 4, "disk error")
                case .read(_, let offset, let length):
                    let part = Self.content[min(Int(offset), 200_000)...].prefix(Int(length))
                    part.isEmpty ? server.status(request.id, 1) : server.data(request.id, part)
                case .write(_, let offset, _) where offset == bad:
                    server.status(request.id, 4, "No space left on device")
                default: server.status(request.id, 0)
                }
            }
            let client = try server.client()
            let read = #expect(throws: ClientError.self) { try client.bytes("/a") }
            #expect(read?.code == .remoteFailure && read?.details["text"] == "disk error")
            let written = #expect(throws: ClientError.self) { try client.put(Self.content, as: "/a") }
            #expect(
                written?.code == .noSpace && written?.phase == .write && written?.mayHaveHappened == false)
            #expect(server.handles == 0)
            try client.remove("/a")
        }
    }

    @Test func `what goes wrong at the very end of a write is an error`() throws {
        for refused in ["fsync", "close"] {
            let server = ScriptedServer { request, _, server in
                switch request.operation {
                case .initialize: server.version(extensions: ["fsync@openssh.com"])
                case .open: server.handle(request.id)
                case .synchronize where refused == "fsync":
                    server.status(request.id, 4, "Disk quota exceeded")
                case .close where refused == "close": server.status(request.id, 4, "write failed, disk full")
                default: server.status(request.id, 0)
                }
            }
            let client = try server.client()
            let error = #expect(throws: ClientError.self) {
                try client.put([1, 2, 3], as: "/a", synchronize: true)
            }
            #expect(error?.code == .noSpace && error?.phase == (refused == "fsync" ? .synchronize : .write))
        }
    }

    @Test func `a sync that the server does not know is left out`() throws {
        for offered in [[], ["fsync@openssh.com"]] {
            let server = ScriptedServer { request, _, server in
                switch request.operation {
                case .initialize: server.version(extensions: offered)
                case .open: server.handle(request.id)
                case .synchronize: server.status(request.id, 8)
                default: server.status(request.id, 0)
                }
            }
            #expect(try server.client().put([1], as: "/a", synchronize: true) == false)
        }
    }

    @Test(arguments: [
        (2, "", ClientError.Code.noSuchFile), (3, "", .permissionDenied), (8, "", .unsupported),
        (4, "", .remoteFailure),
        (4, "Failure", .remoteFailure), (4, "File already exists", .alreadyExists),
        (4, "the name is taken", .alreadyExists),
        (4, "No space left on device", .noSpace), (4, "Quota exceeded", .noSpace), (11, "", .alreadyExists),
        (14, "", .noSpace), (15, "", .noSpace), (4, "Permission denied", .permissionDenied),
        (4, "file does not exist", .remoteFailure), (99, "", .remoteFailure),
    ])
    func `a status means what its number and its text say`(
        number: UInt32, text: String, code: ClientError.Code
    ) throws {
        let server = ScriptedServer { request, _, server in
            if case .initialize = request.operation { return server.version() }
            server.status(request.id, number, text)
        }
        let client = try server.client()
        let error = #expect(throws: ClientError.self) { try client.rename("/a", to: "/b", replacing: false) }
        #expect(error?.code == code && error?.phase == .rename && error?.mayHaveHappened == false)
        #expect(error?.details["status"] == "\(number)")
        #expect(client.isOpen)
    }

    @Test func `a rename whose answer is lost may have happened`() throws {
        let server = ScriptedServer { request, _, server in
            if case .initialize = request.operation { server.version() }
        }
        let client = try server.client()
        let error = #expect(throws: ClientError.self) { try client.rename("/a", to: "/b", replacing: true) }
        #expect(
            error?.code == .connectionLost && error?.mayHaveHappened == true && error?.isTransient == true)
        #expect(server.isClosed && !client.isOpen)
        let after = #expect(throws: ClientError.self) { try client.rename("/a", to: "/b", replacing: true) }
        #expect(after?.mayHaveHappened == false)
    }

    @Test func `a listing tells kinds, sizes and times as far as the server does`() throws {
        let all = bytes32(0x0D, 0, 1_234, 0o100640, 5, 1_700_000_000)
        let pages: [[(name: [UInt8], long: String, attributes: [UInt8])]] = [
            [
                (Array(".".utf8), "", bytes32(0)), (Array("..".utf8), "", bytes32(0)),
                (Array("a".utf8), "", all),
            ], [],
            [
                (Array("d".utf8), "drwxr-xr-x", bytes32(0)), (Array("l".utf8), "", bytes32(4, 0o120777)),
                ([0x66, 0xE4], "-rw-r--r--", bytes32(1, 0, 9)),
                (Array("x".utf8), "?", bytes32(0x8000_0000, 1, 0, 0)),
            ],
        ]
        var next = 0
        let server = ScriptedServer { request, _, server in
            switch request.operation {
            case .initialize: server.version()
            case .openFolder: server.handle(request.id)
            case .readFolder where next < pages.count:
                server.names(request.id, pages[next])
                next += 1
            case .readFolder: server.status(request.id, 1)
            default: server.status(request.id, 0)
            }
        }
        var found: [RemoteFile] = []
        try server.client().list("/", limit: 5) {
            found.append($0)
            return true
        }
        #expect(found.map(\.kind) == [.file, .folder, .link, .file, .other])
        #expect(found.map(\.size) == [1_234, nil, nil, 9, nil])
        #expect(found.map(\.isLossless) == [true, true, true, false, true])
        #expect(found[0].modifiedSeconds == 1_700_000_000 && found[0].permissions == 0o640)
        #expect(found[3].nameBytes == [0x66, 0xE4] && server.handles == 0)
    }

    @Test func `a name that leads elsewhere and a listing without end are refused`() throws {
        for name in ["../../etc/passwd", "a/b", "a\0b", ""] {
            let server = lister { id, server in server.names(id, [(Array(name.utf8), "", bytes32(0))]) }
            let error = #expect(throws: ClientError.self) {
                try server.client().list("/", limit: 5) { _ in true }
            }
            #expect(error?.code == .protocolViolation, "\(name)")
        }
        let endless = lister { id, server in server.names(id, []) }
        #expect(throws: ClientError.self) { try endless.client().list("/", limit: 5) { _ in true } }
    }

    private func lister(_ page: @escaping (UInt32, ScriptedServer) -> Void) -> ScriptedServer {
        ScriptedServer { request, _, server in
            switch request.operation {
            case .initialize: server.version()
            case .openFolder: server.handle(request.id)
            case .readFolder: page(request.id, server)
            default: server.status(request.id, 0)
            }
        }
    }

    @Test func `a size that is not told is not taken for nothing`() throws {
        let server = ScriptedServer { request, _, server in
            if case .initialize = request.operation { return server.version() }
            server.attributes(request.id, bytes32(4, 0o100644))
        }
        let error = #expect(throws: ClientError.self) { try server.client().stat("/a") }
        #expect(error?.code == .unsupported)
    }

    @Test(arguments: [
        "This account is not available.\n",
        "Welcome to the server!\nToday is a good day, and here is more text.\n",
    ])
    func `text in place of the file protocol is shown to the reader`(text: String) throws {
        let server = ScriptedServer { _, _, server in server.say(Array(text.utf8)) }
        let error = #expect(throws: ClientError.self) { try server.client() }
        #expect(error?.code == .protocolViolation && error?.phase == .subsystem)
        #expect(error?.description.contains(text.prefix(20)) == true, "\(String(describing: error))")
    }

    @Test func `a session that ends before it began says that SFTP is not offered`() throws {
        let error = #expect(throws: ClientError.self) { try ScriptedServer { _, _, _ in }.client() }
        #expect(error?.code == .noSubsystem)
        let old = #expect(throws: ClientError.self) {
            try ScriptedServer { _, _, server in server.version(2) }.client()
        }
        #expect(old?.code == .protocolViolation)
    }

    @Test func `limits of a server are kept, and bounded`() throws {
        for (told, read, write) in [
            (bytes32(0, 300_000, 0, 8_192, 0, 4_096, 0, 10), 8_192, 4_096),
            (bytes32(0, 0, 0, 0, 0, 0, 0, 0), 32_768, 32_768),
            (bytes32(1, 0, 1, 0, .max, 0, 0, 0), 261_120, 261_120), (bytes32(1), 32_768, 32_768),
        ] {
            let server = ScriptedServer { request, _, server in
                if case .limits = request.operation { return server.extended(request.id, told) }
                server.version(extensions: ["limits@openssh.com"])
            }
            let limits = try server.client().facts.limits
            #expect(limits.readBytes == read && limits.writeBytes == write, "\(told)")
        }
    }

    @Test func `a checksum is read in both forms, and nil without the extension`() throws {
        let digest = [UInt8](repeating: 9, count: 32)
        for prefix in [["check-file", "sha256"], ["sha256"]] {
            let server = ScriptedServer { request, packet, server in
                if case .initialize = request.operation { return server.version(extensions: ["check-file"]) }
                #expect(packet.contains(Array("check-file-name".utf8)))
                server.extended(
                    request.id, prefix.flatMap { bytes32(UInt32($0.utf8.count)) + Array($0.utf8) } + digest)
            }
            #expect(try server.client().checksum("/a") == digest)
        }
        #expect(try reader(of: []).client().checksum("/a") == nil)
    }

    @Test func `answers that were not asked for end the session`() throws {
        let answers: [(UInt32, ScriptedServer) -> Void] = [
            { $1.status($0 + 1, 0) }, { $1.data($0, [1]) }, { $1.attributes($0, bytes32(1)) },
            { $1.handle($0) },
            { $1.say(bytes32(5, 0) + [UInt8($0)]) }, { $1.say(bytes32(.max)) }, { $1.say(bytes32(0)) },
            { $1.names($0, []) },
            {
                $1.status($0, 0)
                $1.status($0, 0)
            },
        ]
        for (index, answer) in answers.enumerated() {
            let server = ScriptedServer { request, _, server in
                if case .initialize = request.operation { return server.version() }
                answer(request.id, server)
            }
            let client = try server.client()
            let error = #expect(throws: ClientError.self, "\(index)") {
                _ = try client.realPath("/a")
                _ = try client.realPath("/a")
            }
            #expect(
                error?.code == .protocolViolation || error?.code == .remoteFailure,
                "\(index): \(String(describing: error))")
        }
    }

    @Test func `garbage never crashes the client, whatever it was doing`() throws {
        var random = SeededGenerator(seed: 22)
        for round in 0..<2_000 {
            let server = ScriptedServer { request, _, server in
                if case .initialize = request.operation {
                    return server.version(extensions: ["limits@openssh.com"])
                }
                guard Int.random(in: 0..<3, using: &random) > 0 else { return server.handle(request.id) }
                // A frame that is right around bytes that are not.
                let type = [101, 102, 103, 104, 105, 201, UInt8.random(in: 0...255, using: &random)]
                    .randomElement(using: &random)
                let body = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                    Bool.random(using: &random) ? 0 : UInt8.random(in: 0...255, using: &random)
                }
                let packet = [type ?? 101] + bytes32(request.id) + body
                server.say(bytes32(UInt32(packet.count)) + packet)
            }
            guard let client = try? server.client() else { continue }
            switch round % 4 {
            case 0: _ = try? client.bytes("/a")
            case 1: _ = try? client.put([1, 2, 3], as: "/a", synchronize: true)
            case 2: _ = try? client.list("/a", limit: 100) { _ in true }
            default: _ = try? client.stat("/a")
            }
        }
    }
}
