import Foundation
import SFTP
import Testing

/// The public half of a private key of our own.
@Suite struct IdentityKeyTests {
    @Test(arguments: [
        ["-t", "ed25519"], ["-t", "ecdsa", "-b", "384"], ["-t", "rsa", "-b", "2048", "-m", "PEM"],
    ])
    func `a private key in any of OpenSSH's forms tells the public half that OpenSSH tells`(_ kind: [String])
        async throws
    {
        let folder = NSTemporaryDirectory() + "sftp-identity-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for phrase in ["", "open sesame"] {
            let path = folder + (phrase.isEmpty ? "/open" : "/closed")
            _ = try await HostFixture.run(["ssh-keygen", "-q", "-N", phrase, "-C", "us", "-f", path] + kind)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let key = try IdentityKey(
                privateKey: String(text.dropLast()), passphrase: phrase.isEmpty ? nil : phrase)
            #expect(try String(contentsOfFile: path + ".pub", encoding: .utf8) == key.publicLine + " us\n")
            let shown = try await HostFixture.run(["ssh-keygen", "-l", "-f", path + ".pub"])
            #expect(shown.output.contains(key.fingerprint) && shown.output.hasPrefix("\(key.bits ?? 0) "))
            if !phrase.isEmpty {
                #expect(throws: SFTPError.self) {
                    try IdentityKey(privateKey: text, passphrase: "open barley")
                }
                #expect(throws: SFTPError.self) { try IdentityKey(privateKey: text) }
            }
        }
    }

    @Test func `what is no private key is refused without being repeated`() {
        #expect {
            try IdentityKey(privateKey: "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----")
        } throws: { error in
            !"\(error)".contains("hunter2")
        }
    }
}
