internal import Foundation
internal import Store
internal import X12

/// An interchange that we owe an answer, and what the answer is made of.
struct OwedAnswer: Sendable {
    let interchange: InterchangeRecord
    let plan: AnswerPlan
    let arrival: ArrivalRecord
    /// The groups that are owed an acknowledgment, and each one's.
    let groups: [GroupRecord]
    let acknowledgments: [FunctionalAcknowledgment]

    init(
        interchange: InterchangeRecord, plan: AnswerPlan, arrival: ArrivalRecord, groups: [GroupRecord],
        acknowledgments: [FunctionalAcknowledgment]
    ) {
        self.interchange = interchange
        self.plan = plan
        self.arrival = arrival
        self.groups = groups
        self.acknowledgments = acknowledgments
    }

    /// Reads it from the books; `nil` when they do not know the interchange.
    init?(to id: String, _ books: borrowing Snapshot) throws {
        guard let interchange = try books.interchanges.find(id), let story = interchange.arrival,
            let arrival = try books.arrivals.find(story)
        else { return nil }
        let groups = try books.interchanges.groups(of: id).filter { $0.acknowledgment != nil }
        self.init(
            interchange: interchange, plan: try AnswerPlan(json: interchange.outline), arrival: arrival,
            groups: groups,
            acknowledgments: try groups.map {
                try JSONDecoder().decode(
                    FunctionalAcknowledgment.self, from: Data(($0.acknowledgment ?? "").utf8))
            })
    }
}
