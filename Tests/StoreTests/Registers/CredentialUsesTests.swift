import Cryptography
import Store
import Testing

@Suite struct CredentialUsesTests {
    @Test func `the last use of each credential is kept, the newest first`() throws {
        let books = try TemporaryBooks()
        try books.store.commit(.processCrash) { books in
            try books.credentialUses.note("key SHA256:one", of: "acme", from: "192.0.2.1", at: 1_000)
            try books.credentialUses.note("password", of: "acme", from: "192.0.2.1", at: 2_000)
            try books.credentialUses.note("key SHA256:one", of: "other", from: "192.0.2.9", at: 9_000)
            try books.credentialUses.note("key SHA256:one", of: "acme", from: "192.0.2.2", at: 3_000)
        }
        let uses = try books.store.read { try $0.credentialUses.of(login: "acme") }
        #expect(uses.map(\.credential) == ["key SHA256:one", "password"])
        #expect(uses.map(\.lastUsedAt) == [3_000, 2_000])
        #expect(uses.map(\.peer) == ["192.0.2.2", "192.0.2.1"])
        #expect(try books.store.read { try $0.credentialUses.of(login: "nobody") }.isEmpty)
    }
}
