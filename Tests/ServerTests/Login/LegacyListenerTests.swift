import Foundation
import Testing

/// The listener for partners whose clients are too old for the other.
@Suite(.serialized)
struct LegacyListenerTests {
    private static let old = ["-o", "Ciphers=aes128-cbc", "-o", "MACs=hmac-sha1"]

    private func side(until: String) throws -> (side: ClientSide, legacyPort: Int) {
        let side = try ClientSide(
            profile: ["  login: acme": "  login: acme\n  legacy: { until: \(until), reason: an old client }"],
            house: [
                "  sftp: { address: 127.0.0.1, port: 2222 }":
                    "  sftp: { address: 127.0.0.1, port: 2222 }\n  sftpLegacy: { address: 127.0.0.1, port: 0 }"
            ])
        let found = side.server.program.output.firstMatch(of: /legacy    127\.0\.0\.1:(\d+)/)
        return (side, try #require(found.flatMap { Int($0.1) }))
    }

    @Test func `a partner with an exception works there with algorithms that the other listener refuses`()
        throws
    {
        let (side, port) = try side(until: "2099-12-31")
        let file = try side.file("a.edi", Upload.make(.shipNotice, control: 1).text)
        #expect(try !side.sftp("ls /", options: Self.old).succeeded)
        let told = Patience.wait(within: 10) { () -> Bool? in
            let log = side.server.program.complaints
            return ["no algorithm in common", "we offer", "the client offers"].allSatisfy(log.contains)
                ? true : nil
        }
        #expect(told == true, "\(side.server.program.complaints)")
        let sent = try side.sftp("put \(file) /upload/a.edi", options: Self.old, port: port)
        #expect(sent.succeeded, "\(sent.text)")
        #expect(try side.states(of: "a.edi") == ["interpreted"])
    }

    @Test func `an exception that is over refuses, and the books say why`() throws {
        let (side, port) = try side(until: "2026-01-31")
        #expect(try !side.sftp("ls /", options: Self.old, port: port).succeeded)
        #expect(try side.sftp("ls /").succeeded)
        let why = Patience.wait(within: 10) { () -> String? in
            let found = try? Program.run(
                [
                    "sqlite3", side.house.spool + "/state/wharf.sqlite",
                    "SELECT detail FROM ledger WHERE act = 'login-refused'",
                ],
                log: side.house.logPath("audit"))
            return found.flatMap { $0.output.contains("ended on 2026-01-31") ? $0.output : nil }
        }
        #expect(why != nil)
    }
}
