import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct ControlNumbersTests {
    private static let pair = "ZZ/NORTHWIND>ZZ/ACMECAST"

    private func reserve(
        _ store: StateStore, _ job: Int64, pair: String = pair, level: String = "ISA", above floor: Int = 0
    ) throws -> (count: Int, number: Int) {
        try store.commit { try $0.controlNumbers.reserve(pair: pair, level: level, for: job, above: floor) }
    }

    @Test func `numbers rise by one, each pair and level by itself`() throws {
        let books = try TemporaryBooks()
        #expect(try (1...3).map { try reserve(books.store, $0).number } == [1, 2, 3])
        #expect(try reserve(books.store, 1, level: "GS").number == 1)
        #expect(try reserve(books.store, 9, pair: "other").number == 1)
    }

    @Test func `the same job has the same number however often it asks`() throws {
        let books = try TemporaryBooks()
        let first = try reserve(books.store, 7)
        _ = try reserve(books.store, 8)
        let again = try reserve(books.store, 7, above: 500)
        #expect(again.number == first.number && again.count == first.count)
        let store = try books.reopened()
        defer { store.close() }
        #expect(try reserve(store, 7).number == first.number)
        #expect(try reserve(store, 9).number == 3)
    }

    @Test func `a mark outside the database lifts the next number above it, and a lower one changes nothing`()
        throws
    {
        let books = try TemporaryBooks()
        #expect(try reserve(books.store, 1).number == 1)
        #expect(try reserve(books.store, 2, above: 41).number == 42)
        #expect(try reserve(books.store, 3, above: 10).number == 43)
    }

    @Test func `after the largest number comes 1, and counting goes on`() throws {
        let books = try TemporaryBooks()
        let last = try reserve(books.store, 1, above: ControlNumbers.highest - 1)
        #expect(last.number == 999_999_999 && last.count == 999_999_999)
        let first = try reserve(books.store, 2)
        #expect(first.number == 1 && first.count == 1_000_000_000)
        #expect(try reserve(books.store, 3, above: 2 * ControlNumbers.highest).number == 1)
    }

    @Test func `no number is given twice to threads that ask at once`() throws {
        let books = try TemporaryBooks()
        let store = books.store
        let given = Mutex<[Int]>([])
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for turn in 0..<25 {
                let number = try? store.commit { books in
                    try books.controlNumbers.reserve(
                        pair: Self.pair, level: "ISA", for: Int64(thread * 100 + turn), above: turn
                    ).number
                }
                given.withLock { $0.append(number ?? 0) }
            }
        }
        let numbers = given.withLock { $0 }
        #expect(numbers.count == 200 && Set(numbers).count == 200 && !numbers.contains(0))
    }

    @Test func `a closure that is undone gives its number back`() throws {
        let books = try TemporaryBooks()
        #expect(throws: Refusal.self) {
            try books.store.commit { books -> Void in
                _ = try books.controlNumbers.reserve(pair: Self.pair, level: "ISA", for: 1, above: 0)
                throw Refusal()
            }
        }
        #expect(try reserve(books.store, 2).number == 1)
    }

    @Test func `a job that is done forgets its reservation, not the count`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { _ = try $0.queue.enqueue(.init(.compose, subject: "a", lane: "lane")) }
        let job = try #require(try books.store.read { try $0.jobs.open().first })
        #expect(try reserve(books.store, job.id).number == 1)
        try books.store.commit { try $0.queue.complete(job) }
        #expect(
            try books.store.read { try Int.fetchOne($0.database, sql: "SELECT count(*) FROM reservation") }
                == 0)
        try books.store.commit { _ = try $0.queue.enqueue(.init(.compose, subject: "b", lane: "lane")) }
        let next = try #require(try books.store.read { try $0.jobs.open().first })
        #expect(next.id > job.id)
        #expect(try reserve(books.store, next.id).number == 2)
    }
}
