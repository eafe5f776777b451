import Foundation
import Synchronization
import Testing

@testable import SFTP

/// What a login may take of the host where that is less than everybody's limits.
@Suite struct AllowanceTests {
    @Test func `an account is burdened by bytes and relieved by time, for all sessions of a login`() {
        let rates = TransferRates()
        let start = ContinuousClock.now
        func spend(_ bytes: UInt64, _ login: String = "acme", after seconds: Double) -> Double? {
            let now = start + .seconds(seconds)
            return rates.spend(bytes, of: login, bytesPerSecond: 1_000, at: now).map {
                ($0 - start) / .seconds(1)
            }
        }
        #expect(spend(0, after: 0) == nil)
        #expect(spend(1_000, after: 0) == 1)
        #expect(spend(500, after: 0) == 1.5)
        #expect(spend(1_000, "other", after: 0) == 1)
        #expect(spend(0, after: 1.5) == nil)
        // Quiet hours are not saved up, but for a quarter of a second.
        #expect(spend(250, after: 3_600) == nil)
        #expect(spend(100, after: 3_600) == 3_600.1)
    }

    @Test func `a login moves no more bytes a second than it may, both ways`() async throws {
        let allowance = SessionAllowance(bytesPerSecond: 1_000_000)
        let fixture = try await HostFixture(allowance: allowance)
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        let path = try fixture.localFile("large", bytes)
        let began = ContinuousClock.now
        let run = try await fixture.sftp(["put \(path) /upload/large", "get /upload/large \(path).back"])
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        #expect(run.status == 0, "\(run.output)")
        #expect(seconds >= 1.7 && seconds < 15, "\(seconds)")
        #expect(fixture.files.state.withLock { $0.files["/upload/large"] } == bytes)
        #expect(FileManager.default.contents(atPath: path + ".back").map { [UInt8]($0) } == bytes)
    }

    @Test func `a session opens no more files than its login may`() async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await HostFixture(allowance: SessionAllowance(openFiles: 2))
        let run = try await fixture.paramiko(
            """
            link = connect()
            link.auth_publickey("partner", key)
            files = paramiko.SFTPClient.from_transport(link)
            held = [files.open("/upload/%d" % n, "wb") for n in range(2)]
            try: files.open("/upload/3", "wb"); raise SystemExit("a third was opened")
            except OSError as error: assert "2 files are open" in str(error), error
            held.pop().close()
            files.open("/upload/3", "wb").close()
            link.close()
            """)
        #expect(run.status == 0, "\(run.output)")
    }
}
