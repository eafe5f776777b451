internal import Cryptography
internal import Documents
internal import Foundation
internal import Store

/// The last word on an arrival: its state, the audit trail's entry, and an event for our applications.
enum ArrivalEnding {
    /// What an event about an arrival says.
    private struct Notice: Encodable {
        let arrival: String
        let partner: String
        let name: String
        let digest: String?
        let byteCount: Int
        let state: String
        let reason: String
    }

    static func end(
        _ arrival: ArrivalRecord, as state: ArrivalState, because why: String, telling kind: EventKind,
        act: LedgerAct,
        _ books: borrowing Commit, at now: Int64
    ) throws {
        try books.arrivals.move(arrival.id, to: state, because: why, at: now)
        try books.ledger.append(
            LedgerDraft(
                at: now, actor: "wharf", act: act, story: arrival.id, subject: "arrival/\(arrival.id)",
                digest: arrival.digest, detail: why))
        try tell(kind, arrival, state, why, books, at: now)
    }

    /// A whole file takes the place of the parts of it that came under its name before; nobody waits for them any more.
    static func supersedeIncomplete(
        by arrival: ArrivalRecord, _ books: borrowing Commit, at now: Int64
    ) throws {
        let parts = try books.arrivals.incomplete(
            partner: arrival.partner, name: arrival.name, before: arrival.id)
        for id in parts {
            try books.arrivals.supersede(
                id, by: arrival.id,
                because: "A part of the file arrived first; the whole file came later as \(arrival.id).")
            try books.queue.withdraw(.expire, subject: id)
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "wharf", act: .superseded, story: id, subject: "arrival/\(id)",
                    detail: "the whole file came as \(arrival.id)"))
        }
    }

    /// Adds an event about the arrival as a whole, or about a named part of it.
    static func tell(
        _ kind: EventKind, _ arrival: ArrivalRecord, _ state: ArrivalState, _ why: String,
        _ books: borrowing Commit,
        at now: Int64, about part: String? = nil
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(
            Notice(
                arrival: arrival.id, partner: arrival.partner, name: arrival.name,
                digest: arrival.digest?.hex,
                byteCount: arrival.byteCount, state: state.rawValue, reason: why))
        let event = Event(
            id: ULID(
                milliseconds: arrival.receivedAt,
                derivedFrom: ["event", arrival.id, kind.rawValue] + (part.map { [$0] } ?? [])
            ).text, kind: kind,
            source: "/partners/\(arrival.partner)", subject: "arrival/\(arrival.id)",
            time: CivilTime(milliseconds: now).instantText, partitionKey: arrival.partner, data: Array(data),
            correlationID: arrival.id)
        try EventWriting.add(event, arrival: arrival.id, at: now, books)
    }
}

/// Puts events into the outbox.
enum EventWriting {
    static func add(_ event: Event, arrival: String?, at now: Int64, _ books: borrowing Commit) throws {
        let record = EventRecord(
            id: event.id, type: event.type, arrival: arrival, subject: event.subject, time: now,
            partitionKey: event.partitionKey,
            partner: event.source.hasPrefix("/partners/") ? String(event.source.dropFirst(10)) : nil)
        try books.outbox.add(record) { event.json(sequence: $0) }
    }
}
