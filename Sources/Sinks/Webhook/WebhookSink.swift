internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Partners
internal import Synchronization

/// Signed POST requests, one an event, in the structured mode of CloudEvents.
///
/// Redirects are not followed and certificates are checked against the system's authorities, or those of the profile. A
/// connection goes to an address that ``AddressRule`` has judged.
///
/// Source: Standard Webhooks 1.0.0; CloudEvents HTTP binding 1.0.2 section 3.2.
final class WebhookSink: Sink {
    /// The named limits of a delivery.
    enum Limits {
        /// Keys served side by side.
        static let lanes = 8
        /// How long a connection may take to open.
        static let connect = TimeAmount.seconds(5)
        /// Idle connections are closed before the receivers' own time is over.
        static let idle = TimeAmount.seconds(4)
        /// Milliseconds after which a name is looked up anew.
        static let lookup: Int64 = 300_000
    }

    let name: String
    let shape = SinkShape.lanes(Limits.lanes)
    let lastPosition = 0
    private let url: String
    private let host: String
    private let rule: AddressRule
    private let signature: WebhookSignature
    /// How long a request may take from its beginning to the end of the reply.
    private let timeout: TimeAmount
    /// Whom the receiver's certificate must come from; the system's authorities when there is none.
    private let authority: [NIOSSLCertificate]?
    private let lookUp: @Sendable (String) -> [HostLookup.Found]
    private let current = Mutex<WebhookClient?>(nil)

    /// A sink of its profile; nothing is looked up or connected before the first event.
    convenience init(_ profile: SinkProfile) throws(SinkError) {
        try self.init(profile, lookUp: HostLookup.addresses)
    }

    init(_ profile: SinkProfile, lookUp: @escaping @Sendable (String) -> [HostLookup.Found]) throws(SinkError)
    {
        name = profile.name
        guard let url = profile.url, let host = URLComponents(string: url)?.host, !host.isEmpty else {
            throw SinkError(description: "house.yaml: sinks.\(profile.name): the webhook needs a url")
        }
        guard let signature = WebhookSignature(secrets: profile.secrets.map(\.text)) else {
            throw SinkError(
                description: "house.yaml: sinks.\(profile.name): the secret is not whsec_ and base64")
        }
        authority = try Self.certificates(profile)
        timeout = .seconds(profile.timeout.components.seconds)
        self.url = url
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.signature = signature
        self.lookUp = lookUp
        // Whoever writes this machine's own name means it; a foreign name that leads here does not.
        let isLocal = ["localhost", "127.0.0.1", "::1"].contains(self.host)
        rule = AddressRule(allowsLoopback: isLocal, allowsPrivate: profile.allowsPrivate)
    }

    func send(
        _ events: [PublishedEvent], at now: Int64, then answer: @escaping @Sendable (SinkOutcome) -> Void
    ) {
        guard let event = events.first, events.count == 1 else {
            preconditionFailure("a webhook's request holds one event")
        }
        do throws(SinkError) {
            let client = try client(at: now)
            let request = try request(for: event, at: now)
            client.send(request, deadline: .now() + timeout, at: now) { [self] outcome, isStale in
                if isStale { forget(client) }
                answer(outcome)
            }
        } catch {
            answer(.unavailable(SinkReply(error.description)))
        }
    }

    func close() {
        current.withLock { client in
            client?.retire()
            client = nil
        }
    }

    private static func certificates(_ profile: SinkProfile) throws(SinkError) -> [NIOSSLCertificate]? {
        guard let text = profile.authority else { return nil }
        do {
            return try NIOSSLCertificate.fromPEMBytes(Array(text.utf8))
        } catch {
            throw SinkError(
                description: "house.yaml: sinks.\(profile.name): the authority's certificate cannot be read")
        }
    }

    private func request(for event: PublishedEvent, at now: Int64) throws(SinkError) -> HTTPClient.Request {
        let seconds = now / 1_000
        let headers: HTTPHeaders = [
            "content-type": "application/cloudevents+json; charset=utf-8",
            "user-agent": "wharf",
            "webhook-id": event.id,
            "webhook-timestamp": "\(seconds)",
            "webhook-signature": signature.header(id: event.id, seconds: seconds, body: event.json),
        ]
        do {
            return try HTTPClient.Request(
                url: url, method: .POST, headers: headers, body: .bytes(event.json))
        } catch {
            throw SinkError(description: "\(url) is no address for a request: \(error)")
        }
    }

    /// The client whose address was judged lately, or a new one.
    private func client(at now: Int64) throws(SinkError) -> WebhookClient {
        if let client = current.withLock({ $0 }), now - client.madeAt < Limits.lookup { return client }
        let addresses = lookUp(host)
        guard let first = addresses.first else {
            throw SinkError(
                description: "the name \(host) has no address; is it written right, and does DNS answer?")
        }
        for address in addresses where !rule.allows(AddressRule.kind(of: address.bytes)) {
            throw SinkError(
                description:
                    "\(host) leads to \(address.text), where webhooks may not go; allowPrivate: true opens private networks"
            )
        }
        let client = WebhookClient(host: host, address: first.text, authority: authority, at: now)
        current.withLock { current in
            current?.retire()
            current = client
        }
        return client
    }

    /// After a connection failed, the name is looked up anew.
    private func forget(_ client: WebhookClient) {
        let wasCurrent = current.withLock { current in
            guard current === client else { return false }
            current = nil
            return true
        }
        if wasCurrent { client.retire() }
    }
}
