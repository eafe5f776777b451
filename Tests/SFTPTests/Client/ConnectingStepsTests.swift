import SFTP
import Testing

/// What is heard of connecting before there is a session.
@Suite struct ConnectingStepsTests {
    @Test func `an address that may not be reached is never connected to`() {
        var options = ClientOptions(host: "127.0.0.1", port: 1, user: "us", credentials: [], hostKeys: [])
        options.addressRefusal = { "\($0) is for nobody" }
        var steps: [ClientPhase] = []
        let error = #expect(throws: ClientError.self) {
            _ = try SFTPClient.connect(options, progress: { steps.append($0.phase) })
        }
        #expect(error?.phase == .resolve && error?.code == .localFailure && error?.isTransient == false)
        #expect(error?.description.contains("127.0.0.1 is for nobody") == true)
        #expect(steps == [.resolve])
    }
}
