/// Turns the rows of a set's table into a grammar.
struct GrammarCompiler {
    var draft: GrammarDraft
    let dictionary: ReleaseDictionary

    /// Compiles a set for a release; nil when its table has no part for it.
    static func grammar(
        set: String, functionalID: String, name: String, table: StaticString, dictionary: ReleaseDictionary
    ) -> Grammar? {
        let rows = rows(of: table, release: dictionary.release)
        guard !rows.isEmpty else { return nil }
        var compiler = GrammarCompiler(
            draft: GrammarDraft(
                set: set, functionalID: functionalID, name: name,
                loops: [GrammarDraft.Loop(id: "ST", parent: -1)]), dictionary: dictionary)
        compiler.compile(rows)
        return Grammar(compiler.draft, dictionary: dictionary, rules: dictionary.rules)
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
            var child = Grammar.Child(
                id: SegmentCode.packed(id), layout: Int32(dictionary.layout(ofSegment: id)), loop: -1,
                maximum: maximum(fields[3]), isMandatory: fields[2] == "M", isFloating: fields[2] == "F")
            if fields[4] == "-" {
                open.removeLast(open.count - depth - 1)
                draft.loops[open[depth]].children.append(child)
            } else {
                open.removeLast(open.count - depth)
                draft.loops.append(GrammarDraft.Loop(id: id, parent: open[depth - 1]))
                let loop = draft.loops.count - 1
                child.loop = Int32(loop)
                child.maximum = maximum(fields[4])
                draft.loops[open[depth - 1]].children.append(child)
                child.loop = -1
                child.maximum = 1
                child.isMandatory = true
                draft.loops[loop].children.append(child)
                open.append(loop)
            }
        }
    }

    private func maximum(_ text: Substring) -> Int32 {
        text == "*" ? .max : Int32(text) ?? .max
    }
}
