import Testing

@testable import X12

@Suite struct AcknowledgmentTests {
    /// Reads the file and writes the 997s for its groups as one interchange.
    private func answer(
        _ text: String, delimiters: Delimiters = Delimiters(segment: 0x7E, lineBreak: .lf)
    ) throws -> (values: [FunctionalAcknowledgment], text: String) {
        var values: [FunctionalAcknowledgment] = []
        var builder: AcknowledgmentBuilder?
        var header: GroupHeader?
        try Interpreter.walk(Samples.bytes(text)) { visit in
            switch visit {
            case .interchange: break
            case .group(let group, _):
                header = group.header
                builder = AcknowledgmentBuilder(for: group.header)
            case .set(let result, _, _): builder?.add(result)
            case .verdict(let verdict, _, _):
                if let builder { values.append(builder.finish(verdict)) }
            }
        }
        let group = try #require(header)
        let sets = values.enumerated().map {
            OutgoingSet.acknowledgment($0.element, controlNumber: "000\($0.offset + 1)")
        }
        let interchange = OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401", controlNumber: 7,
            dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "P", delimiters: delimiters,
            groups: [
                OutgoingGroup(
                    functionalID: "FA", sender: group.receiver, receiver: group.sender,
                    version: group.version,
                    controlNumber: 3, sets: sets)
            ])
        return (values, String(decoding: try interchange.bytes(), as: UTF8.self))
    }

    @Test func `a clean order gets the golden 997`() throws {
        let (_, text) = try answer(Samples.interchange([("850", Samples.order)], group: "PO"))
        #expect(
            text == """
                ISA*00*          *00*          *ZZ*WHARF          *ZZ*ACMECAST       *261123*1200*U*00401*000000007*0*P*>~
                GS*FA*WHARF*ACMECAST*20261123*1200*3*X*004010~
                ST*997*0001~
                AK1*PO*905~
                AK2*850*0001~
                AK5*A~
                AK9*A*1*1*1~
                SE*6*0001~
                GE*1*3~
                IEA*1*000000007~

                """)
        #expect(try Interpreter.findings(in: Samples.bytes(text)).isEmpty)
    }

    @Test func `bad sets of every kind get the golden 997`() throws {
        var order = Samples.order
        order[0] = "BEG*00*SA*PO4711**20260231"
        order[1] = "REF*QQQ*038"
        order[3] = "N1*ST"
        order[8] = "ZZQ*1"
        let (values, text) = try answer(
            Samples.interchange([("850", Samples.order), ("850", order)], group: "PO"))
        let body = text.split(separator: "\n").dropFirst(3).prefix(15).joined(separator: "\n")
        #expect(
            body == """
                AK1*PO*905~
                AK2*850*0001~
                AK5*A~
                AK2*850*0002~
                AK3*BEG*2**8~
                AK4*5*373*8*20260231~
                AK3*REF*3**8~
                AK4*1*128*7*QQQ~
                AK3*N1*5**8~
                AK4*2*93*2~
                AK3*ZZQ*10**1~
                AK5*R*5~
                AK9*P*2*2*1~
                SE*15*0001~
                GE*1*3~
                """)
        #expect(try Interpreter.findings(in: Samples.bytes(text)).isEmpty)
        #expect(values.first?.sets.map(\.status) == ["A", "R"])
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func `what we answer to a damaged set is clean and reads back as the same value`(index: Int) throws {
        let sample = Samples.all[index]
        for line in sample.lines.indices {
            for damage in [
                "", "ZZQ*1", sample.lines[line] + "*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X*X",
            ] {
                var lines = sample.lines
                lines[line] = damage
                if damage.isEmpty { lines.remove(at: line) }
                let file = Samples.interchange([(sample.id, lines)], group: sample.group)
                let delimiters = Delimiters(element: 0x7C, component: 0x3A, segment: 0x0A)
                let (values, text) = try answer(file, delimiters: delimiters)
                try Interpreter.walk(Samples.bytes(text)) { visit in
                    guard case .set(let result, _, _) = visit else { return }
                    #expect(result.verdict.findings.isEmpty, "\(result.verdict.findings.map(\.message))")
                    let tree = try #require(result.content)
                    let read = try #require(AcknowledgmentReader.read(tree))
                    #expect(read.sets == values.first?.sets)
                    #expect(read.status == values.first?.status)
                }
            }
        }
    }

    @Test func `a bad value that holds a separator of the answer is not repeated`() throws {
        var order = Samples.order
        order[1] = "REF*Q|Q*038"
        let (_, text) = try answer(
            Samples.interchange([("850", order)], group: "PO"),
            delimiters: Delimiters(element: 0x7C, component: 0x3A, segment: 0x7E))
        #expect(text.contains("AK4|1|128|7~"))
    }

    @Test func `a group in a release we do not have is rejected without sets`() throws {
        let (values, _) = try answer(
            Samples.interchange([("850", Samples.order)], group: "PO", release: "002040"))
        let value = try #require(values.first)
        #expect(value.status == "R" && value.codes == ["2"] && value.sets.isEmpty)
        #expect((value.claimed, value.received, value.accepted) == (1, 1, 0))
    }

    @Test func `a 999 of a damaged 005010 group is clean and reads back`() throws {
        var order = Samples.order
        order[0] = "BEG*00*SA*PO4711**20260231"
        order[8] = "ZZQ*1"
        let file = Samples.interchange(
            [("850", order)], group: "PO", release: "005010", envelope: "00501", repetition: "^")
        let value = try #require(try answer(file).values.first)
        let interchange = OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00501", controlNumber: 9,
            dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "P",
            delimiters: Delimiters(component: 0x3A, repetition: 0x5E),
            groups: [
                OutgoingGroup(
                    functionalID: "FA", sender: "WHARF", receiver: "ACMECAST", version: "005010X231A1",
                    controlNumber: 4,
                    sets: [.acknowledgment(value, controlNumber: "0001", form: .implementation)])
            ])
        try Interpreter.walk(try interchange.bytes()) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.setID == "999" && result.verdict.findings.isEmpty, "\(result.verdict.findings)")
            #expect(result.content.flatMap { AcknowledgmentReader.read($0) }?.sets == value.sets)
        }
    }

    @Test func `a TA1 travels before the groups and is read back`() throws {
        let answer = InterchangeAcknowledgment(
            controlNumber: "000000905", date: "261123", time: "1152", status: "R", note: "021")
        let interchange = OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"), version: "00401", controlNumber: 8,
            dateCCYYMMDD: "20261123", timeHHMM: "1200", usage: "T", delimiters: Delimiters(),
            acknowledgments: [answer])
        let outline = try EnvelopeScanner.scan(BytesSource(try interchange.bytes()))
        #expect(outline.interchanges.first?.acknowledgments == [answer])
        #expect(outline.interchanges.first?.findings.isEmpty == true)
    }
}
