internal import Cryptography
internal import Logging
internal import Partners
public import SFTP
internal import Synchronization

/// Who may log in, and by which ways.
///
/// A stranger must not learn which logins exist: unknown names are offered what a real one could be offered, and
/// a wrong proof costs the same work for everybody.
extension MailboxHost {
    /// RSA keys below this open a login only by a partner's exception, and only at the legacy door.
    private static let leastRSABits = 3_072

    /// The ways of a name: its own, or for a name that nobody has those of one that somebody has.
    public func ways(for user: String, from peer: String, at door: HostDoor) -> LoginWays {
        if let hosted = office.directory.partner(login: user)?.hosted { return Self.ways(of: hosted) }
        let choices = waysInUse()
        // Always the same for a name, and not to be foretold without the secret.
        let digest = Digest.of(office.loginSecret + Array(user.utf8))
        let number = digest.bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        return choices[number % choices.count]
    }

    /// Decides on a login; a refusal looks and lasts the same for an unknown user and a wrong proof.
    public func logIn(_ attempt: LoginAttempt) -> (any HostSession)? {
        let partner = office.directory.partner(login: attempt.user)
        guard let proof = proof(in: attempt, for: partner?.hosted), let partner, let hosted = partner.hosted
        else { return nil }
        if let objection = objection(to: attempt, proof, partner, hosted) {
            refuse(attempt, because: objection)
            return nil
        }
        let session = MailboxSession(host: self, partner: partner, hosted: hosted, peer: attempt.peer)
        guard attempt.opensSession else { return session }
        // The host has counted the ways; the profile may have become stricter meanwhile.
        guard Self.ways(of: hosted).isEnough(attempt.credential.method, after: attempt.proven) else {
            return nil
        }
        guard take(aSeatOf: partner.id, atMost: hosted.quota?.sessions) else {
            refuse(
                attempt, because: "\(hosted.quota?.sessions ?? 0) sessions are open, its quota has no more")
            return nil
        }
        office.noteLogin(
            partner: partner.id, login: attempt.user, peer: attempt.peer,
            with: Self.credentials(of: attempt, proof))
        return session
    }

    /// Whoever gets so far shows a credential that is right: its owner will ask us why it is not let in.
    private func refuse(_ attempt: LoginAttempt, because reason: String) {
        log.notice(
            "login refused, though key or password is right",
            metadata: ["login": "\(attempt.user)", "peer": "\(attempt.peer)", "reason": "\(reason)"])
        office.noteRefusedLogin(user: attempt.user, peer: attempt.peer, reason: reason)
    }

    /// A credential that is right.
    private enum Proof {
        case password
        case key(fingerprint: String, bits: Int?, type: String)
    }

    private func proof(in attempt: LoginAttempt, for hosted: HostedSection?) -> Proof? {
        switch attempt.credential {
        case .password(let password):
            // The same work for everybody: a stranger must not learn from the time which logins exist.
            let isRight = PasswordHash.verify(password, against: hosted?.passwordHash ?? PasswordHash.dummy)
            return isRight && hosted?.passwordHash != nil ? .password : nil
        case .publicKey(let blob, let type, let fingerprint, _):
            guard let hosted, let key = key(blob, of: hosted) else { return nil }
            return .key(fingerprint: fingerprint, bits: key.bits, type: type)
        }
    }

    private func key(_ blob: [UInt8], of hosted: HostedSection) -> AuthorizedKey? {
        let today = office.today
        for line in hosted.keys where line.isValid(on: today) {
            do {
                let key = try AuthorizedKey(line: line.line)
                if key.blob == blob { return key }
            } catch {
                log.error(
                    "profile key is unreadable", metadata: ["login": "\(hosted.login)", "error": "\(error)"])
            }
        }
        return nil
    }

    /// Why a partner with a right credential may not come in all the same.
    private func objection(
        to attempt: LoginAttempt, _ proof: Proof, _ partner: PartnerProfile, _ hosted: HostedSection
    ) -> String? {
        guard partner.state == .live || partner.state == .test else {
            return "the partner is \(partner.state.rawValue)"
        }
        guard hosted.allowFrom.isEmpty || hosted.allowFrom.contains(where: { $0.contains(attempt.peer) })
        else {
            return "its profile does not allow it from this address (hosted.allowFrom)"
        }
        if attempt.door == .legacy {
            guard let legacy = hosted.legacy else {
                return
                    "the legacy listener is for partners with an exception (hosted.legacy); this one has none"
            }
            guard legacy.isOpen(on: office.today) else {
                return "its exception for old algorithms ended on \(legacy.until) (hosted.legacy.until)"
            }
        }
        guard case .key(_, let bits?, "ssh-rsa") = proof else { return nil }
        let least = attempt.door == .legacy ? hosted.legacy?.rsaBits ?? Self.leastRSABits : Self.leastRSABits
        guard bits < least else { return nil }
        return
            "its RSA key has \(bits) bits, \(least) are the fewest at the \(attempt.door.rawValue) listener"
    }

    private static func credentials(of attempt: LoginAttempt, _ proof: Proof) -> [String] {
        var all = attempt.provenKey.map { ["key \($0)"] } ?? []
        if attempt.proven.contains(.password) { all.append("password") }
        switch proof {
        case .password: all.append("password")
        case .key(let fingerprint, _, _): all.append("key \(fingerprint)")
        }
        return all
    }

    static func ways(of hosted: HostedSection) -> LoginWays {
        var offered: LoginMethods = []
        if !hosted.keys.isEmpty { offered.insert(.publicKey) }
        if hosted.passwordHash != nil { offered.insert(.password) }
        return LoginWays(offered: offered, needsAll: hosted.requirement == .both)
    }

    /// The ways that some partner has, each once and in a fixed order; never none.
    private func waysInUse() -> [LoginWays] {
        let revision = office.revision
        if let known = knownWays.withLock({ $0?.revision == revision ? $0?.ways : nil }) { return known }
        let found = Set(office.directory.partners.compactMap { $0.hosted.map(Self.ways) })
        var ways = found.sorted {
            ($0.offered.rawValue, $0.needsAll ? 1 : 0) < ($1.offered.rawValue, $1.needsAll ? 1 : 0)
        }
        if ways.isEmpty { ways = [.either] }
        knownWays.withLock { $0 = (revision, ways) }
        return ways
    }
}
