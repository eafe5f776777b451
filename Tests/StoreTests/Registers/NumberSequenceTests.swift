import Testing

@testable import Store

struct NumberSequenceTests {
    /// The ranges reported missing while numbers come in this order.
    private func missing(_ numbers: [Int]) -> [ClosedRange<Int>] {
        var sequence = NumberSequence(last: numbers[0])
        return numbers.dropFirst().flatMap { number -> [ClosedRange<Int>] in
            if case .leap(let missing) = sequence.take(number) { return missing }
            return []
        }
    }

    @Test(arguments: [
        // In order, and the same again.
        ([1, 2, 3, 3, 4], []),
        // One is lost, then several.
        ([7, 9, 13], [8...8, 10...12]),
        // After nine nines comes 1.
        ([999_999_998, 999_999_999, 1, 2], []),
        ([999_999_997, 2], [999_999_998...999_999_999, 1...1]),
        // A partner starts again at 1 in January.
        ([5_000, 1, 2, 3], []),
        ([5_000, 1, 3], [2...2]),
        ([40, 1, 2, 3], []),
        // Old files are sent again, one or several, and then it goes on.
        ([7, 3, 8], []),
        ([7, 3, 4, 8, 9], []),
        ([7, 3, 4, 9], [8...8]),
        // A slip of the hand, and back again.
        ([7, 900_000_000, 8, 9], []),
        // A new numbering by the day.
        ([20_260_101, 20_270_101, 20_270_102], []),
    ])
    func `only numbers that were left out are missing`(_ numbers: [Int], _ expected: [ClosedRange<Int>]) {
        #expect(missing(numbers) == expected)
    }
}

struct InboundNumbersTests {
    private let books: TemporaryBooks
    private let pair = "ZZ/ACMECAST>ZZ/NORTHWIND"

    init() throws { books = try TemporaryBooks() }

    private func take(_ numbers: [Int]) throws -> (opened: [ClosedRange<Int>], closed: [ClosedRange<Int>]) {
        let pair = pair
        let effects = try books.store.commit { books in
            try numbers.map { number in
                try books.inboundNumbers.note(
                    interchange: number, pair: pair, partner: "acme-castings", at: Int64(number))
            }
        }
        return (
            effects.flatMap(\.opened).map { $0.first...$0.last },
            effects.flatMap(\.closed).map { $0.first...$0.last }
        )
    }

    private func take(groups: [(String, Int)]) throws -> [ClosedRange<Int>] {
        let pair = pair
        return try books.store.commit { books in
            try groups.flatMap { kind, number in
                try books.inboundNumbers.note(
                    group: number, functionalID: kind, pair: pair, partner: "acme-castings", at: 1
                ).opened.map { $0.first...$0.last }
            }
        }
    }

    private func open() throws -> [ClosedRange<Int>] {
        try books.store.read { try $0.inboundNumbers.gaps(withClosed: false, limit: 1_000) }
            .map { $0.first...$0.last }.sorted { $0.lowerBound < $1.lowerBound }
    }

    @Test
    func `a gap closes number by number, in any order`() throws {
        #expect(try take([1, 6]).opened == [2...5])
        #expect(try take([3]).closed.isEmpty)
        #expect(try open() == [2...2, 4...5])
        #expect(try take([5, 2]).closed == [2...2])
        #expect(try take([4]).closed == [4...4])
        #expect(try open().isEmpty)
        #expect(try take([7]).opened.isEmpty)
    }

    @Test
    func `numbers that fill a gap are no new numbering`() throws {
        _ = try take([1, 2, 6])
        #expect(try take([3, 4, 5, 7]).opened.isEmpty)
        #expect(try open().isEmpty)
    }

    @Test(arguments: 1...20)
    func `a partner who sends several series at once has no gap once all came`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var series = (0..<5).map { Array(1_000 + $0 * 40..<1_040 + $0 * 40)[...] }
        var order: [Int] = []
        while let next = series.indices.filter({ !series[$0].isEmpty }).randomElement(using: &numbers) {
            order.append(series[next].removeFirst())
        }
        _ = try take(order)
        #expect(try open().isEmpty)
        #expect(try take([1_200, 1_203]).opened == [1_201...1_202])
    }

    @Test
    func `what stays away of a gap that fell in two is a gap of its own, to be watched`() throws {
        #expect(try take([1, 9]).opened == [2...8])
        #expect(try take([5]).opened == [6...8])
        #expect(try open() == [2...4, 6...8])
    }

    @Test
    func `a numbering that begins anew forgets what came of the old one`() throws {
        _ = try take(Array(1...50) + [1, 2])
        #expect(try take([5]).opened == [3...4])
    }

    @Test
    func `groups counted together and groups counted by kind are both in order`() throws {
        #expect(try take(groups: [("SH", 1), ("IN", 2), ("SH", 3), ("IN", 4), ("PR", 5)]).isEmpty)
        #expect(try take(groups: [("SH", 8)]) == [6...7])
        let byKind = [("SH", 100), ("IN", 5), ("SH", 101), ("IN", 6), ("IN", 7), ("SH", 102), ("IN", 8)]
        let other = try InboundNumbersTests()
        #expect(try other.take(groups: byKind).isEmpty)
    }

    @Test
    func `a partner without any order fills no table`() throws {
        _ = try take((1...2_000).map { $0 * 3 })
        #expect(try open().count == InboundNumbers.openMaximum)
        let all = try books.store.read { try $0.inboundNumbers.gaps(withClosed: true, limit: 10_000) }
        #expect(all.count <= InboundNumbers.openMaximum + InboundNumbers.closedMaximum)
    }
}
