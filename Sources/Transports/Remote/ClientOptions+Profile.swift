public import Partners
public import SFTP

extension ClientOptions {
    /// How a profile says that a partner's server is reached.
    ///
    /// - Parameters:
    ///   - remote: what the profile says.
    ///   - day: the day by which its legacy exception is judged, as CCYY-MM-DD.
    public init(reaching remote: RemoteSection, on day: String) {
        let key = remote.identityKey.map {
            ClientCredential.privateKey(pem: $0.bytes, passphrase: remote.identityPassphrase?.text)
        }
        let password = remote.passwordText.map { ClientCredential.password($0.text) }
        let deadlines = ClientDeadlines(
            connect: remote.deadlines.connect, auth: remote.deadlines.auth, list: remote.deadlines.list,
            file: remote.deadlines.file, total: remote.deadlines.poll)
        self.init(
            host: remote.host, port: remote.port, user: remote.user,
            credentials: [key, password].compactMap(\.self), hostKeys: remote.hostKeys, deadlines: deadlines,
            algorithms: remote.legacy?.isOpen(on: day) == true ? .legacy : .modern,
            keepAlive: remote.keepAlive)
        addressRefusal = { RemoteAddressRule.refusal(of: $0) }
    }
}
