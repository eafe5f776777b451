internal import Foundation
internal import Partners
internal import SFTP
internal import Store

/// One way to log in that a profile has, with what the books know of its use.
struct CredentialSummary: Encodable {
    let kind: String
    let label: String?
    let type: String?
    let bits: Int?
    let fingerprint: String?
    let notBefore: String?
    let notAfter: String?
    let lastUsedAt: Int64?
    let lastUsedFrom: String?

    /// The keys of a login in the order of its profile, then its password.
    static func all(of hosted: HostedSection, uses: [CredentialUse]) -> [CredentialSummary] {
        var all = hosted.keys.map { Self.key($0, uses) }
        if hosted.passwordHash != nil {
            let use = uses.first { $0.credential == "password" }
            all.append(
                CredentialSummary(
                    kind: "password", label: nil, type: nil, bits: nil, fingerprint: nil, notBefore: nil,
                    notAfter: nil, lastUsedAt: use?.lastUsedAt, lastUsedFrom: use?.peer))
        }
        return all
    }

    private static func key(_ key: ProfileKey, _ uses: [CredentialUse]) -> CredentialSummary {
        // The profile was checked when it was loaded; a line that is no key any more is shown without facts.
        let facts = try? AuthorizedKey(line: key.line)
        let use = facts.flatMap { facts in uses.first { $0.credential == "key \(facts.fingerprint)" } }
        return CredentialSummary(
            kind: "key", label: key.label, type: facts?.type, bits: facts?.bits,
            fingerprint: facts?.fingerprint,
            notBefore: key.notBefore, notAfter: key.notAfter, lastUsedAt: use?.lastUsedAt,
            lastUsedFrom: use?.peer)
    }

    /// The line for people.
    var line: String {
        var parts = [label ?? (kind == "key" ? "unnamed" : "")]
        if let type, let fingerprint { parts.append("\(type) \(bits.map { "\($0) " } ?? "")\(fingerprint)") }
        if let notBefore { parts.append("from \(notBefore)") }
        if let notAfter { parts.append("until \(notAfter)") }
        if let lastUsedAt {
            parts.append("last used \(Moment.text(lastUsedAt))\(lastUsedFrom.map { " from \($0)" } ?? "")")
        } else {
            parts.append("never used")
        }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
