/// The file protocol on a stream: numbers requests and finds their replies.
///
/// After an error of the stream nothing more is sent: the session has ended. **Thread**: one at a time.
final class RequestLine {
    private let stream: any ClientStream
    /// The stream as one of two, once there are two.
    private var lane: (any ClientLane)?
    private(set) var output = ByteQueue()
    private(set) var input = ByteQueue()
    private var lastID: UInt32 = 0
    /// Requests whose reply is still to come.
    private(set) var outstanding = 0
    private var failure: ClientError?

    /// The longest packet taken, in bytes: what OpenSSH allows, and half of it again.
    static let packetLimit = 384 * 1024
    /// Bytes waiting to be sent above which no further request is made.
    static let outputHighMark = 512 * 1024

    init(_ stream: any ClientStream) { self.stream = stream }

    /// Whether the session is still of use.
    var isOpen: Bool { failure == nil }

    func close() {
        stream.close()
        if failure == nil {
            failure = ClientError(
                phase: .subsystem, code: .connectionLost, description: "the session was closed")
        }
    }

    /// Puts a request into the queue; answers its number.
    func send(_ request: ClientRequest) -> UInt32 {
        let id = nextID()
        outstanding += 1
        request.append(id: id, to: &output)
        if case .initialize = request { return 0 }
        return id
    }

    /// Puts a WRITE into the queue; answers its number and how many bytes of data it has, nil when there were
    /// none.
    func sendWrite<Failure: Error>(
        handle: [UInt8], offset: UInt64, upTo capacity: Int,
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> (id: UInt32, count: Int)? {
        let id = nextID()
        let count = try ClientRequest.appendWrite(
            id: id, handle: handle, offset: offset, upTo: capacity, to: &output, fill)
        guard count > 0 else { return nil }
        outstanding += 1
        return (id, count)
    }

    private func nextID() -> UInt32 {
        lastID &+= 1
        // 0 stands for the greeting.
        if lastID == 0 { lastID = 1 }
        return lastID
    }

    /// Sends and receives until something moved.
    func move(_ limit: StepLimit) throws(ClientError) {
        if let failure { throw failure.at(limit) }
        do throws(ClientError) {
            try limit.check()
            try stream.move(output: &output, input: &input, until: limit)
        } catch {
            throw end(error)
        }
    }

    /// The file protocol by another stream of the same connection; nil when there is none.
    func secondLine(_ limit: StepLimit) throws(ClientError) -> RequestLine? {
        if let failure { throw failure.at(limit) }
        let second: (any ClientLane)?
        do throws(ClientError) {
            let pair = try stream.secondLane(limit)
            lane = pair?.first
            second = pair?.second
        } catch {
            throw end(error)
        }
        guard let second else { return nil }
        let line = RequestLine(second)
        line.lane = second
        return line
    }

    /// Sends and receives what can be moved now; answers whether it is worth trying again at once.
    func exchange(_ limit: StepLimit) throws(ClientError) -> Bool {
        if let failure { throw failure.at(limit) }
        guard let lane else { return false }
        do throws(ClientError) {
            try limit.check()
            return try lane.exchange(output: &output, input: &input, limit)
        } catch {
            throw end(error)
        }
    }

    /// Waits until something may have changed for this stream or the one beside it.
    func rest(_ limit: StepLimit) throws(ClientError) {
        do throws(ClientError) {
            try lane?.rest(limit)
        } catch {
            throw end(error)
        }
    }

    /// Ends the session for a reason of ours.
    @discardableResult
    func end(_ error: ClientError) -> ClientError {
        if failure == nil { failure = error }
        stream.close()
        return error
    }

    /// Takes the next reply out of what has arrived; nil when none is complete.
    ///
    /// `use` sees the reply and the packet its ranges lie in.
    func takeReply<Result>(
        _ limit: StepLimit, _ use: (_ id: UInt32, ServerReply, UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result? {
        if let failure { throw failure.at(limit) }
        var taken = 0
        defer { if taken > 0 { input.removeFirst(taken) } }
        let outcome: Swift.Result<Result?, any Error> = input.withBytes { bytes in
            Swift.Result {
                switch PacketFrame(bytes, from: 0, limit: Self.packetLimit) {
                case .incomplete: return nil
                case .hostile: throw violation(limit, bytes)
                case .packet(let range):
                    taken = range.upperBound
                    let packet = UnsafeRawBufferPointer(rebasing: bytes[range])
                    let answer: (id: UInt32, reply: ServerReply)
                    do throws(ServerReply.Malformed) {
                        answer = try ServerReply.read(packet)
                    } catch {
                        throw end(
                            limit.error(
                                .protocolViolation,
                                "\(limit.server): the server broke the file protocol (\(error.text))"))
                    }
                    outstanding -= 1
                    return try use(answer.id, answer.reply, packet)
                }
            }
        }
        return try outcome.get()
    }

    /// A length that cannot be: most often a greeting printed by the login's shell.
    private func violation(_ limit: StepLimit, _ bytes: UnsafeRawBufferPointer) -> ClientError {
        let text = PlainText.line(bytes.prefix(80))
        return end(
            limit.error(
                .protocolViolation,
                "\(limit.server): the server sent something else than the file protocol (\"\(text)\"); a login"
                    + " script that prints is a usual reason", ["text": text]))
    }

    /// Waits for the reply to a request, the only one outstanding.
    ///
    /// An error of the stream is one in doubt when the request may have changed something (`changes`).
    func reply(
        to request: ClientRequest, changes: Bool = false, _ limit: StepLimit
    ) throws(ClientError) -> (reply: ServerReply, packet: [UInt8]) {
        if let failure { throw failure.at(limit) }
        let id = send(request)
        do {
            while true {
                let found = try takeReply(limit) { answered, reply, packet in
                    guard answered == id else {
                        throw end(
                            limit.error(
                                .protocolViolation, "\(limit.server): the server answered what was not asked")
                        )
                    }
                    if case .extended = reply { return (reply, Array(packet)) }
                    return (reply, [UInt8]())
                }
                if let found { return found }
                try move(limit)
            }
        } catch let error as ClientError {
            throw error.inDoubt(changes)
        } catch {
            throw end(limit.error(.localFailure, "\(error)"))
        }
    }
}

extension ClientError {
    /// The reason for which a session ended, told to whoever uses it afterwards.
    fileprivate func at(_ limit: StepLimit) -> ClientError {
        ClientError(
            phase: limit.phase, code: code == .cancelled ? .cancelled : .connectionLost,
            description: "\(limit.server): the session has ended before (\(description))", details: details)
    }
}
