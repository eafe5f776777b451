import Cryptography
import Store
import Testing

@Suite struct AcceptedNumbersTests {
    private static let pair = "ZZ/ACMECAST>ZZ/NORTHWIND"
    private let ours = Digest.of("these bytes")

    private func standing(
        _ books: TemporaryBooks, _ digest: Digest, for interchange: String, level: String = "ISA"
    ) throws -> AcceptedNumbers.Standing {
        try books.store.commit {
            try $0.acceptedNumbers.standing(
                pair: Self.pair, level: level, number: "000000101", digest: digest, for: interchange)
        }
    }

    private func claimed(confirmed: Bool) throws -> TemporaryBooks {
        let books = try TemporaryBooks()
        let ours = ours
        try books.store.commit { books in
            try books.acceptedNumbers.claim(
                pair: Self.pair, level: "ISA", number: "000000101", digest: ours, for: "first")
            if confirmed {
                try books.acceptedNumbers.confirm(pair: Self.pair, level: "ISA", number: "000000101")
            }
        }
        return books
    }

    @Test func `a number nobody used is free, at its own level`() throws {
        let books = try TemporaryBooks()
        #expect(try standing(books, ours, for: "first") == .free)
        let taken = try claimed(confirmed: true)
        #expect(try standing(taken, ours, for: "second", level: "GS") == .free)
    }

    @Test func `a number that is being validated is pending for others and free for its holder`() throws {
        let books = try claimed(confirmed: false)
        #expect(try standing(books, ours, for: "second") == .pending)
        #expect(try standing(books, Digest.of("others"), for: "second") == .pending)
        #expect(try standing(books, ours, for: "first") == .free)
    }

    @Test func `a number once accepted tells a repeat from other content`() throws {
        let books = try claimed(confirmed: true)
        #expect(try standing(books, ours, for: "second") == .same(interchange: "first"))
        #expect(try standing(books, Digest.of("others"), for: "second") == .other(interchange: "first"))
    }

    @Test func `a claim is released when nothing was accepted, and stays once confirmed`() throws {
        let failed = try claimed(confirmed: false)
        try failed.store.commit {
            try $0.acceptedNumbers.release(pair: Self.pair, level: "ISA", number: "000000101", by: "another")
        }
        #expect(try standing(failed, ours, for: "second") == .pending)
        try failed.store.commit {
            try $0.acceptedNumbers.release(pair: Self.pair, level: "ISA", number: "000000101", by: "first")
        }
        #expect(try standing(failed, Digest.of("corrected"), for: "second") == .free)
        let accepted = try claimed(confirmed: true)
        try accepted.store.commit {
            try $0.acceptedNumbers.release(pair: Self.pair, level: "ISA", number: "000000101", by: "first")
        }
        #expect(try standing(accepted, ours, for: "second") == .same(interchange: "first"))
    }

    @Test func `a second claim does not take a number from its holder`() throws {
        let books = try claimed(confirmed: false)
        try books.store.commit {
            try $0.acceptedNumbers.claim(
                pair: Self.pair, level: "ISA", number: "000000101", digest: Digest.of("others"), for: "second"
            )
        }
        #expect(try standing(books, ours, for: "first") == .free)
        #expect(try standing(books, ours, for: "second") == .pending)
    }
}
