internal import X12

/// How deep each segment of a set stands in its loops; hierarchical levels count under their parents.
struct LoopDepths {
    private var depths: [Int: Int] = [:]
    private var levels: [String: Int] = [:]

    /// Looks at the loops of a set; without content every segment but ST and SE stands at depth 1.
    init(_ content: TransactionSet?) {
        guard let root = content?.root else { return }
        for segment in root.segments where segment.id != "ST" && segment.id != "SE" {
            depths[segment.ordinal] = 1
        }
        for loop in root.loops { add(loop, 1) }
    }

    /// The depth of a segment by its place in the set.
    func depth(of ordinal: Int, id: String) -> Int {
        id == "ST" || id == "SE" ? 0 : depths[ordinal] ?? 1
    }

    /// An opening segment stands where its loop does, the rest one deeper.
    private mutating func add(_ loop: TransactionSet.Loop, _ depth: Int) {
        var depth = depth
        var isFirst = true
        for segment in loop.segments {
            if isFirst, segment.id == "HL" {
                depth += segment[2].flatMap { levels[$0] } ?? 0
                // A chain of parents as long as the set must not push its segments off the screen.
                if let number = segment[1] { levels[number] = min(depth, 12) }
            }
            depths[segment.ordinal] = isFirst ? depth : depth + 1
            isFirst = false
        }
        for inner in loop.loops { add(inner, depth + 1) }
    }
}
