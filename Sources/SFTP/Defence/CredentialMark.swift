/// A login name and what was shown with it, as two numbers that tell nothing to others: to know again what failed
/// or did before.
///
/// The numbers are keyed by the process, so they mean nothing in another and cannot be searched beforehand.
struct CredentialMark: Sendable, Hashable {
    let user: Int
    let shown: Int

    init(user: String?, credential: LoginCredential?) {
        var hasher = Hasher()
        hasher.combine(user)
        self.user = hasher.finalize()
        hasher = Hasher()
        hasher.combine(user)
        switch credential {
        case .password(let password): hasher.combine(password)
        case .publicKey(let blob, _, _, _): hasher.combine(blob)
        case nil: break
        }
        shown = hasher.finalize()
    }
}
