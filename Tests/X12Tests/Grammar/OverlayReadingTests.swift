import Testing

@testable import X12

/// A text with one mistake: where it is found, what is said, and what is offered.
struct OverlayMistakeCase: CustomTestStringConvertible, Sendable {
    let text: String
    let line: Int
    let column: Int
    let says: String
    var nearest: String?

    init(_ text: String, _ line: Int, _ column: Int, _ says: String, _ nearest: String? = nil) {
        self.text = text
        self.line = line
        self.column = column
        self.says = says
        self.nearest = nearest
    }

    var testDescription: String { text.debugDescription }
}

private let mistakes: [OverlayMistakeCase] = [
    .init("", 1, 1, "says nothing"),
    .init("# only a comment\n", 1, 1, "says nothing"),
    .init("N1 mandatory", 1, 1, "first what the lines are about"),
    .init("sett 856 004010", 1, 1, "first what the lines are about", "set"),
    .init("set", 1, 4, "the set, as 856 is missing"),
    .init("set 8560 004010", 1, 5, "three digits"),
    .init("set 856", 1, 8, "the release, as 004010 is missing"),
    .init("set 856 00410", 1, 9, "six digits", "004010"),
    .init("set 856 004010 005010", 1, 16, "Nothing may follow"),
    .init("set 856 004010\nHL/MAN", 2, 7, "Say what changes: mandatory, optional"),
    .init("set 856 004010\nREF01", 2, 6, "Say what changes: mandatory, optional"),
    .init("set 856 004010\n\n  HL/MAN mandatry", 3, 10, "mandatry is not known here", "mandatory"),
    .init("set 856 004010\nHL/MAN not", 2, 11, "used is missing"),
    .init("set 856 004010\nHL/MAN not use", 2, 12, "Here stands used, not use", "used"),
    .init("set 856 004010\nHL/MAN maximum", 2, 15, "a number, or unlimited is missing"),
    .init("set 856 004010\nHL/MAN maximum 0", 2, 16, "a number from 1 on"),
    .init("set 856 004010\nHL/MAN maximum unlimted", 2, 16, "a number from 1 on", "unlimited"),
    .init("set 856 004010\nHL/MAN length 3", 2, 8, "length is not known here"),
    .init("set 856 004010\nREF01 length", 2, 13, "a length, as 9 or 9..13 is missing"),
    .init("set 856 004010\nREF01 length 3-5", 2, 14, "written as 9 or 9..13"),
    .init("set 856 004010\nREF01 length 5..3", 2, 14, "A length goes from 1"),
    .init("set 856 004010\nREF01 length 99999999999999999999", 2, 14, "written as 9 or 9..13"),
    .init("set 856 004010\nREF01 codes", 2, 12, "only, add, remove or any is missing"),
    .init("set 856 004010\nREF01 codes onyl BM", 2, 13, "Here stands only, add", "only"),
    .init("set 856 004010\nREF01 codes only", 2, 17, "codes are missing"),
    .init("set 856 004010\nREF01 codes only BM \"C N\"", 2, 21, "one to seven letters"),
    .init("set 856 004010\nREF01 codes only TOOLONGCODE", 2, 18, "one to seven letters"),
    .init("set 856 004010\nREF01 codes only BM : CN", 2, 21, "one to seven letters"),
    .init("set 856 004010\nref01 mandatory", 2, 1, "ref01 is no place", "REF01"),
    .init("set 856 004010\nHL//N1 mandatory", 2, 1, "is no place"),
    .init("set 856 004010\nHL/N1#0 mandatory", 2, 1, "is no place"),
    .init("set 856 004010\nREF1 mandatory", 2, 1, "is no place"),
    .init("set 856 004010\nREF-1 mandatory", 2, 1, "is no place"),
    .init("set 856 004010\n\"HL\" mandatory", 2, 1, "Here stands a place"),
    .init("set 856 004010\nREF01 codes only \"BM", 2, 18, "closing quote is missing"),
    .init("set 856 004010\nREF01 codes only B\u{1}M", 2, 18, "control character"),
    .init("set 856 004010\n01 AN 1..10", 2, 1, "An element without a segment"),
    .init("set 856 004010\nsegment", 2, 8, "the id of the segment, as ZA1 is missing"),
    .init("set 856 004010\nsegment ZA after", 2, 17, "the place, as HL/SN1 is missing"),
    .init("set 856 004010\nsegment Z after HL", 2, 9, "two or three capitals"),
    .init("set 856 004010\nsegment ZA1 aftr DTM", 2, 13, "after or before", "after"),
    .init("set 856 004010\nsegment ZA1 after DTM01", 2, 19, "not after an element"),
    .init("set 856 004010\nsegment ZA1 after DTM maximal 2", 2, 23, "maximal is not known", "maximum"),
    .init("set 856 004010\nsegment ZA1 after DTM: 02 AN 1..10", 2, 24, "here comes 01"),
    .init("set 856 004010\nsegment ZA1 after DTM: 01 AM 1..10", 2, 27, "AM is no type", "AN"),
    .init("set 856 004010\nsegment ZA1 after DTM: 01 AN", 2, 29, "a length, as 9 or 9..13 is missing"),
    .init("set 856 004010\nsegment ZA1 after DTM: 01 DT 1..10", 2, 30, "6 or 8 digits"),
    .init("set 856 004010\nsegment ZA1 after DTM: 01 AN 1, 03 AN 1", 2, 33, "here comes 02"),
    .init("set 856 004010\nsegment ZA1 after DTM\n01 AN 1\n01 AN 1", 4, 1, "here comes 02"),
    .init("set 856 004010\nsegment ZA1 after DTM\n01 AN 1 mandatory, 02", 3, 18, "Nothing may follow"),
    .init("set 856 004010\n\u{E4}\u{F6} mandatory # \u{FC}", 2, 1, "is no place"),
    .init("set 856 004010\r\n\tN1 \u{E4}\u{F6} mandatory\r\n", 2, 5, "is not known here"),
]

