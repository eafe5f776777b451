internal import GRDB

/// How far a partner's control numbers have come, for a pair of addresses and a level.
public struct InboundNumberRecord: Sendable, Codable, Equatable {
    /// Sender and receiver, as `ZZ/ACMECAST>ZZ/NORTHWIND`.
    public var pair: String
    /// `ISA`, `GS`, or `GS/SH` for the groups of one kind.
    public var level: String
    /// The trading partner.
    public var partner: String
    /// The last number in order.
    public var last: Int
    /// When a number came last, milliseconds UTC.
    public var lastAt: Int64
}

/// Control numbers of a partner that have not come, although later ones have.
public struct NumberGap: Sendable, Codable, Equatable {
    /// Number of the gap.
    public var id: Int64
    /// Sender and receiver.
    public var pair: String
    /// `ISA` or `GS`.
    public var level: String
    /// The trading partner.
    public var partner: String
    /// The first missing number.
    public var first: Int
    /// The last missing number.
    public var last: Int
    /// When a later number came, milliseconds UTC.
    public var openedAt: Int64
    /// When our applications were told of it.
    public var toldAt: Int64?
    /// When the last of them came, or nobody waits for them any more.
    public var closedAt: Int64?
    /// Why nobody waits, when they did not come.
    public var because: String?
}

/// The control numbers that partners use, and what is missing of them; a few rows for each pair of addresses.
public struct InboundNumbers {
    /// What a number changed.
    public struct Effects: Sendable, Equatable {
        /// Gaps that it showed.
        public var opened: [NumberGap] = []
        /// Gaps of which it was the last that was missing.
        public var closed: [NumberGap] = []

        /// Nothing changed.
        public init() {}
    }

    /// Open gaps of a pair and level; with more the oldest are given up.
    static let openMaximum = 100
    /// Closed gaps that are remembered of a pair and level.
    static let closedMaximum = 200

    let database: Database

    /// Notes the number of an interchange.
    public func note(
        interchange number: Int, pair: String, partner: String, at now: Int64
    ) throws -> Effects {
        guard (1...NumberSequence.highest).contains(number) else { return Effects() }
        return try take(number, pair, "ISA", partner, now)
    }

    /// Notes the number of a functional group.
    ///
    /// Some partners count their groups together and some by kind; a number that continues either count is in order.
    public func note(
        group number: Int, functionalID: String, pair: String, partner: String, at now: Int64
    ) throws -> Effects {
        guard (1...NumberSequence.highest).contains(number) else { return Effects() }
        let level = "GS/\(functionalID)"
        let known = try sequence(pair, level)
        var own = known ?? NumberSequence(last: number)
        let isOwn = known != nil && own.take(number) == .expected
        try keep(own, pair, level, partner, now)
        guard isOwn, var common = try sequence(pair, "GS") else {
            return try take(number, pair, "GS", partner, now)
        }
        var effects = Effects()
        try fill(number, pair, "GS", now, &effects)
        common.accept(number)
        try keep(common, pair, "GS", partner, now)
        return effects
    }

    private func take(
        _ number: Int, _ pair: String, _ level: String, _ partner: String, _ now: Int64
    ) throws -> Effects {
        var effects = Effects()
        guard var sequence = try sequence(pair, level) else {
            try keep(NumberSequence(last: number), pair, level, partner, now)
            return effects
        }
        if try fill(number, pair, level, now, &effects) {
            sequence.fill(number)
            try keep(sequence, pair, level, partner, now)
            return effects
        }
        if case .leap(let missing) = sequence.take(number) {
            for range in try missing.flatMap({ try unwatched(in: $0, pair, level) }) {
                effects.opened.append(try open(range, pair, level, partner, now))
            }
            try bound(pair, level, now)
        }
        try keep(sequence, pair, level, partner, now)
        return effects
    }

