internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Collects a reply: its status and how its body begins; no more of it is kept.
final class WebhookReply: HTTPClientResponseDelegate, Sendable {
    /// What is known of a reply.
    struct Seen: Sendable {
        var status: Int?
        var retryAfter: String?
        var excerpt: [UInt8] = []
        var byteCount = 0
    }

    /// The reply is longer than anybody would read.
    struct TooLong: Error {}

    /// Bytes of a body that are kept for people.
    private static let excerptMaximum = 2_048
    /// Bytes of a body after which the connection is given up; the status counts all the same.
    private static let bodyMaximum = 65_536

    private let state = Mutex(Seen())

    var seen: Seen { state.withLock { $0 } }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock {
            $0.status = Int(head.status.code)
            $0.retryAfter = head.headers.first(name: "retry-after")
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLong = state.withLock { seen in
            seen.byteCount += buffer.readableBytes
            seen.excerpt += buffer.readableBytesView.prefix(Self.excerptMaximum - seen.excerpt.count)
            return seen.byteCount > Self.bodyMaximum
        }
        return isTooLong
            ? task.eventLoop.makeFailedFuture(TooLong()) : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) throws {}
}

extension SinkOutcome {
    /// The longest that a receiver may ask to be left alone, in milliseconds.
    static let retryAfterMaximum: Int64 = 3_600_000

    /// What a reply says about the event, or about the receiver as a whole.
    ///
    /// A redirect, a login that is refused and an address that is unknown are no fault of any event: they stop the sink and
    /// use up nothing.
    init(_ reply: WebhookReply.Seen, status: Int, now: Int64) {
        let text = String(decoding: reply.excerpt, as: UTF8.self)
        let answer = SinkReply(
            "the receiver answered \(status)", status: status, excerpt: text.isEmpty ? nil : text,
            retryAfter: Self.pause(reply.retryAfter, now: now))
        switch status {
        case 200...299: self = .delivered
        case 410: self = .gone(answer)
        case 300...399, 401, 403, 404, 405, 407, 421, 426, 429, 502, 503, 504: self = .unavailable(answer)
        case 408, 425, 500...: self = .failed(answer)
        default: self = .refused(answer)
        }
    }

    /// `Retry-After` in milliseconds: seconds or a date, bounded.
    ///
    /// Source: RFC 9110 section 10.2.3.
    static func pause(_ text: String?, now: Int64) -> Int64? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if let seconds = Int64(text) {
            return min(max(0, seconds), retryAfterMaximum / 1_000) * 1_000
        }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = format.date(from: text) else { return nil }
        let milliseconds = date.timeIntervalSince1970 * 1_000 - Double(now)
        return Int64(min(max(0, milliseconds), Double(retryAfterMaximum)))
    }
}
