import Foundation
import Testing

/// Whatever comes through the door, or stands in the profiles, ends in a sentence.
@Suite(.serialized, .enabled(if: Program.exists("sftp")))
struct BadInputTests {
    @Test func `fifty files of any bytes each end in a final state with a report`() throws {
        let side = try ClientSide()
        var numbers = SeededNumbers(seed: Checkout.setting("WHARF_SEED", or: 4711))
        let good = Array(Upload.make(.shipNotice, control: 1).text.utf8)
        for index in 0..<50 {
            var bytes = (0..<Int.random(in: 1...4_000, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            // Half of them look like X12 for a while.
            if index % 2 == 0 {
                bytes = Array(good.prefix(Int.random(in: 3...good.count, using: &numbers))) + bytes
            }
            try Data(bytes).write(to: URL(fileURLWithPath: side.house.outgoing + "/g\(index).edi"))
        }
        #expect(try side.sftp("put \(side.house.outgoing)/*.edi /upload/").succeeded)
        let final: Set = ["interpreted", "rejected", "duplicate", "incomplete", "quarantined"]
        let states = try Patience.wait(within: 60) { () -> [String]? in
            let states = try side.house.ask("arrival", "list", "--limit", "1000").compactMap {
                $0["state"] as? String
            }
            return states.count == 50 && states.allSatisfy(final.contains) ? states : nil
        }
        #expect(states != nil)
        let listing = try side.sftp("ls -1 /reports")
        for index in 0..<50 { #expect(listing.text.contains("/g\(index).edi.txt")) }
        let reasons = try side.house.ask("arrival", "list", "--limit", "1000").map {
            $0["reason"] as? String ?? ""
        }
        #expect(reasons.allSatisfy { $0.count > 10 })
    }

    @Test func `one control number twice in a file is answered and never waits for itself`() throws {
        let side = try ClientSide()
        let first = Upload.make(.shipNotice, control: 7).text
        let other = first.replacingOccurrences(of: "S7*", with: "S8*")
        let path = try side.file("twice.edi", first + first + other)
        #expect(try side.sftp("put \(path) /upload/").succeeded)
        #expect(try side.states(of: "twice.edi") == ["interpreted"])
        #expect(try side.house.ask("document", "list").count == 1)
        let arrival = try side.house.ask("arrival", "list")[0]
        #expect((arrival["reason"] as? String)?.contains("stands twice in the file") == true)
    }

    @Test func `a release that we do not know is refused with a sentence`() throws {
        let side = try ClientSide()
        let text = Upload.make(.shipNotice, control: 7).text.replacingOccurrences(
            of: "*004010", with: "*002040")
        #expect(try side.sftp("put \(side.file("older.edi", text)) /upload/").succeeded)
        #expect(try side.states(of: "older.edi") == ["rejected"])
        let reason = try side.house.ask("arrival", "list")[0]["reason"] as? String ?? ""
        #expect(reason.contains("002040") && reason.contains("1 rejected"), "\(reason)")
    }

    @Test func `an ISA without a usable terminator is rejected and does not wait for the rest`() throws {
        let side = try ClientSide()
        let text = Upload.make(.shipNotice, control: 7).text.replacingOccurrences(of: "~", with: "…")
        #expect(try side.sftp("put \(side.file("odd.edi", text)) /upload/").succeeded)
        #expect(try side.states(of: "odd.edi") == ["rejected"])
    }

    @Test func `an interchange to an address that no ISA can hold is refused and answered all the same`()
        throws
    {
        let side = try ClientSide()
        let text = Upload.make(.shipNotice, control: 7).text.replacingOccurrences(
            of: "NORTHWIND      *", with: "NORTH\nWIND     *")
        #expect(try side.sftp("put \(side.file("odd.edi", text)) /upload/").succeeded)
        #expect(try side.states(of: "odd.edi") == ["rejected"])
        let sent = try Patience.wait(within: 10) {
            try side.house.ask("interchange", "list", "--state", "outbound").first { $0["sentAt"] != nil }
        }
        #expect((sent?["fileName"] as? String)?.hasPrefix("TA1_") == true)
    }

    @Test func `broken profiles leave the running set in force, and repaired ones take over`() throws {
        let side = try ClientSide()
        let profile = side.house.partners + "/acme-castings.yaml"
        let path = try side.file("a.edi", Upload.make(.shipNotice, control: 1).text)
        try ClientSide.replace("state: live ", with: "state: alive ", in: profile)
        let refused = try command(side.house, "reload", "--spool", side.house.spool)
        #expect(refused.ending == .exited(5) && refused.output.contains("acme-castings.yaml:"))
        side.server.program.send(SIGHUP)
        let told = Patience.wait(within: 10) {
            side.server.program.complaints.contains("profiles in force stay") ? true : nil
        }
        #expect(told != nil)
        #expect(try side.sftp("put \(path) /upload/").succeeded)
        try ClientSide.replace("state: alive ", with: "state: suspended ", in: profile)
        #expect(try command(side.house, "reload", "--spool", side.house.spool).ending == .exited(0))
        #expect(try !side.sftp("ls /").succeeded)
        // Started with a broken folder, it runs with what was last in force.
        try ClientSide.replace("state: suspended ", with: "state: alive ", in: profile)
        side.server.stop()
        let (second, _) = try ServerProcess.ready(side.house)
        #expect(second.program.complaints.contains("last good"))
        second.stop()
    }

    @Test func `what keeps the server from starting is one sentence and an exit status`() throws {
        let side = try ClientSide()
        let house = side.house
        let second = try serve(house, spool: house.spool, sftp: 0)
        #expect(second.ending == .exited(69) && second.complaints.contains("owns this spool"))
        let taken = try serve(house, spool: house.folder + "/other", sftp: side.port)
        #expect(taken.ending == .exited(69) && taken.complaints.contains("port \(side.port)"))
        let web = try serve(house, spool: house.folder + "/other", sftp: 0, http: side.port)
        #expect(web.ending == .exited(69) && web.complaints.contains("HTTP on 127.0.0.1 port \(side.port)"))
        try ClientSide.replace(
            "state: live ", with: "state: alive ", in: house.partners + "/acme-castings.yaml")
        let broken = try serve(house, spool: house.folder + "/third", sftp: 0)
        #expect(broken.ending == .exited(78) && broken.complaints.contains("acme-castings.yaml:"))
        try Data().write(to: URL(fileURLWithPath: house.folder + "/plain"))
        let impossible = try serve(house, spool: house.folder + "/plain/spool", sftp: 0)
        #expect(impossible.ending == .exited(78))
    }

    @Test func `commands end with the status that the manual gives`() throws {
        let side = try ClientSide()
        let spool = side.house.spool
        #expect(try command(side.house, "arrival", "show", "none", "--spool", spool).ending == .exited(3))
        #expect(try command(side.house, "trace", "none", "--spool", spool).ending == .exited(3))
        #expect(
            try command(side.house, "arrival", "list", "--state", "none", "--spool", spool).ending
                == .exited(2))
        #expect(try command(side.house, "none").ending == .exited(2))
        #expect(
            try command(side.house, "reload", "--spool", side.house.folder + "/none").ending == .exited(6))
        #expect(
            try command(side.house, "status", "--spool", side.house.folder + "/none").ending == .exited(3))
        let text = try side.file("text", "no X12 at all")
        #expect(try command(side.house, "x12", "lint", text).ending == .exited(10))
        for verb in ["ack", "json"] {
            #expect(try command(side.house, "x12", verb, text).ending == .exited(5))
        }
    }

    private func command(_ house: TestHouse, _ words: String...) throws -> (
        ending: Program.Ending, output: String
    ) {
        try Program.run([Checkout.program] + words, log: house.logPath("command"))
    }

    private func serve(
        _ house: TestHouse, spool: String, sftp: Int, http: Int = 0
    ) throws -> (ending: Program.Ending?, complaints: String) {
        let program = try Program(
            [
                Checkout.program, "serve", "--partners", house.partners, "--spool", spool, "--sftp",
                "127.0.0.1:\(sftp)",
                "--http", "127.0.0.1:\(http)",
            ], log: house.logPath("serve"))
        return (program.wait(within: 30), program.complaints)
    }
}
