import Foundation
import SFTP
import Testing

/// The host's own keys and those of partners.
@Suite struct HostKeysTests {
    @Test func `keys are made once, for the owner only, and OpenSSH agrees on their fingerprints`()
        async throws
    {
        let folder = NSTemporaryDirectory() + "sftp-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = try HostKeys.ensure(in: folder)
        #expect(made.map(\.type) == ["ssh-ed25519", "ssh-rsa"])
        #expect(try HostKeys.ensure(in: folder) == made)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        for key in made {
            let mode = try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let shown = try await HostFixture.run(["ssh-keygen", "-l", "-f", key.path])
            #expect(shown.output.contains(key.fingerprint), "\(shown.output)")
            let authorised = try AuthorizedKey(line: key.publicLine + "  our host ")
            #expect(authorised.fingerprint == key.fingerprint && authorised.comment == "our host")
            #expect(authorised.bits == (key.type == "ssh-rsa" ? 3072 : 256))
        }
    }

    @Test func `a folder that cannot be written is an error with its name`() {
        #expect(throws: SFTPHostError.self) { try HostKeys.ensure(in: "/proc/none/keys") }
    }

    @Test(arguments: [
        "", "ssh-ed25519", "ssh-ed25519 !!!!", "no-such-type AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==",
    ])
    func `a line that is no key is refused`(line: String) {
        #expect(throws: SFTPError.self) { try AuthorizedKey(line: line) }
    }
}
