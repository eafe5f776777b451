import Testing

@testable import X12

@Suite struct InterchangeWriterTests {
    private func envelope(_ delimiters: Delimiters = Delimiters(lineBreak: .lf)) -> OutgoingInterchange {
        OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401",
            controlNumber: 905, dateCCYYMMDD: "20261123", timeHHMM: "1152", usage: "P",
            delimiters: delimiters)
    }

    private func group(_ id: String = "PO", controlNumber: Int = 905) -> OutgoingGroup {
        OutgoingGroup(
            functionalID: id, sender: "WHARF", receiver: "ACMECAST", version: "004010",
            controlNumber: controlNumber, sets: [])
    }

    @Test func `a streamed interchange is clean, its counts and numbers filled in`() throws {
        var writer = try InterchangeWriter(envelope())
        var output: [UInt8] = []
        for number in 1...2 {
            try writer.beginGroup(group(controlNumber: number))
            for set in 1...3 {
                try writer.beginSet("850", controlNumber: "000\(set)")
                for line in Samples.order {
                    let parts = line.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
                    try writer.segment(parts[0], parts.dropFirst().map { $0 })
                }
                try writer.endSet()
                writer.drain { output += $0 }
                #expect(writer.byteCount == 0)
            }
            try writer.endGroup()
        }
        try writer.finish()
        writer.drain { output += $0 }
        #expect(try Interpreter.findings(in: output).isEmpty)
        let text = String(decoding: output, as: UTF8.self)
        #expect(text.hasSuffix("SE*12*0003~\nGE*3*2~\nIEA*2*000000905~\n"))
    }

    @Test func `parts out of turn are refused and the interchange stays whole`() throws {
        var writer = try InterchangeWriter(envelope())
        #expect(throws: WriteError.self) { try writer.beginSet("850", controlNumber: "0001") }
        #expect(throws: WriteError.self) { try writer.segment("BEG", ["00"]) }
        #expect(throws: WriteError.self) { try writer.endGroup() }
        try writer.beginGroup(group())
        #expect(throws: WriteError.self) { try writer.beginGroup(group()) }
        #expect(throws: WriteError.self) { try writer.finish() }
        try writer.beginSet("850", controlNumber: "0001")
        #expect(throws: WriteError.self) { try writer.endGroup() }
        #expect(throws: WriteError.self) { try writer.segment("BEG", ["0*0"]) }
        try writer.segment("BEG", ["00", "SA", "PO1", nil, "20261101"])
        try writer.endSet()
        try writer.endGroup()
        try writer.finish()
        #expect(throws: WriteError.self) { try writer.finish() }
        #expect(throws: WriteError.self) { try writer.beginGroup(group()) }
        let outline = try EnvelopeScanner.scan(BytesSource(writer.bytes()))
        #expect(outline.interchanges.first?.status == .accepted)
    }

    @Test func `what does not fit the envelope is refused with its element`() {
        func element(_ change: (inout OutgoingInterchange) -> Void) -> Int? {
            var envelope = envelope()
            change(&envelope)
            do {
                _ = try envelope.bytes()
                return nil
            } catch {
                return error.element
            }
        }
        #expect(element { $0.sender.qualifier = "Z" } == 5)
        #expect(element { $0.sender.id = "WHARFANDWAREHOUSES" } == 6)
        #expect(element { $0.receiver.id = "A*B" } == 8)
        #expect(element { $0.dateCCYYMMDD = "26" } == 9)
        #expect(element { $0.timeHHMM = "" } == 10)
        #expect(element { $0.version = "401" } == 12)
        #expect(element { $0.controlNumber = 0 } == 13)
        #expect(element { $0.controlNumber = 1_000_000_000 } == 13)
        #expect(element { $0.usage = "" } == 15)
        #expect(element { $0.groups = [group(controlNumber: 0)] } == 6)
        #expect(element { $0.groups = [group("P*")] } == 1)
        #expect(element { $0.delimiters.component = 0x2A } == 0)
        #expect(element { _ in } == nil)
    }

    @Test func `sets of simple and of structured segments are written alike`() throws {
        var group = group()
        group.sets = [
            OutgoingSet(
                setID: "850", controlNumber: "0001", segments: [["BEG", "00", "SA", "PO1", nil, "20261101"]]),
            OutgoingSet(
                setID: "850", controlNumber: "0002",
                content: [
                    OutgoingSegment("BEG", ["00", "SA", "PO1", nil, "20261101"]),
                    OutgoingSegment(
                        "MEA", values: [.empty, .text("WT"), .text("4"), .composite(["LB", nil])]),
                ]),
        ]
        var envelope = envelope()
        envelope.groups = [group]
        let text = String(decoding: try envelope.bytes(), as: UTF8.self)
        #expect(text.contains("ST*850*0001~\nBEG*00*SA*PO1**20261101~\nSE*3*0001~\n"))
        #expect(text.contains("BEG*00*SA*PO1**20261101~\nMEA**WT*4*LB~\nSE*4*0002~\n"))
    }

    @Test func `a set written before is taken apart and goes into an interchange with other separators`()
        throws
    {
        let old = Delimiters(repetition: UInt8(ascii: "^"), lineBreak: .lf)
        let written = Samples.bytes(
            "ST*850*0001~\nBEG*00*SA*PO1**20261101~\nMEA**WT*4*LB>X~\nIII*A^B>C~\nSE*5*0001~\n")
        var group = group()
        group.version = "005010"
        group.sets = [
            OutgoingSet(setID: "850", controlNumber: "0007", written: written, delimiters: old)
        ]
        var envelope = envelope(
            Delimiters(element: 0x7C, component: 0x3A, segment: 0x27, repetition: UInt8(ascii: "+")))
        envelope.version = "00501"
        envelope.groups = [group]
        let text = String(decoding: try envelope.bytes(), as: UTF8.self)
        #expect(
            text.contains("ST|850|0007'BEG|00|SA|PO1||20261101'MEA||WT|4|LB:X'III|A+B:C'SE|5|0007'"))
    }
}
