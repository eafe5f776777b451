import Testing

@testable import X12

/// Partners' answers as values.
@Suite struct AcknowledgmentReaderTests {
    /// Reads the FA group of a file leniently.
    private func read(
        _ lines: [String], set: String = "997", release: String = "004010"
    ) throws -> [(controlNumber: String, acknowledgment: FunctionalAcknowledgment)] {
        let bytes = Samples.bytes(
            Samples.interchange(
                [(set, lines)], group: "FA", release: release,
                envelope: release >= "005010" ? "00501" : "00401", repetition: release >= "005010" ? "^" : "U"
            ))
        let outline = try EnvelopeScanner.scan(BytesSource(bytes))
        let interchange = try #require(outline.interchanges.first)
        let group = try #require(interchange.groups.first)
        return try AcknowledgmentReader.read(
            BytesSource(bytes, range: group.bytes), group: group, in: interchange)
    }

    @Test func `a clean 997 reads the same with and without validation`() throws {
        let lenient = try #require(try read(Samples.acknowledgment).first)
        #expect(lenient.controlNumber == "0001")
        let bytes = Samples.bytes(Samples.interchange([("997", Samples.acknowledgment)], group: "FA"))
        try Interpreter.walk(bytes) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.content.flatMap { AcknowledgmentReader.read($0) } == lenient.acknowledgment)
        }
        let set = try #require(lenient.acknowledgment.sets.first)
        #expect(lenient.acknowledgment.verdict == .rejected && set.verdict == .rejected)
        #expect(set.codes == ["5"] && set.segments.first?.position == 3)
        #expect(
            set.segments.first?.elements == [
                ElementNote(element: 1, dataElement: "128", code: "7", value: "QQQ")
            ])
    }

    @Test func `a 999 with long loop ids and composite numbers in CTX06 is understood`() throws {
        let answer = try #require(
            try read(
                [
                    "AK1*HC*17456*005010X222A1", "AK2*837*0001*005010X222A1", "IK3*CLM*22*2010AA*8",
                    "CTX*CLM01:123456789", "IK4*2:1:3*782*I12*A",
                    "CTX*SITUATIONAL TRIGGER*CLM*43**5:3*C023:1325",
                    "IK5*R*I5*I6", "AK9*R*1*1*0",
                ].map { $0.replacing(":", with: ">") }, set: "999", release: "005010"
            ).first?.acknowledgment)
        let note = try #require(answer.sets.first?.segments.first)
        #expect(
            note.loop == "2010AA"
                && note.contexts == [AcknowledgmentContext(name: "CLM01", value: "123456789")])
        let element = try #require(note.elements.first)
        #expect(element.element == 2 && element.component == 1 && element.repetition == 3)
        #expect(element.code == "I12")
        let trigger = try #require(element.contexts?.first)
        #expect(trigger.name == AcknowledgmentContext.situationalTrigger && trigger.position == 43)
        #expect(trigger.element == 5 && trigger.component == 3 && trigger.dataElement == "C023>1325")
        #expect(answer.sets.first?.codes == ["I5", "I6"])
    }

    @Test func `five codes of an old AK3 are five notes, the elements with code 8`() throws {
        let answer = try #require(
            try read(
                [
                    "AK1*PO*17", "AK2*850*0001", "AK3*REF*3**8*5*7", "AK4*1*128*7", "AK5*R*5", "AK9*R*1*1*0",
                ], release: "003040"
            ).first?.acknowledgment)
        let notes = try #require(answer.sets.first?.segments)
        #expect(notes.map(\.code) == ["5", "7", "8"])
        #expect(notes.map(\.elements.count) == [0, 0, 1])
    }

    @Test func `every code of the standard is a value`() throws {
        for (code, status) in zip("AEPRMWX", AnswerStatus.allCases) {
            #expect(AnswerStatus(rawValue: String(code)) == status)
            let answer = try #require(
                try read(["AK1*PO*17", "AK2*850*0001", "AK5*\(code)", "AK9*\(code)*1*1*1"]).first?
                    .acknowledgment)
            #expect(answer.verdict == status && answer.sets.first?.verdict == status)
        }
        #expect(AnswerStatus.allCases.filter(\.isAccepted) == [.accepted, .acceptedWithErrors])
        for number in 0...31 {
            let code = String(repeating: "0", count: number < 10 ? 2 : 1) + String(number)
            let note = try #require(InterchangeNote(rawValue: code))
            let answer = InterchangeAcknowledgment(
                controlNumber: "000000905", date: "261123", time: "1152", status: note.usualStatus.code,
                note: code)
            #expect(answer.reason == note && answer.verdict?.isAccepted == (note.usualStatus != .rejected))
        }
        #expect(InterchangeNote.allCases.count == 32 && InterchangeNote(rawValue: "032") == nil)
    }

    @Test func `what is odd or missing is empty, never a failure`() throws {
        for lines in [
            ["AK1*PO*17", "AK5*A", "AK4*1", "AK3", "AK9*A*1*1*1"], ["AK1", "AK9"],
            [
                "AK1*PO*17*004010*X*Y", "AK2*850", "AK3*A*B*C*D", "AK4*X>Y*Z",
                "AK9*Q*99999999999999999999*x*-1",
            ],
            ["AK1*PO*17", "CTX*A", "AK2*850*0001", "CTX", "AK9*A"],
        ] {
            let answer = try #require(try read(lines).first?.acknowledgment)
            #expect(answer.claimed >= 0 && answer.accepted >= 0)
        }
        #expect(try read(["AK1*PO*17"]).isEmpty && read(["AK9*A*1*1*1"]).isEmpty)
    }

    @Test func `an answer without AK2 loops speaks for all sets, one with errors only accepts the others`() {
        func answer(_ status: String, _ sets: [(String, String)]) -> FunctionalAcknowledgment {
            FunctionalAcknowledgment(
                groupFunctionalID: "PO", groupControlNumber: "17", groupVersion: "",
                sets: sets.map {
                    SetAcknowledgment(
                        setID: "850", controlNumber: $0.0, status: $0.1, codes: [], segments: [])
                }, status: status, claimed: 2, received: 2, accepted: 1, codes: [])
        }
        #expect(answer("A", []).verdict(onSet: "850", controlNumber: "0001") == .accepted)
        #expect(answer("R", []).verdict(onSet: "850", controlNumber: "0001") == .rejected)
        #expect(answer("P", []).verdict(onSet: "850", controlNumber: "0001") == nil)
        let partly = answer("P", [("0002", "R")])
        #expect(partly.verdict(onSet: "850", controlNumber: "0001") == .accepted)
        #expect(partly.verdict(onSet: "850", controlNumber: "0002") == .rejected)
        #expect(answer("R", [("0002", "R")]).verdict(onSet: "850", controlNumber: "0001") == .rejected)
    }

    @Test func `any bytes between GS and GE are read without a failure`() throws {
        var numbers = SeededNumbers(seed: 997)
        let source = Samples.bytes(Samples.interchange([("997", Samples.acknowledgment)], group: "FA"))
        let marks = Array("*~>\nAKIST".utf8)
        for _ in 0..<400 {
            var bytes = source
            for _ in 0..<8 {
                bytes[Int.random(in: 106..<bytes.count, using: &numbers)] =
                    marks[Int.random(in: 0..<marks.count, using: &numbers)]
            }
            let outline = try EnvelopeScanner.scan(BytesSource(bytes))
            for interchange in outline.interchanges {
                for group in interchange.groups {
                    _ = try AcknowledgmentReader.read(
                        BytesSource(bytes, range: group.bytes), group: group, in: interchange)
                }
            }
        }
    }
}
