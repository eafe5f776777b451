internal import CLibSSH

extension SSHClientSession {
    /// The key the server proved to hold.
    func serverKey(_ limit: StepLimit) throws(ClientError) -> PublicKeyFacts {
        var key: OpaquePointer?
        guard ssh_get_server_publickey(raw, &key) == SSH_OK, let key else { throw lost(limit) }
        defer { ssh_key_free(key) }
        guard let facts = PublicKeyFacts(key: key) else {
            throw limit.error(.protocolViolation, "\(limit.server): its key is of a type we cannot read")
        }
        return facts
    }

    /// The server's greeting; empty before it arrived.
    var banner: String { PlainText.line(Self.text(ssh_get_serverbanner(raw))) }

    /// Fills in what was agreed.
    func describe(_ facts: inout ServerFacts) {
        facts.banner = banner
        facts.keyExchange = Self.text(ssh_get_kex_algo(raw))
        facts.cipher = Self.text(ssh_get_cipher_out(raw))
        facts.mac = Self.text(ssh_get_hmac_out(raw))
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}
