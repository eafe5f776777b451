import Testing

@testable import X12

private let misfits: [OverlayMistakeCase] = [
    .init("set 810 004010\nN11 mandatory", 2, 1, "no segment N11", "N1"),
    .init("set 999 004010", 1, 9, "no 999 in release 004010", "005010"),
    .init("set 858 004010", 1, 5, "no set 858", "850"),
    .init("set 856 004010\nBSX mandatory", 2, 1, "no segment BSX", "BSN"),
    .init("set 850 004010\nN1 mandatory", 2, 1, "stands at"),
    .init("set 856 004010\nPO1/N1 mandatory", 2, 1, "N1 stands at HL/N1"),
    .init("set 856 004010\n/MAN mandatory", 2, 1, "MAN stands at HL/MAN"),
    .init("set 856 004010\nHL/N1#2 mandatory", 2, 1, "has no HL/N1#2"),
    .init("set 856 004010\nHL/HL mandatory", 2, 1, "opens its loop"),
    .init("set 856 004010\nST mandatory", 2, 1, "frame of the set"),
    .init("set 856 004010\nSE02 mandatory", 2, 1, "frame of the set"),
    .init("set 856 004010\nREF05 mandatory", 2, 1, "REF has 4 elements"),
    .init("set 856 004010\nREF01-1 mandatory", 2, 1, "has no components"),
    .init("set 856 004010\nREF04-7 mandatory", 2, 1, "has 6 components"),
    .init("set 856 004010\nREF04 length 3", 2, 7, "composite"),
    .init("set 856 004010\nREF04 codes any", 2, 7, "composite"),
    .init("set 856 004010\n/DTM02 length 5..8", 2, 8, "6 or 8 digits"),
    .init("set 856 004010\nHL04 codes only 2", 2, 17, "2 is not in the code list", "0"),
    .init("set 856 004010\nREF01 codes only BM CNX", 2, 21, "CNX is not in the code list", "CN"),
    .init("set 856 004010\nREF01 codes remove BM ZZZZZ", 2, 23, "ZZZZZ is not in the code list"),
    .init("set 856 004010\nREF01 codes add ABCD", 2, 17, "REF01 has 2 to 3 characters"),
    .init("set 856 004010\nREF02 codes add A", 2, 17, "has no code list"),
    .init("set 856 004010\nREF02 codes any", 2, 7, "has no code list"),
    .init("set 856 004010\n/DTM02 codes only 2026", 2, 19, "is no text"),
    .init("set 856 004010\nsegment ZA1 after /DTM", 2, 9, "no segment ZA1", "ZA"),
    .init("set 856 004010\nsegment GS after BSN", 2, 9, "belongs to the envelope"),
    .init("set 856 004010\nsegment REF after BSN: 01 AN 1", 2, 9, "is a segment of release"),
    .init("set 856 004010\nsegment ZA1 after SE: 01 AN 1", 2, 19, "No segment may stand after SE"),
    .init("set 856 004010\nsegment ZA1 before HL/HL: 01 AN 1", 2, 20, "No segment may stand before HL"),
    .init("set 856 004010\nsegment ZA1 after BSN: 01 8888", 2, 27, "no element 8888"),
    .init("set 856 004010\nsegment ZA1 after BSN: 01 N0 1..3 codes 1", 2, 41, "is no text"),
    .init("set 856 004010\nsegment ZA1 after BSN: 01 ID 2 codes ABC", 2, 38, "2 to 2 characters"),
]

@Suite struct OverlayApplicationTests {
    static func library(_ text: String) throws -> GrammarLibrary {
        try GrammarLibrary.standard.applying([Overlay(reading: Array(text.utf8), file: "f")])
    }

    /// The findings of a set, by code and element, under an overlay.
    static func findings(
        _ overlay: String, _ set: String = "856", _ lines: [String] = Samples.shipNotice,
        group: String = "SH", release: String = "004010"
    ) throws -> [Finding] {
        let text = Samples.interchange(
            [(set, lines)], group: group, release: release,
            envelope: release >= "005010" ? "00501" : "00401", repetition: release >= "005010" ? "^" : "U")
        return try Interpreter.findings(
            in: Samples.bytes(text), library: library("set \(set) \(release)\n" + overlay))
    }

    @Test(arguments: misfits)
    func `a rule that does not fit its set is told with line, column and nearest word`(
        mistake: OverlayMistakeCase
    ) throws {
        let overlay = try Overlay(reading: Array(mistake.text.utf8), file: "f")
        do throws(OverlayFaults) {
            _ = try GrammarLibrary.standard.applying([overlay])
            Issue.record("nothing was found")
        } catch {
            #expect(error.faults.count == 1, "\(error)")
            let fault = try #require(error.faults.first)
            #expect((fault.line, fault.column) == (mistake.line, mistake.column), "\(fault)")
            #expect(fault.message.contains(mistake.says), "\(fault)")
            #expect(fault.nearest == mistake.nearest, "\(fault)")
        }
    }

