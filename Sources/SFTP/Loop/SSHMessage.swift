internal import CLibSSH

/// One message of a client before it is logged in, held until it is answered.
///
/// The library would rather be answered from inside a callback. A password costs more time than a loop may
/// sleep, so messages are taken out of the library's queue, kept here, and answered when a worker knows the
/// answer.
struct SSHMessage: ~Copyable {
    private let raw: OpaquePointer

    /// What a client asks for before it is logged in.
    enum Kind {
        /// To log in with something that can be checked.
        case credential(user: String, LoginCredential)
        /// To log in without anything: the usual way to ask which ways there are.
        case nothing(user: String)
        /// To log in by a way that is never offered, or with a name, key or password that cannot be read.
        case unusable(user: String?)
        /// Anything but a login.
        case other
    }

    init(_ raw: OpaquePointer) { self.raw = raw }

    deinit { ssh_message_free(raw) }

    /// The longest login name looked at.
    static let userBytes = 256

    var kind: Kind {
        guard ssh_message_type(raw) == Int32(SSH_REQUEST_AUTH.rawValue) else { return .other }
        guard let user = ssh_message_auth_user(raw).flatMap({ String(validatingCString: $0) }),
            user.utf8.count <= Self.userBytes, !user.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return .unusable(user: nil) }
        switch UInt32(bitPattern: ssh_message_subtype(raw)) {
        case UInt32(SSH_AUTH_METHOD_NONE): return .nothing(user: user)
        case UInt32(SSH_AUTH_METHOD_PASSWORD):
            guard let password = wharf_message_password(raw).flatMap({ String(validatingCString: $0) }) else {
                return .unusable(user: user)
            }
            return .credential(user: user, .password(password))
        case UInt32(SSH_AUTH_METHOD_PUBLICKEY):
            let state = wharf_message_key_state(raw)
            guard let key = wharf_message_key(raw), let facts = PublicKeyFacts(key: key),
                state == SSH_PUBLICKEY_STATE_NONE.rawValue || state == SSH_PUBLICKEY_STATE_VALID.rawValue
            else { return .unusable(user: user) }
            return .credential(
                user: user,
                .publicKey(
                    blob: facts.blob, type: facts.type, fingerprint: facts.fingerprint,
                    proven: state == SSH_PUBLICKEY_STATE_VALID.rawValue))
        default: return .unusable(user: user)
        }
    }

    /// Tells the client that it is logged in.
    func replyLoggedIn() { ssh_message_auth_reply_success(raw, 0) }

    /// Tells the client that this was right, and that more is asked for.
    func replyPartlyLoggedIn() { ssh_message_auth_reply_success(raw, 1) }

    /// Tells the client that a login with this key would be accepted.
    func replyKeyWouldDo() { ssh_message_auth_reply_pk_ok_simple(raw) }

    /// Gives the library's usual answer: for a login that it is refused, and by which ways one may try.
    func replyRefused() { ssh_message_reply_default(raw) }
}
