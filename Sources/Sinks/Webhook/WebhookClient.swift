internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Synchronization

/// A client for one judged address; it is shut down when it is retired and its last request has ended.
final class WebhookClient: Sendable {
    private struct State {
        var underWay = 0
        var isRetired = false
        var isShutDown = false
    }

    let madeAt: Int64
    private let host: String
    private let client: HTTPClient
    private let state = Mutex(State())

    init(host: String, address: String, authority: [NIOSSLCertificate]?, at now: Int64) {
        self.host = host
        madeAt = now
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: WebhookSink.Limits.connect))
        configuration.dnsOverride = [host: address]
        configuration.connectionPool.idleTimeout = WebhookSink.Limits.idle
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = WebhookSink.Limits.lanes
        // A failed connection is told at once: the courier decides when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        if let authority {
            var security = TLSConfiguration.makeClientConfiguration()
            security.trustRoots = .certificates(authority)
            configuration.tlsConfiguration = security
        }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func send(
        _ request: HTTPClient.Request, deadline: NIODeadline, at now: Int64,
        then answer: @escaping @Sendable (_ outcome: SinkOutcome, _ isStale: Bool) -> Void
    ) {
        state.withLock { $0.underWay += 1 }
        let reply = WebhookReply()
        client.execute(request: request, delegate: reply, deadline: deadline).futureResult.whenComplete {
            [self] result in
            let seen = reply.seen
            switch (seen.status, result) {
            // A status that came counts, whatever happened to the rest of the reply.
            case (let status?, _): answer(SinkOutcome(seen, status: status, now: now), false)
            case (nil, .failure(let error)): answer(outcome(of: error), true)
            case (nil, .success):
                answer(.unavailable(SinkReply("the connection ended without a reply")), true)
            }
            end { $0.underWay -= 1 }
        }
    }

    func retire() {
        end { $0.isRetired = true }
    }

    private func end(_ change: (inout State) -> Void) {
        let isDone = state.withLock { state in
            change(&state)
            guard state.isRetired, state.underWay == 0, !state.isShutDown else { return false }
            state.isShutDown = true
            return true
        }
        // The client has nothing under way: what its end could report concerns nobody.
        if isDone { client.shutdown { _ in } }
    }

    private func outcome(of error: any Error) -> SinkOutcome {
        switch error {
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            .failed(SinkReply("the receiver gave no reply in time"))
        case let error as HTTPClientError where error == .connectTimeout:
            .unavailable(SinkReply("the connection was not opened in time"))
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            .unavailable(SinkReply("the receiver's certificate is not made out to \(host)"))
        case NIOSSLError.handshakeFailed where Self.isDistrusted(error):
            .unavailable(
                SinkReply(
                    "the certificate of \(host) comes from no authority that we trust, or is out of date; "
                        + "`authority` in house.yaml names one of your own"))
        default: .unavailable(SinkReply("the connection failed: \(error)"))
        }
    }

    /// Whether a handshake failed at the certificate; BoringSSL tells the reason by its name alone.
    private static func isDistrusted(_ error: any Error) -> Bool {
        "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
    }
}