    @Test func `a segment made mandatory is missed where it is not sent`() throws {
        let findings = try OverlayApplicationTests.findings("HL/LIN mandatory")
        #expect(findings.map(\.code) == [.segmentMissing, .segmentMissing, .segmentMissing])
        #expect(findings.allSatisfy { $0.expected == "LIN" && $0.segmentID == "LIN" })
    }

    @Test func `a mandatory segment made optional is not missed`() throws {
        let lines = Samples.invoice.filter { !$0.hasPrefix("TDS") }
        #expect(
            try OverlayApplicationTests.findings("TDS optional", "810", lines, group: "IN").map(\.code)
                .isEmpty)
        #expect(
            try OverlayApplicationTests.findings("CTT optional", "810", lines, group: "IN").map(\.code)
                == [.segmentMissing])
    }

    @Test func `a maximum of segments and of loops counts`() throws {
        #expect(
            try OverlayApplicationTests.findings("HL maximum 3").map(\.code) == [.loopTooMany])
        var lines = Samples.shipNotice
        lines.insert("DTM*002*20261201", at: 1)
        lines.insert("DTM*002*20261201", at: 1)
        #expect(
            try OverlayApplicationTests.findings("/DTM maximum 1", "856", lines).map(\.code) == [
                .segmentTooMany
            ])
        #expect(try OverlayApplicationTests.findings("/DTM maximum 2", "856", lines).isEmpty)
    }

    @Test func `elements change at every place that the path names, and nowhere else`() throws {
        let everywhere = try OverlayApplicationTests.findings("N104 length 9..13")
        #expect(everywhere.map(\.code) == [.elementTooShort] && everywhere.first?.element == 4)
        #expect(everywhere.first?.expected?.contains("9") == true)
        var lines = Samples.order
        lines.insert("REF*DP*038", at: 8)
        let header = try OverlayApplicationTests.findings("/REF01 codes only IA", "850", lines, group: "PO")
        #expect(header.map(\.segment) == [3])
        let order = try OverlayApplicationTests.findings(
            "REF01 codes only IA", "850", Samples.order, group: "PO")
        #expect(order.map(\.code) == [.codeInvalid])
    }

    @Test func `an element is made mandatory and a mandatory one optional`() throws {
        #expect(
            try OverlayApplicationTests.findings("HL02 mandatory").map(\.code) == [.elementMissing])
        var lines = Samples.shipNotice
        lines[0] = "BSN**SHP001*20261130*0815*0001"
        #expect(try OverlayApplicationTests.findings("BSN01 optional", "856", lines).isEmpty)
        #expect(
            try OverlayApplicationTests.findings("BSN02 optional", "856", lines).map(\.code) == [
                .elementMissing
            ])
    }

    @Test func `codes are narrowed, added, removed and opened`() throws {
        var lines = Samples.shipNotice
        #expect(try OverlayApplicationTests.findings("HL03 codes only S O P I").isEmpty)
        #expect(try OverlayApplicationTests.findings("HL03 codes only S O I").map(\.code) == [.codeInvalid])
        #expect(try OverlayApplicationTests.findings("HL03 codes remove P").map(\.code) == [.codeInvalid])
        lines[4] = "N1*Q9Z*NORTH DOCK*92*0417"
        #expect(try OverlayApplicationTests.findings("", "856", lines).map(\.code) == [.codeInvalid])
        #expect(try OverlayApplicationTests.findings("N101 codes add Q9Z", "856", lines).isEmpty)
        #expect(
            try OverlayApplicationTests.findings("N101 codes add Q9Z\nN101 codes only Q9Z", "856", lines)
                .isEmpty)
        lines[4] = "N1*Q7Z*NORTH DOCK*92*0417"
        #expect(try OverlayApplicationTests.findings("N101 codes any", "856", lines).isEmpty)
        #expect(try OverlayApplicationTests.findings("TD101 codes only CTN25").isEmpty)
        #expect(try OverlayApplicationTests.findings("TD101 codes only PLT25").map(\.code) == [.codeInvalid])
        #expect(
            try OverlayApplicationTests.findings("N102 codes only \"SOUTH\"").map(\.code) == [.codeInvalid])
    }

    @Test func `a component changes alone`() throws {
        var lines = Samples.order
        lines[1] = "REF*DP*038**DP>1234"
        #expect(try OverlayApplicationTests.findings("", "850", lines, group: "PO").isEmpty)
        let short = try OverlayApplicationTests.findings("/REF04-2 length 5..9", "850", lines, group: "PO")
        #expect(short.map(\.code) == [.elementTooShort] && short.first?.component == 2)
        let missing = try OverlayApplicationTests.findings("/REF04-3 mandatory", "850", lines, group: "PO")
        #expect(missing.first?.code == .componentMissing && missing.first?.component == 3)
    }

    @Test func `a private segment stands at its place with its elements`() throws {
        let overlay =
            "segment ZA1 after /DTM maximum 1: 01 ID 2 mandatory codes A1 B2 \"Kind\", 02 373, 03 R 1..3"
        var lines = Samples.shipNotice
        lines.insert("ZA1*A1*20261130*1.5", at: 1)
        #expect(try OverlayApplicationTests.findings(overlay, "856", lines).isEmpty)
        lines[1] = "ZA1*C3*20261131*1.5555"
        let findings = try OverlayApplicationTests.findings(overlay, "856", lines)
        #expect(findings.map(\.code) == [.codeInvalid, .dateInvalid, .elementTooLong])
        #expect(findings.first?.message.contains("Kind") == true)
        lines.insert("ZA1*A1", at: 1)
        lines.remove(at: 2)
        lines.insert("ZA1*A1", at: 1)
        #expect(try OverlayApplicationTests.findings(overlay, "856", lines).map(\.code) == [.segmentTooMany])
        lines.remove(at: 1)
        let late = Array([lines[0]] + lines[2...] + [lines[1]])
        #expect(
            try OverlayApplicationTests.findings(overlay, "856", late).map(\.code) == [.segmentOutOfOrder])
    }

    @Test func `a segment of the standard stands where an overlay puts it, also inside a loop`() throws {
        var lines = Samples.shipNotice
        lines.insert("N9*ZZ*1", at: 2)
        #expect(try OverlayApplicationTests.findings("", "856", lines).first?.code == .segmentNotInSet)
        #expect(try OverlayApplicationTests.findings("segment N9 after HL/HL", "856", lines).isEmpty)
        let required = try OverlayApplicationTests.findings("segment N9 after HL/HL mandatory", "856", lines)
        #expect(required.map(\.code) == [.segmentMissing, .segmentMissing, .segmentMissing])
    }

    @Test func `an overlay of another release changes that one alone`() throws {
        let rule = "HL/LIN mandatory"
        for release in ["003060", "004030", "005010", "004042"] {
            let text = "set 856 \(release)\n" + rule
            let library = try OverlayApplicationTests.library(text)
            let changed = try #require(library.grammar(set: "856", release: release))
            #expect(changed.release == GrammarLibrary.standard.nearest(to: release)?.release)
            #expect(changed !== GrammarLibrary.standard.grammar(set: "856", release: release))
            #expect(
                library.grammar(set: "856", release: "004010")
                    === GrammarLibrary.standard.grammar(set: "856", release: "004010"))
            #expect(
                library.grammar(set: "850", release: release)
                    === GrammarLibrary.standard.grammar(set: "850", release: release))
        }
    }

    @Test func `several overlays add up, and the last word counts`() throws {
        let first = try Overlay(reading: Array("set 856 004010\nHL/LIN mandatory".utf8), file: "a")
        let second = try Overlay(
            reading: Array("set 856 004010\nHL/LIN optional\nHL/SN1 mandatory".utf8), file: "b")
        let text = Samples.bytes(Samples.interchange([("856", Samples.shipNotice)], group: "SH"))
        let both = try GrammarLibrary.standard.applying([first, second])
        #expect(try Interpreter.findings(in: text, library: both).allSatisfy { $0.expected == "SN1" })
        let later = try GrammarLibrary.standard.applying([first]).applying([second])
        #expect(
            try Interpreter.findings(in: text, library: later)
                == Interpreter.findings(in: text, library: both))
    }

    @Test func `faults of several overlays are told with their files`() throws {
        let overlays = try ["a", "b"].map {
            try Overlay(reading: Array("set 856 004010\nBSX mandatory".utf8), file: $0)
        }
        do throws(OverlayFaults) {
            _ = try GrammarLibrary.standard.applying(overlays)
            Issue.record("nothing was found")
        } catch {
            #expect(error.faults.map(\.file) == ["a", "b"])
        }
    }

    @Test func `what is not used is an error where it is sent`() throws {
        let segment = try OverlayApplicationTests.findings("HL/TD1 not used")
        #expect(segment.map(\.severity) == [.error] && segment.first?.segmentID == "TD1", "\(segment)")
        let loop = try OverlayApplicationTests.findings("HL/N1 not used")
        #expect(loop.map(\.severity) == [.error] && loop.first?.segmentID == "N1", "\(loop)")
        let element = try OverlayApplicationTests.findings("SN103 not used")
        #expect(element.map(\.code) == [.elementNotUsed] && element.first?.element == 3, "\(element)")
        #expect(try OverlayApplicationTests.findings("SN104 not used").isEmpty)
        #expect(try OverlayApplicationTests.findings("SN103 not used\nSN103 optional").isEmpty)
        #expect(try OverlayApplicationTests.findings("HL/TD1 not used\nHL/TD1 optional").isEmpty)
    }

    @Test func `dates of six digits are taken where the overlay says so`() throws {
        var lines = Samples.shipNotice
        lines[0] = "BSN*00*SHP001*261130*0815*0001"
        #expect(try OverlayApplicationTests.findings("", "856", lines).map(\.code) == [.elementTooShort])
        #expect(try OverlayApplicationTests.findings("BSN03 length 6..8", "856", lines).isEmpty)
        lines[0] = "BSN*00*SHP001*261131*0815*0001"
        #expect(
            try OverlayApplicationTests.findings("BSN03 length 6..8", "856", lines).map(\.code)
                == [.dateInvalid])
    }

    @Test func `a finding tells the codes that the overlay leaves`() throws {
        let findings = try OverlayApplicationTests.findings("HL03 codes only S O I")
        #expect(findings.first?.expected == "one of I, O, S", "\(findings)")
        let single = try OverlayApplicationTests.findings("/DTM maximum 1\nN103 codes only 1")
        #expect(single.map(\.expected) == ["1"], "\(single)")
    }

    @Test func `a foreign code is a warning where lists are borrowed, an error in a list of the overlay`()
        throws
    {
        var lines = Samples.shipNotice
        lines[4] = "N1*Q9Z*NORTH DOCK*92*0417"
        lines[0] = "BSN*00*SHP001*20261130*0815"
        for release in ["004030", "005030"] {
            func severities(_ rules: String) throws -> [Finding.Severity] {
                try OverlayApplicationTests.findings(rules, "856", lines, release: release)
                    .filter { $0.code == .codeInvalid }.map(\.severity)
            }
            #expect(try severities("") == [.warning])
            #expect(try severities("N101 codes only ST") == [.error])
            #expect(try severities("N101 codes add Q9Z").isEmpty)
        }
    }

    @Test func `the codes of all lists together have a limit`() throws {
        let line = "REF01 codes add ZQ\n"
        let text = "set 856 004010\n" + String(repeating: line, count: 400)
        let overlay = try Overlay(reading: Array(text.utf8), file: "f")
        do throws(OverlayFaults) {
            _ = try GrammarLibrary.standard.applying([overlay])
            Issue.record("nothing was found")
        } catch {
            #expect(error.faults.first?.message.contains("500000 codes together") == true)
        }
    }

    @Test func `a near code is one that the overlay leaves`() throws {
        let library = try OverlayApplicationTests.library(
            "set 856 004010\nHL/REF01 codes only BM CN\nREF04-1 codes only ZZ")
        func nearest(_ library: GrammarLibrary, _ code: String, _ component: Int? = nil) -> String? {
            library.nearestCode(
                to: code, segment: "REF", element: component == nil ? 1 : 4, component: component, in: "856",
                release: "004010")
        }
        #expect(nearest(library, "CM") == "CN" && nearest(library, "QQ") == nil)
        #expect(nearest(GrammarLibrary.standard, "SJX") == "SJ")
        #expect(nearest(library, "ZZZ", 1) == "ZZ" && nearest(library, "ZZ", 7) == nil)
        #expect(
            library.nearestCode(to: "X", segment: "REF", element: 0, in: "856", release: "004010") == nil)
    }

    @Test func `a description tells what an overlay changed`() throws {
        let library = try OverlayApplicationTests.library(
            "set 856 004010\nHL/N103 not used\nN104 mandatory length 9\nsegment ZA1 after BSN: 01 N2 1..5 \"Sum\""
        )
        let name = try #require(library.description(ofSegment: "N1", in: "856", release: "004010"))
        #expect(name.elements[2].requirement == .notUsed)
        #expect(name.elements[3].requirement == .mandatory)
        #expect((name.elements[3].minimum, name.elements[3].maximum) == (9, 9))
        let own = try #require(library.description(ofSegment: "ZA1", in: "856", release: "004010"))
        #expect(own.elements.map(\.name) == ["Sum"] && own.elements[0].number == nil)
        let standard = GrammarLibrary.standard.description(ofSegment: "ZA1", in: "856", release: "004010")
        #expect(standard == nil)
    }
}
