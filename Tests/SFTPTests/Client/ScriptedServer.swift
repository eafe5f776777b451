@testable import SFTP

/// A server at the other end of a stream in memory: a closure answers each request with packets of its choice.
final class ScriptedServer: ClientLane {
    typealias Answer = (_ request: SFTPRequest, _ packet: [UInt8], _ server: ScriptedServer) -> Void

    private var waiting: [UInt8] = []
    private var answers = ByteQueue()
    private let answer: Answer
    /// Answers are handed out in pieces of this size.
    var pieceBytes = 1 << 20
    /// Answers are only handed out when nothing new was asked: then all requests of a window have been seen.
    var isPatient = false
    private(set) var isClosed = false
    /// The other stream that it gives when asked for one.
    var beside: ScriptedServer?
    /// How it calls itself.
    var banner = ""
    /// Handles given out and not closed again.
    private(set) var handles = 0

    init(_ answer: @escaping Answer) { self.answer = answer }

    func move(output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit) throws(ClientError) {
        try limit.check()
        let asked = output.withBytes { Array($0) }
        output.removeFirst(asked.count)
        waiting += asked
        var start = 0
        while case .packet(let range) = PacketFrame(waiting, from: start, limit: 1 << 20) {
            let packet = Array(waiting[range])
            if let request = try? SFTPRequest(packet) { handle(request, packet) }
            start = range.upperBound
        }
        waiting.removeFirst(start)
        if isPatient, !asked.isEmpty { return }
        let piece = answers.withBytes { Array($0.prefix(pieceBytes)) }
        if piece.isEmpty, asked.isEmpty {
            throw ClientError(
                phase: limit.phase, code: .connectionLost, description: "the server has hung up")
        }
        answers.removeFirst(piece.count)
        input.append(piece)
    }

    func secondLane(_ limit: StepLimit) throws(ClientError) -> (
        first: any ClientLane, second: any ClientLane
    )? {
        beside.map { (self, $0) }
    }

    func exchange(
        output: inout ByteQueue, input: inout ByteQueue, _ limit: StepLimit
    ) throws(ClientError) -> Bool {
        guard !output.isEmpty || !answers.isEmpty else { return false }
        try move(output: &output, input: &input, until: limit)
        return true
    }

    func rest(_ limit: StepLimit) throws(ClientError) {
        throw ClientError(
            phase: limit.phase, code: .connectionLost, description: "nobody has anything to say")
    }

    func close() { isClosed = true }

    private func handle(_ request: SFTPRequest, _ packet: [UInt8]) {
        switch request.operation {
        case .open, .openFolder: handles += 1
        case .close: handles -= 1
        default: break
        }
        answer(request, packet, self)
    }

    // MARK: - Answers

    func say(_ bytes: [UInt8]) { answers.append(bytes) }

    func version(_ number: UInt32 = 3, extensions: [String] = []) {
        answers.appendPacket { packet in
            packet.append(2)
            packet.append(number32: number)
            for name in extensions {
                packet.append(string: name.utf8)
                packet.append(string: "1".utf8)
            }
        }
    }

    func status(_ id: UInt32, _ code: UInt32, _ text: String = "") {
        answers.appendPacket { packet in
            packet.append(101)
            packet.append(number32: id)
            packet.append(number32: code)
            packet.append(string: text.utf8)
            packet.append(string: "en".utf8)
        }
    }

    func handle(_ id: UInt32) { SFTPReply.handle(id: id, 1).append(to: &answers) }

    func data(_ id: UInt32, _ bytes: some Collection<UInt8>) {
        answers.appendPacket { packet in
            packet.append(103)
            packet.append(number32: id)
            packet.append(string: bytes)
        }
    }

    /// A name with a line for people and with attributes as given.
    func names(_ id: UInt32, _ names: [(name: [UInt8], long: String, attributes: [UInt8])]) {
        answers.appendPacket { packet in
            packet.append(104)
            packet.append(number32: id)
            packet.append(number32: UInt32(names.count))
            for entry in names {
                packet.append(string: entry.name)
                packet.append(string: entry.long.utf8)
                packet.append(entry.attributes)
            }
        }
    }

    func attributes(_ id: UInt32, _ attributes: [UInt8]) {
        answers.appendPacket { packet in
            packet.append(105)
            packet.append(number32: id)
            packet.append(attributes)
        }
    }

    func extended(_ id: UInt32, _ bytes: [UInt8]) {
        answers.appendPacket { packet in
            packet.append(201)
            packet.append(number32: id)
            packet.append(bytes)
        }
    }

    /// A client that speaks to this server.
    func client() throws(ClientError) -> SFTPClient {
        let options = ClientOptions(host: "partner", user: "us", credentials: [], hostKeys: [])
        let ends = ContinuousClock.now + .seconds(60)
        let limit = StepLimit(
            phase: .subsystem, server: "partner:22", lasting: .seconds(60), deadline: ends, cancellation: nil)
        var facts = ServerFacts()
        facts.banner = banner
        return try SFTPClient(
            self, facts: facts, options: options, ends: ends, cancellation: nil, limit)
    }
}

/// Big-endian bytes.
func bytes32(_ numbers: UInt32...) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32($0))) } }
}
