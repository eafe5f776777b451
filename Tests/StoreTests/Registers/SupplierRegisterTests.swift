import Cryptography
import Store
import Testing

@Suite struct SupplierRegisterTests {
    private static func run(_ number: Int) -> SupplierRunRecord {
        SupplierRunRecord(
            arrival: Sample.id(number), name: "suppliers.csv", kind: "full", startedAt: Int64(number))
    }

    private static func revision(_ number: String, _ text: String, revision: Int = 1, isActive: Bool = true)
        -> SupplierRevisionRecord
    {
        SupplierRevisionRecord(
            head: SupplierHead(
                number: number, generation: 0, revision: revision, isActive: isActive,
                digest: Digest.of(text),
                marks: [1, 0, 3]), body: Array(text.utf8))
    }

    /// Applies an extract with these revisions.
    private static func apply(
        _ arrival: Int, _ revisions: [SupplierRevisionRecord], retired: [String] = [], to books: StateStore
    ) throws {
        let run = run(arrival)
        try books.commit { books in
            var run = try books.suppliers.begin(run)
            try books.suppliers.stage(revisions, of: run)
            try books.suppliers.stageRetired(retired, of: run)
            run.state = .applied
            try books.suppliers.end(run)
        }
    }

    @Test func `nobody sees a row of an extract before all of it is applied`() throws {
        let books = try TemporaryBooks()
        let staged = try books.store.commit { books in
            let run = try books.suppliers.begin(Self.run(1))
            try books.suppliers.stage([Self.revision("7", "a")], of: run)
            return run
        }
        #expect(staged.generation == 1)
        #expect(try books.store.read { try $0.suppliers.generation() } == 0)
        #expect(try books.store.read { try $0.suppliers.heads(after: "", in: 0, limit: 10) } == [])
        try books.store.commit { [staged] books in
            var run = staged
            run.state = .applied
            try books.suppliers.end(run)
        }
        let seen = try books.store.read { books in
            try books.suppliers.heads(after: "", in: try books.suppliers.generation(), limit: 10)
        }
        #expect(seen.map(\.number) == ["7"])
        #expect(seen.map(\.generation) == [1])
    }

    @Test func `a generation shows the master as it was then`() throws {
        let books = try TemporaryBooks()
        try Self.apply(1, [Self.revision("7", "a"), Self.revision("8", "b")], to: books.store)
        try Self.apply(2, [Self.revision("7", "c", revision: 2)], retired: ["8"], to: books.store)
        let kept = try books.reopened()
        defer { kept.close() }
        let (first, second) = try kept.read { books in
            (
                try books.suppliers.page(after: "", in: 1, limit: 10),
                try books.suppliers.page(after: "", in: 2, limit: 10)
            )
        }
        #expect(first.map { String(decoding: $0.body, as: UTF8.self) } == ["a", "b"])
        #expect(second.map { String(decoding: $0.body, as: UTF8.self) } == ["c", "b"])
        #expect(second.map(\.head.isActive) == [true, false])
        #expect(second.map(\.head.revision) == [2, 2])
        let (changes, revisions, old) = try kept.read { books in
            (
                try books.suppliers.changes(of: 2, after: "", limit: 10),
                try books.suppliers.revisions(of: "7", in: 2, limit: 10), try books.suppliers.head("8", in: 1)
            )
        }
        #expect(changes.map(\.number) == ["7", "8"])
        #expect(revisions.map(\.head.generation) == [2, 1])
        #expect(old?.isActive == true)
    }

    @Test func `pages follow each other without gap or repeat`() throws {
        let books = try TemporaryBooks()
        let numbers = (1...25).map { String(100 + $0) }
        try Self.apply(1, numbers.map { Self.revision($0, $0) }, to: books.store)
        try Self.apply(2, numbers.prefix(9).map { Self.revision($0, $0 + "x", revision: 2) }, to: books.store)
        var seen: [String] = []
        while true {
            let page = try books.store.read { [seen] in
                try $0.suppliers.heads(after: seen.last ?? "", in: 2, limit: 4)
            }
            seen += page.map(\.number)
            if page.count < 4 { break }
        }
        #expect(seen == numbers)
    }

