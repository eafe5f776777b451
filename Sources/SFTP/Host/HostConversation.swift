internal import Glibc

/// The file protocol of one logged-in client: requests in, answers out, strictly in order.
///
/// What may sleep goes to a worker through ``submit``; until its answer came back to ``complete(_:)`` no
/// further request is looked at. READ and WRITE are done at once, and so is what the session has at hand. The
/// conversation knows no connection: bytes are given to ``take(_:)`` and fetched from ``output``. **Thread**: confined
/// to the loop that owns it.
final class HostConversation {
    /// Hands work to a worker.
    typealias Submit = (@escaping @Sendable () -> WorkerAnswer) -> Void

    /// What became of the conversation.
    enum Condition: Equatable {
        case going
        /// The client broke the protocol so that nothing further can be understood.
        case broken(String)
    }

    let session: any HostSession
    let limits: HostLimits
    private(set) var condition = Condition.going
    /// Answers not yet sent.
    var output = ByteQueue()
    var handles: HandleTable
    /// Bytes to and from files since the last ``takeTraffic()``.
    var traffic: (bytesIn: UInt64, bytesOut: UInt64) = (0, 0)
    /// Whether no new file may be opened, since the host is stopping or the session lasts too long.
    var isDraining = false

    /// Answers waiting to be sent above which no request is looked at.
    static let outputHighMark = 64 * 1024

    private let submit: Submit
    private var input = ByteQueue()
    /// The number of the request a worker has.
    private var pending: UInt32?
    private var isInitialised = false

    init(session: any HostSession, limits: HostLimits, submit: @escaping Submit) {
        self.session = session
        self.limits = limits
        self.submit = submit
        handles = HandleTable(limit: limits.handlesPerSession)
    }

    /// Whether a worker has a request of this conversation.
    var isPending: Bool { pending != nil }
    /// Whether nothing is in work and nothing waits in either direction.
    var isQuiet: Bool { pending == nil && output.isEmpty && input.isEmpty }
    /// Bytes received that no request was made of yet.
    var waitingInput: Int { input.count }

    private var isBlocked: Bool {
        pending != nil || output.count > Self.outputHighMark || condition != .going
    }

    /// Takes bytes from the client and works on the requests they complete.
    ///
    /// - Returns: how many bytes were taken; the caller keeps the rest, which is the begin of a packet, and
    ///   shows it again with what follows. All are taken once requests have to wait.
    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        var used = completeWaiting(with: bytes)
        guard input.isEmpty, !isBlocked else {
            input.append(bytes[used...])
            return bytes.count
        }
        used += process(UnsafeRawBufferPointer(rebasing: bytes[used...]))
        guard used < bytes.count, isBlocked else { return used }
        input.append(bytes[used...])
        return bytes.count
    }

    /// Adds what waiting packets lack, and no more: what follows them is read where it lies.
    ///
    /// - Returns: how many bytes that took.
    private func completeWaiting(with bytes: UnsafeRawBufferPointer) -> Int {
        var used = 0
        while used < bytes.count, !input.isEmpty, !isBlocked {
            let missing = input.withBytes { PacketFrame.missing(in: $0) }
            let end = min(used + missing, bytes.count)
            input.append(bytes[used..<end])
            used = end
            resume()
            // A packet that was whole and is still there waits for something else.
            if missing == 0 { break }
        }
        return used
    }

    /// Takes bytes that nobody else keeps, and works on them with what follows.
    func keep(_ bytes: UnsafeRawBufferPointer) { input.append(bytes) }

    /// Works on requests that had to wait.
    func resume() {
        while !input.isEmpty, !isBlocked {
            // The queue is taken out of the object while its bytes are read: handling a request must not
            // change it.
            var waiting = ByteQueue()
            swap(&waiting, &input)
            let used = waiting.withBytes { process($0) }
            waiting.removeFirst(used)
            swap(&waiting, &input)
            if used == 0 { return }
        }
    }

    /// Takes a worker's answer and sends it to the client.
    func complete(_ answer: WorkerAnswer) {
        guard let id = pending else { return }
        pending = nil
        switch answer {
        case .done: reply(.done(id))
        case .failed(let error): reply(.status(id: id, error))
        case .opened(let file, let flags): reply(.handle(id: id, handles.add(.file(file, flags))))
        case .openedFolder(let listing): reply(.handle(id: id, handles.add(.folder(listing))))
        case .listed(let entries): reply(.names(id: id, entries, now: secondsSince1970()))
        case .attributes(let attributes): reply(.attributes(id: id, attributes))
        case .space(let total, let free): reply(.space(id: id, totalBytes: total, freeBytes: free))
        }
    }

    /// The connection is gone: answers the files that were left open.
    ///
    /// No worker may be at work.
    func end() -> [any HostFile] {
        defer { handles.removeAll() }
        return handles.files
    }

    /// The bytes to and from files since the last call.
    func takeTraffic() -> (bytesIn: UInt64, bytesOut: UInt64) {
        defer { traffic = (0, 0) }
        return traffic
    }

    /// Queues an answer.
    func reply(_ answer: SFTPReply) { answer.append(to: &output) }

    /// Has a worker do something for a request; the answer comes to ``complete(_:)``.
    func work(for id: UInt32, _ body: @escaping @Sendable () -> WorkerAnswer) {
        pending = id
        submit(body)
    }

    /// Works on whole packets until one has to wait, and answers how many bytes they took.
    private func process(_ bytes: UnsafeRawBufferPointer) -> Int {
        var start = 0
        while !isBlocked {
            switch PacketFrame(bytes, from: start, limit: limits.maximumPacket) {
            case .incomplete:
                return start
            case .hostile(let length):
                condition = .broken("a packet of \(length) bytes")
                return bytes.count
            case .packet(let range):
                handle(UnsafeRawBufferPointer(rebasing: bytes[range]))
                start = range.upperBound
            }
        }
        return start
    }

    private func handle(_ packet: UnsafeRawBufferPointer) {
        do throws(SFTPRequest.Malformed) {
            let request = try SFTPRequest(packet)
            if case .initialize(let version) = request.operation {
                initialise(version: version)
            } else if isInitialised {
                perform(request, packet: packet)
            } else {
                condition = .broken("a request before the first packet, INIT")
            }
        } catch {
            switch error {
            case .truncated(let id) where isInitialised:
                reply(
                    .status(id: id, SFTPError(code: .badMessage, message: "the packet ends within a field")))
            case .truncated, .unanswerable:
                condition = .broken("a packet without a request")
            }
        }
    }

    private func initialise(version: UInt32) {
        guard !isInitialised, version >= 3 else {
            condition = .broken(isInitialised ? "INIT sent twice" : "version \(version) of the protocol")
            return
        }
        isInitialised = true
        reply(.version)
    }
}

/// The seconds since 1970, for the listing's lines.
func secondsSince1970() -> Int64 { Int64(time(nil)) }
