import Foundation
import Partners
import Testing

@testable import Sinks

/// Whom a webhook trusts, against a real receiver with TLS.
@Suite struct WebhookTLSTests {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    private func sink(_ url: String, authority: String?) throws -> WebhookSink {
        var profile = SinkProfile(name: "erp", kind: .webhook)
        profile.url = url
        profile.secrets = [SecretValue("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
        profile.authority = authority
        return try WebhookSink(profile) { _ in [.init(bytes: [127, 0, 0, 1], text: "127.0.0.1")] }
    }

    /// What comes of one event.
    private func outcome(_ receiver: TLSReceiver, authority: String?) async throws -> SinkOutcome {
        let sink = try sink(receiver.url, authority: authority)
        defer { sink.close() }
        let event = PublishedEvent(position: 1, id: "1", day: "2026-11-23", json: Array("{}".utf8))
        return await withCheckedContinuation { answered in
            sink.send([event], at: 0) { answered.resume(returning: $0) }
        }
    }

    private func reason(_ outcome: SinkOutcome) -> String? {
        guard case .unavailable(let reply) = outcome else { return nil }
        return reply.reason
    }

    @Test func `a receiver whose authority the house names is trusted`() async throws {
        let receiver = try TLSReceiver(authority.certificate(for: "localhost"))
        let outcome = try await outcome(receiver, authority: try authority.text)
        #expect(outcome == .delivered)
        #expect(receiver.requestCount == 1)
    }

    @Test
    func `a certificate that nobody vouches for is refused with a sentence, and gets no byte of an event`()
        async throws
    {
        let receiver = try TLSReceiver(authority.certificate(for: "localhost"))
        let other = try TestAuthority()
        for known in [nil, try other.text] {
            let reason = reason(try await outcome(receiver, authority: known))
            #expect(
                reason
                    == "the certificate of localhost comes from no authority that we trust, or is out of date; "
                    + "`authority` in house.yaml names one of your own")
        }
        #expect(receiver.requestCount == 0)
    }

    @Test func `a certificate for another name is refused with a sentence`() async throws {
        let receiver = try TLSReceiver(authority.certificate(for: "elsewhere.example"))
        let reason = reason(try await outcome(receiver, authority: try authority.text))
        #expect(reason == "the receiver's certificate is not made out to localhost")
        #expect(receiver.requestCount == 0)
    }

    @Test func `a text that holds no certificate makes no sink`() {
        let broken = "-----BEGIN CERTIFICATE-----\nno base64\n-----END CERTIFICATE-----\n"
        #expect(throws: SinkError.self) { try sink("https://localhost:1/hook", authority: broken) }
    }
}
