import Testing

@testable import X12

/// ISAs that are odd or broken, and the TA1 that answers each.
@Suite struct HeaderTests {
    private let order = Samples.interchange([("850", Samples.order)], group: "PO")

    private func scan(_ bytes: [UInt8]) throws -> FileOutline {
        try EnvelopeScanner.scan(BytesSource(bytes))
    }

    /// The order with bytes of its ISA replaced.
    private func order(_ changes: [Int: UInt8], everywhere: (UInt8, UInt8)? = nil) -> [UInt8] {
        var bytes = Samples.bytes(order)
        if let (old, new) = everywhere { bytes = bytes.map { $0 == old ? new : $0 } }
        for (place, byte) in changes { bytes[place] = byte }
        return bytes
    }

    @Test func `separators that cannot separate are the note, whatever follows from them`() throws {
        let star = UInt8(ascii: "*")
        let tilde = UInt8(ascii: "~")
        let cases: [([UInt8], String)] = [
            (order([105: UInt8(ascii: "A")]), "004"), (order([105: star]), "004"),
            (order([105: UInt8(ascii: ">")]), "004"), (order([105: 0x20]), "004"),
            (order([104: star]), "027"), (order([104: UInt8(ascii: "B")]), "027"),
            (order([104: 0x20]), "027"), (order([:], everywhere: (star, UInt8(ascii: "Q"))), "026"),
            (order([105: tilde, 104: tilde]), "004"),
        ]
        for (bytes, note) in cases {
            let interchange = try #require(try scan(bytes).interchanges.first)
            #expect(interchange.note == note, "\(interchange.findings.map(\.message))")
            #expect(interchange.status == .rejected)
            let answer = InterchangeAcknowledgment(for: interchange)
            #expect(answer.reason?.usualStatus == .rejected && answer.controlNumber == "000000905")
        }
    }

    @Test func `a broken structure wins over a fault of ISA, a fault that rejects over a mild one`() throws {
        let cut = Array(Samples.bytes(order.replacing("*261123*1152*U", with: "*261323*1152*U")).dropLast(40))
        #expect(try scan(cut).interchanges.first?.note == "023")
        let both = order.replacing("*261123*1152*U*", with: "*261323*1152*X*")
        #expect(try scan(Samples.bytes(both)).interchanges.first?.note == "002")
        let twice = order.replacing("*ZZ*ACMECAST ", with: "*Q1*ACMECAST ").replacing(
            "IEA*1*", with: "IEA*4*")
        #expect(try scan(Samples.bytes(twice)).interchanges.first?.note == "005")
        let mild = order.replacing("*261123*1152*U", with: "*261323*2552*U")
        let interchange = try #require(try scan(Samples.bytes(mild)).interchanges.first)
        #expect(interchange.note == "014" && interchange.status == .acceptedWithErrors)
    }

