/// How control numbers of a partner follow each other, as far as their order can be judged.
///
/// Partners lose files, send them out of order, send old ones again, start again at 1 each January and pass from nine
/// nines to 1. A number that continues where the numbers stood, or where they stood before they were left, is no news.
struct NumberSequence: Sendable, Equatable {
    /// What a number means for the ones before it.
    enum Step: Sendable, Equatable {
        /// It continues, or says nothing new.
        case expected
        /// Numbers before it have not come.
        case leap(missing: [ClosedRange<Int>])
        /// It stands so far from the ones before it that its sender numbers anew.
        case renumbered
        /// It lies below the ones before it.
        case earlier
    }

    /// The last number in order.
    var last: Int
    /// A number out of order, until the next one shows whether the sender goes on from it.
    var stray: Int?
    /// Where the numbers stood when the sender went on from a stray one.
    var former: Int?
    /// The numbers that came lately; they are not missing, however they were overtaken.
    private(set) var seen: NumberRanges

    /// The largest number of nine digits; the one after it is 1.
    static let highest = 999_999_999
    /// Numbers that a partner may lose at once; a longer leap is a new numbering.
    static let leapMaximum = 1_000

    init(last: Int, stray: Int? = nil, former: Int? = nil, seen: NumberRanges? = nil) {
        self.last = last
        self.stray = stray
        self.former = former
        self.seen = seen ?? NumberRanges(last)
    }

    /// Takes a number in, from 1 to ``highest``.
    mutating func take(_ number: Int) -> Step {
        let step = step(to: number)
        seen.insert(number)
        guard case .leap(let ranges) = step else { return step }
        let missing = ranges.flatMap(seen.gaps(in:))
        return missing.isEmpty ? .expected : .leap(missing: missing)
    }

    private mutating func step(to number: Int) -> Step {
        if number == last { return .expected }
        if number == Self.following(last) {
            advance(to: number)
            return .expected
        }
        if number == former.map(Self.following) || number == stray.map(Self.following) {
            goOn(from: number)
            return .expected
        }
        if number > last { return leap(to: number) }
        if last > Self.highest - Self.leapMaximum, number <= Self.leapMaximum { return rollOver(to: number) }
        if number == 1, last >= Self.leapMaximum {
            goOn(from: number)
            return .renumbered
        }
        stray = number
        return .earlier
    }

    /// A number that came although it was missing.
    mutating func fill(_ number: Int) {
        seen.insert(number)
    }

    /// A number that another count of the sender explains: later ones are judged from it, none is missing.
    mutating func accept(_ number: Int) {
        seen.insert(number)
        if number > last { advance(to: number) }
    }

    private mutating func advance(to number: Int) {
        last = number
        stray = nil
    }

    private mutating func goOn(from number: Int) {
        // Numbers that come a second time belong to a new numbering; what came of the old one says nothing about it.
        if seen.contains(number) { seen = NumberRanges(number) }
        former = last
        advance(to: number)
    }

    private mutating func leap(to number: Int) -> Step {
        // The nearer of the two places where the numbers stood is the one that the sender left.
        let origin = former.map { number > $0 ? max(last, $0) : last } ?? last
        guard number - origin - 1 <= Self.leapMaximum else {
            goOn(from: number)
            return .renumbered
        }
        if origin != last { former = last }
        advance(to: number)
        return .leap(missing: [origin + 1...number - 1])
    }

    private mutating func rollOver(to number: Int) -> Step {
        var missing: [ClosedRange<Int>] = []
        if last < Self.highest { missing.append(last + 1...Self.highest) }
        if number > 1 { missing.append(1...number - 1) }
        advance(to: number)
        return .leap(missing: missing)
    }

    private static func following(_ number: Int) -> Int {
        number % highest + 1
    }
}
