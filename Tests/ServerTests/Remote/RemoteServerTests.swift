import Foundation
import Glibc
import Testing

/// The real program visits OpenSSH's own server.
@Suite(.serialized, .enabled(if: PrivateServer.exists)) struct RemoteServerTests {
    @Test func `files are taken from a partner's server and their answers verified there`() throws {
        let far = try FarSide()
        let uploads = try far.lay(501...504)
        let process = try far.start()
        defer { process.stop() }
        #expect(try far.judge(uploads).isEmpty)
        let shown = try far.house.ask("interchange", "show", far.answers()[0]["id"] as? String ?? "")
        let attempts = shown.first?["attempts"] as? [[String: Any]] ?? []
        #expect(attempts.count == 1 && attempts[0]["outcome"] as? String == "verified")
        let status = try far.status()
        #expect(status["condition"] as? String == "waiting" && status["ageOfLastGoodVisit"] is Int)
    }

    /// The crash points of visits; the server dies at each, and what it left half done is finished by its successor.
    @Test(arguments: Checkout.failpoints.filter { $0.hasPrefix("poll.") || $0.hasPrefix("push.") })
    func `a server killed in a visit takes nothing twice and sends nothing under a second name`(
        failpoint: String
    )
        throws
    {
        let far = try FarSide()
        let uploads = try far.lay(601...603)
        let doomed = try far.start(["WHARF_FAILPOINT": "\(failpoint):kill"])
        let ending = doomed.program.wait(within: 30)
        #expect(
            ending == .killed(signal: SIGKILL), "\(failpoint) was not reached: \(doomed.program.complaints)")
        let process = try far.start()
        defer { process.stop() }
        try far.visit()
        #expect(try far.judge(uploads).isEmpty)
    }

    @Test func `a changed host key stops the visits and shows both keys`() throws {
        let far = try FarSide()
        try ClientSide.replace(
            far.server.fingerprint, with: "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
            in: far.house.partners + "/acme-castings.yaml")
        _ = try far.lay(701...701)
        let process = try far.start()
        defer { process.stop() }
        let held = try Patience.wait(within: 20) { () -> String? in
            let status = try far.status()
            return status["condition"] as? String == "held" ? status["sentence"] as? String ?? "" : nil
        }
        let sentence = try #require(held)
        #expect(sentence.contains(far.server.fingerprint) && sentence.contains("SHA256:47DEQpj8"))
        #expect(try far.arrivals().isEmpty)
    }

    /// Bytes of the server after which the line is dead: in the greeting, the key exchange, the login, among names, in a file, and in
    /// the visit that brings the answers.
    @Test(arguments: [0, 20, 700, 1_300, 2_000, 2_700, 3_300, 4_500, 7_000, 9_000])
    func `a stop breaks a stalled visit off at once, and the next start does the rest once`(limit: Int) throws
    {
        let far = try FarSide()
        let uploads = try far.lay(801...803)
        let relay = try StallingRelay(to: far.server.port, limit: limit)
        defer { relay.stop() }
        try ClientSide.replace(
            "port: \(far.server.port)\n", with: "port: \(relay.port)\n",
            in: far.house.partners + "/acme-castings.yaml")
        let process = try far.start()
        #expect(
            Patience.wait(within: 20) { relay.isStalled ? true : nil } == true, "\(relay.passed) bytes came")
        let began = ContinuousClock.now
        process.program.send(SIGTERM)
        #expect(process.program.wait(within: 20) == .exited(0))
        #expect(ContinuousClock.now - began < .seconds(5))
        relay.mend()
        let next = try far.start()
        defer { next.stop() }
        try far.visit()
        #expect(try far.judge(uploads).isEmpty)
    }
}