    @Test func `an ISA of wrong width is read where sixteen elements and what follows prove it`() throws {
        let cases: [(String, String, String)] = [
            ("ACMECAST       ", "ACMECAST", "000"), ("ACMECAST       ", "ACMECAST           ", "000"),
            ("*00*          *", "*00**", "000"), ("ACMECAST       ", "ACMECASTINGSANDFORGE", "006"),
            ("WHARF          ", "WHARFANDWAREHOUSES", "008"), ("*261123*", "*20261123*", "014"),
            ("*000000905*0*", "*905*0*", "018"), ("*000000905*0*", "*0000000905*0*", "018"),
            ("*1152*U*", "*115200*U*", "015"), ("*ZZ*ACMECAST ", "*ZZZ*ACMECAST ", "005"),
        ]
        for (old, new, note) in cases {
            var text = order
            text.replace(old, with: new, maxReplacements: 1)
            if note == "018" { text.replace("IEA*1*000000905", with: "IEA*1*905") }
            let outline = try scan(Samples.bytes(text))
            let interchange = try #require(outline.interchanges.first, "\(new)")
            #expect(outline.findings.map(\.code) == [.headerWidth])
            #expect(interchange.groups.count == 1 && interchange.isComplete)
            if note != "018" { #expect(interchange.note == note, "\(new)") }
            #expect(interchange.findings.allSatisfy { $0.offset <= text.utf8.count })
        }
    }

    @Test func `an ISA that cannot be told for certain is a finding of the file`() throws {
        for text in [
            order.replacing("*U*00401*", with: "*U*4010*").replacing("ACMECAST  ", with: "ACMECAST"),
            order.replacing("*00*          *", with: "*"), String(order.prefix(90)),
            order.replacing("ACMECAST       ", with: "ACMECAST").replacing("GS*", with: "XX*"),
        ] {
            let outline = try scan(Samples.bytes(text))
            #expect(outline.interchanges.isEmpty)
            #expect(outline.findings.contains { $0.code == .headerUnreadable })
        }
        let cut = try scan(Samples.bytes(String(order.prefix(90))))
        #expect(cut.findings.first?.message == "The data ended within an ISA.")
    }

    @Test func `ISA11 is U up to 00401, and from 00402 on a separator or no repetition at all`() throws {
        let cases: [(String, String, UInt8?, String)] = [
            ("00401", "U", nil, "000"), ("00401", "^", nil, "002"), ("00501", "^", 0x5E, "000"),
            ("00402", "U", nil, "000"), ("00501", " ", nil, "000"), ("00501", "7", nil, "000"),
            ("00501", "*", 0x2A, "016"), ("00501", ">", 0x3E, "016"), ("00501", "~", 0x7E, "016"),
        ]
        for (version, mark, repetition, note) in cases {
            var bytes = Samples.bytes(
                Samples.interchange(
                    [("850", Samples.order)], group: "PO", envelope: version, repetition: "U"))
            bytes[82] = Samples.bytes(mark)[0]
            let interchange = try #require(try scan(bytes).interchanges.first)
            #expect(interchange.note == note, "\(version) \(mark)")
            if note == "000" { #expect(interchange.header.delimiters.repetition == repetition) }
        }
    }

    @Test func `a separator that became several bytes is named, and the content is looked at all the same`()
        throws
    {
        let component = try scan(Samples.bytes(order.replacing("*P*>~", with: "*P*¦~")))
        let interchange = try #require(component.interchanges.first)
        #expect(interchange.note == "027" && interchange.isComplete && interchange.groups.count == 1)
        let terminator = try scan(Samples.bytes(order.replacing("~\n", with: "…")))
        #expect(terminator.interchanges.first?.note == "004")
    }

    @Test func `ids are refused when blank, or with control characters, and a GLN is an id`() throws {
        let gln = order.replacing("*ZZ*ACMECAST ", with: "*07*ACMECAST ")
        #expect(try scan(Samples.bytes(gln)).interchanges.first?.note == "000")
        #expect(try scan(order([40: 0x01])).interchanges.first?.note == "006")
        #expect(try scan(order([60: 0x7F])).interchanges.first?.note == "008")
    }

    @Test func `grade of service and deferred delivery are recognised and skipped`() throws {
        let text = order.replacing("GS*PO", with: "ISB*1~\nISE*261123*1200~\nTA3*X~\nGS*PO")
        let interchange = try #require(try scan(Samples.bytes(text)).interchanges.first)
        #expect(interchange.findings.isEmpty && interchange.groups.count == 1)
    }

    @Test func `several interchanges are answered by TA1s of one`() throws {
        let second = order.replacing("000000905", with: "000000906").replacing("IEA*1*", with: "IEA*2*")
        let outline = try scan(Samples.bytes(order + second))
        let answers = outline.interchanges.map { InterchangeAcknowledgment(for: $0) }
        #expect(answers.map(\.note) == ["000", "021"] && answers.map(\.status) == ["A", "R"])
        let file = try OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401", controlNumber: 1,
            dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "P", delimiters: Delimiters(),
            acknowledgments: answers
        ).bytes()
        let read = try #require(try scan(file).interchanges.first)
        #expect(read.acknowledgments == answers && read.findings.isEmpty)
    }

    @Test func `a TA1 goes out even where the ISA it answers holds our separators`() throws {
        let answer = InterchangeAcknowledgment(
            controlNumber: "00~0*0>05", date: "26\u{0}123", time: "1152", status: "R", note: "018")
        let file = try OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401", controlNumber: 1,
            dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "P", delimiters: Delimiters(),
            acknowledgments: [answer]
        ).bytes()
        #expect(try scan(file).interchanges.first?.acknowledgments.first?.controlNumber == "000000005")
    }
}
