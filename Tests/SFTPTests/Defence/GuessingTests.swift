import Foundation
import SFTP
import Synchronization
import Testing

/// What a guesser learns from answers and from the time they take.
@Suite struct GuessingTests {
    /// A host that looks at known names for longer than at unknown ones, and answers at multiples of 40 ms.
    private func fixture() async throws -> HostFixture {
        var limits = HostLimits()
        limits.failureDelaySeconds = 0.04
        limits.authenticationTries = .max
        limits.graceSeconds = 300
        limits.neverBanned = [try #require(NetworkRange("127.0.0.0/8"))]
        return try await HostFixture(
            limits: limits,
            pause: { step in
                guard step == "looks at partner" else { return }
                let end = ContinuousClock.now + .milliseconds(4)
                while ContinuousClock.now < end {}
            })
    }

    @Test(arguments: ["password", "key"])
    func `many tries in a row do not tell a known name from an unknown one`(way: String) async throws {
        guard await HostFixture.hasPython("paramiko") else { return }
        let fixture = try await fixture()
        let stranger = try await HostFixture.run([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", fixture.folder + "/stranger",
        ])
        try #require(stranger.status == 0, "\(stranger.output)")
        let run = try await fixture.paramiko(
            """
            import statistics, time
            wrong = paramiko.Ed25519Key.from_private_key_file("\(fixture.folder)/stranger")
            pairs = [(name, connect()) for name in ("partner", "nobody")]
            for _, transport in pairs: transport.auth_timeout = 30
            times, said = {"partner": [], "nobody": []}, {"partner": set(), "nobody": set()}
            for number in range(75):
                for name, transport in pairs if number % 2 else pairs[::-1]:
                    began = time.perf_counter()
                    try:
                        if "\(way)" == "password": transport.auth_password(name, "guess %d" % number)
                        else: transport.auth_publickey(name, wrong)
                        raise SystemExit("let in")
                    except paramiko.AuthenticationException as error:
                        said[name].add((type(error).__name__, str(error), str(getattr(error, "allowed_types", ""))))
                    times[name].append(time.perf_counter() - began)
            assert said["partner"] == said["nobody"] and len(said["nobody"]) == 1, said
            # The fastest few, since what else the machine does only adds; 4 ms of work would show in them.
            known, unknown = (statistics.median(sorted(times[name])[:8]) for name in ("partner", "nobody"))
            assert known > 0.039 and abs(known - unknown) < 0.001, (known, unknown)
            """)
        #expect(run.status == 0, "\(run.output)")
        #expect(fixture.host.counts.logins == 0)
    }
}
