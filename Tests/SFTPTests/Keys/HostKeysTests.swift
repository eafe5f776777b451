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

    @Test func `staged keys take the place of those in force, which stay until they are removed`() throws {
        let folder = NSTemporaryDirectory() + "sftp-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try HostKeys.ensure(in: folder).map(\.fingerprint)
        #expect(throws: SFTPHostError.self) { try HostKeys.promote(in: folder, stamp: "1") }
        let staged = try HostKeys.stage(in: folder)
        #expect(staged.map(\.standing) == [.staged, .staged])
        #expect(throws: SFTPHostError.self) { try HostKeys.stage(in: folder) }
        #expect(try HostKeys.ensure(in: folder).map(\.fingerprint) == first)
        let promoted = try HostKeys.promote(in: folder, stamp: "1")
        #expect(promoted.map(\.fingerprint) == staged.map(\.fingerprint))
        #expect(promoted.map(\.path) == [folder + "/host_ed25519", folder + "/host_rsa"])
        let all = try HostKeys.list(in: folder)
        #expect(all.map(\.standing) == [.current, .current, .retired, .retired])
        #expect(all.suffix(2).map(\.fingerprint) == first)
        for key in all {
            let mode = try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(try HostKeys.removeRetired(in: folder).map(\.fingerprint) == first)
        #expect(try HostKeys.list(in: folder).map(\.standing) == [.current, .current])
    }

    @Test func `a promotion that was cut off is finished by the next`() throws {
        let folder = NSTemporaryDirectory() + "sftp-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try HostKeys.ensure(in: folder)
        let staged = try HostKeys.stage(in: folder)
        // Between its two kinds: the first is promoted, the second only kept.
        try FileManager.default.linkItem(atPath: first[0].path, toPath: first[0].path + ".retired-1")
        #expect(rename(staged[0].path, first[0].path) == 0)
        try FileManager.default.linkItem(atPath: first[1].path, toPath: first[1].path + ".retired-1")
        let promoted = try HostKeys.promote(in: folder, stamp: "1")
        #expect(promoted.map(\.fingerprint) == staged.map(\.fingerprint))
        #expect(
            try HostKeys.list(in: folder).filter { $0.standing == .retired }.map(\.fingerprint)
                == first.map(\.fingerprint))
    }

    @Test func `staged keys can be given up`() throws {
        let folder = NSTemporaryDirectory() + "sftp-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = try HostKeys.ensure(in: folder)
        let staged = try HostKeys.stage(in: folder)
        #expect(try HostKeys.discardStaged(in: folder) == staged)
        #expect(try HostKeys.list(in: folder) == first)
        #expect(throws: SFTPHostError.self) { try HostKeys.promote(in: folder, stamp: "1") }
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
