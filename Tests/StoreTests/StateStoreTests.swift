import Cryptography
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct StateStoreTests {
    @Test func `closures of many threads each leave all of their effects`() throws {
        let books = try TemporaryBooks()
        let store = books.store
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { thread in
            for turn in 0..<25 {
                let number = thread * 100 + turn
                do {
                    let isNew = try store.commit { books in
                        let isNew = try books.arrivals.record(Sample.arrival(number))
                        try books.ledger.append(Sample.draft(number, story: Sample.id(number)))
                        try books.queue.enqueue(.init(.identify, subject: Sample.id(number), lane: "lane"))
                        try books.outbox.add(Sample.event(number)) { Array("\($0)".utf8) }
                        return isNew
                    }
                    if !isNew { failures.withLock { $0.append("\(number) was there already") } }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        try store.read { (snapshot: borrowing Snapshot) throws -> Void in
            let status = try snapshot.views.status(at: 0)
            #expect(status.arrivalTotal == 400)
            #expect(status.ledgerEntries == 400)
            #expect(status.lastEvent == 400)
            #expect(try snapshot.jobs.open().count == 400)
            #expect(try snapshot.ledger.verify().isSound)
            let events = try snapshot.events.page(after: 0, limit: 1_000)
            #expect(events.map(\.position) == Array(1...400))
            #expect(events.allSatisfy { $0.body == Array("\($0.position)".utf8) })
        }
    }

    @Test func `a closure that throws is undone alone, with its ledger entry, event and news`() throws {
        let books = try TemporaryBooks()
        let heard = Mutex<[Int64]>([])
        let counted = Mutex<[String: Int]>([:])
        books.store.onCommit { effects in
            heard.withLock { $0 += effects.jobs.map(\.id) }
            counted.withLock { $0.merge(effects.counts, uniquingKeysWith: +) }
        }
        let bodies = (0..<9).map { number in
            { @Sendable (books: borrowing Commit) throws -> Int in
                _ = try books.arrivals.record(Sample.arrival(number))
                try books.ledger.append(Sample.draft(number))
                try books.outbox.add(Sample.event(number)) { _ in [] }
                try books.queue.enqueue(.init(.identify, subject: Sample.id(number), lane: "lane"))
                books.count("entered")
                if number % 3 == 1 { throw Refusal() }
                return number
            }
        }
        let results = books.store.commitEach(.synced, bodies)
        for (number, result) in results.enumerated() {
            switch result {
            case .success(let value): #expect(value == number && number % 3 != 1)
            case .failure(let error): #expect(error is Refusal && number % 3 == 1)
            }
        }
        try books.store.commit { books in try books.ledger.append(Sample.draft(99)) }
        try books.store.read { (snapshot: borrowing Snapshot) throws -> Void in
            #expect(try snapshot.views.status(at: 0).arrivalTotal == 6)
            let proof = try snapshot.ledger.verify()
            #expect(proof.isSound && proof.entries == 7)
            #expect(try snapshot.events.page(after: 0, limit: 100).map(\.position) == Array(1...6))
            #expect(try snapshot.jobs.open().count == 6)
            #expect(try heard.withLock { $0 } == snapshot.jobs.open().map(\.id))
            #expect(counted.withLock { $0 } == ["entered": 6])
        }
    }

    @Test func `a constraint that fails in one closure leaves the others standing`() throws {
        let books = try TemporaryBooks()
        let results = books.store.commitEach(
            .synced,
            [
                { @Sendable (books: borrowing Commit) in try books.ledger.append(Sample.draft(1)) },
                { @Sendable (books: borrowing Commit) in
                    try books.ledger.append(Sample.draft(2))
                    try books.database.execute(
                        sql: "INSERT INTO sinkCursor (sink, position) VALUES (NULL, 1)")
                },
                { @Sendable (books: borrowing Commit) in try books.ledger.append(Sample.draft(3)) },
            ])
        #expect(throws: Never.self) { try results[0].get() }
        #expect(throws: StoreError.self) { try results[1].get() }
        #expect(throws: Never.self) { try results[2].get() }
        let proof = try books.store.read { try $0.ledger.verify() }
        #expect(proof.isSound && proof.entries == 2)
    }

    @Test func `closed books refuse commits and keep what was committed`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { try $0.ledger.append(Sample.draft(1)) }
        books.store.close()
        books.store.close()
        do {
            try books.store.commit { try $0.ledger.append(Sample.draft(2)) }
            Issue.record("closed books took a commit")
        } catch let error as StoreError {
            #expect(error.code == .closed)
        }
        let again = try StateStore(path: books.path)
        defer { again.close() }
        #expect(try again.read { try $0.ledger.verify().entries } == 1)
    }

    @Test func `commits that race with the closing either happen or are refused`() throws {
        let books = try TemporaryBooks()
        let store = books.store
        let done = Mutex(0)
        let strange = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 9) { thread in
            if thread == 8 { return store.close() }
            for turn in 0..<20 {
                do {
                    try store.commit { try $0.ledger.append(Sample.draft(thread * 100 + turn)) }
                    done.withLock { $0 += 1 }
                } catch let error as StoreError where error.code == .closed {
                    return
                } catch {
                    strange.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(strange.withLock { $0 } == [])
        let again = try StateStore(path: books.path)
        defer { again.close() }
        #expect(try again.read { try $0.ledger.verify().entries } == Int64(done.withLock { $0 }))
    }

    @Test func `listeners hear of jobs and events only, and before the waiter does`() throws {
        let books = try TemporaryBooks()
        let heard = Mutex<[(jobs: Int, events: Bool)]>([])
        books.store.onCommit { effects in
            heard.withLock { $0.append((effects.jobs.count, effects.hasEvents)) }
        }
        try books.store.commit { try $0.ledger.append(Sample.draft(1)) }
        #expect(heard.withLock { $0.count } == 0)
        try books.store.commit { _ = try $0.queue.enqueue(.init(.identify, subject: "a", lane: "lane")) }
        try books.store.commit { try $0.outbox.add(Sample.event(1)) { _ in [] } }
        // The same event again adds nothing.
        try books.store.commit { try $0.outbox.add(Sample.event(1)) { _ in [] } }
        let news = heard.withLock { $0 }
        #expect(news.map(\.jobs) == [1, 0])
        #expect(news.map(\.events) == [false, true])
    }

    @Test func `the schema opens twice and goes on where it was`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            try books.ledger.append(Sample.draft(1))
            try books.outbox.add(Sample.event(1)) { _ in [] }
        }
        let again = try books.reopened()
        defer { again.close() }
        try again.commit { books in
            try books.ledger.append(Sample.draft(2))
            try books.outbox.add(Sample.event(2)) { _ in [] }
        }
        try again.read { (snapshot: borrowing Snapshot) throws -> Void in
            #expect(try snapshot.ledger.verify().entries == 2)
            #expect(try snapshot.ledger.verify().isSound)
            #expect(try snapshot.events.last() == 2)
        }
    }

    @Test func `a database of a newer program is refused and left as it is`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            try books.database.execute(
                sql: "INSERT INTO grdb_migrations (identifier) VALUES ('what comes next')")
        }
        books.store.close()
        do {
            try StateStore(path: books.path).close()
            Issue.record("a newer schema was opened")
        } catch {
            #expect(error.code == .newerSchema)
            #expect(error.message.contains(books.path))
        }
    }

    @Test func `a file that is no database is named as damaged`() throws {
        let books = try TemporaryBooks()
        books.store.close()
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: books.path + suffix) }
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: books.path))
        do {
            try StateStore(path: books.path).close()
            Issue.record("garbage was opened")
        } catch {
            #expect(error.code == .malformed)
        }
    }

    @Test func `books opened for reading see commits and take none`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { _ = try $0.arrivals.record(Sample.arrival(1)) }
        let reader = try StateStore.readOnly(path: books.path)
        #expect(try reader.read { try $0.arrivals.find(Sample.id(1))?.name } == "file-1.edi")
        #expect(throws: StoreError.self) { try reader.commit { try $0.ledger.append(Sample.draft(1)) } }
        #expect(throws: StoreError.self) { _ = try StateStore.readOnly(path: books.folder + "/none.sqlite") }
    }
}
