import Store
import Testing
import X12

@testable import Exchange

struct AnswerJudgmentTests {
    /// Three 850s of one group, ST02 0001 to 0003.
    private let sent = (1...3).map { number in
        OutboundSendingRecord(
            document: "document \(number)", partner: "acme-castings", interchange: "interchange",
            interchangeControlNumber: "000000012", functionalID: "PO", groupControlNumber: "17", setID: "850",
            setControlNumber: "000\(number)", at: 0)
    }

    private func answer(
        _ status: String, sets: [(String, String)] = [], counts: (Int, Int, Int) = (3, 3, 3)
    ) -> FunctionalAcknowledgment {
        FunctionalAcknowledgment(
            groupFunctionalID: "PO", groupControlNumber: "17", groupVersion: "004010",
            sets: sets.map {
                SetAcknowledgment(setID: "850", controlNumber: $0.0, status: $0.1, codes: [], segments: [])
            }, status: status, claimed: counts.0, received: counts.1, accepted: counts.2, codes: [])
    }

    private func verdicts(_ answer: FunctionalAcknowledgment) -> String {
        let judgment = AnswerJudgment(of: answer, on: sent)
        var text = ["-", "-", "-"]
        for word in judgment.words { text[word.index] = word.status.rawValue }
        return text.joined()
    }

    @Test
    func `each set listed has its own verdict`() {
        #expect(
            verdicts(answer("P", sets: [("0001", "A"), ("0002", "E"), ("0003", "R")], counts: (3, 3, 2)))
                == "AER"
        )
    }

    @Test
    func `sets that are not listed are accepted when the counts say so`() {
        #expect(verdicts(answer("P", sets: [("0002", "R")], counts: (3, 3, 2))) == "ARA")
        #expect(verdicts(answer("E", sets: [("0002", "E")], counts: (3, 3, 3))) == "AEA")
    }

    @Test
    func `one answer for each set says nothing of the others`() {
        #expect(verdicts(answer("A", sets: [("0002", "A")], counts: (1, 1, 1))) == "-A-")
        #expect(verdicts(answer("R", sets: [("0002", "R")], counts: (1, 1, 0))) == "RRR")
    }

    @Test
    func `a group alone speaks for all its sets, unless it is partly accepted`() {
        #expect(verdicts(answer("A")) == "AAA")
        #expect(verdicts(answer("E")) == "EEE")
        #expect(verdicts(answer("R", counts: (3, 3, 0))) == "RRR")
        #expect(verdicts(answer("M", counts: (3, 3, 0))) == "MMM")
        #expect(verdicts(answer("P", counts: (3, 3, 2))) == "---")
        #expect(AnswerJudgment(of: answer("P", counts: (3, 3, 2)), on: sent).isSilentOn == 3)
        #expect(verdicts(answer("?")) == "---")
    }

    @Test
    func `a refused group takes the sets with it that it lists as accepted`() {
        #expect(verdicts(answer("R", sets: [("0001", "A")], counts: (3, 3, 0))) == "RRR")
    }

    @Test
    func `sets that the group did not hold are named, and padding of numbers does not matter`() {
        let judgment = AnswerJudgment(
            of: answer("A", sets: [("1", "A"), ("000000002", "A"), ("0009", "A")]), on: sent)
        #expect(judgment.strangers == ["850 0009"])
        #expect(judgment.words.map(\.index).sorted() == [0, 1])
    }

    @Test
    func `quoted numbers are compared without padding`() {
        #expect(ControlNumberText.plain("000000017") == "17")
        #expect(ControlNumberText.plain(" 17 ") == "17")
        #expect(ControlNumberText.plain("000") == "0")
        #expect(ControlNumberText.plain("") == "")
        #expect(ControlNumberText.nine("17") == "000000017")
    }

    @Test
    func `what the partner remarks is told in words`() throws {
        var set = SetAcknowledgment(
            setID: "850", controlNumber: "0001", status: "R", codes: ["5"], segments: [])
        set.segments = [
            SegmentNote(
                segmentID: "PO1", position: 6, code: "8",
                elements: [ElementNote(element: 3, dataElement: "355", code: "7", value: "XX")]),
            SegmentNote(segmentID: "N1", position: 4, loop: "N1", code: "3"),
        ]
        let words = AnswerWords(library: .standard, release: "004010", isImplementation: false)
        let remarks = try #require(words.remarks(on: set, group: answer("R")))
        #expect(
            remarks == """
                ["One or more segments in error (AK502 5)",\
                "segment 6 PO1 (Baseline Item Data), element 3 (Unit or Basis for Measurement Code): \
                Invalid code value (AK403 7), found \\"XX\\"",\
                "segment 4 N1 (Name) in loop N1: Mandatory segment missing (AK304 3)"]
                """)
        set.segments = (1...50).map { SegmentNote(segmentID: "PO1", position: $0, code: "2") }
        #expect(words.remarks(on: set, group: answer("R"))?.hasSuffix(#""and 31 more"]"#) ?? false)
    }
}
