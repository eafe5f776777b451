/// Turns the rows of a set's table into a grammar.
struct GrammarCompiler {
    private var loops: [Grammar.LoopRow]
    private var ids: [String] = []
    private var numbers: [String: Int] = [:]

    /// Compiles a set for a release; nil when its table has no part for it.
    static func grammar(
        set: String, functionalID: String, name: String, table: StaticString, dictionary: ReleaseDictionary
    ) -> Grammar? {
        let rows = rows(of: table, release: dictionary.release)
        guard !rows.isEmpty else { return nil }
        var compiler = GrammarCompiler(loops: [Grammar.LoopRow(id: "ST", children: [], parent: -1)])
        compiler.compile(rows)
        return Grammar(
            set: set, functionalID: functionalID, name: name, dictionary: dictionary, loops: compiler.loops,
            ids: compiler.ids)
    }

    private init(loops: [Grammar.LoopRow]) {
        self.loops = loops
    }

    /// The rows between the release's line and the next release's.
    private static func rows(of table: StaticString, release: String) -> [Substring] {
        var isHere = false
        var rows: [Substring] = []
        for line in TableReader.lines(table) {
            if line.first == "@" {
                isHere = line.dropFirst() == release
            } else if isHere {
                rows.append(line)
            }
        }
        return rows
    }

    /// A row is: depth, segment, requirement, maximum use, repeat of the loop it opens.
    private mutating func compile(_ rows: [Substring]) {
        // The loops open at each depth while the rows pass.
        var open = [0]
        for row in rows {
            let fields = row.split(separator: " ")
            guard fields.count == 5, let depth = Int(fields[0]) else {
                preconditionFailure("A row of a set has five fields.")
            }
            let id = String(fields[1])
            let isMandatory = fields[2] == "M"
            if fields[4] == "-" {
                open.removeLast(open.count - depth - 1)
                add(id, isMandatory: isMandatory, maximum: maximum(fields[3]), loop: -1, to: open[depth])
            } else {
                open.removeLast(open.count - depth)
                loops.append(Grammar.LoopRow(id: id, children: [], parent: open[depth - 1]))
                let loop = loops.count - 1
                add(
                    id, isMandatory: isMandatory, maximum: maximum(fields[4]), loop: loop, to: open[depth - 1]
                )
                add(id, isMandatory: true, maximum: 1, loop: -1, to: loop)
                open.append(loop)
            }
        }
    }

    private func maximum(_ text: Substring) -> Int {
        text == "*" ? .max : Int(text) ?? .max
    }

    private mutating func add(_ id: String, isMandatory: Bool, maximum: Int, loop: Int, to parent: Int) {
        let number = numbers[id] ?? ids.count
        if number == ids.count {
            numbers[id] = number
            ids.append(id)
        }
        loops[parent].children.append(
            Grammar.Child(
                idNumber: number, segmentID: id, isMandatory: isMandatory, maximum: maximum, loop: loop))
    }
}
