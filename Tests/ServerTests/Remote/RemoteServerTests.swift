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

    @Test func `a stop breaks a visit off at once and leaves nothing half done`() throws {
        let far = try FarSide()
        // A listener that says nothing stalls the visit in its first phase.
        let silent = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(silent) }
        let port = try PrivateServer.freePort()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(silent, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && listen(silent, 4) == 0
            }
        }
        try #require(isBound)
        try ClientSide.replace(
            "port: \(far.server.port)\n", with: "port: \(port)\n",
            in: far.house.partners + "/acme-castings.yaml")
        let process = try far.start()
        let isVisiting = try Patience.wait(within: 20) {
            try far.status()["condition"] as? String == "visiting" ? true : nil
        }
        #expect(isVisiting == true)
        let began = ContinuousClock.now
        process.program.send(SIGTERM)
        #expect(process.program.wait(within: 20) == .exited(0))
        #expect(ContinuousClock.now - began < .seconds(5))
    }
}
