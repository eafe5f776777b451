import Testing

@testable import X12

/// What an acknowledgment looks like in each release, and that it is clean there.
@Suite struct AcknowledgmentShapeTests {
    static let releases = ["003040", "003050", "003060", "004010", "004030", "005010", "006020"]

    private func finding(
        _ code: Finding.Code, segment: Int = 3, id: String = "REF", element: Int? = nil, isLate: Bool = false
    ) -> Finding {
        var finding = Finding(code, isLate: isLate, offset: 0, found: "BAD", message: "m", fix: "f")
        finding.segment = segment
        finding.segmentID = id
        finding.element = element
        finding.dataElement = element == nil ? nil : "128"
        return finding
    }

    private func result(
        _ findings: [Finding], codes: [String] = ["5"], status: SetStatus = .rejected, set: String = "850",
        control: String = "0001"
    ) -> SetResult {
        SetResult(
            ordinal: 1, setID: set, controlNumber: control, implementation: nil, bytes: 0..<0,
            verdict: SetVerdict(
                status: status, codes: codes, findings: findings, suppressed: 0, segmentCount: 9),
            content: nil)
    }

    private func verdict(_ status: GroupStatus = .rejected, codes: [String] = []) -> GroupVerdict {
        GroupVerdict(status: status, codes: codes, claimed: 1, received: 1, accepted: 0, findings: [])
    }

    private func header(_ release: String) -> GroupHeader {
        GroupHeader(
            functionalID: "PO", sender: "ACMECAST", receiver: "WHARF", date: "20261123", time: "1152",
            controlNumber: "905", version: release)
    }

    private func answer(
        _ results: [SetResult], release: String, groupCodes: [String] = [],
        detail: AcknowledgmentBuilder.Detail = .full
    ) -> FunctionalAcknowledgment {
        var builder = AcknowledgmentBuilder(for: header(release), detail: detail)
        for result in results { builder.add(result) }
        return builder.finish(verdict(codes: groupCodes))
    }

    private func bytes(
        _ answer: FunctionalAcknowledgment, release: String, form: AcknowledgmentForm = .functional,
        delimiters: Delimiters = Delimiters(repetition: 0x5E, lineBreak: .lf)
    ) throws -> [UInt8] {
        var delimiters = delimiters
        if release < "004020" { delimiters.repetition = nil }
        return try OutgoingInterchange(
            sender: InterchangeAddress(qualifier: "ZZ", id: "WHARF"),
            receiver: InterchangeAddress(qualifier: "ZZ", id: "ACMECAST"),
            version: release >= "004020" ? "00501" : "00401", controlNumber: 7, dateCCYYMMDD: "20261123",
            timeHHMM: "1200", usage: "P", delimiters: delimiters,
            groups: [
                OutgoingGroup(
                    functionalID: "FA", sender: "WHARF", receiver: "ACMECAST", version: release,
                    controlNumber: 3, sets: [.acknowledgment(answer, controlNumber: "0001", form: form)])
            ]
        ).bytes()
    }

    /// The segments between ST and SE.
    private func lines(
        _ answer: FunctionalAcknowledgment, release: String, form: AcknowledgmentForm = .functional
    ) throws -> [String] {
        String(decoding: try bytes(answer, release: release, form: form), as: UTF8.self)
            .split(separator: "\n").dropFirst(3).dropLast(3).map { String($0.dropLast()) }
    }

    @Test(arguments: releases)
    func `the answer to every kind of finding is clean in our own validator`(release: String) throws {
        for code in Finding.Code.allCases {
            for element in [nil, 1, 99] as [Int?] {
                let isLate = release >= "005010"
                let finding = finding(code, element: element, isLate: isLate)
                let codes = [finding.answer(at: "AK502") ?? "5"]
                let groupCodes = finding.answer(at: "AK905").map { [$0] } ?? []
                let answer = answer(
                    [result([finding], codes: codes)], release: release, groupCodes: groupCodes)
                for form in isLate ? [AcknowledgmentForm.functional, .implementation] : [.functional] {
                    let file = try bytes(answer, release: release, form: form)
                    guard GrammarLibrary.standard.grammar(set: form.rawValue, release: release) != nil else {
                        continue
                    }
                    let findings = try Interpreter.findings(in: file).filter { $0.severity != .note }
                    #expect(findings.isEmpty, "\(code) \(release): \(findings.map(\.message))")
                }
            }
        }
    }

