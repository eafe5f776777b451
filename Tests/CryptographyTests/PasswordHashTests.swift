import Testing

@testable import Cryptography

struct PasswordHashTests {
    /// RFC 7914 section 12: password, salt, ln, r, p, the first bytes of the 64.
    static let vectors: [(password: String, salt: String, cost: [Int], prefix: [UInt8])] = [
        ("", "", [4, 1, 1], [0x77, 0xD6, 0x57, 0x62, 0x38, 0x65, 0x7B, 0x20]),
        ("password", "NaCl", [10, 8, 16], [0xFD, 0xBA, 0xBE, 0x1C, 0x9D, 0x34, 0x72, 0x00]),
        ("pleaseletmein", "SodiumChloride", [14, 8, 1], [0x70, 0x23, 0xBD, 0xCB, 0x3A, 0xFD, 0x73, 0x48]),
    ]

    @Test(arguments: vectors)
    func `scrypt gives the bytes of RFC 7914`(
        password: String, salt: String, cost: [Int], prefix: [UInt8]
    ) throws {
        let derived = try #require(
            PasswordHash.derive(
                Array(password.utf8), salt: Array(salt.utf8),
                cost: .init(logarithm: cost[0], blockSize: cost[1], parallelism: cost[2]), byteCount: 64))
        #expect(derived.count == 64)
        #expect(Array(derived.prefix(8)) == prefix)
    }

    @Test func `a password fits its own hash and no other does`() {
        let text = PasswordHash.make("Kaffee & Öl")
        #expect(text.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(PasswordHash.isWellFormed(text))
        #expect(PasswordHash.verify("Kaffee & Öl", against: text))
        #expect(!PasswordHash.verify("Kaffee & Ol", against: text))
        #expect(!PasswordHash.verify("", against: text))
        #expect(PasswordHash.make("Kaffee & Öl") != text, "each hash has its own salt")
    }

    @Test func `the dummy costs what a hash costs and fits nothing`() {
        #expect(PasswordHash.isWellFormed(PasswordHash.dummy))
        #expect(PasswordHash.dummy.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(!PasswordHash.verify("", against: PasswordHash.dummy))
    }

    @Test(arguments: [
        "", "secret", "$scrypt$", "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$",
        "$argon2$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaA",
        "$scrypt$ln=18,r=8,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=17,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=5$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=0,r=8,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=-1,r=8,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$r=8,ln=15,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$c2Fsd HNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
    func `a text that is no bearable hash is refused without work`(text: String) {
        #expect(!PasswordHash.isWellFormed(text))
        #expect(!PasswordHash.verify("secret", against: text))
    }

    @Test func `Base64 without padding leads back to the bytes`() {
        for count in 0..<70 {
            let bytes = RandomBytes.bytes(count)
            let text = Base64.text(of: bytes)
            #expect(!text.contains("="))
            #expect(Base64.bytes(of: text) == bytes)
        }
        #expect(Base64.text(of: Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64.bytes(of: "Zm9vYg") == Array("foob".utf8))
    }
}
