import Foundation
import SFTP
import Testing

/// Each algorithm that OpenSSH's client knows, tried alone at the standard door.
@Suite(.serialized) struct AlgorithmTests {
    private static let taken: [String: Set<String>] = [
        "KexAlgorithms": [
            "curve25519-sha256", "curve25519-sha256@libssh.org", "diffie-hellman-group16-sha512",
            "diffie-hellman-group18-sha512",
        ],
        "Ciphers": [
            "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
            "aes128-ctr", "aes192-ctr", "aes256-ctr",
        ],
        "MACs": ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"],
        "HostKeyAlgorithms": ["ssh-ed25519"],
    ]

    @Test(arguments: [
        ("KexAlgorithms", "kex"), ("Ciphers", "cipher"), ("MACs", "mac"), ("HostKeyAlgorithms", "key-sig"),
    ])
    func `the client's algorithms are agreed on one by one, and only those of the list`(
        option: String, query: String
    ) async throws {
        var limits = HostLimits()
        limits.neverBanned = [try #require(NetworkRange("127.0.0.0/8"))]
        let fixture = try await HostFixture(limits: limits)
        let known = try await HostFixture.run(["ssh", "-Q", query]).output.split(separator: "\n").map(
            String.init)
        let taken = try #require(Self.taken[option])
        try #require(!known.isEmpty)
        for algorithm in known {
            var options = ["-o", "\(option)=\(algorithm)"]
            // A cipher that authenticates by itself needs no code, and would hide which codes are taken.
            if option == "MACs" { options += ["-o", "Ciphers=aes128-ctr"] }
            let run = try await fixture.sftp(["ls /"], options: options)
            #expect((run.status == 0) == taken.contains(algorithm), "\(algorithm): \(run.output)")
            guard run.status != 0 else { continue }
            #expect(!run.output.contains("Bad SSH2"), "\(algorithm): \(run.output)")
        }
        #expect(fixture.host.counts.logins == taken.intersection(known).count)
    }
}
