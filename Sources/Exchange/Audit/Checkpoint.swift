internal import Cryptography
internal import Foundation
internal import Spool
internal import Store

/// How far the audit trail had come at a time, signed: a copy of it elsewhere shows whether the trail was changed since.
///
/// As a file it is lines of `name value`, the last of them the signature over all lines before it.
public struct Checkpoint: Sendable, Hashable, Codable {
    private static let heading = "wharf checkpoint 1"

    /// The last entry's position.
    public let sequence: Int64
    /// The last entry's hash, in hexadecimal.
    public let hash: String
    /// When it was made, `2026-11-23T11:41:25.123Z`.
    public let at: String
    /// The house whose trail it is.
    public let house: String
    /// The public key that proves the signature, Base64.
    public let key: String
    /// Ed25519 over the lines before it, Base64.
    public let signature: String

    init(_ end: LedgerEnd, at milliseconds: Int64, house: String, key: SigningKey) {
        sequence = end.sequence
        hash = end.hash
        at = CivilTime(milliseconds: milliseconds).instantText
        self.house = house
        self.key = Data(key.publicKey).base64EncodedString()
        let text = Self.text(sequence, hash, at, house, self.key)
        signature = Data(key.signature(of: Array(text.utf8))).base64EncodedString()
    }

    /// Reads a checkpoint's file; `nil` when it is none.
    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 7, lines[0] == Self.heading else { return nil }
        var values: [Substring: Substring] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, values.updateValue(parts[1], forKey: parts[0]) == nil else { return nil }
        }
        guard let sequence = values["sequence"].flatMap({ Int64($0) }), let hash = values["hash"],
            let at = values["at"], let house = values["house"], let key = values["key"],
            let signature = values["signature"]
        else { return nil }
        self.sequence = sequence
        self.hash = String(hash)
        self.at = String(at)
        self.house = String(house)
        self.key = String(key)
        self.signature = String(signature)
    }

    /// The file's bytes.
    var bytes: [UInt8] {
        Array((Self.text(sequence, hash, at, house, key) + "signature \(signature)\n").utf8)
    }

    /// Whether the signature was made by the key that is named, and that key is the house's.
    func isSigned(by publicKey: [UInt8]) -> Bool {
        guard let signature = Data(base64Encoded: signature),
            let named = Data(base64Encoded: key), Array(named) == publicKey
        else { return false }
        let text = Self.text(sequence, hash, at, house, key)
        return SigningKey.isValid(Array(signature), of: Array(text.utf8), by: publicKey)
    }

    private static func text(
        _ sequence: Int64, _ hash: String, _ at: String, _ house: String, _ key: String
    ) -> String {
        "\(heading)\nsequence \(sequence)\nhash \(hash)\nat \(at)\nhouse \(house)\nkey \(key)\n"
    }
}
