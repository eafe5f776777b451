/// The present path within a record of JSON or XML, and which columns are there.
///
/// A path is looked up by its text the first time it is seen and known by a number from then on, for the
/// records of a file are alike.
struct RecordPaths {
    private struct Node {
        let columns: [Int]
        let isLines: Bool
        /// Whether it was noted as unused, or need not be.
        var isNoted: Bool
        /// The paths below it, by the name that leads there.
        var children: [(name: [UInt8], node: Int)] = []
        /// The child after the one that was found last: the likeliest next.
        var likeliest = 0
    }

    /// The most paths known by number; others are looked up each time.
    private static let nodesMaximum = 1_000
    private static let childrenMaximum = 64

    private let separator: [UInt8]
    private let lines: [UInt8]?
    private let columnsByPath: [String: [Int]]
    private var nodes: [Node] = []
    private var path: [UInt8] = []
    /// For each name of the path, how long the path was before it and which node.
    private var steps: [(length: Int, node: Int)] = []
    private var node = 0
    /// Set while the present path has no number.
    private var unnumbered: Node?
    /// The paths with values that no column holds; the first of them.
    private(set) var unused: Set<String> = []

    init(_ layout: RecordLayout, separator: Character) {
        self.separator = Array(String(separator).utf8)
        lines = layout.lines.map { Array($0.utf8) }
        var columns: [String: [Int]] = [:]
        for (index, path) in layout.columns.enumerated() {
            if let path { columns[path, default: []].append(index) }
        }
        columnsByPath = columns
        nodes = [makeNode()]
    }

    /// Whether values here are those of a column.
    var isColumn: Bool { unnumbered.map { !$0.columns.isEmpty } ?? !nodes[node].columns.isEmpty }
    /// The columns that are here.
    var columns: [Int] { unnumbered?.columns ?? nodes[node].columns }
    /// Whether what begins here becomes a row of its own.
    var isAtLines: Bool { unnumbered?.isLines ?? nodes[node].isLines }
    /// The path as a text.
    var text: String { String(decoding: path, as: UTF8.self) }

    /// Goes back to the record itself.
    mutating func begin() {
        path.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        node = 0
        unnumbered = nil
    }

    mutating func enter(_ name: UnsafeBufferPointer<UInt8>) {
        steps.append((path.count, unnumbered == nil ? node : -1))
        if !path.isEmpty { path.append(contentsOf: separator) }
        path.append(contentsOf: name)
        if unnumbered == nil, let child = child(name) {
            node = child
        } else {
            unnumbered = makeNode()
        }
    }

    mutating func leave() {
        guard let step = steps.popLast() else { return }
        path.removeLast(path.count - step.length)
        if step.node >= 0 {
            node = step.node
            unnumbered = nil
        } else {
            unnumbered = makeNode()
        }
    }

    /// Notes that nothing is done with values here.
    mutating func noteUnused() {
        guard unnumbered != nil || !nodes[node].isNoted else { return }
        if unnumbered == nil { nodes[node].isNoted = true }
        if !path.isEmpty, unused.count < FoundColumns.unusedMaximum { unused.insert(text) }
    }

    /// The child with a name; made when there is room.
    private mutating func child(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        let children = nodes[node].children
        let likeliest = nodes[node].likeliest
        if likeliest < children.count, name.elementsEqual(children[likeliest].name) {
            nodes[node].likeliest = likeliest + 1
            return children[likeliest].node
        }
        if let place = children.firstIndex(where: { name.elementsEqual($0.name) }) {
            nodes[node].likeliest = place + 1
            return children[place].node
        }
        guard nodes.count < Self.nodesMaximum, children.count < Self.childrenMaximum else { return nil }
        nodes.append(makeNode())
        nodes[node].children.append((Array(name), nodes.count - 1))
        return nodes.count - 1
    }

    private func makeNode() -> Node {
        Node(columns: columnsByPath[text] ?? [], isLines: path == lines, isNoted: false)
    }
}
