import Cryptography
import SFTP
import Synchronization
import Testing

@testable import Transports

/// Who may log in, and by which ways.
@Suite struct MailboxLoginTests {
    private static let ed25519 =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKgMtM8KPfgjWPqGIRvdEHbyMd0FpmTykFyfzESCLIfu acme"
    /// 2048 bits, made for this test only.
    private static let rsa2048 =
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCOARKJ2eM5wHIJvSIoJYgT7BUH1BXLC5izJkvm/+YRnUaRf8KWYIhlbxPN"
        + "bO49kWJF+0BRmqI6vijYtTuw2U4XwyKPA6pG98LGWzcpzAMq/OHutIiM+DznP8tAknmZeIakM/d1Ifp72gdI4rXaEezgQmBA"
        + "jo0FK1O0O1NDR02VHbHAvfG7M1zgY8vrRh01Z65XUkMIVBugpp2wrQzBih/JtmJS8iFZkkYyqJrDbSTgW1BGHB9GCojR6T7H"
        + "9oPBeGUBwcZ0Qfn40GfOb6m18CH5KDUAGs/210Ya4bs33nIv0DPvr21OamVB7q2O+3eQvv3I+2oeZF6MrNBMKzIs15Xp acm"
        + "e"

    private static let password = PasswordHash.make("correct horse")

    private func attempt(
        _ line: String? = nil, password: String = "", door: HostDoor = .standard, peer: String = "192.0.2.7",
        user: String = "acme", proven: LoginMethods = [], provenKey: String? = nil, opens: Bool = true
    ) throws -> LoginAttempt {
        let credential: LoginCredential
        if let line {
            let key = try AuthorizedKey(line: line)
            credential = .publicKey(
                blob: key.blob, type: key.type, fingerprint: key.fingerprint, proven: true)
        } else {
            credential = .password(password)
        }
        return LoginAttempt(
            user: user, peer: peer, credential: credential, door: door, proven: proven, provenKey: provenKey,
            opensSession: opens)
    }

