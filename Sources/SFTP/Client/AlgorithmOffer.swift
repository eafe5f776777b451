/// Which algorithms a client offers to a server, most wanted first.
public enum AlgorithmOffer: String, Sendable, Hashable, CaseIterable {
    /// No SHA-1, no CBC, no RSA below 2048 bits.
    case modern
    /// The modern ones and, behind them, those that old servers are left with.
    case legacy

    var keyExchanges: [String] {
        let modern = [
            "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521", "diffie-hellman-group18-sha512", "diffie-hellman-group16-sha512",
            "diffie-hellman-group-exchange-sha256", "diffie-hellman-group14-sha256",
        ]
        return self == .modern
            ? modern
            : modern + [
                "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1",
                "diffie-hellman-group1-sha1",
            ]
    }

    /// Names of signatures; several of them go with one type of key.
    var hostKeys: [String] {
        let modern = [
            "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
            "rsa-sha2-512", "rsa-sha2-256",
        ]
        return self == .modern ? modern : modern + ["ssh-rsa"]
    }

    var ciphers: [String] {
        let modern = [
            "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-ctr",
            "aes192-ctr", "aes128-ctr",
        ]
        return self == .modern ? modern : modern + ["aes256-cbc", "aes192-cbc", "aes128-cbc", "3des-cbc"]
    }

    var codes: [String] {
        let modern = [
            "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256",
            "hmac-sha2-512",
        ]
        return self == .modern ? modern : modern + ["hmac-sha1-etm@openssh.com", "hmac-sha1"]
    }

    /// The signatures our own key may make.
    var signatures: [String] { hostKeys }

    /// The shortest RSA key that is taken, in bits.
    var leastRSABits: Int32 { self == .modern ? 2_048 : 1_024 }

    /// The names of signatures that a type of key can make.
    static func signatures(ofKeyType type: String) -> Set<String> {
        type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type]
    }
}
