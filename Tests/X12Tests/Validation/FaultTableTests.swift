import Testing

@testable import X12

/// One fault in an otherwise clean set: which line is changed, and the only answer that may follow.
struct Fault: CustomTestStringConvertible, Sendable {
    let set: Int
    let line: Int
    /// The lines that take its place.
    let become: [String]
    let code: Finding.Code
    let answer: String
    let segment: Int
    var element: Int?

    var testDescription: String { "\(code.rawValue) in \(become)" }
}

private let faults: [Fault] = [
    // The set: 0 is the 850, 1 the 855, 2 the 856, 3 the 810, 4 the 997. Segments count from ST = 1.
    Fault(set: 0, line: 0, become: [], code: .segmentMissing, answer: "AK304=3", segment: 2),
    Fault(set: 0, line: 1, become: ["ZZQ*1"], code: .segmentUnknown, answer: "AK304=1", segment: 3),
    Fault(set: 0, line: 1, become: ["HL*1**S"], code: .segmentNotInSet, answer: "AK304=6", segment: 3),
    Fault(set: 0, line: 1, become: ["N3*STRAY"], code: .segmentLoopNotOpen, answer: "AK304=2", segment: 3),
    Fault(
        set: 0, line: 9, become: ["CTT*2", "REF*DP*1"], code: .segmentOutOfOrder, answer: "AK304=7",
        segment: 12),
    Fault(
        set: 0, line: 4, become: ["N3*A", "N3*B", "N3*C"], code: .segmentTooMany, answer: "AK304=5",
        segment: 8),
    Fault(
        set: 0, line: 0, become: ["BEG**SA*PO4711**20261101"], code: .elementMissing, answer: "AK403=1",
        segment: 2,
        element: 1),
    Fault(
        set: 0, line: 0, become: ["BEG*00*SA*PO4711**20260231"], code: .dateInvalid, answer: "AK403=8",
        segment: 2,
        element: 5),
    Fault(
        set: 0, line: 0, become: ["BEG*00*SA*PO4711**261101"], code: .elementTooShort, answer: "AK403=4",
        segment: 2,
        element: 5),
    Fault(
        set: 0, line: 1, become: ["REF*QQQ*038"], code: .codeInvalid, answer: "AK403=7", segment: 3,
        element: 1),
    Fault(
        set: 0, line: 1, become: ["REF*DP"], code: .conditionBroken, answer: "AK403=2", segment: 3, element: 2
    ),
    Fault(
        set: 0, line: 1, become: ["REF*DP*1***X"], code: .tooManyElements, answer: "AK403=3", segment: 3,
        element: 5),
    Fault(
        set: 0, line: 1, become: ["REF*DP*1234567890123456789012345678901"], code: .elementTooLong,
        answer: "AK403=5",
        segment: 3, element: 2),
    Fault(
        set: 0, line: 1, become: ["REF*DP*0\u{7}8"], code: .elementCharacterInvalid, answer: "AK403=6",
        segment: 3,
        element: 2),
    Fault(
        set: 0, line: 6, become: ["PO1*1*4X*EA*3.25**BP*A100*VP*W-9"], code: .elementCharacterInvalid,
        answer: "AK403=6", segment: 8, element: 2),
    Fault(
        set: 0, line: 6, become: ["PO1*1*48*EA*3.25**BP"], code: .conditionBroken, answer: "AK403=2",
        segment: 8,
        element: 7),
    Fault(
        set: 0, line: 2, become: ["DTM*002*20261201*2561"], code: .timeInvalid, answer: "AK403=9", segment: 4,
        element: 3),
    Fault(
        set: 0, line: 7, become: ["MEA*PD*LN*1*EA>>>>>>>>>>>>>>>X"], code: .tooManyComponents,
        answer: "AK403=3",
        segment: 9, element: 4),
    Fault(
        set: 1, line: 2, become: ["ACK*IA*48**068*20261201"], code: .conditionBroken, answer: "AK403=2",
        segment: 4,
        element: 3),
    Fault(
        set: 2, line: 5, become: ["HL*2*9*O"], code: .hierarchyParentUnknown, answer: "AK403=7", segment: 7,
        element: 2),
    Fault(
        set: 2, line: 9, become: ["HL*3*3*I"], code: .hierarchyNumberRepeated, answer: "AK403=7", segment: 11,
        element: 1),
    Fault(
        set: 2, line: 2, become: ["TD1*CTNXX*2"], code: .codeInvalid, answer: "AK403=7", segment: 4,
        element: 1),
    Fault(set: 3, line: 5, become: [], code: .segmentMissing, answer: "AK304=3", segment: 7),
    Fault(
        set: 0, line: 7, become: ["MEA*PD*LN*1*EA****04"], code: .exclusionBroken, answer: "AK403=10",
        segment: 9,
        element: 8),
    Fault(
        set: 4, line: 3, become: ["AK4**128*7"], code: .elementMissing, answer: "AK403=1", segment: 5,
        element: 1),
]

