import Testing

@testable import Cryptography

struct SigningKeyTests {
    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).compactMap { place in
            let start = hex.index(hex.startIndex, offsetBy: place)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)
        }
    }

    @Test func `signatures are those of the third example of RFC 8032`() throws {
        let seed = bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
        let key = try #require(SigningKey(seed: seed))
        #expect(key.publicKey == bytes("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"))
        let signature = bytes(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")
        #expect(key.signature(of: [0xAF, 0x82]) == signature)
        #expect(SigningKey.isValid(signature, of: [0xAF, 0x82], by: key.publicKey))
    }

    @Test func `a signature is refused when any byte of it, of the message or of the key differs`() {
        let key = SigningKey()
        let message = Array("the head of the audit trail".utf8)
        let signature = key.signature(of: message)
        #expect(SigningKey.isValid(signature, of: message, by: key.publicKey))
        for place in signature.indices {
            var changed = signature
            changed[place] ^= 1
            #expect(!SigningKey.isValid(changed, of: message, by: key.publicKey))
        }
        for place in message.indices {
            var changed = message
            changed[place] ^= 1
            #expect(!SigningKey.isValid(signature, of: changed, by: key.publicKey))
        }
        #expect(!SigningKey.isValid(signature, of: message, by: SigningKey().publicKey))
    }

    @Test func `no key is made of too few bytes, and a short key or signature is never valid`() {
        #expect(SigningKey(seed: [1, 2, 3]) == nil)
        let key = SigningKey()
        #expect(!SigningKey.isValid([], of: [], by: key.publicKey))
        #expect(!SigningKey.isValid(key.signature(of: []), of: [], by: []))
    }
}