    /// Takes a number out of the gap that it was missing in.
    ///
    /// - Returns: whether it was missing.
    @discardableResult
    private func fill(
        _ number: Int, _ pair: String, _ level: String, _ now: Int64, _ effects: inout Effects
    ) throws -> Bool {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT \(Self.columns) FROM numberGap
                    WHERE pair = ? AND level = ? AND first <= ? AND last >= ? AND closedAt IS NULL LIMIT 1
                    """), arguments: [pair, level, number, number])
        guard var gap = row.map(Self.gap) else { return false }
        if gap.first == gap.last {
            gap.closedAt = now
            effects.closed.append(gap)
        } else if number == gap.first {
            gap.first += 1
        } else if number == gap.last {
            gap.last -= 1
        } else {
            var rest = gap
            rest.first = number + 1
            rest.id = try insert(rest.first...rest.last, like: gap)
            // A gap of its own from now on; who waits for the whole waits for it too.
            if rest.toldAt == nil { effects.opened.append(rest) }
            gap.last = number - 1
        }
        try database.cachedStatement(
            sql: "UPDATE numberGap SET first = ?, last = ?, closedAt = ? WHERE id = ?"
        )
        .execute(arguments: [gap.first, gap.last, gap.closedAt, gap.id])
        return true
    }

    /// What of a range is in no open gap.
    private func unwatched(in range: ClosedRange<Int>, _ pair: String, _ level: String) throws
        -> [ClosedRange<Int>]
    {
        let known = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT first, last FROM numberGap
                    WHERE pair = ? AND level = ? AND first <= ? AND last >= ? AND closedAt IS NULL ORDER BY first
                    """), arguments: [pair, level, range.upperBound, range.lowerBound]
        ).map { row -> ClosedRange<Int> in
            let (first, last): (Int, Int) = (row["first"], row["last"])
            return first...last
        }
        return NumberRanges(known).gaps(in: range)
    }

    private func open(
        _ range: ClosedRange<Int>, _ pair: String, _ level: String, _ partner: String, _ now: Int64
    ) throws -> NumberGap {
        var gap = NumberGap(
            id: 0, pair: pair, level: level, partner: partner, first: range.lowerBound,
            last: range.upperBound, openedAt: now)
        gap.id = try insert(range, like: gap)
        return gap
    }

    @discardableResult
    private func insert(_ range: ClosedRange<Int>, like gap: NumberGap) throws -> Int64 {
        try database.cachedStatement(
            sql: """
                INSERT INTO numberGap (pair, level, partner, first, last, openedAt, toldAt)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            gap.pair, gap.level, gap.partner, range.lowerBound, range.upperBound, gap.openedAt, gap.toldAt,
        ])
        return database.lastInsertedRowID
    }

    /// A partner without any order in its numbers would fill the table; its oldest gaps are given up.
    private func bound(_ pair: String, _ level: String, _ now: Int64) throws {
        try database.cachedStatement(
            sql: """
                UPDATE numberGap SET closedAt = ?, because = 'too many later gaps'
                WHERE id IN (SELECT id FROM numberGap WHERE pair = ? AND level = ? AND closedAt IS NULL
                    ORDER BY id DESC LIMIT -1 OFFSET ?)
                """
        ).execute(arguments: [now, pair, level, Self.openMaximum])
        try database.cachedStatement(
            sql: """
                DELETE FROM numberGap
                WHERE id IN (SELECT id FROM numberGap WHERE pair = ? AND level = ? AND closedAt IS NOT NULL
                    ORDER BY closedAt DESC, id DESC LIMIT -1 OFFSET ?)
                """
        ).execute(arguments: [pair, level, Self.closedMaximum])
    }

    /// The gap with this number, if it is still open.
    public func openGap(_ id: Int64) throws -> NumberGap? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(Self.columns) FROM numberGap WHERE id = ? AND closedAt IS NULL"),
            arguments: [id]
        ).map(Self.gap)
    }

    /// Remembers that our applications were told of a gap.
    public func markTold(_ id: Int64, at now: Int64) throws {
        try database.cachedStatement(sql: "UPDATE numberGap SET toldAt = ? WHERE id = ? AND toldAt IS NULL")
            .execute(arguments: [now, id])
    }

    /// How far the numbers have come, by partner, pair and level.
    public func all() throws -> [InboundNumberRecord] {
        try Row.fetchAll(
            database,
            sql: "SELECT pair, level, partner, last, lastAt FROM inboundNumber ORDER BY partner, pair, level"
        ).map {
            InboundNumberRecord(
                pair: $0["pair"], level: $0["level"], partner: $0["partner"], last: $0["last"],
                lastAt: $0["lastAt"])
        }
    }

    /// Gaps, newest first; the open ones only unless closed ones are asked for too.
    public func gaps(withClosed: Bool, limit: Int) throws -> [NumberGap] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM numberGap WHERE closedAt IS NULL OR ? ORDER BY id DESC LIMIT ?
                """, arguments: [withClosed, limit]
        ).map(Self.gap)
    }

    private func sequence(_ pair: String, _ level: String) throws -> NumberSequence? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT last, stray, former, seen FROM inboundNumber WHERE pair = ? AND level = ?"),
            arguments: [pair, level]
        ).map {
            NumberSequence(
                last: $0["last"], stray: $0["stray"], former: $0["former"],
                seen: NumberRanges(text: $0["seen"]))
        }
    }

    private func keep(
        _ sequence: NumberSequence, _ pair: String, _ level: String, _ partner: String, _ now: Int64
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO inboundNumber (pair, level, partner, last, stray, former, seen, lastAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (pair, level) DO UPDATE SET partner = excluded.partner, last = excluded.last,
                stray = excluded.stray, former = excluded.former, seen = excluded.seen, lastAt = excluded.lastAt
                """
        ).execute(arguments: [
            pair, level, partner, sequence.last, sequence.stray, sequence.former, sequence.seen.text, now,
        ])
    }

    private static let columns =
        "id, pair, level, partner, first, last, openedAt, toldAt, closedAt, because"

    private static func gap(_ row: Row) -> NumberGap {
        NumberGap(
            id: row["id"], pair: row["pair"], level: row["level"], partner: row["partner"],
            first: row["first"], last: row["last"], openedAt: row["openedAt"], toldAt: row["toldAt"],
            closedAt: row["closedAt"], because: row["because"])
    }
}

extension Commit {
    /// The control numbers that partners use.
    public var inboundNumbers: InboundNumbers { InboundNumbers(database: database) }
}

extension Snapshot {
    /// The control numbers that partners use.
    public var inboundNumbers: InboundNumbers { InboundNumbers(database: database) }
}
