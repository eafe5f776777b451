import Testing

@testable import X12

@Suite struct EnvelopeScannerTests {
    private let order = Samples.interchange([("850", Samples.order)], group: "PO")

    private func scan(_ text: String) throws -> FileOutline {
        try EnvelopeScanner.scan(BytesSource(Samples.bytes(text)))
    }

    @Test func `a clean interchange is outlined with the bytes of its groups`() throws {
        let outline = try scan(order)
        let interchange = try #require(outline.interchanges.first)
        #expect(interchange.isComplete && interchange.status == .accepted && interchange.note == "000")
        #expect(interchange.header.sender.description == "ZZ/ACMECAST")
        #expect(interchange.header.delimiters.lineBreak == .lf)
        let group = try #require(interchange.groups.first)
        #expect(group.setCount == 1 && group.claimedSetCount == 1 && group.header.release == "004010")
        let text = String(decoding: Samples.bytes(order)[group.bytes], as: UTF8.self)
        #expect(text.hasPrefix("GS*PO*") && text.hasSuffix("GE*1*905~"))
        #expect(outline.findings.isEmpty && outline.byteCount == order.utf8.count)
    }

    @Test(arguments: [
        ("IEA*1*000000905", "IEA*1*000000906", "001", "R"), ("IEA*1*", "IEA*2*", "021", "R"),
        ("*U*00401*", "*^*00401*", "002", "R"), ("*ZZ*ACMECAST ", "*Q1*ACMECAST ", "005", "R"),
        ("*ZZ*WHARF ", "*Q1*WHARF ", "007", "R"), ("ACMECAST       ", "               ", "006", "R"),
        ("*261123*", "*261323*", "014", "E"), ("*1152*U", "*2552*U", "015", "E"),
        ("*000000905*0*", "*000000000*0*", "018", "R"), ("*0*P*", "*2*P*", "019", "E"),
        ("*0*P*", "*0*X*", "020", "R"),
        ("*00401*", "*0X401*", "017", "R"), ("ISA*00*", "ISA*QQ*", "010", "R"),
        ("GS*PO*", "XX*PO*", "024", "R"),
    ])
    func `a fault of the envelope gives its note and status`(
        original: String, replacement: String, note: String, status: String
    ) throws {
        var text = order
        text.replace(original, with: replacement, maxReplacements: 1)
        let interchange = try #require(try scan(text).interchanges.first)
        #expect(interchange.note == note, "\(interchange.findings.map(\.message))")
        #expect(interchange.status.code == status)
        #expect(interchange.findings.contains { $0.acknowledgment == "TA105=\(note)" })
    }

    @Test func `every cut of a file leaves it incomplete, never complete`() throws {
        let bytes = Samples.bytes(order)
        let whole = bytes.count - 2  // Without the last terminator and line feed the IEA can still be told.
        for count in 106..<whole {
            let outline = try EnvelopeScanner.scan(BytesSource(bytes, range: 0..<count))
            #expect(outline.interchanges.count == 1)
            #expect(outline.interchanges.allSatisfy { !$0.isComplete && $0.note == "023" }, "cut at \(count)")
        }
    }

    @Test func `an ISA before the IEA ends the interchange and begins the next`() throws {
        var text = order
        text.replace("IEA*1*000000905~\n", with: "")
        let outline = try scan(text + order)
        #expect(outline.interchanges.map(\.isComplete) == [false, true])
        #expect(outline.interchanges.map(\.note) == ["022", "000"])
    }

    @Test func `several interchanges have their own separators`() throws {
        let other = order.replacing("*", with: "|").replacing("~\n", with: "\n")
        let outline = try scan(order + "\n\n" + other + "\u{1A}\u{0}\u{0}")
        #expect(outline.interchanges.count == 2)
        #expect(outline.interchanges.map(\.isComplete) == [true, true])
        #expect(outline.interchanges.last?.header.delimiters.segment == 0x0A)
        #expect(outline.findings.map(\.code) == [.padding])
    }

