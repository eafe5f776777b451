/// One file on its way to a server, by one stream or two.
///
/// By two streams the bytes do not arrive in their order: what is there of a writing that broke off may have holes.
final class WriteTransfer {
    /// The server refused a WRITE.
    struct Refused: Error { let reply: ServerReply }

    /// A stream with a handle of the file.
    private final class Lane {
        let line: RequestLine
        let handle: [UInt8]
        /// The bytes of each request that is under way.
        var underWay: [UInt32: Int] = [:]
        var bytesUnderWay = 0

        init(_ line: RequestLine, _ handle: [UInt8]) {
            self.line = line
            self.handle = handle
        }

        var hasRoom: Bool {
            bytesUnderWay < WriteTransfer.windowBytes && line.output.count < RequestLine.outputHighMark
        }
    }

    private let lanes: [Lane]
    private let end: UInt64
    private let chunk: Int
    private var next: UInt64

    /// The most bytes under way at once in a stream.
    static let windowBytes = SSHClientSession.windowBytes

    /// `lanes`: one stream, or two that share a connection, each with its own handle of the file.
    init(lanes: [(line: RequestLine, handle: [UInt8])], start: UInt64, end: UInt64, chunk: Int) {
        self.lanes = lanes.map { Lane($0.line, $0.handle) }
        self.end = end
        self.chunk = chunk
        next = start
    }

    /// Writes to the end; whatever happens, no answer is left outstanding in a session that goes on.
    func run(_ limit: StepLimit, _ source: (UnsafeMutableRawBufferPointer, UInt64) throws -> Int) throws {
        do {
            while next < end || lanes.contains(where: { !$0.underWay.isEmpty }) {
                try fill(limit, source)
                for lane in lanes { while try accept(lane, limit) {} }
                if lanes.contains(where: { !$0.underWay.isEmpty }) { try move(limit) }
            }
        } catch {
            drain(limit)
            throw error
        }
    }

    private func fill(
        _ limit: StepLimit, _ source: (UnsafeMutableRawBufferPointer, UInt64) throws -> Int
    ) throws {
        while next < end, let lane = lanes.filter(\.hasRoom).min(by: { $0.bytesUnderWay < $1.bytesUnderWay })
        {
            let capacity = Int(min(UInt64(chunk), end - next))
            let sent = try lane.line.sendWrite(handle: lane.handle, offset: next, upTo: capacity) {
                try source($0, next)
            }
            guard let sent else {
                throw limit.error(
                    .localFailure, "the file for \(limit.server) ends at \(next) bytes instead of \(end)")
            }
            lane.underWay[sent.id] = sent.count
            lane.bytesUnderWay += sent.count
            next += UInt64(sent.count)
        }
    }

    /// Takes one answer; false when none has arrived whole.
    private func accept(_ lane: Lane, _ limit: StepLimit) throws -> Bool {
        try lane.line.takeReply(limit) { id, reply, _ in
            guard let count = lane.underWay.removeValue(forKey: id) else {
                throw lane.line.end(
                    limit.error(
                        .protocolViolation,
                        "\(limit.server): the server answered what was not asked while writing"))
            }
            lane.bytesUnderWay -= count
            guard case .status(0, _) = reply else { throw Refused(reply: reply) }
            return true
        } ?? false
    }

    /// Sends and receives until something moved.
    private func move(_ limit: StepLimit) throws(ClientError) {
        guard lanes.count > 1 else { return try lanes[0].line.move(limit) }
        while true {
            var isMoved = false
            for lane in lanes where try lane.line.exchange(limit) { isMoved = true }
            if isMoved { return }
            try lanes[0].line.rest(limit)
        }
    }

    private func drain(_ limit: StepLimit) {
        for lane in lanes {
            while lane.line.isOpen, lane.line.outstanding > 0 {
                do {
                    guard try lane.line.takeReply(limit, { _, _, _ in true }) == nil else { continue }
                    try lane.line.move(limit)
                } catch {
                    lane.line.close()
                }
            }
        }
    }
}
