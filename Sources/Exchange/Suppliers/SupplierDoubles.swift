internal import Store
internal import Translation

/// Finds suppliers that may be one and the same; it only tells of them, merging is for people.
struct SupplierDoubles {
    /// Pairs told of after one extract; further ones wait for the next that touches them.
    static let pairsMaximum = 500

    private struct Marked {
        let mark: Int64
        let number: String
        let hasArrived: Bool
    }

    /// The pairs of which one at least has just arrived, by their kinds and in order of numbers.
    static func found(in staging: SupplierStaging, at now: Int64) -> [SupplierSuspicionRecord] {
        guard !staging.arrived.isEmpty else { return [] }
        let arrived = Set(staging.arrived.map(\.number))
        let index = staging.index
        let gone = Set(staging.run.kind == "full" ? staging.leftOut : [])
        var pairs: [SupplierSuspicionRecord] = []
        for (place, kind) in SupplierLikeness.Kind.allCases.enumerated() {
            var marked = staging.arrived.compactMap { one in
                one.marks[place] == 0
                    ? nil : Marked(mark: one.marks[place], number: one.number, hasArrived: true)
            }
            let wanted = Set(marked.map(\.mark))
            for head in index.heads
            where head.isActive && wanted.contains(head.marks[place]) && !arrived.contains(head.number)
                && !gone.contains(head.number)
            {
                marked.append(Marked(mark: head.marks[place], number: head.number, hasArrived: false))
            }
            marked.sort {
                ($0.mark, $0.hasArrived ? 1 : 0, $0.number) < ($1.mark, $1.hasArrived ? 1 : 0, $1.number)
            }
            var first = marked.first
            for one in marked.dropFirst() {
                guard let other = first, other.mark == one.mark else {
                    first = one
                    continue
                }
                guard one.hasArrived, pairs.count < pairsMaximum else { continue }
                pairs.append(
                    SupplierSuspicionRecord(
                        kind: kind.rawValue, other.number, one.number, arrival: staging.run.arrival, at: now))
            }
        }
        return pairs
    }
}
