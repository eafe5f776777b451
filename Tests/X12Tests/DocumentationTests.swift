import Testing
import X12

/// The examples of the documentation, with nothing but the public API.
@Suite struct DocumentationTests {
    private let file: [UInt8] = Array(
        [
            "ISA*00*          *00*          *ZZ*ACMECAST       *ZZ*WHARF          *261123*1152*U*00401*000000905*1*P*>",
            "GS*PO*ACMECAST*WHARF*20261123*1152*905*X*004010", "ST*850*0001", "BEG*00*SA*PO4711**20261101",
            "N1*ST*NORTH DOCK*92*0417", "PO1*1*48*EA*3.25**BP*A100", "CTT*1", "SE*6*0001", "ST*850*0002",
            "BEG*00*SA*PO4712**20261101", "PO1*1*48*EA*3.25**BP*A100", "CTT*1", "SE*6*0002", "GE*2*905",
            "IEA*1*000000905",
        ].map { $0 + "~\n" }.joined().utf8)

    @Test func `the worked example finds, reads, answers and writes`() throws {
        let bytes = file
        var report: [String] = []
        var output: [UInt8] = []
        for finding in try Interpreter.findings(in: bytes) {
            report.append("byte \(finding.offset): \(finding.message) \(finding.fix)")
        }
        #expect(report.count == 1 && report[0].contains("SE01 says 6"))

        var orders: [String] = []
        var answers: [FunctionalAcknowledgment] = []
        var answered: GroupHeader?
        var builder: AcknowledgmentBuilder?
        let outline = try Interpreter.walk(bytes) { visit in
            switch visit {
            case .interchange: break
            case .group(let group, _):
                builder = AcknowledgmentBuilder(for: group.header)
            case .set(let result, _, _):
                builder?.add(result)
                if let number = result.content?.root.first("BEG")?[3] { orders.append(number) }
            case .verdict(let verdict, let group, _):
                guard group.header.functionalID != "FA", let answer = builder?.finish(verdict) else { break }
                answers.append(answer)
                answered = answered ?? group.header
            }
        }
        #expect(orders == ["PO4711"])

        if let interchange = outline.interchanges.first, let answered {
            let header = interchange.header
            let answer = OutgoingInterchange(
                sender: header.receiver, receiver: header.sender, version: header.version, controlNumber: 1,
                dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: header.usage,
                delimiters: header.delimiters,
                acknowledgments: header.acknowledgmentRequested
                    ? [InterchangeAcknowledgment(for: interchange)] : [],
                groups: [OutgoingGroup(answering: answers, for: answered, controlNumber: 1)])
            output += try answer.bytes()
        }
        let text = String(decoding: output, as: UTF8.self)
        #expect(
            text.contains("TA1*000000905*261123*1152*A*000~\nGS*FA*WHARF*ACMECAST*20261123*1200*1*X*004010~"))
        #expect(text.contains("AK5*A~\nAK2*850*0002~\nAK5*R*4~\nAK9*P*2*2*1~\n"))
        #expect(try Interpreter.findings(in: output).isEmpty)
    }

    @Test func `the streamed order is clean`() throws {
        var output: [UInt8] = []
        var writer = try InterchangeWriter(
            OutgoingInterchange(
                sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
                receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401",
                controlNumber: 2,
                dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "P", delimiters: Delimiters(lineBreak: .lf)
            ))
        try writer.beginGroup(
            OutgoingGroup(
                functionalID: "PO", sender: "WHARF", receiver: "ACMECAST", version: "004010",
                controlNumber: 2,
                sets: []))
        try writer.beginSet("850", controlNumber: "0001")
        try writer.segment("BEG", ["00", "SA", "PO4711", nil, "20261101"])
        try writer.segment("PO1", ["1", "48", "EA", "3.25", nil, "BP", "A100"])
        try writer.segment("CTT", ["1"])
        try writer.endSet()
        try writer.endGroup()
        try writer.finish()
        writer.drain { output += $0 }
        #expect(try Interpreter.findings(in: output).isEmpty)
    }

    @Test func `the reader alone, a policy, an overlay and the pieces work as shown`() throws {
        var names: [String] = []
        let delimiters = try Delimiters(readingISA: Array(file.prefix(108)))
        var reader = SegmentReader(BytesSource(file), delimiters: delimiters)
        while try reader.next() {
            if reader.segmentID == "N1", let name = reader.text(2) { names.append(name) }
        }
        #expect(names == ["NORTH DOCK"])

        let text = """
            set 856 004010
            BSN05 mandatory
            TD503 length 4
            */REF01 codes only BM CN
            """
        let overlay = try Overlay(reading: Array(text.utf8), file: "856.overlay")
        let library = try GrammarLibrary.standard.applying([overlay])
        #expect(library.grammar(set: "856", release: "004010") != nil)

        var pieces: [String] = []
        var content: [UInt8] = []
        try InterchangeSplitter(by: .set).split(BytesSource(file)) { event in
            switch event {
            case .begin(let piece): pieces.append(piece.name)
            case .bytes(let bytes): content += bytes
            case .end: break
            }
        }
        #expect(pieces == ["0001-850-0001", "0002-850-0002"] && !content.isEmpty)
        let (indented, _) = try InterchangeFormatter(layout: .indented).format(file)
        #expect(String(decoding: indented, as: UTF8.self).contains("\n    ST*850*0001~\n      BEG*00"))
    }
}
