import Foundation
import Testing

/// The host's keys changed from the command line, with and without a server.
@Suite(.serialized)
struct HostKeyTests {
    private func keys(_ house: TestHouse, _ verb: String) throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for key in try house.ask("hostkey", verb) {
            guard let standing = key["standing"] as? String, let print = key["fingerprint"] as? String else {
                continue
            }
            found[standing, default: []].append(print)
        }
        return found
    }

    private func shown(_ side: ClientSide) throws -> String {
        try Program.run(
            ["ssh-keyscan", "-t", "ed25519", "-p", "\(side.port)", "127.0.0.1"],
            log: side.house.logPath("scan")
        ).output
    }

    @Test(.enabled(if: ClientSide.hasParamiko))
    func `promoted keys are shown to new connections while an old session goes on`() throws {
        let side = try ClientSide()
        let house = side.house
        let first = try keys(house, "list")
        let before = try shown(side)
        let staged = try keys(house, "stage")
        #expect(staged["current"] == first["current"] && staged["staged"]?.count == 2)
        #expect(try shown(side) == before)
        let program = Checkout.program
        let gone = try side.paramiko(
            """
            import subprocess, time
            sftp.listdir("/upload")
            subprocess.run(["\(program)", "hostkey", "promote", "--spool", "\(house.spool)"], check=True)
            old = links[0].get_remote_server_key()
            for _ in range(200):
                again()
                new = links.pop()
                changed = new.get_remote_server_key() != old
                new.close()
                if changed: break
                time.sleep(0.02)
            else: raise SystemExit("the old key is still shown")
            assert sftp.listdir("/upload") == []
            links[0].renegotiate_keys()
            assert sftp.listdir("/upload") == []
            """)
        #expect(gone.succeeded, "\(gone.text)")
        let promoted = try keys(house, "list")
        #expect(promoted["current"] == staged["staged"] && promoted["retired"] == first["current"])
        #expect(promoted["staged"] == nil)
        #expect(try shown(side) != before)
        #expect(try keys(house, "retire")["retired"] == nil)
        let audit = try Program.run(
            [
                "sqlite3", house.spool + "/state/wharf.sqlite",
                "SELECT act FROM ledger WHERE act LIKE 'host-key-%' ORDER BY sequence",
            ],
            log: house.logPath("audit"))
        #expect(audit.output == "host-key-staged\nhost-key-promoted\nhost-key-removed\n")
    }

    @Test func `without a server the keys are changed all the same, and what does not fit is a conflict`()
        throws
    {
        let house = try TestHouse()
        let (server, _) = try ServerProcess.ready(house)
        server.stop()
        func ending(of verb: String) throws -> Program.Ending {
            try Program.run(
                [Checkout.program, "hostkey", verb, "--spool", house.spool], environment: ServerProcess.quiet,
                log: house.logPath("hostkey")
            ).ending
        }
        #expect(try ending(of: "promote") == .exited(4))
        #expect(try ending(of: "discard") == .exited(4))
        let staged = try keys(house, "stage")
        #expect(try ending(of: "stage") == .exited(4))
        #expect(try keys(house, "promote")["current"] == staged["staged"])
        #expect(try keys(house, "retire") == ["current": staged["staged"] ?? []])
        let (again, port) = try ServerProcess.ready(house)
        defer { again.stop() }
        let scan = try Program.run(
            ["ssh-keyscan", "-t", "ed25519", "-p", "\(port)", "127.0.0.1"], log: house.logPath("scan"))
        #expect(scan.output.contains("ssh-ed25519"))
    }
}
