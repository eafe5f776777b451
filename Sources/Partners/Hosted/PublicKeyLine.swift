import Foundation

/// Judges a public key as it stands in a line of OpenSSH's authorized_keys: form and strength.
///
/// Taken are ssh-ed25519, ecdsa-sha2 over NIST P-256, P-384 and P-521, and ssh-rsa from 3072 bits on. The
/// base64 part is read to its last byte and must be a key of the type that the line names.
///
/// Source: RFC 4253 section 6.6 (ssh-rsa), RFC 5656 section 3.1 (ecdsa), RFC 8709 section 4 (ssh-ed25519).
enum PublicKeyLine {
    /// What is wrong with a line.
    ///
    /// It never repeats the line, which may be a private key.
    struct Flaw: Error, Equatable {
        let message: String
        var hint: String?
    }

    /// The fewest bits of an RSA key.
    static let minimumRSABits = 3_072
    private static let maximumRSABits = 16_384

    /// Judges a line.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - minimumRSABits: the fewest bits of an RSA key, lower only by a partner's exception.
    /// - Returns: what is wrong with it; `nil` when it is a key we take.
    static func flaw(of line: String, minimumRSABits: Int = Self.minimumRSABits) -> Flaw? {
        if line.contains("PRIVATE KEY") {
            return Flaw(
                message: "this is a private key",
                hint: "never send it to anyone; give the line of the .pub file")
        }
        let fields = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
        guard let type = fields.first.map(String.init), !line.contains(where: \.isNewline),
            line.utf8.count <= 16_384
        else {
            return Flaw(message: "this is not a public key in one line")
        }
        guard let check = checks[type] else {
            return refusal(of: type)
        }
        guard fields.count >= 2, let blob = Data(base64Encoded: String(fields[1])) else {
            return Flaw(
                message: "the base64 part of this \(type) key is damaged",
                hint: "copy the whole line of the .pub file")
        }
        var reader = BlobReader(bytes: Array(blob))
        guard let inner = reader.string(), inner == Array(type.utf8) else {
            return Flaw(message: "the base64 part is not a key of type \(type)", hint: "copy the line again")
        }
        if let flaw = check(&reader, minimumRSABits) {
            return flaw
        }
        return reader.isAtEnd ? nil : Flaw(message: "bytes are left over behind this \(type) key")
    }

    private static func refusal(of type: String) -> Flaw {
        let known = checks.keys.sorted().joined(separator: ", ")
        let isOption =
            type.contains("=") || ["restrict", "no-pty", "cert-authority"].contains { type.hasPrefix($0) }
        if isOption {
            return Flaw(message: "options before a key are not taken", hint: "begin with the key's type")
        }
        if type == "ssh-dss" {
            return Flaw(message: "DSA keys are too weak", hint: "ask for an ssh-ed25519 key")
        }
        return Flaw(
            message: "this does not begin with a type of key that is taken", hint: "taken are \(known)")
    }

    private typealias Check = @Sendable (inout BlobReader, _ minimumRSABits: Int) -> Flaw?

    private static let checks: [String: Check] = [
        "ssh-ed25519": { reader, _ in
            reader.string()?.count == 32 ? nil : Flaw(message: "an ssh-ed25519 key has 32 bytes")
        },
        "ecdsa-sha2-nistp256": { reader, _ in point(&reader, curve: "nistp256", bytes: 65) },
        "ecdsa-sha2-nistp384": { reader, _ in point(&reader, curve: "nistp384", bytes: 97) },
        "ecdsa-sha2-nistp521": { reader, _ in point(&reader, curve: "nistp521", bytes: 133) },
        "ssh-rsa": { rsa(&$0, minimumBits: $1) },
    ]

    private static func point(_ reader: inout BlobReader, curve: String, bytes: Int) -> Flaw? {
        guard let name = reader.string(), name == Array(curve.utf8), let point = reader.string(),
            point.count == bytes, point.first == 0x04
        else { return Flaw(message: "this is not a point of the curve \(curve)") }
        return nil
    }

    private static func rsa(_ reader: inout BlobReader, minimumBits: Int) -> Flaw? {
        guard let exponent = reader.string(), let modulus = reader.string() else {
            return Flaw(message: "the base64 part of this ssh-rsa key is damaged")
        }
        let digits = modulus.drop { $0 == 0 }
        let bits = digits.first.map { digits.count * 8 - $0.leadingZeroBitCount } ?? 0
        guard bits >= minimumBits else {
            return Flaw(
                message: "this RSA key has \(bits) bits, \(minimumBits) are the fewest",
                hint: "ask for an ssh-ed25519 key")
        }
        let isOddAboveOne = exponent.last.map { $0 % 2 == 1 } == true && exponent.drop { $0 == 0 } != [1]
        guard bits <= maximumRSABits, isOddAboveOne, modulus.last.map({ $0 % 2 == 1 }) == true else {
            return Flaw(message: "this is not a usable RSA key")
        }
        return nil
    }
}

/// Reads the length-prefixed strings of an SSH key (RFC 4251 section 5).
struct BlobReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func string() -> [UInt8]? {
        guard bytes.count - offset >= 4 else { return nil }
        let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length <= bytes.count - offset - 4 else { return nil }
        defer { offset += 4 + length }
        return Array(bytes[offset + 4..<offset + 4 + length])
    }
}
