internal import Documents
internal import Store
internal import X12

/// What a partner's acknowledgment says of each transaction set of a group that we sent.
///
/// Answers come in all shapes: each set listed, only those in error, the group alone, or one answer a set. A set that is
/// not listed is accepted only when the answer's own counts leave no other reading.
struct AnswerJudgment {
    /// What it says of one sending.
    struct Word: Equatable {
        /// The sending, by its place in the list that was given.
        let index: Int
        /// A code of the standard.
        let status: AnswerStatus
        /// Its place among the listed sets; `nil` when the group's verdict speaks for it.
        let listed: Int?
    }

    /// The sendings that it speaks of.
    private(set) var words: [Word] = []
    /// The sendings that it leaves open.
    private(set) var isSilentOn = 0
    /// Listed sets that the group did not hold, as `850 0007`.
    private(set) var strangers: [String] = []

    init(of answer: X12.FunctionalAcknowledgment, on sent: [OutboundSendingRecord]) {
        var listed: [String: Int] = [:]
        for (index, set) in answer.sets.enumerated() {
            listed[Self.key(set.setID, set.controlNumber)] = index
        }
        var open: [Int] = []
        var accepted = 0
        for (index, sending) in sent.enumerated() {
            guard let place = listed.removeValue(forKey: Self.key(sending.setID, sending.setControlNumber))
            else {
                open.append(index)
                continue
            }
            // A group that is refused as a whole takes the sets with it that it lists as accepted.
            let own = answer.sets[place].verdict
            let status = answer.verdict?.isRefusal == true && own?.isAccepted != false ? answer.verdict : own
            guard let status, status != .partiallyAccepted else {
                isSilentOn += 1
                continue
            }
            if status.isAccepted { accepted += 1 }
            words.append(Word(index: index, status: status, listed: place))
        }
        strangers = listed.values.sorted().map {
            "\(answer.sets[$0].setID) \(answer.sets[$0].controlNumber)"
        }
        // What it accepts and the group did not hold is in its count too.
        accepted += listed.values.count { answer.sets[$0].verdict?.isAccepted == true }
        guard let status = Self.status(of: answer, unlisted: open.count, accepted: accepted) else {
            isSilentOn += open.count
            return
        }
        words += open.map { Word(index: $0, status: status, listed: nil) }
    }

    /// What holds for sets that are not listed; `nil` when that cannot be told.
    private static func status(
        of answer: X12.FunctionalAcknowledgment, unlisted: Int, accepted: Int
    ) -> AnswerStatus? {
        guard let verdict = answer.verdict, unlisted > 0 else { return nil }
        if verdict.isRefusal { return verdict }
        if answer.sets.isEmpty { return verdict == .partiallyAccepted ? nil : verdict }
        return answer.accepted == accepted + unlisted ? .accepted : nil
    }

    private static func key(_ set: String, _ number: String) -> String {
        "\(set)/\(ControlNumberText.plain(number))"
    }
}

extension AnswerStatus {
    /// Whether nothing of what was answered is processed.
    var isRefusal: Bool { !isAccepted && self != .partiallyAccepted }
}

/// Control numbers as partners quote them.
enum ControlNumberText {
    /// The number without spaces and leading zeros: partners quote `000000017` as `17`, and the reverse.
    static func plain(_ text: String) -> String {
        let trimmed = text.drop { $0 == " " || $0 == "0" }
        return trimmed.isEmpty ? text.isEmpty ? "" : "0" : String(trimmed.prefix { $0 != " " })
    }

    /// The number as ISA13 has it.
    static func nine(_ plain: String) -> String {
        String(repeating: "0", count: max(0, 9 - plain.count)) + plain
    }
}
