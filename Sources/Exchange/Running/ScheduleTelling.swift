internal import Cryptography
internal import Documents
internal import Foundation
internal import Logging
internal import Partners
internal import Store

/// Tells our applications and the log what went wrong with runs of schedules: failed, late, missed.
struct ScheduleTelling {
    /// What an event about a run says.
    private struct Notice: Encodable {
        let schedule: String
        let owner: String
        let job: String
        let firing: String
        let plannedAt: String
        let mustFinishBy: String?
        /// How many runs it is about.
        let count: Int
        let reason: String
    }

    let context: ExchangeContext

    /// Tells of runs that failed or became late since the last look.
    func tell(at now: Int64) throws {
        let (failed, late) = try context.store.read { books in
            (try books.firings.untold(), try books.firings.late(at: now))
        }
        guard !failed.isEmpty || !late.isEmpty else { return }
        try context.store.commit { books in
            for firing in failed {
                let why = firing.detail ?? "no reason was given"
                try books.firings.noteTold(firing.id)
                try Self.tell(.scheduleFailed, .scheduleFailed, firing, why, books, at: now)
            }
            for firing in late {
                try books.firings.noteLate(firing.id, at: now)
                try Self.tell(.scheduleLate, .scheduleLate, firing, Self.lateness(of: firing), books, at: now)
            }
        }
        for firing in failed + late {
            context.log.error(
                "a run of a schedule failed or is late",
                metadata: ["run": "\(firing.id)", "detail": "\(firing.detail ?? "under way")"])
        }
    }

    /// Enters runs that were missed, as one row for all of them.
    static func miss(
        _ planned: ClosedRange<Int64>, count: Int, of schedule: OwnedSchedule, _ books: borrowing Commit,
        at now: Int64
    ) throws {
        let why =
            "the server stood still: \(count) run(s) planned from "
            + "\(CivilTime(milliseconds: planned.lowerBound).instantText) to "
            + "\(CivilTime(milliseconds: planned.upperBound).instantText)"
        let firing = schedule.firing(planned.upperBound, at: now)
            .ended(.missed, counts: ["missed": count], because: why)
        guard try books.firings.add(firing) else { return }
        try tell(.scheduleMissed, .scheduleMissed, firing, why, books, at: now, count: count)
    }

    private static func lateness(of firing: FiringRecord) -> String {
        let deadline = firing.mustFinishBy.map { CivilTime(milliseconds: $0).instantText } ?? "its time"
        guard let end = firing.finishedAt else { return "it has not ended by \(deadline)" }
        return "it ended at \(CivilTime(milliseconds: end).instantText), after \(deadline)"
    }

    private static func tell(
        _ kind: EventKind, _ act: LedgerAct, _ firing: FiringRecord, _ why: String, _ books: borrowing Commit,
        at now: Int64, count: Int = 1
    ) throws {
        let name = "\(firing.owner)/\(firing.schedule)"
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: act, story: nil, subject: "schedule/\(name)", detail: why))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(
            Notice(
                schedule: firing.schedule, owner: firing.owner, job: firing.job, firing: firing.id,
                plannedAt: CivilTime(milliseconds: firing.plannedAt).instantText,
                mustFinishBy: firing.mustFinishBy.map { CivilTime(milliseconds: $0).instantText },
                count: count, reason: why))
        let isHouse = firing.owner == OwnedSchedule.house
        let event = Event(
            id: ULID(
                milliseconds: firing.plannedAt,
                derivedFrom: ["event", firing.id, kind.rawValue, "\(firing.finishedAt ?? 0)"]
            ).text, kind: kind, source: isHouse ? "/house" : "/partners/\(firing.owner)",
            subject: "schedule/\(name)", time: CivilTime(milliseconds: now).instantText,
            partitionKey: firing.owner, data: Array(data), correlationID: firing.id)
        try EventWriting.add(event, arrival: nil, at: now, books)
    }
}
