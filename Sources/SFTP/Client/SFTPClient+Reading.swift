extension SFTPClient {
    /// Reads a file from an offset on and hands its bytes to a closure, in order, in pieces as they arrive.
    ///
    /// Many requests are under way at once. With `expecting` the file has to end exactly there. An error of the
    /// closure ends the reading and is thrown on.
    ///
    /// - Returns: how many bytes the closure got.
    /// - Throws: ``ClientError``; ``ClientError/Code-swift.enum/changed`` when the file is longer or shorter than
    ///   expected.
    @discardableResult
    public func read(
        _ path: String, from start: UInt64 = 0, expecting size: UInt64? = nil,
        _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> UInt64 {
        let limit = limit(.read, deadlines.file)
        let handle = try open(.open(path: Array(path.utf8), flags: .read), path, changes: false, limit)
        defer { drop(handle, limit) }
        let transfer = ReadTransfer(
            handle: handle, start: start, expecting: size, chunk: facts.limits.readBytes, line: line)
        do {
            try transfer.run(limit, take)
        } catch let failure as ReadTransfer.Refused {
            throw refusal(failure.reply, path, limit)
        }
        if let size, transfer.delivered != max(size, start) || transfer.isLonger {
            throw limit.error(
                .changed,
                "\(limit.server): \(path) is \(transfer.isLonger ? "longer" : "shorter") than the \(size) bytes it"
                    + " was listed with; it may still be written")
        }
        return transfer.delivered - start
    }
}

/// One file on its way to us: which parts are asked for, which have come, and what may be handed on.
///
/// Servers answer in any order and with less than was asked for.
final class ReadTransfer {
    /// The server refused a READ.
    struct Refused: Error { let reply: ServerReply }

    /// A part of the file that was asked for.
    private struct Part {
        let offset: UInt64
        let length: Int
        var received = 0
        /// What came before its turn.
        var early: [UInt8] = []

        var isComplete: Bool { received == length }
        var next: UInt64 { offset + UInt64(received) }
    }

    /// The offset behind the last byte handed on.
    private(set) var delivered: UInt64
    /// Whether there is a byte behind the expected end.
    private(set) var isLonger = false

    private let handle: [UInt8]
    private let line: RequestLine
    private let expected: UInt64?
    private var chunk: Int
    /// The offset of the next part to ask for.
    private var next: UInt64
    /// Where the server said that the file ends.
    private var end: UInt64?
    /// Parts in order of their offsets; the first `head` ones are done with.
    private var parts: [Part] = []
    private var head = 0
    /// The part that a request asks for, as its number since the beginning.
    private var asked: [UInt32: Int] = [:]
    private var dropped = 0
    private var bytesUnderWay = 0
    /// How many parts may be under way: grows with each answer, as far as ``windowBytes`` reaches.
    private var width = 16

    /// The most bytes under way at once.
    static let windowBytes = SSHClientSession.windowBytes
    /// Parts below this size are not worth their overhead.
    private static let leastChunk = 4 * 1024

    init(handle: [UInt8], start: UInt64, expecting: UInt64?, chunk: Int, line: RequestLine) {
        self.handle = handle
        self.line = line
        self.chunk = chunk
        expected = expecting.map { max($0, start) }
        next = start
        delivered = start
    }

    /// Reads to the end; whatever happens, no answer is left outstanding in a session that goes on.
    func run(_ limit: StepLimit, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        do {
            while !isDone {
                ask()
                while let isUsed = try accept(limit, take), isUsed, !isDone {}
                if !isDone, line.outstanding > 0 || !line.output.isEmpty { try line.move(limit) }
            }
        } catch {
            drain(limit)
            throw error
        }
        drain(limit)
    }

    private var isDone: Bool {
        if let end { return delivered >= end }
        return isLonger
    }

    /// Asks for as much as may be under way.
    private func ask() {
        while parts.count - head < width, bytesUnderWay < Self.windowBytes,
            line.output.count < RequestLine.outputHighMark
        {
            guard end == nil else { return }
            var length = chunk
            if let expected {
                guard next <= expected else { return }
                // One byte behind the expected end tells whether the file has grown.
                length = next == expected ? 1 : Int(min(UInt64(chunk), expected - next))
            }
            parts.append(Part(offset: next, length: length))
            request(part: dropped + parts.count - 1, offset: next, length: length)
            next += UInt64(length)
        }
    }

    private func request(part: Int, offset: UInt64, length: Int) {
        let id = line.send(.read(handle: handle, offset: offset, length: UInt32(length)))
        asked[id] = part
        bytesUnderWay += length
    }

    /// Takes one answer; nil when none has arrived whole.
    private func accept(
        _ limit: StepLimit, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Bool? {
        let isUsed = try line.takeReply(limit) { id, reply, packet in
            guard let number = asked.removeValue(forKey: id) else { throw stray(limit) }
            let index = number - dropped
            bytesUnderWay -= parts[index].length - parts[index].received
            switch reply {
            case .data(let range)
            where !range.isEmpty && range.count <= parts[index].length - parts[index].received:
                try place(UnsafeRawBufferPointer(rebasing: packet[range]), index, take)
            case .data: throw stray(limit)
            case .status(SFTPError.Status.endOfFile.rawValue, _):
                end = min(end ?? .max, parts[index].next)
            default: throw Refused(reply: reply)
            }
            width += 1
            return true
        }
        guard isUsed != nil else { return nil }
        try handOn(take)
        return true
    }

    /// Puts bytes where they belong: into the closure when it is their turn, else aside.
    private func place(
        _ bytes: UnsafeRawBufferPointer, _ index: Int, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let offset = parts[index].next
        parts[index].received += bytes.count
        let isTurn = index == head && parts[index].early.isEmpty && offset == delivered
        if isTurn, isWanted(offset) {
            delivered += UInt64(bytes.count)
            try take(bytes)
        } else {
            parts[index].early.append(contentsOf: bytes)
        }
        guard !parts[index].isComplete else { return }
        // The server gives less at once than we ask for: the rest is asked for, and later parts are smaller.
        if chunk > bytes.count { chunk = max(bytes.count, Self.leastChunk) }
        let left = parts[index].length - parts[index].received
        request(part: dropped + index, offset: parts[index].next, length: left)
    }

    /// Whether bytes at an offset are part of what is handed on.
    private func isWanted(_ offset: UInt64) -> Bool {
        if let expected, offset >= expected {
            isLonger = true
            return false
        }
        return true
    }

    /// Hands on what came early and is due now, and forgets the parts that are done.
    private func handOn(_ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        while head < parts.count {
            let part = parts[head]
            if let end, delivered >= end { return }
            if !part.early.isEmpty, isWanted(delivered) {
                let early = part.early
                parts[head].early = []
                delivered += UInt64(early.count)
                try early.withUnsafeBytes { try take($0) }
            }
            guard part.isComplete, !isLonger else { break }
            head += 1
        }
        if head > 256 {
            parts.removeFirst(head)
            dropped += head
            head = 0
        }
    }

    /// Takes the answers that are still to come, so that the next request finds its own.
    private func drain(_ limit: StepLimit) {
        while line.isOpen, line.outstanding > 0 {
            do {
                guard try line.takeReply(limit, { _, _, _ in true }) == nil else { continue }
                try line.move(limit)
            } catch {
                return line.close()
            }
        }
    }

    private func stray(_ limit: StepLimit) -> ClientError {
        line.end(
            limit.error(
                .protocolViolation,
                "\(limit.server): the server sent data that were not asked for while reading"))
    }
}