    @Test func `an extract that was given up can neither go on nor be applied`() throws {
        let books = try TemporaryBooks()
        let first = try books.store.commit { try $0.suppliers.begin(Self.run(1)) }
        _ = try books.store.commit { try $0.suppliers.begin(Self.run(2)) }
        #expect(throws: StoreError.self) {
            try books.store.commit { try $0.suppliers.stage([Self.revision("7", "a")], of: first) }
        }
        #expect(throws: StoreError.self) {
            try books.store.commit { books in
                var run = first
                run.state = .applied
                try books.suppliers.end(run)
            }
        }
    }

    @Test func `what a killed extract has left is taken away in bounded parts, and what is in force stays`()
        throws
    {
        let books = try TemporaryBooks()
        try Self.apply(1, [Self.revision("1", "a")], to: books.store)
        try books.store.commit { books in
            let run = try books.suppliers.begin(Self.run(2))
            try books.suppliers.stage((1...5).map { Self.revision("\($0)", "x", revision: 2) }, of: run)
        }
        var removed: [Int] = []
        repeat {
            removed.append(try books.store.commit { try $0.suppliers.discardStaged(limit: 2) })
        } while removed.last != 0
        #expect(removed == [2, 2, 1, 0])
        #expect(
            try books.store.read { try $0.suppliers.heads(after: "", in: 9, limit: 10) }.map(\.revision) == [
                1
            ])
    }

    @Test func `a pair is suspected once for each reason, in whatever order it is named`() throws {
        let books = try TemporaryBooks()
        func suspicion(_ kind: String, _ one: String, _ other: String) -> SupplierSuspicionRecord {
            SupplierSuspicionRecord(kind: kind, one, other, arrival: Sample.id(1), at: 5)
        }
        let all = [suspicion("tax", "8", "7"), suspicion("tax", "7", "8"), suspicion("name", "7", "8")]
        let new = try books.store.commit { books in try all.map { try books.suppliers.suspect($0) } }
        #expect(new == [true, false, true])
        #expect(
            try books.store.read { try $0.suppliers.suspicions(limit: 10) }.map(\.kind) == ["name", "tax"])
    }

    @Test
    func
        `a target has what was verified or collected, and what was sent only where nothing can be looked at`()
        throws
    {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for number in 1...5 {
                try books.interchanges.record(Sample.interchange(number, arrival: 1, direction: .outbound))
            }
            try books.suppliers.record(Self.sync(1, "acme/s", generation: 3))
            try books.suppliers.record(Self.sync(2, "acme/s", generation: 4))
            try books.suppliers.record(Self.sync(3, "acme/s", generation: 5, layout: "b"))
            try books.suppliers.record(Self.sync(4, "bolt/s", generation: 6, sending: true))
            try books.interchanges.markVerified(Sample.id(1_000_001), at: 1)
            try books.interchanges.markSent(Sample.id(1_000_002), at: 1)
            try books.interchanges.markVerified(Sample.id(1_000_003), at: 1)
            try books.interchanges.markSent(Sample.id(1_000_004), at: 1)
        }
        let known = try books.store.read { books in
            try [("acme/s", "a"), ("acme/s", "b"), ("acme/s", "c"), ("bolt/s", "a")].map {
                try books.suppliers.verifiedGeneration(of: $0.0, layout: $0.1)
            }
        }
        #expect(known == [3, 5, 0, 6])
        let (syncs, first) = try books.store.read { books in
            (
                try books.suppliers.syncs(of: "acme/s", limit: 3),
                try books.suppliers.sync(Sample.id(1_000_001))
            )
        }
        #expect(syncs.map(\.state) == ["verified", "sent", "verified"])
        #expect(first?.fileName == "997_1.edi")
    }

    private static func sync(
        _ number: Int, _ target: String, generation: Int, layout: String = "a", sending: Bool = false
    ) -> SupplierSyncRecord {
        SupplierSyncRecord(
            id: Sample.id(1_000_000 + number), target: target, firing: "house/nightly@1", scope: "delta",
            layout: layout, generation: generation, base: 0, isProvedBySending: sending,
            createdAt: Int64(number))
    }
}
