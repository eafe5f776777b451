import Store
import Testing

@Suite struct BanRegisterTests {
    private func ban(_ source: String, until: Int64, count: Int = 1) -> BanRecord {
        BanRecord(
            source: source, since: 1_000, until: until, count: count, reason: "too many refused logins",
            actor: "wharf")
    }

    @Test func `a source has one ban, the newest; the longest lasting comes first`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            try books.bans.put(ban("203.0.113.9", until: 5_000), forgettingBefore: 0)
            try books.bans.put(ban("2001:db8::/64", until: 9_000), forgettingBefore: 0)
            try books.bans.put(ban("203.0.113.9", until: 7_000, count: 2), forgettingBefore: 0)
        }
        let kept = try books.reopened()
        defer { kept.close() }
        let all = try kept.read { try $0.bans.all() }
        #expect(all == [ban("2001:db8::/64", until: 9_000), ban("203.0.113.9", until: 7_000, count: 2)])
    }

    @Test func `a lifted ban is gone, and answered once`() throws {
        let books = try TemporaryBooks()
        let (first, second) = try books.store.commit { books in
            try books.bans.put(ban("203.0.113.9", until: 5_000), forgettingBefore: 0)
            return (try books.bans.remove("203.0.113.9"), try books.bans.remove("203.0.113.9"))
        }
        #expect(first == ban("203.0.113.9", until: 5_000) && second == nil)
    }

    @Test func `what ended long ago is forgotten when another comes`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            try books.bans.put(ban("203.0.113.1", until: 4_999), forgettingBefore: 0)
            try books.bans.put(ban("203.0.113.2", until: 5_000), forgettingBefore: 0)
            try books.bans.put(ban("203.0.113.3", until: 6_000), forgettingBefore: 5_000)
        }
        #expect(try books.store.read { try $0.bans.all() }.map(\.source) == ["203.0.113.3", "203.0.113.2"])
    }
}
