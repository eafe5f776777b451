import Testing

@testable import X12

@Suite struct LevelsTests {
    private func findings(
        _ sample: (id: String, group: String, lines: [String]), _ levels: ValidationLevels = .standard
    ) throws -> [Finding] {
        let text = Samples.interchange([(sample.id, sample.lines)], group: sample.group)
        return try Interpreter.findings(
            in: Samples.bytes(text), policy: ValidationPolicy(levels: levels))
    }

    /// A set with one fault of the family.
    private static let faults: [(ValidationLevels.Family, Finding.Code, Int, Int, String)] = [
        (.structure, .segmentLoopNotOpen, 0, 1, "N3*STRAY"),
        (.elements, .elementTooLong, 0, 1, "REF*DPXX*038"),
        (.codes, .codeInvalid, 0, 1, "REF*QQQ*038"), (.dates, .dateInvalid, 0, 0, "BEG*00*SA*P**20260231"),
        (.conditions, .conditionBroken, 0, 1, "REF*DP"),
        (.hierarchy, .hierarchyParentUnknown, 2, 5, "HL*2*9*O"),
        (.totals, .lineCountDiffers, 0, 9, "CTT*7"), (.totals, .hashTotalDiffers, 0, 9, "CTT*2*61"),
        (.amounts, .invoiceTotalDiffers, 3, 5, "TDS*15601"),
    ]

    @Test(arguments: LevelsTests.faults.indices, ValidationLevels.Level.allCases)
    func `a family of rules is an error, a warning or nothing by its level`(
        index: Int, level: ValidationLevels.Level
    ) throws {
        let (family, code, set, line, become) = LevelsTests.faults[index]
        var sample = Samples.all[set]
        sample.lines[line] = become
        let found = try findings(sample, ValidationLevels([family: level])).filter { $0.code == code }
        switch level {
        case .on:
            #expect(found.map(\.severity) == [.error])
            #expect(found.first?.acknowledgment != nil)
        case .warn:
            #expect(found.map(\.severity) == [.warning])
            #expect(found.first?.acknowledgment == nil)
        case .off: #expect(found.isEmpty)
        }
    }

