/// Finds the word that was likely meant by one that is not known.
enum NearestWord {
    /// Words longer than this are not compared.
    private static let maximumLength = 32

    /// The candidate that differs least: by one letter for a short word, by two for a longer one.
    ///
    /// A letter too many, too few or wrong and two letters exchanged count as one difference; of equally near
    /// candidates the one counts that begins as the word does, then the first.
    static func find(_ word: String, among candidates: [String]) -> String? {
        let wanted = Array(word.utf8)
        guard !wanted.isEmpty, wanted.count <= maximumLength else { return nil }
        let limit = wanted.count > 4 ? 2 : 1
        var best: (word: String, distance: Int, prefix: Int)?
        for candidate in candidates {
            let other = Array(candidate.utf8)
            guard abs(other.count - wanted.count) <= limit, other.count <= maximumLength else { continue }
            let distance = distance(wanted, other)
            guard distance <= limit, distance > 0 else { continue }
            let prefix = zip(wanted, other).prefix { $0 == $1 }.count
            if let best, (best.distance, -best.prefix) <= (distance, -prefix) { continue }
            best = (candidate, distance, prefix)
        }
        return best?.word
    }

    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var next = [row + 1]
            for column in second.indices {
                let isSame = lowercased(first[row]) == lowercased(second[column])
                var cost = min(next[column] + 1, last[column + 1] + 1, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    cost = min(cost, before[column - 1] + 1)
                }
                next.append(cost)
            }
            before = last
            last = next
        }
        // Words that differ in capitals alone are near, but not the same.
        return last[second.count] == 0 && first != second ? 1 : last[second.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
