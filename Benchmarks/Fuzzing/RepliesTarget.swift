@testable import SFTP

/// A server's bytes against our client: an answer, a refusal or the end of the session, but never a crash.
///
/// The first byte chooses what the client does. Records follow, one for each request: a length, a type and as
/// many bytes, which become a packet with the request's number in it. A length of 255 sends its bytes as they
/// are, and one of 254 holds the answer back behind the next one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReplies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let first = input.first else { return 0 }
    let server = Server(Array(input.dropFirst()))
    let options = ClientOptions(host: "fuzz", user: "us", credentials: [], hostKeys: [])
    let ends = ContinuousClock.now + .seconds(60)
    let limit = StepLimit(
        phase: .subsystem, server: "fuzz:22", lasting: .seconds(60), deadline: ends, cancellation: nil)
    guard
        let client = try? SFTPClient(
            server, facts: ServerFacts(), options: options, ends: ends, cancellation: nil, limit)
    else { return 0 }
    for step in 0..<3 where client.isOpen {
        do {
            try work(client, Int(first) &+ step)
        } catch let error as ClientError {
            promise(!error.description.isEmpty, "An error has a sentence.")
            promise(!error.description.utf8.contains { $0 < 0x20 }, "A sentence has no control characters.")
        } catch {
            promise(false, "Errors are the client's own: \(error)")
        }
        promise(!client.isOpen || client.line.outstanding == 0, "A session that goes on owes nothing.")
        promise(!client.isOpen || client.line.output.isEmpty, "Nor has it anything to send.")
    }
    return 0
}

private func work(_ client: SFTPClient, _ choice: Int) throws {
    switch choice % 7 {
    case 0:
        var bytes: UInt64 = 0
        let told = try client.read("/a") { bytes += UInt64($0.count) }
        promise(told == bytes, "As much is told as was handed on.")
    case 1:
        var bytes: UInt64 = 0
        let told = try client.read("/a", from: 5, expecting: 70_000) { bytes += UInt64($0.count) }
        promise(told == bytes && told == 69_995, "What was expected is what came.")
    case 2:
        _ = try client.write("/a", byteCount: 100_000, mode: .create(exclusive: true), synchronize: true) {
            buffer, _ in
            min(buffer.count, 3_000)
        }
    case 3:
        var names = 0
        try client.list("/a", limit: 50) { file in
            promise(!file.nameBytes.contains(UInt8(ascii: "/")), "A name leads nowhere else.")
            names += 1
            return true
        }
        promise(names <= 50, "No more names than allowed.")
    case 4: _ = try client.stat("/a")
    case 5: _ = try client.realPath("/a")
    default: if let digest = try client.checksum("/a") { promise(digest.count == 32, "A digest is whole.") }
    }
}

/// Answers with the records, and hangs up after the last one.
private final class Server: ClientStream {
    private var records: ArraySlice<UInt8>
    private var heldBack: [UInt8] = []
    private var asked: [UInt8] = []
    private var isGreeted = false

    init(_ records: [UInt8]) { self.records = records[...] }

    func move(output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit) throws(ClientError) {
        asked += output.withBytes { Array($0) }
        output.removeFirst(output.count)
        var answer: [UInt8] = []
        var start = 0
        while case .packet(let range) = PacketFrame(asked, from: start, limit: 1 << 20) {
            answer += reply(to: Array(asked[range]))
            start = range.upperBound
        }
        asked.removeFirst(start)
        if answer.isEmpty, start == 0 {
            answer = heldBack
            heldBack = []
            guard !answer.isEmpty else {
                throw ClientError(
                    phase: limit.phase, code: .connectionLost, description: "the server has hung up")
            }
        }
        input.append(answer)
    }

    func close() {}

    private func reply(to request: [UInt8]) -> [UInt8] {
        guard isGreeted else {
            isGreeted = true
            var queue = ByteQueue()
            queue.appendPacket { packet in
                packet.append(2)
                packet.append(number32: 3)
                for name in ["limits@openssh.com", "fsync@openssh.com", "check-file"] {
                    packet.append(string: name.utf8)
                    packet.append(string: "1".utf8)
                }
            }
            return queue.withBytes { Array($0) }
        }
        guard let length = records.popFirst() else { return [] }
        if length == 255 { return take(Int(records.popFirst() ?? 0)) }
        let type = records.popFirst() ?? 101
        let body = [type] + request[1..<5] + take(length == 254 ? 20 : Int(length))
        let packet = [0, 0, UInt8(body.count >> 8), UInt8(body.count & 255)] + body
        guard length == 254 else {
            defer { heldBack = [] }
            return packet + heldBack
        }
        heldBack += packet
        return []
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { records = records.dropFirst(count) }
        return Array(records.prefix(count))
    }
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