    @Test func `each release has its own shape`() throws {
        var element = finding(.componentMissing, element: 2)
        element.component = 3
        element.repetition = 2
        element.boundedLoop = "LOOP-7"
        var twice = finding(.segmentTooMany)
        twice.boundedLoop = "LOOP-7"
        let set = result([twice, finding(.segmentOutOfOrder), element])
        let expected: [(String, [String])] = [
            ("003040", ["AK3*REF*3*LOOP*5*7*8", "AK4*2*128*1*BAD"]),
            ("003050", ["AK3*REF*3*LOOP*5", "AK3*REF*3**7", "AK3*REF*3*LOOP*8", "AK4*2>3*128*1*BAD"]),
            ("004010", ["AK3*REF*3*LOOP-7*5", "AK3*REF*3**7", "AK3*REF*3*LOOP-7*8", "AK4*2>3*128*1*BAD"]),
            ("004030", ["AK3*REF*3*LOOP-7*5", "AK3*REF*3**7", "AK3*REF*3*LOOP-7*8", "AK4*2>3>2*128*1*BAD"]),
            ("005010", ["AK3*REF*3*LOOP*5", "AK3*REF*3**7", "AK3*REF*3*LOOP*8", "AK4*2>3>2*128*1*BAD"]),
        ]
        for (release, notes) in expected {
            let head = release >= "005010" ? "AK1*PO*905*005010" : "AK1*PO*905"
            #expect(
                try lines(answer([set], release: release), release: release)
                    == [head, "AK2*850*0001"] + notes + ["AK5*R*5", "AK9*R*1*1*0"])
        }
    }

    @Test func `codes that came with 005010 are said as older releases can say them`() throws {
        let tooMany = finding(.tooManyRepetitions, element: 1, isLate: true)
        let components = finding(.tooManyComponents, element: 2, isLate: true)
        let answer = answer(
            [result([tooMany, components], codes: ["18", "5"])], release: "005010", groupCodes: ["19"])
        let late = try lines(answer, release: "005010")
        #expect(late.contains("AK4*1*128*12*BAD") && late.contains("AK4*2*128*13*BAD"))
        #expect(late.suffix(2) == ["AK5*R*18*5", "AK9*R*1*1*0*19"])
        let early = try lines(answer, release: "004010")
        #expect(early.contains("AK4*1*128*3*BAD") && early.contains("AK4*2*128*3*BAD"))
        #expect(early.suffix(2) == ["AK5*R*6*5", "AK9*R*1*1*0*6"])
    }

    @Test func `codes of implementation guides are said plainly in a 997`() throws {
        let pairs = [("I4", "2"), ("I6", "3"), ("I7", "3"), ("I8", "3"), ("I9", "2")]
        let elements = [
            ("I6", "7"), ("I9", "2"), ("I10", "3"), ("I11", "1"), ("I12", "7"), ("I13", "10"),
        ]
        let answer = FunctionalAcknowledgment(
            groupFunctionalID: "PO", groupControlNumber: "905", groupVersion: "005010",
            sets: [
                SetAcknowledgment(
                    setID: "850", controlNumber: "0001", status: "R", codes: ["5", "I6"],
                    segments: pairs.map { SegmentNote(segmentID: "REF", position: 3, code: $0.0) }
                        + [
                            SegmentNote(
                                segmentID: "DTM", position: 4, code: "8",
                                elements: elements.map { ElementNote(element: 1, code: $0.0) })
                        ])
            ], status: "R", claimed: 1, received: 1, accepted: 0, codes: [])
        let plain = try lines(answer, release: "005010")
        #expect(plain.filter { $0.hasPrefix("AK3*REF") } == pairs.map { "AK3*REF*3**\($0.1)" })
        #expect(plain.filter { $0.hasPrefix("AK4") } == elements.map { "AK4*1**\($0.1)" })
        #expect(plain.contains("AK5*R*5*1"))
        let guided = try lines(answer, release: "005010", form: .implementation)
        #expect(guided.filter { $0.hasPrefix("IK3*REF") } == pairs.map { "IK3*REF*3**\($0.0)" })
        #expect(guided.filter { $0.hasPrefix("IK4") } == elements.map { "IK4*1**\($0.0)" })
        #expect(guided.contains("IK5*R*5*I6"))
        let file = try bytes(answer, release: "005010", form: .implementation)
        #expect(try Interpreter.findings(in: file).isEmpty)
    }

    @Test func `a use that the agreement forbids has codes of its own in a 999`() throws {
        for (form, notes) in [
            (AcknowledgmentForm.functional, ["AK3*REF*3**2", "AK3*DTM*4**8", "AK4*2*128*3*BAD"]),
            (.implementation, ["IK3*REF*3**I4", "IK3*DTM*4**8", "IK4*2*128*I10*BAD"]),
        ] {
            var builder = AcknowledgmentBuilder(for: header("005010"), form: form)
            builder.add(
                result([
                    finding(.segmentNotUsed), finding(.elementNotUsed, segment: 4, id: "DTM", element: 2),
                ]))
            let text = try lines(builder.finish(verdict()), release: "005010", form: form)
            #expect(Array(text.dropFirst(2).dropLast(2)) == notes)
        }
    }

    @Test func `more than 99 element faults of a segment go on under another AK3, not in a 999`() throws {
        let findings = (1...120).map { finding(.elementTooLong, element: $0) }
        let answer = answer([result(findings)], release: "005010")
        let lines997 = try lines(answer, release: "005010")
        #expect(lines997.count { $0.hasPrefix("AK3") } == 2 && lines997.count { $0.hasPrefix("AK4") } == 120)
        #expect(lines997.firstIndex(of: "AK3*REF*3**8") == 2)
        #expect(lines997.lastIndex(of: "AK3*REF*3**8") == 102)
        let lines999 = try lines(answer, release: "005010", form: .implementation)
        #expect(lines999.count { $0.hasPrefix("IK3") } == 1 && lines999.count { $0.hasPrefix("IK4") } == 120)
        #expect(try Interpreter.findings(in: try bytes(answer, release: "005010")).isEmpty)
    }

    @Test func `five codes at most, and code 5 is never the one left out`() throws {
        let answer = answer(
            [result([finding(.segmentUnknown)], codes: ["1", "2", "3", "4", "7", "23", "5"])],
            release: "004010", groupCodes: ["1", "2", "3", "4", "5", "6"])
        let text = try lines(answer, release: "004010")
        #expect(text.suffix(2) == ["AK5*R*1*2*3*4*5", "AK9*R*1*1*0*1*2*3*4*5"])
    }

    @Test func `detail says all sets, those in error, or the group alone`() throws {
        let good = result([], codes: [], status: .accepted)
        let noted = result([finding(.segmentTooMany)], status: .acceptedWithErrors, control: "0002")
        let bad = result([finding(.segmentTooMany)], control: "0003")
        let sets: [AcknowledgmentBuilder.Detail: [String]] = [
            .full: ["AK2*850*0001", "AK2*850*0002", "AK2*850*0003"],
            .errors: ["AK2*850*0002", "AK2*850*0003"], .group: [],
        ]
        for detail in AcknowledgmentBuilder.Detail.allCases {
            let answer = answer([good, noted, bad], release: "004010", detail: detail)
            let text = try lines(answer, release: "004010")
            #expect(text.filter { $0.hasPrefix("AK2") } == sets[detail])
            #expect(text.first == "AK1*PO*905" && text.last == "AK9*R*1*1*0")
            #expect(try Interpreter.findings(in: try bytes(answer, release: "004010")).isEmpty)
        }
    }

    @Test func `a bad value is repeated only where it can be, and cut to 99`() throws {
        let long = String(repeating: "A", count: 98)
        let cases: [(String?, String)] = [
            ("BAD", "*BAD"), (nil, ""), ("", ""), ("A*B", ""), ("A>B", ""), ("A~B", ""), ("A\\x0AB", ""),
            ("A\u{FFFD}B", ""), ("   ", ""), ("C:\\tmp", "*C:\\tmp"), (long + "ÄÖÜ", "*" + long),
            ("ÄB", "*ÄB"), ("AB  ", "*AB"),
        ]
        for (found, expected) in cases {
            var finding = finding(.codeInvalid, element: 1)
            finding.found = found
            let answer = answer([result([finding])], release: "004010")
            #expect(try lines(answer, release: "004010").contains("AK4*1*128*7" + expected), "\(found ?? "")")
        }
        var builder = AcknowledgmentBuilder(for: header("004010"), repeatsValues: false)
        builder.add(result([finding(.codeInvalid, element: 1)]))
        #expect(try lines(builder.finish(verdict()), release: "004010").contains("AK4*1*128*7"))
    }

    @Test func `values that do not fit their places are bounded, never left to break the answer`() throws {
        var odd = finding(.segmentUnknown, segment: 2_000_000, id: "?")
        odd.boundedLoop = "A*B"
        let unknown = finding(.segmentUnknown, id: "TOOLONG")
        var wide = finding(.tooManyElements, element: 1_000)
        wide.dataElement = "I01"
        let set = result([odd, unknown, wide], control: "1")
        var header = header("004010")
        header.controlNumber = "12345678901"
        var builder = AcknowledgmentBuilder(for: header)
        builder.add(set)
        var verdict = verdict()
        verdict.claimed = 12_345_678
        let answer = builder.finish(verdict)
        #expect(
            try lines(answer, release: "004010") == [
                "AK1*PO*123456789", "AK2*850*0001", "AK3*ZZ*999999**1", "AK3*TOO*3**1", "AK3*REF*3**8",
                "AK4*99**3*BAD", "AK5*R*5", "AK9*R*999999*1*0",
            ])
        #expect(try Interpreter.findings(in: try bytes(answer, release: "004010")).isEmpty)
    }

    @Test func `a set that is too large gets an AK3 that says where, so that code 5 has one before it`()
        throws
    {
        let answer = answer([result([finding(.setTooLarge, segment: 70)])], release: "004010")
        #expect(try lines(answer, release: "004010").contains("AK3*REF*70"))
    }

    @Test func `an answering group mirrors ids and release, and a version may be pinned`() {
        let answer = answer([result([])], release: "005010X223")
        var header = header("005010X223")
        let mirrored = OutgoingGroup(answering: [answer, answer], for: header, controlNumber: 4)
        #expect(mirrored.sender == "WHARF" && mirrored.receiver == "ACMECAST")
        #expect(mirrored.version == "005010" && mirrored.functionalID == "FA")
        #expect(mirrored.sets.map(\.controlNumber) == ["0001", "0002"])
        let guided = OutgoingGroup(
            answering: [answer], for: header, controlNumber: 4, form: .implementation, version: "005010X231A1"
        )
        #expect(guided.version == "005010X231A1" && guided.sets.map(\.setID) == ["999"])
        let pinned = OutgoingGroup(
            answering: [answer], for: header, controlNumber: 4, form: .implementation, version: "004010")
        #expect(pinned.version == "004010" && pinned.sets.map(\.setID) == ["997"])
        header.version = "XXXXXX"
        #expect(OutgoingGroup(answering: [answer], for: header, controlNumber: 4).version == "004010")
    }

    @Test func `a 999 names the business unit and what made a rule apply, and reads back`() throws {
        var builder = AcknowledgmentBuilder(for: header("005010"))
        builder.add(
            result([finding(.codeInvalid, element: 1)]),
            businessUnit: AcknowledgmentContext(name: "BEG03", value: "PO4711"))
        var value = builder.finish(verdict())
        value.sets[0].segments[0].elements[0].contexts = [
            AcknowledgmentContext(
                triggeredBy: "N1", position: 5, loop: "N1", element: 1, component: 2, repetition: 3,
                dataElement: "98")
        ]
        #expect(
            try lines(value, release: "005010", form: .implementation).dropFirst(2).dropLast(2) == [
                "IK3*REF*3**8", "CTX*BEG03>PO4711", "IK4*1*128*7*BAD",
                "CTX*SITUATIONAL TRIGGER*N1*5*N1*1>2>3*98",
            ])
        let file = try bytes(value, release: "005010", form: .implementation)
        try Interpreter.walk(file) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.findings.isEmpty, "\(result.verdict.findings.map(\.message))")
            #expect(result.content.flatMap { AcknowledgmentReader.read($0) } == value)
        }
    }
}
