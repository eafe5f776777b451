internal import Cryptography
internal import Exchange
internal import Foundation
internal import Store

/// Instants for people: UTC to the second.
enum Moment {
    static func text(_ milliseconds: Int64) -> String {
        let time = CivilTime(milliseconds: milliseconds)
        return "\(time.dayText) \(time.timeText)Z"
    }
}

/// Values as JSON, one a line.
enum JSONLines {
    static func say(_ values: [some Encodable]) throws {
        for value in values { Terminal.say(try text(value)) }
    }

    /// One value as a line.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A story in lines for people.
enum StoryText {
    static func lines(_ story: Story) -> [String] {
        let arrival = story.arrival
        var lines = [
            "arrival \(arrival.id): \(Terminal.visible(arrival.name)) from \(arrival.partner), \(arrival.state.rawValue)"
        ]
        if let reason = arrival.reason { lines.append("  \(Terminal.visible(reason))") }
        lines.append(
            "  \(arrival.byteCount) bytes by \(arrival.door)" + (arrival.peer.map { " from \($0)" } ?? "")
                + (arrival.digest.map { ", SHA-256 \($0.hex)" } ?? ""))
        if let revision = arrival.profileRevision {
            lines.append("  under profile revision \(revision.prefix(16))")
        }
        for part in story.interchanges { lines += self.lines(of: part).map { "  " + $0 } }
        for document in story.documents {
            lines.append(
                "  document \(document.id): \(document.type) \(Terminal.visible(document.businessKey))")
        }
        lines += story.answers.map { "  " + line($0) }
        for event in story.events {
            let sinks =
                event.publishedTo.isEmpty
                ? "waiting" : "published to \(event.publishedTo.joined(separator: ", "))"
            lines.append(
                "  event \(event.position) \(event.id): \(event.type) \(Terminal.visible(event.subject)), \(sinks)"
            )
        }
        for work in story.openWork { lines.append("  open work: \(Terminal.visible(work))") }
        lines.append("  audit trail:")
        for entry in story.ledger {
            lines.append(
                "    \(entry.sequence) \(Moment.text(entry.at)) \(entry.actor): \(entry.act), \(Terminal.visible(entry.detail))"
            )
        }
        return lines
    }

    private static func line(_ answer: PartnerAnswerRecord) -> String {
        let kind = answer.functionalID.isEmpty ? "interchange" : "\(answer.functionalID) group"
        return Terminal.visible(
            "\(answer.form) \(answer.controlNumber) answers our \(kind) \(answer.answeredNumber): \(answer.status), "
                + answer.standing.rawValue + (answer.answers.map { " with interchange \($0)" } ?? "")
                + (answer.note.map { "; \($0)" } ?? ""))
    }

    private static func line(_ attempt: DeliveryAttemptRecord) -> String {
        "attempt \(attempt.ordinal), \(Moment.text(attempt.startedAt)): \(Terminal.visible(attempt.remotePath)), "
            + attempt.outcome.rawValue + (attempt.detail.map { ": \(Terminal.visible($0))" } ?? "")
    }

    static func lines(of part: Story.Part) -> [String] {
        let it = part.interchange
        var lines = [
            "\(it.direction.rawValue) interchange \(it.controlNumber) (\(it.id)): \(it.sender) to \(it.receiver), "
                + "version \(it.version), usage \(it.usage), \(it.state)" + (it.note.map { ", \($0)" } ?? "")
        ]
        if let name = it.fileName {
            lines.append(
                "  \(name)"
                    + (it.sentAt.map { ", \(part.attempts.isEmpty ? "placed" : "sent") \(Moment.text($0))" }
                        ?? ", not sent yet")
                    + (it.collectedAt.map { ", collected \(Moment.text($0))" } ?? ""))
        }
        for attempt in part.attempts { lines.append("  " + line(attempt)) }
        for group in part.groups {
            lines.append(
                "  group \(group.controlNumber) \(group.functionalID) \(group.version): \(group.accepted) of \(group.received) "
                    + "accepted, \(group.status)" + (group.codes.isEmpty ? "" : " (AK905 \(group.codes))"))
        }
        for set in part.sets {
            lines.append(
                "  set \(set.setID) \(Terminal.visible(set.controlNumber)): \(set.status)"
                    + (set.codes.isEmpty ? "" : " (AK502 \(set.codes))")
                    + (set.findingCount > 0 ? ", \(set.findingCount) finding(s)" : "")
                    + (set.document.map { ", document \($0)" } ?? ""))
        }
        // Addresses and control numbers are a partner's data too.
        return lines.map(Terminal.visible)
    }
}