    @Test func `a set with warnings alone is accepted`() throws {
        var sample = Samples.all[0]
        sample.lines[1] = "REF*QQQ*038"
        let text = Samples.interchange([(sample.id, sample.lines)], group: sample.group)
        let policy = ValidationPolicy(levels: ValidationLevels([.codes: .warn]))
        try Interpreter.walk(Samples.bytes(text), policy: policy) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.status == .accepted && result.verdict.findings.count == 1)
        }
    }

    @Test func `the counts of SE and GE follow the level of counts`() throws {
        for (level, isAccepted) in [(ValidationLevels.Level.on, false), (.warn, true), (.off, true)] {
            var text = Samples.interchange([("850", Samples.order)], group: "PO")
            text.replace("SE*12*", with: "SE*13*")
            text.replace("GE*1*", with: "GE*2*")
            var verdict: GroupVerdict?
            let policy = ValidationPolicy(levels: ValidationLevels([.counts: level]))
            try Interpreter.walk(Samples.bytes(text), policy: policy) { visit in
                if case .verdict(let found, _, _) = visit { verdict = found }
            }
            #expect((verdict?.status == .accepted) == isAccepted)
        }
    }

    @Test func `totals and amounts only warn where nothing else is said`() {
        for family in ValidationLevels.Family.allCases {
            let isMild = family == .totals || family == .amounts
            #expect(ValidationLevels.standard[family] == (isMild ? .warn : .on))
        }
    }

    @Test(arguments: [
        ("CTT*2*60", true), ("CTT*2*60.0", true), ("CTT*2*59", false), ("CTT*2", true), ("CTT*02", true),
    ])
    func `the hash total is the sum of the quantities`(line: String, isRight: Bool) throws {
        var sample = Samples.all[0]
        sample.lines[9] = line
        let found = try findings(sample).filter {
            $0.code == .hashTotalDiffers || $0.code == .lineCountDiffers
        }
        #expect(found.isEmpty == isRight, "\(found.map(\.message))")
    }

    @Test(arguments: [("CTT*2*1212", true), ("CTT*2*12.12", true), ("CTT*2*12", true), ("CTT*2*13", false)])
    func `quantities with decimals are added with or without their points`(line: String, isRight: Bool) throws
    {
        var sample = Samples.all[0]
        sample.lines[6] = "PO1*1*12*EA*3.25**BP*A100"
        sample.lines[8] = "PO1*2*.12*CA*41.1**BP*A200"
        sample.lines[9] = line
        // Without points the digits are 12 and 12.
        let isStandard = line == "CTT*2*24"
        let found = try findings(sample).filter { $0.code == .hashTotalDiffers }
        if line == "CTT*2*1212" {
            #expect(!found.isEmpty)
        } else {
            #expect(found.isEmpty == (isRight || isStandard), "\(found.map(\.message))")
        }
    }

    @Test(arguments: [
        (["TDS*15600"], true), (["TDS*-15600"], true), (["TDS*15700", "SAC*C*D240***100"], true),
        (["TDS*15500", "SAC*A*D240***100"], true), (["TDS*15850", "TXI*ST*2.50"], true),
        (["TDS*15601"], false), (["TDS*15600", "SAC*C*D240***100"], false), (["TDS*99", "SAC*C*D240"], true),
        (["TDS*15500", "SAC*A*D240***-100"], true), (["TDS*15700", "SAC*A*D240***-100"], false),
        (["TDS*15700", "SAC*C*D240***-100"], true), (["TDS*15500", "SAC*C*D240***-100"], false),
    ])
    func `the total of an invoice is what lines, charges and taxes come to`(lines: [String], isRight: Bool)
        throws
    {
        var sample = Samples.all[3]
        sample.lines.replaceSubrange(5...5, with: lines)
        let found = try findings(sample).filter { $0.code == .invoiceTotalDiffers }
        #expect(found.isEmpty == isRight, "\(found.map(\.message))")
        if let finding = found.first {
            #expect(finding.segmentID == "TDS" && finding.segment == 7 && finding.element == 1)
        }
    }

    @Test(arguments: [
        (["TDS*-15500", "SAC*A*D240***100"], true), (["TDS*-15500", "SAC*A*D240***-100"], true),
        (["TDS*-15700", "SAC*C*D240***-100"], true), (["TDS*-15600", "SAC*A*D240***-100"], false),
    ])
    func `a credit in negative amounts is lowered by an allowance`(lines: [String], isRight: Bool) throws {
        var sample = Samples.all[3]
        sample.lines.replaceSubrange(3...3, with: ["IT1*1*-48*EA*3.25**BP*A100"])
        sample.lines.replaceSubrange(5...5, with: lines)
        let found = try findings(sample).filter { $0.code == .invoiceTotalDiffers }
        #expect(found.isEmpty == isRight, "\(found.map(\.message))")
    }

    @Test func `a price per hundred and cents rounded by line or in the sum are right`() throws {
        for total in ["334", "333"] {
            var sample = Samples.all[3]
            sample.lines.replaceSubrange(
                3...5,
                with: [
                    "IT1*1*1*EA*1.105**BP*A", "IT1*2*1*EA*1.105**BP*B", "IT1*3*1*EA*112.4*HP*BP*C",
                    "TDS*\(total == "334" ? "334" : "333")",
                ])
            sample.lines[sample.lines.count - 1] = "CTT*3"
            // 1.105 + 1.105 + 1.124 = 3.334; by line 1.11 + 1.11 + 1.12 = 3.34.
            #expect(try findings(sample).filter { $0.code == .invoiceTotalDiffers }.isEmpty)
        }
    }
}