@Suite struct FaultTableTests {
    @Test(arguments: [0, 1, 2, 3, 4])
    func `the clean sample of each set has no finding and becomes a tree`(index: Int) throws {
        let sample = Samples.all[index]
        let text = Samples.interchange([(sample.id, sample.lines)], group: sample.group)
        var trees = 0
        let outline = try Interpreter.walk(Samples.bytes(text)) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.findings.isEmpty, "\(result.verdict.findings)")
            #expect(result.verdict.status == .accepted)
            trees += result.content == nil ? 0 : 1
        }
        #expect(trees == 1)
        #expect(outline.findings.isEmpty)
    }

    @Test(arguments: faults)
    func `a single fault gives its code, place and answer`(fault: Fault) throws {
        let sample = Samples.all[fault.set]
        var lines = sample.lines
        lines.replaceSubrange(fault.line...fault.line, with: fault.become)
        let text = Samples.interchange([(sample.id, lines)], group: sample.group)
        let all = try Interpreter.findings(in: Samples.bytes(text))
        let found = all.filter { $0.code == fault.code }
        #expect(found.count == 1, "\(all.map(\.message))")
        #expect(found.first?.acknowledgment == fault.answer)
        #expect(found.first?.segment == fault.segment)
        if let element = fault.element { #expect(found.first?.element == element) }
        for other in all where other.code != fault.code {
            #expect(other.severity != .error || other.segment == found.first?.segment, "\(other.message)")
        }
    }

    @Test func `every code of severity error is answered in its one place`() {
        for code in Finding.Code.allCases {
            let early = code.answer(isLate: false)?.text
            let late = code.answer(isLate: true)?.text
            #expect(
                early == late
                    || [.groupControlRepeated, .setNotInGroup, .tooManyComponents, .tooManyRepetitions]
                        .contains(code)
            )
        }
        #expect(Finding.Code.dateInvalid.answer(isLate: false)?.text == "AK403=8")
        #expect(Finding.Code.setNotInGroup.answer(isLate: true)?.text == "AK502=18")
        #expect(Finding.Code.tooManyComponents.answer(isLate: true)?.text == "AK403=13")
        #expect(Finding.Code.interchangeTruncated.answer(isLate: false)?.text == "TA105=023")
    }

    @Test(arguments: [
        ("SE*12*0001", "SE*13*0001", "4"), ("SE*12*0001", "SE*12*0002", "3"), ("SE*12*0001~\n", "", "2"),
        ("ST*850*0001", "ST*850*1", "7"), ("ST*850*0001", "ST*999*0001", "6"),
        ("ST*850*0001", "ST*810*0001", "6"),
        ("ST*850*0001", "ST*837*0001", "1"),
    ])
    func `a fault in the frame of a set gives its AK502`(original: String, replacement: String, code: String)
        throws
    {
        var text = Samples.interchange([("850", Samples.order)], group: "PO")
        text.replace(original, with: replacement)
        var codes: [String] = []
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { codes = result.verdict.codes }
        }
        #expect(codes.contains(code), "\(codes)")
    }

    @Test(arguments: [
        ("GE*1*905", "GE*2*905", "5"), ("GE*1*905", "GE*1*906", "4"), ("GE*1*905~\n", "", "3"),
        ("*X*004010", "*X*002040", "2"), ("GS*PO*", "GS*QQ*", "1"), ("*905*X", "*9X5*X", "6"),
    ])
    func `a fault in the frame of a group gives its AK905 and rejects it`(
        original: String, replacement: String, code: String
    ) throws {
        var text = Samples.interchange([("850", Samples.order)], group: "PO")
        text.replace(original, with: replacement)
        var verdict: GroupVerdict?
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .verdict(let found, _, _) = visit { verdict = found }
        }
        #expect(verdict?.codes.contains(code) == true, "\(verdict?.codes ?? [])")
        #expect(verdict?.status == .rejected)
        #expect(verdict?.accepted == 0)
    }

    @Test func `good sets are accepted beside a bad one, the repeated ST02 is rejected`() throws {
        var text = Samples.interchange(
            [("850", Samples.order), ("850", Samples.order), ("850", Samples.order)], group: "PO")
        text.replace("ST*850*0003", with: "ST*850*0001")
        text.replace("SE*12*0003", with: "SE*12*0001")
        var statuses: [SetStatus] = []
        var last: GroupVerdict?
        try Interpreter.walk(Samples.bytes(text)) { visit in
            if case .set(let result, _, _) = visit { statuses.append(result.verdict.status) }
            if case .verdict(let verdict, _, _) = visit { last = verdict }
        }
        #expect(statuses == [.accepted, .accepted, .rejected])
        #expect(last?.status == .partiallyAccepted)
        #expect(last?.accepted == 2)
    }

    @Test func `the policy accepts a set with errors and keeps its tree`() throws {
        var lines = Samples.order
        lines[1] = "REF*QQQ*038"
        let text = Samples.interchange([("850", lines)], group: "PO")
        let policy = ValidationPolicy(onError: ["850": .acceptGood])
        try Interpreter.walk(Samples.bytes(text), policy: policy) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.status == .acceptedWithErrors)
            #expect(result.verdict.codes == ["5"])
            #expect(result.content?.root.first("REF")?[1] == "QQQ")
        }
    }

    @Test func `005010 counts repetitions and components with its own codes`() throws {
        let lines = ["BEG*00*SA*PO4711**20261101", "REF*DP*038^039", "PO1*1*48*EA*3.25**BP*A100", "CTT*1"]
        let text = Samples.interchange(
            [("850", lines)], group: "PO", release: "005010", envelope: "00501", repetition: "^")
        let all = try Interpreter.findings(in: Samples.bytes(text))
        #expect(all.map(\.acknowledgment) == ["AK403=12"])
    }

    @Test func `the tree keeps loops, order and places`() throws {
        let text = Samples.interchange([("856", Samples.shipNotice)], group: "SH")
        let bytes = Samples.bytes(text)
        try Interpreter.walk(bytes) { visit in
            guard case .set(let result, _, _) = visit, let tree = result.content else { return }
            let levels = Array(tree.root.loops("HL"))
            #expect(levels.compactMap { $0.segments.first?[3] } == ["S", "O", "P", "I"])
            #expect(levels[0].loops("N1").first?.first("N1", 1, "ST")?[2] == "NORTH DOCK")
            #expect(levels[3].first("SN1")?.ordinal == 13)
            let place = try #require(levels[3].first("LIN")?.elementRange(3))
            #expect(String(decoding: bytes[place], as: UTF8.self) == "A100")
            let segment = try #require(levels[3].first("LIN")?.byteRange)
            #expect(String(decoding: bytes[segment], as: UTF8.self) == "LIN**BP*A100")
        }
    }
}