    @Test func `tolerances are used and noted, the content stays clean`() throws {
        let cases: [(String, Finding.Code)] = [
            ("\u{FEFF}" + order, .byteOrderMark), (order.replacing("~\n", with: "~\n\n"), .blankLine),
            (order.replacing("~\n", with: "~~\n"), .emptySegment),
            (order.replacing("REF*DP*038", with: "REF*DP*038**"), .trailingSeparator),
            (order.replacing("N3*", with: "  N3*"), .leadingWhitespace), (order + "\0\0\0", .padding),
            (String(order.dropLast(2)), .lastTerminatorMissing),
            (
                order.replacing("ACMECAST       ", with: "ACMECAST").replacing(
                    "WHARF          ", with: "WHARF"),
                .headerWidth
            ),
        ]
        for (text, code) in cases {
            let findings = try Interpreter.findings(in: Samples.bytes(text))
            #expect(Set(findings.map(\.code)) == [code], "\(code)")
            #expect(findings.allSatisfy { $0.severity == .note })
        }
    }

    @Test(arguments: [
        ["0001  ~", "*905 *X*", "GE*1 *905 ~", "IEA*1 *000000905 ~"],
        ["0001~", "* 905*X*", "GE* 1* 905~", "IEA* 1* 000000905~"],
    ])
    func `spaces around control numbers and counts are left out and noted once`(_ spaced: [String]) throws {
        let text = order.replacing("0001~", with: spaced[0]).replacing("*905*X*", with: spaced[1])
            .replacing("GE*1*905~", with: spaced[2]).replacing("IEA*1*000000905~", with: spaced[3])
        let findings = try Interpreter.findings(in: Samples.bytes(text))
        #expect(findings.map(\.code) == [.trailingSpace] && findings.allSatisfy { $0.severity == .note })
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { #expect(result.controlNumber == "0001") }
            guard case .verdict(let verdict, let group, let interchange) = visit else { return }
            #expect(verdict.status == .accepted && verdict.claimed == 1 && interchange.note == "000")
            #expect(group.header.controlNumber == "905" && group.trailerControlNumber == "905")
        }
    }

    @Test func `a number with a space within it is another number`() throws {
        let text = order.replacing("IEA*1*000000905~", with: "IEA*1*000 000905~")
        #expect(try scan(text).interchanges.map(\.note) == ["001"])
    }

    @Test func `the first spaces of a set's control number belong to it, as it is a string`() throws {
        let text = order.replacing("ST*850*0001~", with: "ST*850* 0001~")
        let findings = try Interpreter.findings(in: Samples.bytes(text))
        #expect(findings.contains { $0.code == .setControlMismatch })
    }

    @Test func `a spaced number in a trailer that lost its terminator still ends its interchange`() throws {
        let text = order.replacing(/IEA\*1\*000000905~\s*/, with: "IEA*1* 000000905")
        #expect(try scan(text).interchanges.map(\.note) == ["000"])
        let other = text.replacing(" 000000905", with: " 00000090")
        #expect(try scan(other).interchanges.map(\.note) == ["023"])
    }

    @Test func `a file wrapped at 80 columns reads as if it were not, with its own offsets`() throws {
        let plain = Samples.bytes(order.replacing("\n", with: ""))
        var wrapped: [UInt8] = []
        for (index, byte) in plain.enumerated() {
            if index > 0, index % 80 == 0 { wrapped += [0x0D, 0x0A] }
            wrapped.append(byte)
        }
        let findings = try Interpreter.findings(in: wrapped)
        #expect(findings.map(\.code) == [.wrappedLines])
        try Interpreter.walk(wrapped) { visit in
            guard case .set(let result, _, _) = visit else { return }
            let item = try #require(result.content?.root.loops("PO1").last?.first("PO1"))
            let place = try #require(item.elementRange(7))
            let text = wrapped[place].filter { $0 != 0x0D && $0 != 0x0A }
            #expect(String(decoding: text, as: UTF8.self) == "A200")
        }
    }

    @Test func `text that is no X12 is said to be none`() throws {
        for text in [
            "", "hello", "<xml/>", "ISA", "ISABELLA WAS HERE", String(repeating: "x", count: 300_000),
        ] {
            let outline = try scan(text)
            #expect(!outline.looksLikeX12 && outline.interchanges.isEmpty)
            #expect(outline.findings.contains { $0.code == .noInterchange })
        }
    }

    @Test func `a segment longer than the limit costs its set alone`() throws {
        let long = "MSG*" + String(repeating: "X", count: 3_000_000)
        let text = Samples.interchange(
            [("850", Samples.order), ("850", Samples.order + [long]), ("850", Samples.order)], group: "PO")
        var statuses: [SetStatus] = []
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { statuses.append(result.verdict.status) }
        }
        #expect(statuses == [.accepted, .rejected, .accepted])
    }
}

@Suite struct HeaderInDataTests {
    private let order = Samples.interchange([("850", Samples.order)], group: "PO")

