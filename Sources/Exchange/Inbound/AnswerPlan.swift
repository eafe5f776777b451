internal import Documents
internal import Foundation
internal import Partners
internal import Store
internal import X12

/// What the answer to an interchange needs to know of it; kept as JSON in the interchange's row.
struct AnswerPlan: Sendable, Hashable, Decodable {
    /// TA1 with the scanner's verdict.
    var acknowledgment: InterchangeAcknowledgment
    /// Whether ISA14 asks for a TA1.
    var isRequested: Bool
    /// Separators of the interchange.
    var delimiters: Delimiters
    /// Who sent it, and to whom.
    var sender, receiver: InterchangeAddress
    /// GS02 and GS03 of its first group.
    var groupSender, groupReceiver: String?
    /// Groups that are owed a 997.
    var answerableGroups: Int
    /// All groups.
    var groups: Int
    /// Whether our applications may hear of it: ISA15 is not T.
    var isLive: Bool

    init(
        header: InterchangeHeader, groups: [GroupOutline], acknowledgment: InterchangeAcknowledgment,
        isLive: Bool
    ) {
        self.acknowledgment = acknowledgment
        isRequested = header.acknowledgmentRequested
        delimiters = header.delimiters
        sender = header.sender
        receiver = header.receiver
        groupSender = groups.first?.header.sender
        groupReceiver = groups.first?.header.receiver
        // An acknowledgment is never acknowledged.
        answerableGroups = groups.count { $0.header.functionalID != "FA" }
        self.groups = groups.count
        self.isLive = isLive
    }

    /// Whether a TA1 is owed: asked for by ISA14 or always by agreement; a refused interchange gets one in any case but `never`,
    /// because no 997 can speak for it.
    func owesInterchangeAcknowledgment(_ policy: AcknowledgePolicy.Interchange, isRefused: Bool) -> Bool {
        guard isRefused || groups > 0 else { return false }
        return switch policy {
        case .always: true
        case .onRequest: isRequested || isRefused
        case .never: false
        }
    }

    /// The plan as JSON, which ``init(json:)`` reads.
    func json() -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("acknowledgment") { json in
                json.field("controlNumber", acknowledgment.controlNumber)
                json.field("date", acknowledgment.date)
                json.field("time", acknowledgment.time)
                json.field("status", acknowledgment.status)
                json.field("note", acknowledgment.note)
            }
            json.field("isRequested", isRequested)
            json.field("delimiters") { json in
                json.field("element", Int(delimiters.element))
                json.field("component", Int(delimiters.component))
                json.field("segment", Int(delimiters.segment))
                json.field("repetition", delimiters.repetition.map { Int($0) })
                json.field("lineBreak", delimiters.lineBreak.rawValue)
            }
            for (key, address) in [("sender" as StaticString, sender), ("receiver", receiver)] {
                json.field(key) { json in
                    json.field("qualifier", address.qualifier)
                    json.field("id", address.id)
                }
            }
            json.field("groupSender", groupSender)
            json.field("groupReceiver", groupReceiver)
            json.field("answerableGroups", answerableGroups)
            json.field("groups", groups)
            json.field("isLive", isLive)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    init(json: String) throws {
        self = try JSONDecoder().decode(AnswerPlan.self, from: Data(json.utf8))
    }

    /// The pair of addresses under which its control number counts.
    var pair: String { "\(sender)>\(receiver)" }
    /// The pair under which our answers' control numbers count.
    var answerPair: String { "\(receiver)>\(sender)" }
}
