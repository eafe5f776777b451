import Foundation
import Testing

/// lftp and paramiko, whose habits differ from OpenSSH's.
@Suite(.serialized)
struct OtherClientTests {
    private func notice(_ control: Int) -> String { Upload.make(.shipNotice, control: control).text }

    @Test(.enabled(if: Program.exists("lftp")))
    func `lftp sends under temporary names and fetches many`() throws {
        let side = try ClientSide()
        try side.file("a.edi", notice(1))
        try side.file("b.edi", notice(2))
        let sent = try side.lftp("set xfer:use-temp-file yes; cd upload; mput \(side.house.outgoing)/*.edi")
        #expect(sent.succeeded, "\(sent.text)")
        #expect(try side.states(of: "a.edi") == ["interpreted"])
        #expect(try side.states(of: "b.edi") == ["interpreted"])
        let got = try Patience.wait(within: 10) {
            let answer = try side.lftp("cls -l /reports; mget /download/*.edi /reports/*.txt")
            return side.fetched("997_000000002.edi") != nil ? answer : nil
        }
        #expect(got?.succeeded == true)
        #expect(side.fetched("a.edi.txt")?.contains("accepted") == true)
        #expect(try side.arrivalCount() == 2)
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `paramiko puts with its check, lists and gets`() throws {
        let side = try ClientSide()
        try side.file("a.edi", notice(1))
        let sent = try side.paramiko(
            """
            assert sftp.put(outgoing + "a.edi", "/upload/a.edi").st_size > 0
            assert sftp.listdir("/upload") == ["a.edi"]
            sftp.chmod("/upload/a.edi", 0o600); sftp.utime("/upload/a.edi", (1, 2))
            assert sorted(sftp.listdir("/")) == ["download", "reports", "upload"]
            """)
        #expect(sent.succeeded, "\(sent.text)")
        #expect(try side.states(of: "a.edi") == ["interpreted"])
        let got = try side.paramiko(#"sftp.get("/reports/a.edi.txt", incoming + "a.txt")"#)
        #expect(got.succeeded, "\(got.text)")
        #expect(side.fetched("a.txt")?.contains("accepted") == true)
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `two sessions that write one name at once are two arrivals`() throws {
        let side = try ClientSide()
        try side.file("a.edi", notice(1))
        try side.file("b.edi", notice(2))
        let sent = try side.paramiko(
            """
            first, second = sftp.open("/upload/same.edi", "wb"), again().open("/upload/same.edi", "wb")
            first.write(open(outgoing + "a.edi", "rb").read()); second.write(open(outgoing + "b.edi", "rb").read())
            first.close(); second.close()
            """)
        #expect(sent.succeeded, "\(sent.text)")
        #expect(try side.states(of: "same.edi", count: 2) == ["interpreted", "interpreted"])
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `odd names are taken as labels or refused with a sentence`() throws {
        let side = try ClientSide()
        try side.file("a.edi", "x")
        let sent = try side.paramiko(
            #"""
            taken = ["with space.edi", "ümläut.edi", "-dash.edi", "back\\slash.edi", "n" * 251 + ".edi", "%2e%2e.edi"]
            refused = ["n" * 296 + ".edi", "new\nline.edi", "esc\x1b[31m.edi", "..", "../a.edi", "../../etc/a.edi", "sub/a.edi"]
            for name in taken:
                with sftp.open("/upload/" + name, "wb") as file: file.write(name.encode())
                assert sftp.stat("/upload/" + name).st_size > 0
            for name in refused:
                try: sftp.open("/upload/" + name, "wb"); raise SystemExit("taken: " + name)
                except OSError as error: assert len(str(error)) > 10, error
            assert sorted(sftp.listdir("/upload")) == sorted(taken)
            """#)
        #expect(sent.succeeded, "\(sent.text)")
        #expect(try side.states(of: "ümläut.edi") == ["quarantined"])
        #expect(try side.arrivalCount() == 6)
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `a password opens the login when its scrypt hash is kept as a secret, and a wrong one does not`()
        throws
    {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wharf-" + UUID().uuidString
        ).path
        defer { removeFolder(place) }
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data("correct horse\n".utf8).write(to: URL(fileURLWithPath: place + "/typed"))
        let hashing = try Program(
            [Checkout.program, "secret", "hash"], input: place + "/typed", log: place + "/hash")
        #expect(hashing.wait(within: 20) == .exited(0))
        try FileManager.default.copyItem(atPath: place + "/hash.out", toPath: place + "/acme-password")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: place + "/acme-password")
        let side = try ClientSide(
            profile: ["  login: acme": "  login: acme\n  password: secret://file/acme-password"],
            environment: ["WHARF_SECRETS": place])
        let tried = try side.paramiko(
            """
            link = paramiko.Transport(("127.0.0.1", \(side.port))); link.connect(username="acme", password="correct horse")
            assert sorted(paramiko.SFTPClient.from_transport(link).listdir("/")) == ["download", "reports", "upload"]
            link.close()
            other = paramiko.Transport(("127.0.0.1", \(side.port)))
            try: other.connect(username="acme", password="wrong horse"); raise SystemExit("let in")
            except paramiko.AuthenticationException: pass
            other.close()
            """)
        #expect(tried.succeeded, "\(tried.text)")
    }

    private func removeFolder(_ path: String) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            FileHandle.standardError.write(Data("\(path) stays: \(error)\n".utf8))
        }
    }
}
