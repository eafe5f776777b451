import Testing

@testable import Partners

struct RemoteLoginTests {
    @Test func `a secret that was looked up shows itself in no form of printing`() throws {
        let remote = try #require(
            try ProfileFolder.complete().load().directory?.partner(id: "acme-castings")?.remote)
        var dumped = ""
        dump(remote, to: &dumped)
        for text in ["\(remote)", String(reflecting: remote), dumped] {
            #expect(text.contains("(secret)") || text == dumped)
            #expect(!text.contains("correct horse"))
            #expect(!text.contains("BEGIN OPENSSH"))
        }
        #expect(remote.identityKey?.bytes.isEmpty == false)
    }

    @Test func `a closed key wants its passphrase`() throws {
        let folder = try ProfileFolder.complete()
        try folder.secret("acme-sftp-key", SampleKeys.closedPrivateKey)
        #expect(
            folder.load().errors == [
                "Partners/acme-castings.yaml:24:13: error: secret://file/acme-sftp-key asks for a passphrase "
                    + "(hint: give `passphrase`, or take it away with `ssh-keygen -p -N '' -f FILE`)"
            ])
        try folder.secret("acme-passphrase", "opensesame\n")
        try folder.write(
            "acme-castings.yaml",
            SampleProfiles.partner.replacing(
                "  password: secret://file/acme-sftp-password",
                with: "  passphrase: secret://file/acme-passphrase"))
        let review = folder.load()
        #expect(review.faults == [])
        #expect(
            review.directory?.partner(id: "acme-castings")?.remote?.identityPassphrase?.text == "opensesame")
    }

    @Test(arguments: [
        ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", "is a key in PuTTY's form"),
        (SampleKeys.ed25519, "is a public key"),
        ("-----BEGIN PRIVATE KEY-----\nMC4C\n", "is not a private key"),
        ("-----BEGIN CERTIFICATE-----\nMC4C\n-----END CERTIFICATE-----\n", "is not a private key"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMC4C\n-----END RSA PRIVATE KEY-----",
            "asks for"
        ),
        ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4C\n-----END ENCRYPTED PRIVATE KEY-----", "asks for"),
    ])
    func `what is no private key is called what it is`(_ text: String, _ complaint: String) {
        #expect(LoginDecoder.flaw(of: text, hasPassphrase: false)?.message.hasPrefix(complaint) == true)
    }

    @Test func `a passphrase without a key opens nothing`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write(
            "acme-castings.yaml",
            SampleProfiles.partner.replacing(
                "  identity: secret://file/acme-sftp-key",
                with: "  passphrase: secret://file/acme-sftp-password"))
        #expect(
            folder.load().errors == [
                "Partners/acme-castings.yaml:24:15: error: there is no `identity` that it opens"
            ])
    }

    @Test(arguments: [
        ("169.254.169.254", true), ("::ffff:169.254.169.254", true), ("fe80::1%eth0", true),
        ("0.0.0.0", true),
        ("::", true), ("239.1.1.1", true), ("255.255.255.255", true), ("fd00:ec2::254", true),
        ("127.0.0.1", false), ("::1", false), ("10.0.0.5", false), ("192.168.1.1", false),
        ("203.0.113.5", false), ("fd12::1", false), ("sftp.example.com", false),
    ])
    func `link-local, multicast and no addresses are never connected to`(_ address: String, _ isRefused: Bool)
    {
        #expect((RemoteAddressRule.refusal(of: address) != nil) == isRefused)
    }
}