@Suite struct OverlayReadingTests {
    static func faults(_ bytes: [UInt8]) -> [OverlayFault] {
        do {
            _ = try Overlay(reading: bytes, file: "acme/856.overlay")
            return []
        } catch {
            return error.faults
        }
    }

    @Test(arguments: mistakes)
    func `a mistake is told with its line, its column and the nearest word`(mistake: OverlayMistakeCase) {
        let faults = OverlayReadingTests.faults(Array(mistake.text.utf8))
        #expect(faults.count == 1, "\(faults)")
        guard let fault = faults.first else { return }
        #expect(fault.file == "acme/856.overlay")
        #expect((fault.line, fault.column) == (mistake.line, mistake.column), "\(fault)")
        #expect(fault.message.contains(mistake.says), "\(fault)")
        #expect(fault.nearest == mistake.nearest, "\(fault)")
    }

    @Test func `every line with a mistake is told in one pass`() {
        let text = "set 999999\nN1 mandatory\nN1 mandatry\nREF01 codes onyl A\n\nset 85 004010\nN1\n"
        let faults = OverlayReadingTests.faults(Array(text.utf8))
        #expect(faults.map(\.line) == [1, 3, 4, 6, 7])
    }

    @Test func `a fault reads as a line for an editor`() {
        let text = "set 856 004010\nHL/MAN mandatry"
        let faults = OverlayReadingTests.faults(Array(text.utf8))
        #expect(
            faults.first?.description
                == "acme/856.overlay:2:8: mandatry is not known here; known are mandatory, optional, not, "
                + "maximum. Did you mean mandatory?")
    }

    @Test func `mistakes above the limit are counted`() {
        let text = "set 856 004010\n" + String(repeating: "N1 mandatry\n", count: 250)
        do {
            _ = try Overlay(reading: Array(text.utf8), file: "f")
            Issue.record("nothing was found")
        } catch {
            #expect(error.faults.count == Overlay.maximumFaults)
            #expect(error.suppressed == 250 - Overlay.maximumFaults)
            #expect(error.description.hasSuffix("150 more mistakes are not shown."))
        }
    }

    @Test func `a file, its lines and its segments have limits`() {
        let large = [UInt8](repeating: 0x23, count: Overlay.maximumBytes + 1)
        #expect(OverlayReadingTests.faults(large).first?.message.contains("at most 1048576") == true)
        let long = "set 856 004010" + String(repeating: "\n", count: Overlay.maximumLines + 1)
        #expect(OverlayReadingTests.faults(Array(long.utf8)).first?.line == Overlay.maximumLines + 1)
        let many =
            "set 856 004010\n" + String(repeating: "segment REF after DTM\n", count: 501)
        #expect(OverlayReadingTests.faults(Array(many.utf8)).first?.line == 502)
    }

    @Test func `a byte order mark, comments, commas and either line end are read`() throws {
        let text =
            "\u{FEFF}# Acme\r\nset 856 004010 # ours\r\n\tREF01 codes only BM, CN # two\r\n\r\nset 810 005010"
        let overlay = try Overlay(reading: Array(text.utf8), file: "f")
        #expect(overlay.targets.map(\.set) == ["856", "810"])
        #expect(overlay.targets.map(\.release) == ["004010", "005010"])
    }

    @Test func `text that is not UTF-8 is told at its word`() {
        let bytes = Array("set 856 004010\nREF01 codes only B".utf8) + [0xFF, 0x0A]
        let faults = OverlayReadingTests.faults(bytes)
        #expect(faults.count == 1 && faults.first?.line == 2 && faults.first?.column == 18)
    }

    @Test func `changed text never crashes the reader, nor what applies it`() throws {
        let source = Array(
            """
            set 856 004010
            HL/MAN mandatory maximum 3
            HL/N1/N3 not used
            REF01 codes only BM CN
            HL/REF01 codes add ZQ
            /DTM02 length 6..8
            segment ZA1 after HL/SN1 optional maximum 2: 01 AN 1..10 mandatory, 02 373 "Day"
                03 ID 2 codes A1 B2
            set 850 005010
            PO1/SLN/N1 maximum unlimited
            */N1 optional
            MEA04-1 codes remove EA
            """.utf8)
        var numbers = SeededNumbers(seed: 856)
        let marks = Array(" \n#\"/:,*.-09AZaz\u{0}".utf8)
        for _ in 0..<1_500 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...6, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<5, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &numbers)]
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &numbers)], at: place)
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
            }
            do throws(OverlayFaults) {
                let overlay = try Overlay(reading: bytes, file: "f")
                _ = try GrammarLibrary.standard.applying([overlay])
            } catch {
                #expect(!error.faults.isEmpty && error.faults.allSatisfy { $0.line > 0 && $0.column > 0 })
            }
        }
    }
}
