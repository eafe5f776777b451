import Foundation
import Testing
import X12

/// Each fixture with the 997 that answers it: `.997.edi` beside the `.edi`.
struct AnswerGoldenTests {
    @Test(arguments: Fixture.answered)
    func `every fixture gets the answer that stands beside it`(_ fixture: Fixture) throws {
        let answer = try Answer(to: fixture.bytes())
        let golden = fixture.file.deletingPathExtension().appendingPathExtension("997.edi")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(answer.bytes).write(to: golden)
            Issue.record(
                "\(golden.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
            return
        }
        #expect(
            String(decoding: answer.bytes, as: UTF8.self) == (try String(contentsOf: golden, encoding: .utf8))
        )
    }

    @Test(arguments: Fixture.answered)
    func `every answer is clean by our own reading`(_ fixture: Fixture) throws {
        let answer = try Answer(to: fixture.bytes())
        let faults = try Interpreter.findings(in: answer.bytes).map(\.message)
        #expect(faults == [])
    }

    /// Fixtures with an odd set that an agreement may accept all the same: what they become is in their document.
    private static let odd = [
        "850/dropship-cancelled", "855/substitution-and-rejections", "856/levels-out-of-order",
    ]

    @Test(arguments: Fixture.all.filter { !odd.contains($0.name) })
    func `a good fixture has no fault at all`(_ fixture: Fixture) throws {
        let faults = try Interpreter.findings(in: fixture.bytes()).map { finding in
            "\(finding.segmentID ?? "") \(finding.segment ?? 0): \(finding.message)"
        }
        #expect(faults == [])
    }

    @Test(arguments: Fixture.refused)
    func `a bad fixture has a set that is refused`(_ fixture: Fixture) throws {
        #expect(try Answer(to: fixture.bytes()).verdicts.contains(.rejected))
    }

    @Test
    func `every kind of set has fixtures, good and bad`() {
        for set in ["810", "820", "824", "830", "846", "850", "855", "856", "860", "861", "862", "865"] {
            #expect(Fixture.all.count { $0.testDescription.hasPrefix("\(set)/") } >= 2, "\(set)")
            #expect(Fixture.refused.contains { $0.file.pathComponents.contains(set) }, "\(set)")
        }
    }
}

/// The interchange that answers the groups of a file.
private struct Answer {
    let bytes: [UInt8]
    let verdicts: [SetStatus]

    init(to file: [UInt8]) throws {
        var answers: [FunctionalAcknowledgment] = []
        var verdicts: [SetStatus] = []
        var builder: AcknowledgmentBuilder?
        var header: GroupHeader?
        var interchange: InterchangeHeader?
        try Interpreter.walk(file) { visit in
            switch visit {
            case .interchange(let outline): interchange = outline.header
            case .group(let group, _):
                header = header ?? group.header
                builder = AcknowledgmentBuilder(for: group.header)
            case .set(let result, _, _):
                verdicts.append(result.verdict.status)
                builder?.add(result)
            case .verdict(let verdict, _, _):
                if let builder { answers.append(builder.finish(verdict)) }
            }
        }
        let group = try #require(header)
        let received = try #require(interchange)
        let outgoing = OutgoingInterchange(
            sender: received.receiver, receiver: received.sender, version: received.version,
            controlNumber: 7, dateCCYYMMDD: "20260302", timeHHMM: "0920", usage: "P",
            delimiters: Delimiters(
                repetition: received.version < "00402" ? nil : UInt8(ascii: "^"), lineBreak: .lf),
            groups: [OutgoingGroup(answering: answers, for: group, controlNumber: 3)])
        bytes = try outgoing.bytes()
        self.verdicts = verdicts
    }
}
