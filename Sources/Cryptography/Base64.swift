internal import COpenSSL

/// Base64 without padding, as password hashes write their fields.
///
/// Source: RFC 4648 section 4; the PHC string format leaves the `=` out.
enum Base64 {
    static func text(of bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "" }
        let encoded = [UInt8](unsafeUninitializedCapacity: 4 * ((bytes.count + 2) / 3) + 1) {
            buffer, filled in
            filled = Int(EVP_EncodeBlock(buffer.baseAddress, bytes, Int32(bytes.count)))
        }
        return String(decoding: encoded.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }

    /// The bytes, or `nil` when a character or the length is not Base64.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 4 != 1, characters.allSatisfy(isInAlphabet) else { return nil }
        guard !characters.isEmpty else { return [] }
        let paddingCount = (4 - characters.count % 4) % 4
        let padded = characters + Array(repeating: UInt8(ascii: "="), count: paddingCount)
        var decodedCount: Int32 = 0
        let decoded = [UInt8](unsafeUninitializedCapacity: padded.count / 4 * 3) { buffer, filled in
            decodedCount = EVP_DecodeBlock(buffer.baseAddress, padded, Int32(padded.count))
            filled = max(0, Int(decodedCount))
        }
        guard decodedCount >= 0 else { return nil }
        return Array(decoded.dropLast(paddingCount))
    }

    private static func isInAlphabet(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
