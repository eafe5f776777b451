import Cryptography
import Store
import Testing

/// What the books keep of partners' servers.
@Suite struct RemoteRegisterTests {
    private func entry(_ name: String, generation: Int = 1, at now: Int64 = 1_000) -> RemoteEntryRecord {
        RemoteEntryRecord(
            partner: "acme", folder: "/out", name: name, generation: generation, byteCount: 10,
            modifiedSeconds: 7, state: .seen, reason: nil, at: now)
    }

    @Test func `all that can change of an entry is there again after a restart`() throws {
        let books = try TemporaryBooks()
        var changed = entry("a.edi")
        changed.id = try books.store.commit { try $0.remoteEntries.add(entry("a.edi")) }
        (changed.byteCount, changed.modifiedSeconds, changed.state) = (11, 8, .committed)
        (changed.reason, changed.attempts, changed.notBefore, changed.retakes) = ("taken", 2, 3_000, 1)
        (changed.digest, changed.arrival) = (Digest.of("bytes"), "arrival")
        (changed.afterwards, changed.afterAttempts, changed.afterNotBefore) = (.failed, 4, 5_000)
        (changed.afterError, changed.changedAt, changed.missingSince) = ("refused", 6_000, 7_000)
        try books.store.commit { [changed] in try $0.remoteEntries.update(changed) }
        let kept = try books.reopened()
        defer { kept.close() }
        let id = changed.id
        let row = try kept.read { try $0.remoteEntries.find(id) }
        let found = try #require(row)
        #expect(String(describing: found) == String(describing: changed))
        #expect(found.uploadKey == "poll:acme:\(changed.id):1:1")
        #expect(
            try kept.read { try $0.remoteEntries.counts(of: "acme") }
                == ["committed": 1, "afterwards failed": 1])
    }

    @Test func `the newest generation is found, and earlier bytes under the same name`() throws {
        let books = try TemporaryBooks()
        let (first, second) = try books.store.commit { books in
            var first = entry("a.edi")
            first.id = try books.remoteEntries.add(first)
            (first.state, first.digest) = (.committed, Digest.of("bytes"))
            try books.remoteEntries.update(first)
            return (first.id, try books.remoteEntries.add(entry("a.edi", generation: 2)))
        }
        func taken(_ text: String, _ name: String) throws -> Int64? {
            try books.store.read {
                try $0.remoteEntries.taken(
                    Digest.of(text), partner: "acme", folder: "/out", name: name, but: second)?.id
            }
        }
        let latest = try books.store.read {
            try $0.remoteEntries.latest(partner: "acme", folder: "/out", name: "a.edi")
        }
        #expect(latest?.id == second)
        #expect(try taken("bytes", "a.edi") == first)
        #expect(try taken("other", "a.edi") == nil && taken("bytes", "b.edi") == nil)
    }

    @Test func `what was being taken at a crash is taken again`() throws {
        let books = try TemporaryBooks()
        let state = try books.store.commit { books in
            var claimed = entry("a.edi")
            claimed.id = try books.remoteEntries.add(claimed)
            claimed.state = .claimed
            try books.remoteEntries.update(claimed)
            try books.remoteEntries.recoverClaimed()
            return try books.remoteEntries.find(claimed.id)?.state
        }
        #expect(state == .seen)
    }

    @Test func `entries gone for ninety days are forgotten, a few at once, those that owe something never`()
        throws
    {
        let day: Int64 = 86_400_000
        let books = try TemporaryBooks()
        var rows: [(name: String, missing: Int64?, afterwards: AfterActionState)] = []
        for number in 0..<5 { rows.append(("old\(number)", 9 * day, .none)) }
        rows += [("at the limit", 10 * day, .none), ("there", nil, .none)]
        rows += [("owed", 9 * day, .pending), ("failed", 9 * day, .failed)]
        try books.store.commit { [rows] books in
            for row in rows {
                var record = entry(row.name)
                record.id = try books.remoteEntries.add(record)
                (record.missingSince, record.afterwards) = (row.missing, row.afterwards)
                try books.remoteEntries.update(record)
            }
        }
        var forgotten: [Int] = []
        for _ in 0..<3 {
            forgotten.append(
                try books.store.commit { try $0.remoteEntries.forgetMissing(before: 10 * day, limit: 3) })
        }
        #expect(forgotten == [3, 2, 0])
        let left = try books.store.read {
            try $0.remoteEntries.list(RemoteEntryFilter(partner: "acme")).map(\.name)
        }
        #expect(left == ["failed", "owed", "there", "at the limit"])
        let present = try books.store.read {
            try $0.remoteEntries.present(partner: "acme", folder: "/out", limit: 10).map(\.name)
        }
        #expect(present == ["there"])
    }

    @Test func `a server has one row, the last that was saved`() throws {
        let books = try TemporaryBooks()
        var record = RemoteEndpointRecord(partner: "acme")
        try books.store.commit { [record] in try $0.remoteEndpoints.save(record) }
        (record.visits, record.lastStartedAt, record.lastEndedAt, record.lastGoodAt) = (3, 10, 20, 15)
        (record.lastOutcome, record.lastDetail, record.failures, record.openings) = (
            "failed", "no route", 2, 1
        )
        (record.breakerUntil, record.heldAt, record.heldBecause) = (99, 21, "another host key")
        record.heldRevision = "one"
        try books.store.commit { [record] in try $0.remoteEndpoints.save(record) }
        let kept = try books.reopened()
        defer { kept.close() }
        let all = try kept.read { try $0.remoteEndpoints.all() }
        #expect(all.count == 1 && String(describing: all.first) == String(describing: Optional(record)))
    }

    @Test func `attempts of an interchange stand in their order, with how each ended`() throws {
        @Sendable func attempt(_ interchange: String, _ ordinal: Int) -> DeliveryAttemptRecord {
            DeliveryAttemptRecord(
                interchange: interchange, ordinal: ordinal, partner: "acme", temporaryPath: "/in/a.part",
                remotePath: "/in/a", startedAt: Int64(ordinal))
        }
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for (index, outcome) in DeliveryOutcome.allCases.enumerated() {
                try books.deliveryAttempts.begin(attempt("one", index + 1))
                try books.deliveryAttempts.end(
                    attempt("one", index + 1), as: outcome, because: outcome.rawValue, at: 50)
            }
            try books.deliveryAttempts.begin(attempt("two", 1))
        }
        let (one, two) = try books.store.read {
            (try $0.deliveryAttempts.of("one"), try $0.deliveryAttempts.of("two"))
        }
        #expect(one.map(\.outcome) == DeliveryOutcome.allCases && one.map(\.ordinal) == Array(1...6))
        #expect(one.allSatisfy { $0.detail == $0.outcome.rawValue && $0.finishedAt == 50 })
        #expect(two.map(\.outcome) == [.started] && two[0].finishedAt == nil)
        #expect(throws: (any Error).self) {
            try books.store.commit { try $0.deliveryAttempts.begin(attempt("two", 1)) }
        }
    }
}
