import Foundation
import SFTP
import Testing

/// The ways servers ask who we are.
@Suite struct ClientLoginTests {
    @Test func `a password logs in, and a wrong one says what is wanted`() async throws {
        let fixture = try await HostFixture()
        try await fixture.withClient(fixture.options(credentials: [.password("secret")])) { _ in }
        let wrong = try fixture.options(credentials: [.password("guess")])
        let error = try await clientError { try await fixture.withClient(wrong) { _ in } }
        #expect(error.code == .loginRefused && error.phase == .login && !error.isTransient, "\(error)")
        #expect(error.details["methods"]?.contains("password") == true)
        #expect(error.description.contains("partner") && !error.description.contains("guess"))
    }

    @Test func `the next credential is shown when one is refused`() async throws {
        let fixture = try await HostFixture()
        let made = try await HostFixture.run([
            "ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", fixture.folder + "/unknown",
        ])
        try #require(made.status == 0)
        let pem = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture.folder + "/unknown")))
        let options = try fixture.options(
            credentials: [.privateKey(pem: pem, passphrase: nil), .password("secret")])
        try await fixture.withClient(options) { _ in }
        #expect(fixture.host.counts.logins == 1)
    }

    @Test func `a key with a passphrase is opened by it, and nobody is asked for a missing one`() async throws
    {
        let fixture = try await HostFixture()
        for format in [
            ["-p", "-P", "", "-N", "words", "-f", fixture.clientKey],
            ["-p", "-m", "PEM", "-P", "words", "-N", "words", "-f", fixture.clientKey],
        ] {
            let made = try await HostFixture.run(["ssh-keygen", "-q"] + format)
            try #require(made.status == 0, "\(made.output)")
            let pem = try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture.clientKey)))
            let open = try fixture.options(credentials: [.privateKey(pem: pem, passphrase: "words")])
            try await fixture.withClient(open) { _ in }
            for passphrase in [nil, "other"] {
                let shut = try fixture.options(credentials: [.privateKey(pem: pem, passphrase: passphrase)])
                let error = try await clientError { try await fixture.withClient(shut) { _ in } }
                #expect(error.code == .localFailure && error.description.contains("passphrase"), "\(error)")
            }
        }
    }

    @Test func `a key and a password are shown where both are asked for`() async throws {
        let fixture = try await HostFixture(ways: [
            "both": LoginWays(offered: [.publicKey, .password], needsAll: true)
        ])
        var options = try fixture.options()
        options.user = "both"
        options.credentials.append(.password("secret"))
        try await fixture.withClient(options) { _ in }
        options.credentials.removeLast()
        let error = try await clientError { [options] in try await fixture.withClient(options) { _ in } }
        #expect(error.code == .loginRefused && error.description.contains("in addition"), "\(error)")
    }

    @Test func `a credential shows its kind and nothing else`() {
        let secrets: [ClientCredential] = [
            .password("hidden"), .privateKey(pem: Array("hidden".utf8), passphrase: "hidden"),
        ]
        var shown = "\(secrets) \(secrets[0]) \(String(reflecting: secrets))"
        dump(secrets, to: &shown)
        #expect(!shown.contains("hidden"))
    }

    /// A server by asyncssh that asks in the way its argument says, and prints its port.
    private static let server = """
        import asyncio, asyncssh, sys
        folder, mode = sys.argv[1], sys.argv[2]
        class Server(asyncssh.SSHServer):
            def begin_auth(self, user): return True
            def password_auth_supported(self): return mode == "expired"
            def validate_password(self, user, password):
                raise asyncssh.PasswordChangeRequired("Your password has expired")
            def kbdint_auth_supported(self): return mode != "expired"
            def get_kbdint_challenge(self, user, lang, methods):
                if mode == "change":
                    return ("", "You must change your password now.", "", [("New password: ", False)])
                if mode == "code":
                    return ("", "", "", [("Verification code: ", False)])
                return ("", "", "", [("Password for partner: ", False)])
            def validate_kbdint_response(self, user, answers): return list(answers) == ["secret"]
        async def main():
            listener = await asyncssh.create_server(
                Server, "127.0.0.1", 0, server_host_keys=[folder + "/host"], sftp_factory=True)
            print(listener.get_port(), flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        asyncio.run(main())
        """

    @Test(arguments: [
        ("question", ClientError.Code?.none), ("expired", .passwordExpired), ("change", .passwordExpired),
        ("code", .loginRefused),
    ])
    func `a server that asks is answered, or its question is told`(
        mode: String, code: ClientError.Code?
    ) async throws {
        guard await HostFixture.hasPython("asyncssh") else { return }
        let fixture = try await HostFixture()
        let script = try fixture.localFile("server.py", Array(Self.server.utf8))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, fixture.folder, mode]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { try? input.fileHandleForWriting.close() }
        let said = try await onThread { output.fileHandleForReading.availableData }
        let port = try #require(
            UInt16(String(decoding: said, as: UTF8.self).split(separator: "\n").first ?? ""))
        let options = try fixture.options(port: port, credentials: [.password("secret")])
        guard let code else { return try await fixture.withClient(options) { _ = try $0.realPath(".") } }
        let error = try await clientError { try await fixture.withClient(options) { _ in } }
        #expect(error.code == code && error.phase == .login && !error.isTransient, "\(error)")
    }
}
