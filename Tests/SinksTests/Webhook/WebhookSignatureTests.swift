import Testing

@testable import Sinks

@Suite struct WebhookSignatureTests {
    private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private let body = Array(#"{"test": 2432232314}"#.utf8)

    @Test func `a request is signed as the vector of Standard Webhooks says`() throws {
        let signature = try #require(WebhookSignature(secrets: [secret]))
        #expect(
            signature.header(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: body)
                == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `while a secret is changed a request bears a signature with each`() throws {
        let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
        let both = try #require(WebhookSignature(secrets: [other, secret]))
        let parts = both.header(id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330, body: body)
            .split(separator: " ")
        #expect(parts.count == 2)
        #expect(parts.last == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(parts.first != parts.last)
    }

    @Test(arguments: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_%%%", ""])
    func `what is no secret in the agreed form signs nothing`(_ text: String) {
        #expect(WebhookSignature(secrets: [text]) == nil)
    }

    @Test func `the id, the time and every byte of the body count`() throws {
        let signature = try #require(WebhookSignature(secrets: [secret]))
        let first = signature.header(id: "a", seconds: 1, body: body)
        #expect(first != signature.header(id: "b", seconds: 1, body: body))
        #expect(first != signature.header(id: "a", seconds: 2, body: body))
        #expect(first != signature.header(id: "a", seconds: 1, body: body + [32]))
    }
}
