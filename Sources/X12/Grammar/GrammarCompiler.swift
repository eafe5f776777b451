/// Turns the rows of a set's table into a grammar.
struct GrammarCompiler {
    private var draft: GrammarDraft
    private let dictionary: ReleaseDictionary
    /// The loops open at each depth while the rows pass.
    private var open = [0]

    /// Compiles a set for a release; nil when its table has no part for it.
    static func grammar(_ set: SetTable, dictionary: ReleaseDictionary) -> Grammar? {
        var scanner = TableScanner(set.rows)
        guard find(dictionary.table, &scanner) else { return nil }
        var compiler = GrammarCompiler(
            draft: GrammarDraft(
                set: set.id, functionalID: set.functionalID, name: set.name,
                loops: [GrammarDraft.Loop(id: "ST", parent: -1)]), dictionary: dictionary)
        while !scanner.isAtEnd, scanner.byte != 0x40 {
            // The heading of an area.
            if scanner.byte == 0x3D { scanner.skipLine() } else { compiler.compile(&scanner) }
        }
        return Grammar(compiler.draft, dictionary: dictionary, rules: dictionary.rules)
    }

    private init(draft: GrammarDraft, dictionary: ReleaseDictionary) {
        self.draft = draft
        self.dictionary = dictionary
    }

    /// Passes by the rows of other releases, whose heads tell the first and the last that they are for.
    private static func find(_ release: ReleaseTable, _ scanner: inout TableScanner) -> Bool {
        while !scanner.isAtEnd {
            if scanner.skip(0x40) {
                let first = scanner.byte
                scanner.skip()
                let last = scanner.byte
                scanner.skipLine()
                if first <= release.digit, release.digit <= last { return true }
            } else {
                scanner.skipLine()
            }
        }
        return false
    }

    /// A row is: depth, segment, requirement, maximum use, and the repeat of the loop that it opens, if any.
    private mutating func compile(_ scanner: inout TableScanner) {
        let depth = scanner.number()
        scanner.skip()
        let id = UInt32(truncatingIfNeeded: scanner.word())
        let requirement = scanner.byte
        scanner.skip()
        scanner.skip()
        var child = Grammar.Child(
            id: id, layout: Int32(dictionary.layout(ofSegment: id)), loop: -1,
            maximum: GrammarCompiler.maximum(&scanner), isMandatory: requirement == 0x4D,
            isFloating: requirement == 0x46)
        if scanner.skip(0x20) {
            open.removeLast(open.count - depth)
            draft.loops.append(GrammarDraft.Loop(id: SegmentCode.text(id), parent: open[depth - 1]))
            let loop = draft.loops.count - 1
            child.loop = Int32(loop)
            child.maximum = GrammarCompiler.maximum(&scanner)
            draft.loops[open[depth - 1]].children.append(child)
            child.loop = -1
            child.maximum = 1
            child.isMandatory = true
            draft.loops[loop].children.append(child)
            open.append(loop)
        } else {
            open.removeLast(open.count - depth - 1)
            draft.loops[open[depth]].children.append(child)
        }
        scanner.skipLine()
    }

    private static func maximum(_ scanner: inout TableScanner) -> Int32 {
        scanner.skip(0x2A) ? .max : Int32(clamping: scanner.number())
    }
}
