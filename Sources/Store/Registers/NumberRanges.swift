/// A bounded set of numbers, as the ranges that they make.
struct NumberRanges: Sendable, Equatable {
    /// Ranges that are kept; senders who mix more series than this lose the ones farthest from the last number.
    static let maximum = 32

    private(set) var ranges: [ClosedRange<Int>]

    init(_ number: Int) {
        ranges = [number...number]
    }

    /// Ranges in ascending order, none of which overlap.
    init(_ ranges: [ClosedRange<Int>]) {
        self.ranges = ranges
    }

    /// Reads what ``text`` wrote; nil for anything else.
    init?(text: String) {
        ranges = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
                return nil
            }
            ranges.append(first...last)
        }
    }

    /// The ranges in ascending order, as `1-7,9-9`.
    var text: String {
        ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    func contains(_ number: Int) -> Bool {
        ranges.contains { $0.contains(number) }
    }

    mutating func insert(_ number: Int) {
        guard !contains(number) else { return }
        let place = ranges.firstIndex { $0.lowerBound > number } ?? ranges.endIndex
        ranges.insert(number...number, at: place)
        join(at: place)
        if place > 0 { join(at: place - 1) }
        guard ranges.count > Self.maximum, let first = ranges.first, let last = ranges.last else { return }
        if number - first.upperBound > last.lowerBound - number {
            ranges.removeFirst()
        } else {
            ranges.removeLast()
        }
    }

    /// What of a range did not come.
    func gaps(in range: ClosedRange<Int>) -> [ClosedRange<Int>] {
        var result: [ClosedRange<Int>] = []
        var next = range.lowerBound
        for known in ranges where known.overlaps(range) {
            if known.lowerBound > next { result.append(next...known.lowerBound - 1) }
            next = max(next, known.upperBound + 1)
        }
        if next <= range.upperBound { result.append(next...range.upperBound) }
        return result
    }

    /// Makes one range of two neighbours that touch.
    private mutating func join(at index: Int) {
        guard index + 1 < ranges.count, ranges[index].upperBound + 1 == ranges[index + 1].lowerBound else {
            return
        }
        ranges[index] = ranges[index].lowerBound...ranges[index + 1].upperBound
        ranges.remove(at: index + 1)
    }
}
