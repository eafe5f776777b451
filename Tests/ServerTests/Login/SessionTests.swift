import Foundation
import Testing

/// Sessions as the house sees them: who was here, who may stay, and how they end.
@Suite(.serialized)
struct SessionTests {
    @Test func `the last use of a key is shown with its label, fingerprint and validity`() throws {
        let side = try ClientSide(profile: [
            "label: demo, optional": "label: demo, notAfter: 2099-12-31, optional"
        ])
        func credential() throws -> [String: Any]? {
            let found = try side.house.ask(
                "partner", "show", "acme-castings", "--partners", side.house.partners)
            return (found.first?["credentials"] as? [[String: Any]])?.first
        }
        let unused = try #require(try credential())
        #expect(unused["label"] as? String == "demo" && unused["notAfter"] as? String == "2099-12-31")
        #expect(unused["type"] as? String == "ssh-ed25519" && unused["lastUsedAt"] == nil)
        #expect(try side.sftp("ls /").succeeded)
        let used = try #require(try credential())
        #expect(used["lastUsedFrom"] as? String == "127.0.0.1" && used["lastUsedAt"] is Int)
        let shown = try Program.run(
            ["ssh-keygen", "-lf", side.house.key + ".pub"], log: side.house.logPath("keygen"))
        #expect(shown.output.contains(used["fingerprint"] as? String ?? "none"))
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `a reload ends the sessions of a suspended partner, and those of nobody else`() throws {
        let side = try ClientSide()
        let (partners, program, spool) = (side.house.partners, Checkout.program, side.house.spool)
        let run = try side.paramiko(
            """
            import subprocess, time
            def reload(old, new):
                path = "\(partners)/acme-castings.yaml"
                text = open(path).read()
                assert old in text
                open(path, "w").write(text.replace(old, new, 1))
                subprocess.run(["\(program)", "reload", "--spool", "\(spool)"], check=True)
            reload("name: ACME Castings", "name: ACME Castings and Forge")
            assert sorted(sftp.listdir("/")) == ["download", "reports", "upload"]
            reload("state: live", "state: suspended")
            deadline = time.monotonic() + 20
            while links[0].is_active():
                assert time.monotonic() < deadline, "the session goes on"
                time.sleep(0.01)
            try: again(); raise SystemExit("a suspended partner was let in")
            except paramiko.SSHException: pass
            """)
        #expect(run.succeeded, "\(run.text)")
        #expect(side.server.program.complaints.contains("the partner is suspended"))
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `a stop waits for the open file, counts down in the log and opens nothing new`() throws {
        let side = try ClientSide()
        try side.file("a.edi", Upload.make(.shipNotice, control: 1).text)
        let run = try side.paramiko(
            """
            import os, signal, time
            content = open(outgoing + "a.edi", "rb").read()
            file = sftp.open("/upload/a.edi", "wb")
            file.write(content[:100]); file.flush()
            os.kill(\(side.server.program.processID), signal.SIGTERM)
            deadline = time.monotonic() + 10
            while True:
                try: sftp.open("/upload/b.edi", "wb").close()
                except OSError: break
                assert time.monotonic() < deadline, "files are still opened"
                time.sleep(0.01)
            file.write(content[100:]); file.close()
            """)
        #expect(run.succeeded, "\(run.text)")
        #expect(side.server.program.wait(within: 20) == .exited(0))
        let log = side.server.program.complaints
        #expect(log.contains("SFTP waits for open files before it stops"), "\(log)")
        #expect(log.contains("handles=1") && log.contains("secondsLeft="), "\(log)")
        let (again, _) = try ServerProcess.ready(side.house)
        defer { again.stop() }
        #expect(try side.states(of: "a.edi") == ["interpreted"])
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `a mailbox is as large as its quota, and what goes beyond is refused with a sentence`() throws {
        let side = try ClientSide(profile: ["bytes: 2GiB": "bytes: 64KiB"])
        try side.file("small.edi", Upload.make(.shipNotice, control: 1).text)
        let shown = try side.sftp("df /upload")
        #expect(shown.text.firstMatch(of: /\n +64 +0 +64 +64 +0%/) != nil, "\(shown.text)")
        let run = try side.paramiko(
            """
            large = sftp.open("/upload/large.edi", "wb")
            try: large.write(b"x" * 70_000); raise SystemExit("taken beyond the quota")
            except OSError as error: assert str(error).startswith("no space: quota of 65536 bytes"), error
            try: large.close()
            except OSError: pass
            if "large.edi" in sftp.listdir("/upload"): sftp.remove("/upload/large.edi")
            sftp.put(outgoing + "small.edi", "/upload/small.edi")
            """)
        #expect(run.succeeded, "\(run.text)")
        #expect(try side.states(of: "small.edi") == ["interpreted"])
    }
}
