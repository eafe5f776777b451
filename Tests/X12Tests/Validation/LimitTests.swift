import Testing

@testable import X12

@Suite struct LimitTests {
    @Test func `more faults than are kept are counted, and the set is rejected all the same`() throws {
        var limits = Limits.standard
        limits.maximumFindings = 5
        let lines = Samples.order[..<6] + Array(repeating: "QQ9*1", count: 20) + Samples.order[6...]
        let text = Samples.interchange([("850", Array(lines))], group: "PO")
        try Interpreter.walk(Samples.bytes(text), limits: limits) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.findings.count == 5 && result.verdict.suppressed == 15)
            #expect(result.verdict.status == .rejected && result.verdict.codes == ["5"])
        }
    }

    @Test func `an error behind many warnings still rejects`() throws {
        var limits = Limits.standard
        limits.maximumFindings = 3
        var lines = Samples.order
        lines.insert(contentsOf: Array(repeating: "REF*QQQ*1", count: 10), at: 1)
        lines[lines.count - 1] = "CTT*X"
        let text = Samples.interchange([("850", lines)], group: "PO")
        let policy = ValidationPolicy(levels: ValidationLevels([.codes: .warn]))
        try Interpreter.walk(Samples.bytes(text), policy: policy, limits: limits) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.findings.allSatisfy { $0.severity == .warning })
            #expect(result.verdict.status == .rejected)
        }
    }

    @Test func `an interchange with more groups than are looked at is rejected, not cut short`() throws {
        var limits = Limits.standard
        limits.maximumGroups = 2
        let group = "GS*FA*A1*B1*20261123*1152*7*X*004010~GE*0*7~"
        let text =
            Samples.header() + "~" + String(repeating: group, count: 4) + "IEA*4*000000905~"
        let outline = try EnvelopeScanner.scan(BytesSource(Samples.bytes(text)), limits: limits)
        let interchange = try #require(outline.interchanges.first)
        #expect(interchange.groups.count == 2 && interchange.status == .rejected)
        #expect(interchange.findings.map(\.code).contains(.interchangeTooLarge))
    }

    @Test func `the groups and findings of a whole file are limited together`() throws {
        var limits = Limits.standard
        limits.maximumFileGroups = 3
        limits.maximumFileFindings = 4
        let one = Samples.interchange([("850", Samples.order)], group: "PO")
        let outline = try EnvelopeScanner.scan(
            BytesSource(Samples.bytes(String(repeating: one, count: 6))), limits: limits)
        #expect(outline.interchanges.map(\.status.code) == ["A", "A", "A", "R", "R", "R"])
        #expect(outline.interchanges.map(\.groups.count) == [1, 1, 1, 0, 0, 0])
    }

    @Test func `a set larger than is kept is rejected and the next one read`() throws {
        var limits = Limits.standard
        limits.maximumSetBytes = 2_000
        let long =
            Samples.order[..<9] + Array(repeating: "MSG*\(String(repeating: "X", count: 50))", count: 100)
        let text = Samples.interchange(
            [("850", Samples.order), ("850", Array(long)), ("850", Samples.order)], group: "PO")
        for keeps in [true, false] {
            var codes: [[String]] = []
            try Interpreter.walk(Samples.bytes(text), limits: limits, keepsContent: keeps) { visit in
                guard case .set(let result, _, _) = visit else { return }
                codes.append(result.verdict.codes)
                #expect((result.content != nil) == (keeps && result.verdict.status != .rejected))
            }
            #expect(codes.first == [] && codes.last == [] && codes.count == 3)
        }
    }

    @Test func `control numbers out of order are remembered up to the limit, and the limit is told`() throws {
        var limits = Limits.standard
        limits.maximumRemembered = 2
        var text = Samples.interchange(Array(repeating: ("850", Samples.order), count: 5), group: "PO")
        for number in 1...5 {
            text = text.replacing("*000\(number)~", with: "*AB\(number)X~")
        }
        var warned = 0
        try Interpreter.walk(Samples.bytes(text), limits: limits) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.status == .accepted)
            warned += result.verdict.findings.count { $0.code == .limitReached }
        }
        #expect(warned == 1)
    }

    @Test func `a release without tables of its own is read with the nearest, and a note says so`() throws {
        let text = Samples.interchange([("850", Samples.order)], group: "PO", release: "004040")
        var notes: [Finding] = []
        try Interpreter.walk(Samples.bytes(text)) { visit in
            switch visit {
            case .set(let result, _, _): #expect(result.verdict.status == .accepted)
            case .verdict(let verdict, _, _):
                notes = verdict.findings
                #expect(verdict.status == .accepted)
            default: break
            }
        }
        #expect(notes.map(\.code) == [.releaseBorrowed] && notes.first?.severity == .note)
    }
}
