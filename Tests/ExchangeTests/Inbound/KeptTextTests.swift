import Testing
import Transports
import X12

@testable import Exchange

/// What stages write down for others to read again.
@Suite struct KeptTextTests {
    /// Texts that a partner or a person may have put anywhere.
    private static let odd = [
        "", " ", "ZZ", "A\"B\\C", "Grüße", "\u{1}\u{1F}\u{7F}", "\u{2028}", "ACME/CASTINGS",
    ]

    @Test(arguments: odd) func `the plan of an answer is read as it was written`(text: String) throws {
        for isFull in [true, false] {
            let delimiters = Delimiters(
                element: 0x2A, component: isFull ? 0xFF : 0x3E, segment: 0x0A, repetition: isFull ? 0x5E : nil
            )
            let header = InterchangeHeader(
                sender: InterchangeAddress(qualifier: text, id: text),
                receiver: InterchangeAddress(qualifier: "01", id: text), date: text, time: "1200",
                version: "00401", controlNumber: text, usage: "P", acknowledgmentRequested: isFull,
                delimiters: delimiters, byteOffset: 0)
            var plan = AnswerPlan(
                header: header, groups: [],
                acknowledgment: InterchangeAcknowledgment(
                    controlNumber: text, date: text, time: text, status: "R", note: text),
                isLive: !isFull)
            if isFull {
                plan.groupSender = text
                plan.groupReceiver = text
                plan.groups = 7
            }
            #expect(try AnswerPlan(json: plan.json()) == plan)
        }
    }

    @Test(arguments: odd) func `the note of an arrival is read as it was written`(text: String) throws {
        for login in [text, nil] {
            let note = ArrivalNote(
                id: "01J", receivedAt: 1_790_000_000_123,
                Arrival(partner: "acme", door: "drop", login: login, peer: login, name: text, uploadKey: text)
            )
            #expect(try ArrivalNote(note.encoded()) == note)
        }
    }
}
