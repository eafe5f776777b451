import Foundation
import Store
import Testing

@testable import Exchange
@testable import Transports

/// Visits over our SFTP client to OpenSSH's server.
///
/// `WHARF_POLL_FILES` sets how many files of equal time are taken.
@Suite(.serialized, .enabled(if: PartnerSSHServer.exists)) struct SFTPVisitTests {
    /// ACME's own server is this one; its first visit is over.
    private func hall(
        _ server: PartnerSSHServer, after: String, fingerprint: String? = nil, more: String = ""
    ) throws
        -> Hall
    {
        let section = """
            remote:
              host: 127.0.0.1
              port: \(server.port)
              user: \(NSUserName())
              identity: secret://env/PARTNER_KEY
              hostKeys: ["\(fingerprint ?? server.fingerprint)"]
              pickup: [{ path: \(server.folder)/out, match: ["*.edi"], ready: { renamed: true }, maxFiles: 20000, after: { \(after) } }]
              deliver: { path: \(server.folder)/in, temporary: "{name}.part", fileName: "{document}_{control}.edi", verify: hash }
              poll: { every: 20d }
            """
        let hall = try Hall(
            [.init(file: Hall.acme, from: "\nx12:\n", to: "\n\(section)\(more)\n\nx12:\n")],
            started: false, dialer: SFTPDialer(), partnerKey: server.key)
        try hall.start()
        try hall.wait("a first good visit or a hold") {
            let status = try hall.status()
            if status.visits.lastOutcome != "good", status.condition != .held { try hall.visit() }
            return status.visits.lastOutcome == "good" || status.condition == .held
        }
        return hall
    }

    @Test func `a file is taken and moved, and its answer lies there whole under its final name`() throws {
        let server = try PartnerSSHServer()
        let hall = try hall(server, after: "do: move, to: \(server.folder)/taken")
        try server.put("1.edi", Interchange(control: 1).bytes)
        #expect(try hall.visit().taken == 1)
        let answer = try hall.answer(in: "verified")
        #expect(try server.names("out").isEmpty && server.names("taken") == ["1.edi"])
        #expect(try server.names("in") == [answer.fileName])
        #expect(try hall.attempts(answer.id).map(\.detail) == ["verified by size and digest"])
        // The same name again finds its place taken and gets a name of its own.
        try server.put("1.edi", Interchange(control: 2).bytes)
        try hall.visit()
        #expect(try server.names("taken") == ["1.edi", "1.edi.\(hall.entry("1.edi").id)"])
        try hall.checkInvariants()
    }

    @Test func `files of equal time are each taken once from a real server`() throws {
        let count = ProcessInfo.processInfo.environment["WHARF_POLL_FILES"].flatMap { Int($0) } ?? 40
        let server = try PartnerSSHServer()
        let hall = try hall(server, after: "do: leave")
        for number in 1...count {
            try server.put("\(number).edi", Interchange(control: number).bytes)
        }
        let began = ContinuousClock.now
        #expect(try hall.visit().taken == count)
        let taking = ContinuousClock.now - began
        hall.clock.turn(byMilliseconds: -7 * 86_400_000)
        let again = ContinuousClock.now
        #expect(try hall.visit().taken == 0)
        let looking = ContinuousClock.now - again
        #expect(try hall.server.store.read { try $0.views.status(at: 0).arrivalTotal } == count)
        #expect(hall.metrics["wharf_poll_taken_total"] == count)
        guard count > 40 else { return }
        let line = "\(count) files taken in \(taking), found known in \(looking)\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    @Test func `another host key than the pinned one holds the server and shows both`() throws {
        let server = try PartnerSSHServer()
        let pinned = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
        let hall = try hall(server, after: "do: leave", fingerprint: pinned)
        let sentence = try #require(try hall.status().sentence)
        #expect(sentence.contains(server.fingerprint) && sentence.contains(pinned))
    }

    @Test func `a file that may not be read is tried again and the others are taken`() throws {
        let server = try PartnerSSHServer()
        let hall = try hall(server, after: "do: delete")
        // A folder of that name is listed as one and passed over; a link to nowhere cannot be read.
        try FileManager.default.createDirectory(
            atPath: server.folder + "/out/0.edi", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: server.folder + "/out/1.edi", withDestinationPath: "/nowhere")
        try server.put("2.edi", Interchange(control: 2).bytes)
        #expect(try hall.visit().taken == 1)
        #expect(try hall.entry("1.edi").reason == "is a link or a device, not a file")
        #expect(try server.names("out") == ["0.edi", "1.edi"])
    }
}
