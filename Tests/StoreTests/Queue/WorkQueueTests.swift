import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct WorkQueueTests {
    private func enqueue(_ books: TemporaryBooks, _ drafts: Job.Draft...) throws {
        try books.store.commit { books in
            for draft in drafts { try books.queue.enqueue(draft) }
        }
    }

    private func open(_ books: TemporaryBooks) throws -> [Job] {
        try books.store.read { try $0.jobs.open() }
    }

    @Test func `a job of the same kind, subject and slice stands for both`() throws {
        let books = try TemporaryBooks()
        try enqueue(
            books, .init(.interpret, subject: "a", slice: 1, lane: "lane"),
            .init(.interpret, subject: "a", slice: 1, lane: "lane"),
            .init(.interpret, subject: "a", slice: 2, lane: "lane"),
            .init(.compose, subject: "a", slice: 1, lane: "lane"))
        #expect(try open(books).map(\.slice) == [1, 2, 1])
        let job = try #require(try open(books).first)
        try books.store.commit { try $0.queue.complete(job) }
        try enqueue(books, .init(.interpret, subject: "a", slice: 1, lane: "lane"))
        #expect(try open(books).count == 3)
        #expect(try open(books).allSatisfy { $0.id > job.id })
    }

    @Test func `claiming counts the attempts and finds the cursor`() throws {
        let books = try TemporaryBooks()
        try enqueue(books, .init(.interpret, subject: "a", lane: "lane"))
        let id = try #require(try open(books).first).id
        let first = try #require(try books.store.commit { try $0.queue.claim(id) })
        #expect(first.attempt == 1 && first.cursor == nil)
        try books.store.commit { try $0.queue.advance(first, to: "200") }
        let second = try #require(try books.store.commit { try $0.queue.claim(id) })
        #expect(second.attempt == 2 && second.cursor == "200")
        try books.store.commit { try $0.queue.complete(second) }
        #expect(try books.store.commit { try $0.queue.claim(id) } == nil)
    }

    @Test func `a retry is due later and announced; waiting is no attempt`() throws {
        let books = try TemporaryBooks()
        let heard = Mutex<[Job]>([])
        books.store.onCommit { effects in heard.withLock { $0 += effects.jobs } }
        try enqueue(books, .init(.identify, subject: "a", lane: "lane"))
        let id = try #require(try open(books).first).id
        let job = try #require(try books.store.commit { try $0.queue.claim(id) })
        try books.store.commit { try $0.queue.retry(job, after: 5_000, because: "the disk is full") }
        #expect(try open(books).first?.runAfter == 5_000)
        #expect(heard.withLock { $0.map(\.runAfter) } == [0, 5_000])
        #expect(try open(books).first?.attempt == 1)
        let again = try #require(try books.store.commit { try $0.queue.claim(id) })
        try books.store.commit { try $0.queue.retry(again, after: 6_000, because: "waits", uncounted: true) }
        #expect(try open(books).first?.attempt == 1)
    }

    @Test func `a held job is not open, cannot be claimed, and comes back when released`() throws {
        let books = try TemporaryBooks()
        try enqueue(books, .init(.identify, subject: "a", lane: "lane"))
        let id = try #require(try open(books).first).id
        let job = try #require(try books.store.commit { try $0.queue.claim(id) })
        try books.store.commit { try $0.queue.hold(job, because: "the profile is gone") }
        #expect(try open(books).isEmpty)
        #expect(try books.store.commit { try $0.queue.claim(id) } == nil)
        #expect(try books.store.read { try $0.views.status(at: 0).jobs } == ["held": 1])
        // The held job still stands for its subject.
        try enqueue(books, .init(.identify, subject: "a", lane: "lane"))
        #expect(try open(books).isEmpty)
        try books.store.commit { try $0.queue.releaseHeld() }
        #expect(try open(books).first?.attempt == 0)
    }

    @Test func `a death counts against the jobs that ran, and not against those that waited`() throws {
        let books = try TemporaryBooks()
        try enqueue(
            books, .init(.identify, subject: "ran", lane: "lane"),
            .init(.identify, subject: "waited", lane: "lane"))
        let id = try #require(try open(books).first).id
        for deaths in 1...2 {
            _ = try books.store.commit { try $0.queue.claim(id) }
            try books.store.commit { try $0.queue.recoverRunning() }
            #expect(try open(books).map(\.deaths) == [deaths, 0])
        }
        try books.store.commit { try $0.queue.recoverRunning() }
        #expect(try open(books).map(\.deaths) == [2, 0])
    }

    @Test func `a death counts against jobs that were begun without a claim, if they are still open`() throws
    {
        let books = try TemporaryBooks()
        try enqueue(
            books, .init(.identify, subject: "ran", lane: "lane"),
            .init(.identify, subject: "held", lane: "lane"),
            .init(.identify, subject: "done", lane: "lane"))
        let jobs = try open(books)
        try books.store.commit { books in
            try books.queue.hold(jobs[1].begun(), because: "a person looks")
            try books.queue.complete(jobs[2].begun())
            try books.queue.recoverRunning(jobs.map(\.id) + [4_711, -1])
            try books.queue.releaseHeld()
        }
        #expect(try open(books).map(\.deaths) == [1, 0])
    }

    @Test func `an attempt counts whether or not it was claimed, and one that only waited does not`() throws {
        let books = try TemporaryBooks()
        try enqueue(books, .init(.identify, subject: "a", lane: "lane"))
        let job = try #require(try open(books).first).begun()
        try books.store.commit { try $0.queue.retry(job, after: 0, because: "the disk") }
        #expect(try open(books).map(\.attempt) == [1])
        let again = try #require(try books.store.commit { try $0.queue.claim(job.id) })
        #expect(again.attempt == 2)
        try books.store.commit {
            try $0.queue.retry(again, after: 0, because: "another's turn", uncounted: true)
        }
        #expect(try open(books).map(\.attempt) == [1])
    }

    @Test func `jobs of a kind that this program does not know stop the start with a sentence`() throws {
        let books = try TemporaryBooks()
        try enqueue(books, .init(.identify, subject: "a", lane: "lane"))
        try books.store.commit { try $0.database.execute(sql: "UPDATE job SET kind = 'levitate'") }
        do {
            _ = try open(books)
            Issue.record("an unknown kind was read")
        } catch let error as StoreError {
            #expect(error.code == .newerSchema)
        }
    }

    @Test func `a lane prefers what was begun`() {
        #expect(Job.Kind.interpret.priority < Job.Kind.identify.priority)
        #expect(Job.Kind.identify.priority < Job.Kind.expire.priority)
        #expect(Job.Kind.deliver.priority < Job.Kind.compose.priority)
    }
}
