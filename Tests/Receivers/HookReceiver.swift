import Cryptography
import Foundation
import Glibc
import Synchronization

/// An application that takes webhooks: plain HTTP/1.1 on a port of this machine, a thread a connection.
///
/// What it keeps is guarded by `state`; the sockets belong to their threads.
final class HookReceiver: @unchecked Sendable {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let nextSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

    struct Request: Sendable {
        let headers: [String: String]
        let body: [UInt8]
        var id: String { headers["webhook-id"] ?? "" }

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
        }
        var key: String { object["partitionkey"] as? String ?? "" }
        var sequence: Int { Int(object["sequence"] as? String ?? "") ?? -1 }

        /// Whether one of the signatures is ours, as Standard Webhooks says.
        func isSigned(with secret: String) -> Bool {
            guard let key = Data(base64Encoded: String(secret.dropFirst(6))),
                let time = headers["webhook-timestamp"]
            else { return false }
            let code = MessageAuthentication.code(of: Array("\(id).\(time).".utf8) + body, key: Array(key))
            let expected = "v1," + Data(code).base64EncodedString()
            return (headers["webhook-signature"] ?? "").split(separator: " ").contains { $0 == expected }
        }
    }

    enum Answer: Sendable {
        case status(Int, headers: String = "", body: String = "")
        /// These bytes, and the connection is closed; of a reply they may be less than the whole.
        case cut(String)
        /// The head of a reply, and a body that does not end before the other side has had enough.
        case endless(Int)
        /// No reply, and the connection stays open.
        case silence
        /// The connection is closed without a reply.
        static let hangUp = Answer.cut("")
    }

    private struct State {
        var requests: [Request] = []
        var answer: @Sendable (Request) -> Answer = { _ in .status(204) }
        var connections: [Int32] = []
        var isDeaf = false
        var isClosed = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    init(port: UInt16 = 0) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in acceptAll() }
    }

    deinit { close() }

    var url: String { "http://127.0.0.1:\(port)/hook" }
    var requests: [Request] { state.withLock { $0.requests } }
    /// The ids that were answered with success, once each, in order of arrival.
    var ids: [String] { requests.map(\.id) }

    func answer(_ answer: @escaping @Sendable (Request) -> Answer) {
        state.withLock { $0.answer = answer }
    }

    /// Accepts connections and never reads from them, or serves those that come from now on.
    func turnDeaf(_ isDeaf: Bool) {
        state.withLock { $0.isDeaf = isDeaf }
    }

    /// Refuses connections from now on.
    func close() {
        let open = state.withLock { state -> [Int32] in
            guard !state.isClosed else { return [] }
            state.isClosed = true
            return state.connections + [listener]
        }
        for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        if !open.isEmpty { Glibc.close(listener) }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            state.withLock { $0.connections.append(connection) }
            Thread.detachNewThread { [self] in
                serve(connection)
                state.withLock { $0.connections.removeAll { $0 == connection } }
                Glibc.close(connection)
            }
        }
    }

    private func serve(_ connection: Int32) {
        guard !state.withLock({ $0.isDeaf }) else { return Self.waitForEnd(of: connection) }
        var buffer: [UInt8] = []
        while let request = next(connection, &buffer) {
            let answer = state.withLock { state in
                state.requests.append(request)
                return state.answer
            }(request)
            switch answer {
            case .status(let status, let headers, let body):
                let head = "HTTP/1.1 \(status) X\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n"
                guard Self.say(head + body, on: connection) else { return }
            case .cut(let text):
                _ = Self.say(text, on: connection)
                return
            case .endless(let status):
                var isHeard = Self.say(
                    "HTTP/1.1 \(status) X\r\ntransfer-encoding: chunked\r\n\r\n", on: connection)
                let chunk = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
                while isHeard { isHeard = Self.say(chunk, on: connection) }
                return
            case .silence: return Self.waitForEnd(of: connection)
            }
        }
    }

    /// Whether all of it could be sent.
    private static func say(_ text: String, on connection: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Returns when the other side, or ``close()``, has ended the connection; nothing is read.
    private static func waitForEnd(of connection: Int32) {
        // POLLRDHUP, which Glibc's module does not show.
        var watched = pollfd(fd: connection, events: 0x2000, revents: 0)
        while poll(&watched, 1, -1) < 0, errno == EINTR {}
    }

    private func next(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let head = buffer.firstRange(of: end) {
                var headers: [String: String] = [:]
                for line in String(decoding: buffer[..<head.lowerBound], as: UTF8.self)
                    .components(separatedBy: "\r\n").dropFirst()
                {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts.count == 2 else { continue }
                    headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let length = Int(headers["content-length"] ?? "") ?? 0
                if buffer.count >= head.upperBound + length {
                    let body = Array(buffer[head.upperBound..<(head.upperBound + length)])
                    buffer.removeFirst(head.upperBound + length)
                    return Request(headers: headers, body: body)
                }
            }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer += piece[..<count]
        }
    }
}