    private func outline(_ text: String) throws -> FileOutline {
        try EnvelopeScanner.scan(BytesSource(Samples.bytes(text)))
    }

    @Test(arguments: [
        "MSG*ISA", "MSG*ISA*00*ABC", "ISA*NOT*AN*INTERCHANGE", "ISABELLA*1", "MSG*SEE ISA|00|ABOVE",
        "ISA|1|2",
        "ISA*1*2*3*4*5*6*7*8*9*10*11*12*13*14*15*16",
    ])
    func `text that looks like an ISA does not begin an interchange`(line: String) throws {
        var lines = Samples.order
        lines.insert(line, at: 2)
        let text = Samples.interchange([("850", lines), ("850", Samples.order)], group: "PO")
        let outline = try outline(text)
        #expect(outline.interchanges.map(\.isComplete) == [true])
        #expect(outline.interchanges.first?.groups.first?.setCount == 2)
        var statuses: [SetStatus] = []
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { statuses.append(result.verdict.status) }
        }
        #expect(statuses == [.rejected, .accepted])
    }

    @Test func `an interchange in binary data is data`() throws {
        let inner = Samples.interchange([("850", Samples.order)], group: "PO")
        let lines = Samples.order + ["BIN*\(inner.utf8.count)*\(inner)"]
        let outline = try outline(Samples.interchange([("850", lines)], group: "PO"))
        #expect(outline.interchanges.map(\.isComplete) == [true])
        #expect(outline.interchanges.first?.groups.map(\.setCount) == [1])
    }

    @Test func `a file that breaks off anywhere costs its own interchange, not the one added to its end`()
        throws
    {
        let other = order.replacing("*", with: "|").replacing("~", with: "'")
        let bytes = Samples.bytes(order)
        for next in [order, other] {
            for count in stride(from: 110, to: bytes.count - 30, by: 1) {
                let text = String(decoding: bytes[..<count], as: UTF8.self) + next
                let outline = try outline(text)
                #expect(outline.interchanges.map(\.isComplete) == [false, true], "cut at \(count)")
                #expect(outline.interchanges.last?.bytes.lowerBound == count)
            }
        }
    }
}

@Suite struct PiecewiseTests {
    /// What a walk finds, as text that can be compared.
    private func walk(_ bytes: [UInt8], largest: Int, keepsContent: Bool, _ limits: Limits) throws -> [String]
    {
        var met: [String] = []
        let visit: (Interpreter.Visit) -> Void = { visit in
            switch visit {
            case .interchange(let interchange): met.append("\(interchange.bytes) \(interchange.findings)")
            case .set(let result, _, _): met.append("\(result.bytes) \(result.verdict)")
            case .verdict(let verdict, _, _): met.append("\(verdict)")
            case .group: break
            }
        }
        let outline = try Interpreter.walk(
            byteCount: bytes.count, limits: limits, keepsContent: keepsContent, rejectedToo: true,
            open: { PiecewiseSource(Array(bytes[$0]), largest: largest) }, visit: visit)
        return met + ["\(outline.findings)"]
    }

    @Test func `what is found does not depend on the pieces the bytes come in, nor on what is kept`() throws {
        var numbers = SeededNumbers(seed: 4)
        let marks = ["*", "~", "\n", "ISA*00*", "BIN*9*A~B~", "SE*2*0001~", "GS*PO*", "~~", "\u{0}", "É"]
        var short = Limits.standard
        short.maximumSegmentBytes = 120
        short.maximumSetBytes = 400
        short.maximumFindings = 3
        for round in 0..<150 {
            let sample = Samples.all[round % Samples.all.count]
            var bytes = Samples.bytes(
                Samples.interchange(
                    [(sample.id, sample.lines), (sample.id, sample.lines)], group: sample.group))
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let place = Int.random(in: 110..<bytes.count, using: &numbers)
                let mark = marks.randomElement(using: &numbers) ?? "*"
                bytes.replaceSubrange(place..<min(place + round % 3, bytes.count), with: Array(mark.utf8))
            }
            if round % 4 == 0 { bytes.removeLast(Int.random(in: 1..<400, using: &numbers)) }
            let limits = round % 2 == 0 ? Limits.standard : short
            let whole = try walk(bytes, largest: 1_000_000, keepsContent: true, limits)
            let pieces = try walk(bytes, largest: [1, 13, 80][round % 3], keepsContent: false, limits)
            #expect(whole == pieces, "round \(round)")
        }
    }
}