    @Test func `a partner is offered the ways of its profile`() throws {
        func ways(_ fixture: MailboxFixture) -> LoginWays {
            fixture.host.ways(for: "acme", from: "192.0.2.7", at: .standard)
        }
        let secrets = ["ACME": Self.password]
        #expect(
            ways(try MailboxFixture(keys: "[{ key: \(Self.ed25519) }]")) == LoginWays(offered: .publicKey))
        #expect(
            ways(try MailboxFixture(hosted: ["password: secret://env/ACME"], secrets: secrets))
                == LoginWays(offered: .password))
        let lines = ["password: secret://env/ACME", "require: both"]
        #expect(
            ways(try MailboxFixture(hosted: lines, keys: "[{ key: \(Self.ed25519) }]", secrets: secrets))
                == LoginWays(offered: [.publicKey, .password], needsAll: true))
    }

    @Test func `a name that nobody has is always offered the same, and what somebody is offered`() throws {
        let fixture = try MailboxFixture(
            keys: "[{ key: \(Self.ed25519) }]",
            others: ["words": ["login: words", "password: secret://env/WORDS"]],
            secrets: ["WORDS": Self.password])
        let names = (0..<200).map { "stranger\($0)" }
        let offers = names.map { fixture.host.ways(for: $0, from: "192.0.2.7", at: .standard) }
        #expect(offers == names.map { fixture.host.ways(for: $0, from: "198.51.100.1", at: .legacy) })
        #expect(
            Set(offers) == [LoginWays(offered: .publicKey), LoginWays(offered: .password)])
        #expect((60...140).contains(offers.filter { $0.offered == .password }.count))
        #expect(try offers == names.map { try fixture.restarted().ways(for: $0, from: "::1", at: .standard) })
    }

    @Test func `key and password are both needed where the profile says so`() throws {
        let fixture = try MailboxFixture(
            hosted: ["password: secret://env/ACME", "require: both"], keys: "[{ key: \(Self.ed25519) }]",
            secrets: ["ACME": Self.password])
        #expect(fixture.host.logIn(try attempt(Self.ed25519, opens: false)) != nil)
        #expect(fixture.host.logIn(try attempt(Self.ed25519)) == nil)
        #expect(fixture.host.logIn(try attempt(password: "correct horse")) == nil)
        #expect(fixture.host.logIn(try attempt(Self.ed25519, proven: .publicKey)) == nil)
        #expect(fixture.office.logins.withLock { $0.isEmpty })
        let key = try AuthorizedKey(line: Self.ed25519).fingerprint
        #expect(
            fixture.host.logIn(
                try attempt(password: "correct horse", proven: .publicKey, provenKey: key)) != nil)
        #expect(fixture.host.logIn(try attempt(password: "wrong", proven: .publicKey)) == nil)
        #expect(fixture.host.logIn(try attempt(Self.ed25519, proven: .password)) != nil)
        #expect(
            fixture.office.logins.withLock { $0 } == [
                "acme with key \(key) and password", "acme with password and key \(key)",
            ])
    }

    @Test(arguments: ["draft", "suspended", "retired"])
    func `a partner that is not active is not let in, and the reason is noted for us`(state: String) throws {
        let fixture = try MailboxFixture(keys: "[{ key: \(Self.ed25519) }]", state: state)
        #expect(fixture.host.logIn(try attempt(Self.ed25519)) == nil)
        #expect(fixture.office.refusals.withLock { $0 } == ["acme: the partner is \(state)"])
    }

    @Test func `the legacy listener is for partners with an exception that has not ended`() throws {
        let plain = try MailboxFixture(keys: "[{ key: \(Self.ed25519) }]")
        #expect(plain.host.logIn(try attempt(Self.ed25519, door: .legacy)) == nil)
        #expect(plain.office.refusals.withLock { $0.first?.contains("this one has none") } == true)
        #expect(plain.host.logIn(try attempt(Self.ed25519)) != nil)
        let open = try MailboxFixture(
            hosted: ["legacy: { until: 2026-11-23, reason: an old client }"],
            keys: "[{ key: \(Self.ed25519) }]")
        #expect(open.host.logIn(try attempt(Self.ed25519, door: .legacy)) != nil)
        let ended = try MailboxFixture(
            hosted: ["legacy: { until: 2026-11-22, reason: an old client }"],
            keys: "[{ key: \(Self.ed25519) }]")
        #expect(ended.host.logIn(try attempt(Self.ed25519, door: .legacy)) == nil)
        #expect(
            ended.office.refusals.withLock { $0 } == [
                "acme: its exception for old algorithms ended on 2026-11-22 (hosted.legacy.until)"
            ])
        #expect(ended.host.logIn(try attempt(Self.ed25519)) != nil)
    }

    @Test func `an RSA key below 3072 bits opens the legacy listener only, by its partner's exception`()
        throws
    {
        let fixture = try MailboxFixture(
            hosted: ["legacy: { until: 2027-03-31, reason: an old client, rsa: 2048 }"],
            keys: "[{ key: \(Self.rsa2048) }]")
        #expect(fixture.host.logIn(try attempt(Self.rsa2048)) == nil)
        #expect(
            fixture.office.refusals.withLock { $0.first?.contains("RSA key has 2048 bits, 3072") } == true)
        #expect(fixture.host.logIn(try attempt(Self.rsa2048, door: .legacy)) != nil)
    }

    @Test func `a key opens nothing before its first day and after its last`() throws {
        for (dates, opens) in [
            ("notBefore: 2026-11-23, notAfter: 2026-11-23", true), ("notBefore: 2026-11-24", false),
            ("notAfter: 2026-11-22", false),
        ] {
            let fixture = try MailboxFixture(keys: "[{ key: \(Self.ed25519), \(dates) }]")
            #expect((fixture.host.logIn(try attempt(Self.ed25519)) != nil) == opens, "\(dates)")
        }
    }

    @Test func `a session beyond the quota is refused until another has ended`() throws {
        let fixture = try MailboxFixture(
            hosted: ["quota: { sessions: 1 }"], keys: "[{ key: \(Self.ed25519) }]")
        let first = try #require(fixture.host.logIn(try attempt(Self.ed25519)))
        #expect(fixture.host.logIn(try attempt(Self.ed25519, opens: false)) != nil)
        #expect(fixture.host.logIn(try attempt(Self.ed25519)) == nil)
        #expect(fixture.office.refusals.withLock { $0.first?.contains("1 sessions are open") } == true)
        first.ended()
        #expect(fixture.host.logIn(try attempt(Self.ed25519)) != nil)
    }
}
