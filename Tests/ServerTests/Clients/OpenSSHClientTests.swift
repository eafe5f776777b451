import Foundation
import Testing

/// OpenSSH's own client does what its users do.
@Suite(.serialized, .enabled(if: Program.exists("sftp")))
struct OpenSSHClientTests {
    private func notice(_ control: Int) -> String { Upload.make(.shipNotice, control: control).text }

    @Test func `a file that is put stays visible, and is answered in download and reports`() throws {
        let side = try ClientSide()
        let path = try side.file("order.edi", notice(1))
        let sent = try side.sftp("put -p \(path) /upload/", "ls -l /upload", "chmod 600 /upload/order.edi")
        #expect(sent.succeeded && sent.text.contains("order.edi"))
        #expect(try side.states(of: "order.edi") == ["interpreted"])
        let got = try Patience.wait(within: 10) {
            let answer = try side.sftp(
                "lcd \(side.house.incoming)", "get /download/*", "get /reports/order.edi.txt")
            return answer.succeeded ? answer : nil
        }
        #expect(got != nil)
        #expect(side.fetched("997_000000001.edi")?.contains("AK9*A*1*1*1") == true)
        #expect(side.fetched("order.edi.txt")?.contains("Result     accepted") == true)
    }

    @Test func `an answer can be removed after it was read, and a received file never`() throws {
        let side = try ClientSide()
        let path = try side.file("order.edi", notice(1))
        #expect(try side.sftp("put \(path) /upload/").succeeded)
        #expect(try side.states(of: "order.edi") == ["interpreted"])
        #expect(
            try Patience.wait(within: 10) { try side.sftp("ls /download/997*").succeeded ? true : nil } != nil
        )
        #expect(try !side.sftp("rm /download/997_000000001.edi").succeeded)
        #expect(
            try side.sftp(
                "get /download/997_000000001.edi \(side.house.incoming)/", "rm /download/997_000000001.edi"
            ).succeeded)
        #expect(try !side.sftp("rm /upload/order.edi").succeeded)
        #expect(try !side.sftp("rm /reports/order.edi.txt").succeeded)
    }

    @Test
    func `a temporary name is no arrival until it is renamed, and a rename over a name is a second one`()
        throws
    {
        let side = try ClientSide()
        let first = try side.file("first", notice(1))
        let second = try side.file("second", notice(2))
        #expect(
            try side.sftp("put \(first) /upload/order.edi.part", "ls /upload").text.contains("order.edi.part")
        )
        #expect(try side.arrivalCount() == 0)
        #expect(try side.sftp("rename /upload/order.edi.part /upload/order.edi").succeeded)
        #expect(try side.states(of: "order.edi") == ["interpreted"])
        #expect(try side.sftp("put \(second) /upload/next.part").succeeded)
        // `rename -l` asks by the old rules, where a rename never replaces.
        #expect(try !side.sftp("rename -l /upload/next.part /upload/order.edi").succeeded)
        #expect(try side.sftp("rename /upload/next.part /upload/order.edi").succeeded)
        #expect(try side.states(of: "order.edi", count: 2) == ["interpreted", "interpreted"])
    }

    @Test func `an interrupted upload is incomplete, and the resend is processed once`() throws {
        let side = try ClientSide()
        let path = try side.file("large.edi", ClientSide.notice(1, lines: 12_000))
        let client = try side.begin(["put \(path) /upload/large.edi"], options: ["-l", "800"])
        #expect(side.waitForStaging())
        client.send(SIGINT)
        _ = client.wait(within: 20)
        let states = try side.states(of: "large.edi")
        #expect(states == ["incomplete"] || states == ["aborted"])
        #expect(try side.house.ask("document", "list").isEmpty)
        #expect(try side.sftp("put \(path) /upload/large.edi").succeeded)
        #expect(try side.states(of: "large.edi", count: 2).last == "interpreted")
        #expect(try side.house.ask("document", "list").count == 1)
    }

    @Test func `an upload that broke off is resumed where it ended`() throws {
        let side = try ClientSide()
        let path = try side.file("large.edi", ClientSide.notice(1, lines: 12_000))
        let client = try side.begin(["put \(path) /upload/large.edi"], options: ["-l", "800"])
        #expect(side.waitForStaging())
        client.send(SIGKILL)
        _ = client.wait(within: 20)
        #expect(try side.states(of: "large.edi") == ["aborted"])
        #expect(try side.sftp("reput \(path) /upload/large.edi").succeeded)
        #expect(try side.states(of: "large.edi") == ["interpreted"])
        #expect(try side.house.ask("document", "list").count == 1)
    }

    @Test func `the same name twice is kept twice, and no file is too small to be reported`() throws {
        let side = try ClientSide()
        let first = try side.file("first", notice(1))
        let second = try side.file("second", notice(2))
        let empty = try side.file("empty", "")
        #expect(
            try side.sftp(
                "put \(first) /upload/orders.edi", "put \(second) /upload/orders.edi",
                "put \(first) /upload/again.edi",
                "put \(empty) /upload/empty.edi"
            ).succeeded)
        #expect(try side.states(of: "orders.edi", count: 2) == ["interpreted", "interpreted"])
        #expect(try side.states(of: "again.edi") == ["duplicate"])
        #expect(try side.states(of: "empty.edi") == ["rejected"])
        #expect(
            try side.sftp(
                "ls /reports/orders.edi.txt", "ls /reports/orders.edi.1.txt", "ls /reports/empty.edi.txt"
            ).succeeded)
    }

    @Test func `files go into the upload folder under agreed names, and nowhere else`() throws {
        let side = try ClientSide()
        let path = try side.file("order.edi", notice(1))
        for place in [
            "/order.edi", "/download/order.edi", "/reports/order.edi", "/upload/order.exe",
            "/upload/sub/order.edi",
        ] {
            #expect(try !side.sftp("put \(path) \(place)").succeeded, "\(place)")
        }
        #expect(try !side.sftp("mkdir /upload/sub").succeeded)
        #expect(try side.arrivalCount() == 0)
    }

    @Test func `a file over the agreed size fails and is not processed`() throws {
        let side = try ClientSide(profile: ["maxFile: 50MiB": "maxFile: 100KiB"])
        let large = try side.file("large.edi", ClientSide.notice(1, lines: 12_000))
        let small = try side.file("small.edi", notice(2))
        #expect(try !side.sftp("put \(large) /upload/large.edi").succeeded)
        #expect(try side.sftp("put \(small) /upload/small.edi").succeeded)
        #expect(try side.states(of: "small.edi") == ["interpreted"])
        // What was cut off is no arrival, though the client closed it in good order.
        #expect(try side.arrivalCount() == 1)
    }

    @Test func `a suspended partner, a stranger and a foreign address cannot log in`() throws {
        let suspended = try ClientSide(profile: ["state: live ": "state: suspended "])
        #expect(try !suspended.sftp("ls /").succeeded)
        let excluded = try ClientSide(profile: [
            "  login: acme": "  login: acme\n  allowFrom: [203.0.113.0/28]"
        ])
        #expect(try !excluded.sftp("ls /").succeeded)
        excluded.login = "nobody"
        #expect(try !excluded.sftp("ls /").succeeded)
    }
}
