import Foundation
import Store
import Testing

@testable import Exchange

/// Whatever comes first, the end is the same: our note that it was sent, 997s, a TA1, an 855, a deadline.
struct AnyOrderTests {
    private enum Step: CaseIterable {
        case placed, acknowledged, acknowledgedAgain, interchangeAccepted, answered, deadlinesPassed
    }

    @Test
    func `random orders of the same steps end in the same state, and nothing is told twice`() throws {
        let hall = try Hall()
        var numbers = SeededOrder(seed: SeededOrder.seed)
        for round in 1...40 {
            let sent = try hall.send(["PO\(round)"], group: round, isPlaced: false)
            let steps = Step.allCases.shuffled(using: &numbers)
            for step in steps { try perform(step, sent, round, hall) }
            try hall.settle()
            let document = try hall.outbound(sent.documents[0])
            #expect(document.state == .answered, "\(steps), SEED=\(SeededOrder.seed)")
            #expect(document.acknowledgment == "A" && document.overdue == nil, "\(steps)")
            #expect(document.sentAt != nil && document.answeredBy != nil, "\(steps)")
            let told = try hall.journal().filter { $0.contains(#""PO/PO\#(round)""#) }
            for kind in ["outbound.acknowledged", "outbound.answered"] {
                #expect(told.count { $0.contains("wharf.\(kind).v1") } == 1, "\(kind) after \(steps)")
            }
            #expect(told.count { $0.contains("answer.overdue") } <= 1, "\(steps)")
        }
        try hall.checkInvariants()
    }

    private func perform(_ step: Step, _ sent: Hall.SentOrders, _ round: Int, _ hall: Hall) throws {
        let control = 1_000 + round * 10
        switch step {
        case .placed: try hall.place(sent)
        case .acknowledged:
            try hall.upload(
                "997-\(round).edi", .answers(control, [Interchange.acknowledgment(ofGroup: "\(round)")]))
        case .acknowledgedAgain:
            try hall.upload(
                "again-\(round).edi", .answers(control + 1, [Interchange.acknowledgment(ofGroup: "\(round)")])
            )
        case .interchangeAccepted:
            let text = Interchange(control: control + 2, groups: []).text.replacingOccurrences(
                of: "IEA*0*", with: "TA1*\(ControlNumberText.nine("\(round)"))*261123*1200*A*000~\nIEA*0*")
            try hall.upload("ta1-\(round).edi", Array(text.utf8))
        case .answered: try hall.upload("855-\(round).edi", .response(control + 3, order: "PO\(round)"))
        case .deadlinesPassed:
            let (interchange, now) = (sent.interchange, hall.clock.now)
            try hall.server.store.commit { books in
                try books.outbound.setDue(
                    interchange: interchange, setID: "850", acknowledgment: now - 1, answer: now - 1)
                for awaited in AwaitedAnswer.allCases {
                    try books.queue.withdraw(
                        .deadline,
                        subject: DeadlineSubject.sets(interchange: interchange, awaited, set: "850").text)
                    try books.queue.enqueue(
                        .init(
                            .deadline,
                            subject: DeadlineSubject.sets(interchange: interchange, awaited, set: "850").text,
                            lane: Deadlines.lane(of: "acme-castings")))
                }
            }
        }
        // The order of the steps is the order of their effects.
        try hall.settle()
    }
}

/// Random numbers that a seed repeats: SplitMix64; `SEED=n` chooses it.
private struct SeededOrder: RandomNumberGenerator {
    static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_261_123
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
