import Cryptography
import Foundation
import Testing

struct DigestTests {
    /// FIPS 180-4 examples, and the empty message.
    static let vectors: [(message: String, hex: String)] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ]

    @Test(arguments: vectors)
    func `a digest is the one that FIPS 180-4 gives`(message: String, hex: String) {
        #expect(Digest.of(message).hex == hex)
        #expect(Digest.of(Array(message.utf8)).description == hex)
    }

    @Test func `a million letters fed in uneven pieces give the digest of FIPS 180-4`() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        var stream = DigestStream()
        var offset = 0
        var size = 1
        letters.withUnsafeBytes { bytes in
            while offset < bytes.count {
                let end = min(bytes.count, offset + size)
                stream.update(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
                offset = end
                size = size * 3 % 7919 + 1
            }
        }
        #expect(stream.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `a stream that was dropped half way leaves nothing in the next`() {
        for _ in 0..<3 {
            var dropped = DigestStream()
            [1, 2, 3].withUnsafeBytes { dropped.update($0) }
        }
        #expect(Digest.of("abc").hex == DigestTests.vectors[1].hex)
    }

    @Test func `streams on many threads do not mix`() async {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let text = String(repeating: "\(number) ", count: 500)
                    var stream = DigestStream()
                    for byte in text.utf8 { [byte].withUnsafeBytes { stream.update($0) } }
                    return stream.finish() == Digest.of(text)
                }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }

    @Test func `hexadecimal digits and bytes lead back to the digest`() throws {
        let digest = Digest.of("wharf")
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
        let json = try JSONEncoder().encode([digest])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest.hex)\"]")
        #expect(try JSONDecoder().decode([Digest].self, from: json) == [digest])
    }

    @Test func `a text or a count that is not a digest gives nothing`() {
        let hex = Digest.of("wharf").hex
        #expect(Digest(hex: String(hex.dropLast())) == nil)
        #expect(Digest(hex: hex + "0") == nil)
        #expect(Digest(hex: "g" + hex.dropFirst()) == nil)
        #expect(Digest(hex: "+" + hex.dropFirst()) == nil)
        #expect(Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Digest].self, from: Data("[\"12\"]".utf8))
        }
    }

    @Test func `a digest is stored inline`() {
        #expect(MemoryLayout<Digest>.size == 32)
    }
}
