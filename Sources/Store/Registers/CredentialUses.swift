internal import Foundation
internal import GRDB

/// When a credential last opened a login, for people who ask which keys can go.
public struct CredentialUse: Sendable, Codable, Equatable {
    /// `password`, or `key` and the key's fingerprint.
    public let credential: String
    /// Milliseconds UTC.
    public let lastUsedAt: Int64
    /// The address it was used from.
    public let peer: String
}

/// The last use of every credential; what a power cut takes of it was nobody's promise.
public struct CredentialUses {
    let database: Database

    /// Notes that a credential opened a login.
    public func note(_ credential: String, of login: String, from peer: String, at now: Int64) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO credentialUse (login, credential, lastUsedAt, peer) VALUES (?, ?, ?, ?)
                ON CONFLICT (login, credential) DO UPDATE SET lastUsedAt = excluded.lastUsedAt, peer = excluded.peer
                """
        ).execute(arguments: [login, credential, now, peer])
    }

    /// The credentials that ever opened a login, the one used last first.
    public func of(login: String) throws -> [CredentialUse] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT credential, lastUsedAt, peer FROM credentialUse WHERE login = ?
                ORDER BY lastUsedAt DESC, credential LIMIT 1000
                """, arguments: [login]
        ).map { CredentialUse(credential: $0["credential"], lastUsedAt: $0["lastUsedAt"], peer: $0["peer"]) }
    }
}
