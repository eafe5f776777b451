import Testing

@testable import X12

@Suite struct GrammarLibraryTests {
    private let library = GrammarLibrary.standard

    @Test func `every set has a grammar in the releases of its table`() {
        var counts: [String: Int] = [:]
        for release in library.releases {
            counts[release] = library.sets.filter { library.grammar(set: $0, release: release) != nil }.count
        }
        #expect(
            counts == [
                "003040": 39, "003050": 39, "003060": 39, "004010": 40, "004030": 42, "005010": 43,
            ])
    }

    @Test func `every segment of every set has its elements, and every element a type`() throws {
        for release in library.releases {
            for set in library.sets {
                guard let grammar = library.grammar(set: set, release: release) else { continue }
                for row in 0..<grammar.children.count {
                    let child = grammar.children[row]
                    #expect(child.layout >= 0, "\(SegmentCode.text(child.id)) of \(set) \(release)")
                    let layout = grammar.rules.layouts[Int(child.layout)]
                    #expect(layout.id == child.id && layout.slotCount > 0)
                    for index in 0..<Int(layout.slotCount) {
                        let slot = grammar.rules.slots[Int(layout.firstSlot) + index]
                        #expect(slot.minimum >= 1 && slot.minimum <= slot.maximum)
                        #expect(slot.row >= 0)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        ("004010", "004010", true), ("005010", "005010", true), ("003040", "003040", true),
        ("003060", "003060", true), ("004030", "004030", true), ("003010", "003040", false),
        ("003030", "003040", false), ("003070", "004010", false), ("004011", "004010", false),
        ("004020", "004030", false), ("004040", "005010", false), ("004060", "005010", false),
        ("005030", "005010", false), ("006020", "005010", false), ("008060", "005010", false),
    ])
    func `a release is read with its own tables or the nearest`(release: String, table: String, isExact: Bool)
        throws
    {
        let nearest = try #require(library.nearest(to: release))
        #expect(nearest == (table, isExact, isExact))
        #expect(library.knows(release: release) == isExact)
        let grammar = try #require(library.grammar(set: "850", release: release))
        #expect(grammar.release == table && grammar.dictionary.isBorrowed == !isExact)
        let slot = try #require(grammar.dictionary.rule(ofElement: "373"))
        #expect(slot.flags.contains(.lengthsOpen) == !isExact)
        #expect(slot.maximum == (table < "004010" ? 6 : 8))
    }

    @Test(arguments: [
        "", "002040", "009010", "00401", "0040100", "00401O", "-04010", "+04010", "003000", "005010+",
    ])
    func `what is no release has no tables`(release: String) {
        #expect(library.nearest(to: release) == nil)
        #expect(library.grammar(set: "850", release: release) == nil)
        #expect(library.description(ofSegment: "N1", in: nil, release: release) == nil)
        #expect(library.meaning(ofCode: "ST", element: "98", release: release) == nil)
    }

    @Test func `borrowed tables are shared by the releases that they are lent to`() {
        #expect(
            library.grammar(set: "856", release: "005030") === library.grammar(set: "856", release: "007040"))
        #expect(
            library.grammar(set: "856", release: "005030") !== library.grammar(set: "856", release: "005010"))
    }

    @Test func `code lists are those of the release, and advice where they are borrowed`() throws {
        func list(_ release: String, _ element: String) throws -> (RuleTables, Int32) {
            let dictionary = try #require(library.dictionary(release: release))
            return (dictionary.rules, try #require(dictionary.rule(ofElement: element)).codes)
        }
        let added = PackedTable.pack("00".utf8)
        let both = PackedTable.pack("ST".utf8)
        for (release, hasAdded, isAdvisory) in [
            ("003040", false, true), ("004010", false, false), ("004030", true, true),
            ("005010", true, false), ("006020", true, true),
        ] {
            let (rules, row) = try list(release, "98")
            #expect(rules.contains(added, list: row) == hasAdded, "\(release)")
            #expect(rules.contains(both, list: row))
            #expect(rules.isAdvisory(list: row) == isAdvisory, "\(release)")
            #expect(!rules.contains(PackedTable.pack("QQQ".utf8), list: row))
            #expect(!rules.contains(PackedTable.pack("ABCDEFGH".utf8), list: row))
            #expect(!rules.contains(0, list: row))
        }
        // Country and currency codes are owned by others, and not enforced.
        #expect(try list("004010", "26").1 == -1 && list("004010", "100").1 == -1)
    }

    @Test func `an older release has the structure of its time`() throws {
        let old = try #require(library.description(ofSegment: "REF", in: "850", release: "003040"))
        #expect(old.elements.map(\.number) == ["128", "127", "352"])
        let later = try #require(library.description(ofSegment: "REF", in: "850", release: "003060"))
        #expect(later.elements.map(\.number) == ["128", "127", "352", "C040"])
        var lines = Samples.order
        lines[0] = "BEG*00*SA*PO4711**961101"
        lines[2] = "DTM*002*961201"
        let text = Samples.interchange(
            [("850", lines)], group: "PO", release: "003060", envelope: "00306")
        var statuses: [String] = []
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { statuses.append(result.verdict.status.code) }
        }
        #expect(statuses == ["A"])
    }

    @Test(arguments: [1, 3, 6, 9])
    func `a note floats in the orders of old releases, where later ones do not have it`(line: Int) throws {
        func codes(_ release: String, dates: (String, String)) throws -> [Finding.Code] {
            var lines = Samples.order
            lines[0] = "BEG*00*SA*PO4711**" + dates.0
            lines[2] = "DTM*002*" + dates.1
            lines.insert("NTE*GEN*CALL BEFORE DELIVERY", at: line)
            let text = Samples.interchange(
                [("850", lines)], group: "PO", release: release, envelope: String(release.prefix(5)))
            return try Interpreter.findings(in: Samples.bytes(text)).filter { $0.severity == .error }
                .map(\.code)
        }
        #expect(try codes("003040", dates: ("961101", "961201")).isEmpty)
        #expect(try codes("004010", dates: ("20261101", "20261201")) == [.segmentNotInSet])
    }

    @Test func `codes have a meaning`() {
        #expect(library.meaning(ofCode: "ST", element: "98", release: "004010") == "Ship To")
        #expect(library.meaning(ofCode: "ST ", element: "98", release: "004010") == "Ship To")
        #expect(library.meaning(ofCode: "USD", element: "100", release: "005010") != nil)
        #expect(
            library.meaning(ofCode: "PLT25", element: "103", release: "004010")
                == [
                    library.meaning(ofCode: "PLT", element: "103", release: "004010"),
                    library.meaning(ofCode: "25", element: "103", release: "004010"),
                ].compactMap { $0 }.joined(separator: ", "))
        #expect(library.meaning(ofCode: "QQQ", element: "98", release: "004010") == nil)
        #expect(library.meaning(ofCode: "ST", element: "127", release: "004010") == nil)
        #expect(library.meaning(ofCode: "ST", element: "99999999999999999999", release: "004010") == nil)
        #expect(library.meaning(ofCode: "", element: "98", release: "004010") == nil)
    }

    @Test func `every code of every list has a meaning, and fits its element`() {
        var count = 0
        for release in ["004010", "005010"] {
            guard let dictionary = library.dictionary(release: release) else { continue }
            for source in CodeLists.standard.sources {
                let element = source.element.text
                for code in library.codes(ofElement: element, release: release) {
                    count += 1
                    #expect(!code.meaning.isEmpty, "\(code.code) of \(element)")
                    guard let rule = dictionary.rule(ofElement: element), element != "103" else { continue }
                    #expect(code.code.utf8.count <= rule.maximum, "\(code.code) of \(element) in \(release)")
                }
            }
        }
        #expect(count == 54_453)
    }

    @Test func `names and a near code are told`() {
        #expect(library.name(ofSet: "856") == "Ship Notice/Manifest")
        #expect(library.name(ofSet: "000") == nil)
        #expect(library.name(ofSegment: "HL", release: "004010") == "Hierarchical Level")
        #expect(library.name(ofSegment: "QQ", release: "004010") == nil)
        #expect(library.name(ofElement: "373", release: "004010") == "Date")
        #expect(library.name(ofElement: "I05", release: "004010") != nil)
        #expect(library.nearestCode(to: "SHH", element: "98", release: "004010") == "SH")
        #expect(library.nearestCode(to: "??????", element: "98", release: "004010") == nil)
    }

    @Test func `a segment is described with types, requirements, components and conditions`() throws {
        let name = try #require(library.description(ofSegment: "N1", in: nil, release: "004010"))
        #expect(name.name == "Name" && name.release == "004010")
        #expect(
            name.elements.map(\.requirement) == [
                .mandatory, .conditional, .conditional, .conditional, .optional, .optional,
            ])
        #expect(name.elements[0].number == "98" && name.elements[0].hasCodes)
        #expect(name.elements[1].type == "AN" && name.elements[1].maximum == 60)
        #expect(
            name.conditions == [
                "At least one of N102 and N103 is there.", "N103 and N104 stand together or not at all.",
            ])
        let total = try #require(library.description(ofSegment: "TDS", in: "810", release: "004010"))
        #expect(total.elements[0].type == "N2")
        let reference = try #require(library.description(ofSegment: "REF", in: nil, release: "004010"))
        #expect(reference.elements[3].number == "C040" && reference.elements[3].type.isEmpty)
        #expect(reference.elements[3].components.count == 6)
        #expect(library.description(ofSegment: "QQQ", in: "810", release: "004010") == nil)
    }

    @Test func `everything is loaded at once when asked, from many threads`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { GrammarLibrary.standard.preload() } }
        }
        #expect(
            library.grammar(set: "850", release: "004010") === library.grammar(set: "850", release: "004010"))
    }
}
