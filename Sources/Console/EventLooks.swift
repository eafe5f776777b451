internal import Exchange
internal import Foundation
public import Store

/// Looks at events and at what sinks did not take; all of them need the books only.
extension Window {
    /// Events in one answer.
    private static let eventsMaximum = 500

    /// Events in order of position, each with its bytes as sinks get them.
    ///
    /// `after`: a position; `last`: so many of the newest instead. `sink`: only what this sink has. `type`: a pattern.
    func events(_ query: [String: String]) throws -> Data {
        let limit = min(max(1, query["limit"].flatMap(Int.init) ?? 100), Self.eventsMaximum)
        let (page, next) = try store.read { books in
            let end = try query["sink"].map { try books.events.cursor(of: $0) } ?? books.events.last()
            var after = query["after"].flatMap(Int.init) ?? 0
            if query["after"] == nil, let last = query["last"].flatMap(Int.init) {
                after = max(0, end - max(0, last))
            }
            let span = min(end, after + 10_000)
            let parked = try query["sink"].map { try Set(books.sinks.open(of: $0).map(\.position)) } ?? []
            let found = try books.events.matches(
                after: after, through: span, type: query["type"], subject: query["subject"], limit: limit)
            let next = found.count == limit ? found.last?.position ?? after : max(after, span)
            return (found.filter { !parked.contains($0.position) }, next)
        }
        var answer = Data(#"{"next":\#(next),"events":["#.utf8)
        for (index, event) in page.enumerated() {
            if index > 0 { answer.append(UInt8(ascii: ",")) }
            answer.append(contentsOf: SentEvent.json(event))
        }
        answer.append(contentsOf: "]}".utf8)
        return answer
    }

    /// Events that sinks did not take, without their bytes.
    func deadLetters(_ query: [String: String]) throws -> Data {
        let filter = try Self.parkedFilter(query)
        return try Self.json(
            store.read { books in
                try books.sinks.parked(filter).map {
                    DeadLetter(record: $0, event: try books.events.event(at: $0.position))
                }
            })
    }

    /// One event with the sinks that did not take it, what they are sent and what they answered.
    func deadLetter(_ id: String) throws -> Data {
        let (letters, event) = try store.read { books in
            let rows = try books.sinks.parked(ParkedFilter(state: nil, event: id))
            let event = try rows.first.flatMap { try books.events.event(at: $0.position) }
            return (rows.map { DeadLetter(record: $0, event: event) }, event)
        }
        guard !letters.isEmpty else {
            throw WindowError(.notFound, "no sink has trouble with an event \(id)")
        }
        var answer = Data(#"{"letters":"#.utf8)
        answer.append(try Self.json(letters))
        if let event {
            answer.append(contentsOf: #","body":"#.utf8)
            answer.append(contentsOf: SentEvent.json(event))
        }
        answer.append(contentsOf: "}".utf8)
        return answer
    }

    /// What dead letters are chosen by.
    static func parkedFilter(_ query: [String: String]) throws -> ParkedFilter {
        let word = query["state"] ?? ParkedState.dead.rawValue
        guard word == "any" || ParkedState(rawValue: word) != nil else {
            throw WindowError(
                .badRequest,
                "a state is any or one of \(ParkedState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return ParkedFilter(
            sink: query["sink"], state: ParkedState(rawValue: word), event: query["event"], key: query["key"],
            type: query["type"], from: query["from"].flatMap(Int64.init), to: query["to"].flatMap(Int64.init),
            limit: query["limit"].flatMap(Int.init) ?? 100)
    }
}

/// An event that a sink did not take, for people.
public struct DeadLetter: Sendable, Codable {
    /// What the sink said and when it is tried again.
    public var record: ParkedRecord
    /// The type of the event.
    public var type: String?
    /// What the event is about.
    public var subject: String?
    /// When it happened, milliseconds UTC.
    public var time: Int64?

    init(record: ParkedRecord, event: EventRecord?) {
        self.record = record
        type = event?.type
        subject = event?.subject
        time = event?.time
    }
}

extension Window {
    /// The span of positions that a query means: after the first and up to the last.
    func positions(_ query: [String: String]) throws -> (after: Int, last: Int) {
        try store.read { books in
            var (after, last) = (0, try books.events.last())
            if let from = query["from"].flatMap(Int.init) { after = max(0, from - 1) }
            if let time = query["fromTime"].flatMap(Int64.init) {
                after = try books.events.position(before: time)
            }
            if let to = query["to"].flatMap(Int.init) { last = min(last, to) }
            if let time = query["toTime"].flatMap(Int64.init) {
                last = try books.events.position(before: time)
            }
            return (after, last)
        }
    }
}
