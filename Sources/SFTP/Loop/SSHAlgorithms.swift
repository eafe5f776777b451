/// The algorithms a door of the host offers; the order is our preference.
struct SSHAlgorithms: Sendable, Equatable {
    let keyExchanges: String
    let ciphers: String
    let codes: String
    let hostKeyTypes: String
    let clientKeyTypes: String

    /// RSA keys of clients below this are not even looked at; whether 2048 bits will do is for the partner's
    /// profile to say.
    static let leastRSABits: Int32 = 2048

    /// No SHA-1, no CBC, no MAC before encryption, no group below 3072 bits, no curve of unknown origin.
    static let standard = SSHAlgorithms(
        keyExchanges: "curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group16-sha512,"
            + "diffie-hellman-group18-sha512",
        ciphers: "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,"
            + "aes192-ctr,aes128-ctr",
        codes: "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com",
        hostKeyTypes: "ssh-ed25519,rsa-sha2-512,rsa-sha2-256",
        clientKeyTypes: "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
            + "ecdsa-sha2-nistp521,sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256")

    /// What clients of ten years ago have; behind what is better, and never DSA, RC4 or groups of 1024 bits.
    static let legacy = SSHAlgorithms(
        keyExchanges: standard.keyExchanges
            + ",ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group14-sha256,"
            + "diffie-hellman-group-exchange-sha256,diffie-hellman-group14-sha1",
        ciphers: standard.ciphers + ",aes256-cbc,aes192-cbc,aes128-cbc",
        codes: standard.codes + ",hmac-sha2-256,hmac-sha2-512,hmac-sha1-etm@openssh.com,hmac-sha1",
        hostKeyTypes: standard.hostKeyTypes + ",ssh-rsa",
        clientKeyTypes: standard.clientKeyTypes + ",ssh-rsa")
}
