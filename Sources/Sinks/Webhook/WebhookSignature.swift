internal import Cryptography
internal import Foundation

/// The signature of a webhook's request, `v1,` and the base64 of an HMAC-SHA-256 over id, time and body.
///
/// Source: Standard Webhooks 1.0.0, "Symmetric webhook signatures".
struct WebhookSignature: Sendable {
    private static let prefix = "whsec_"

    private let keys: [[UInt8]]

    /// Takes secrets in the form `whsec_` and base64; `nil` when one of them is none, or there is none.
    init?(secrets: [String]) {
        var keys: [[UInt8]] = []
        for secret in secrets {
            guard secret.hasPrefix(Self.prefix),
                let bytes = Data(base64Encoded: String(secret.dropFirst(Self.prefix.count))), !bytes.isEmpty
            else { return nil }
            keys.append(Array(bytes))
        }
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }

    /// The value of `webhook-signature`: one signature for each secret, separated by a space.
    ///
    /// `seconds`: the time of this attempt, since 1970.
    func header(id: String, seconds: Int64, body: [UInt8]) -> String {
        let message = Array("\(id).\(seconds).".utf8) + body
        return keys.map { key in
            "v1," + Data(MessageAuthentication.code(of: message, key: key)).base64EncodedString()
        }.joined(separator: " ")
    }
}
