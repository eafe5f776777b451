internal import Spool
internal import Synchronization

/// The journal: `Spool/events/YYYY-MM-DD.ndjson`, a line an event, synced.
///
/// A page that was written before a crash and comes again is recognised by its positions, so that the journal holds every
/// event once.
final class FileSink: Sink {
    let name: String
    let shape = SinkShape.pages(events: 500)
    private let journal: EventJournal
    private let last: Mutex<Int>

    init(name: String, layout: SpoolLayout) throws(SpoolError) {
        self.name = name
        journal = try EventJournal(layout)
        last = Mutex(try journal.lastSequence() ?? 0)
    }

    var lastPosition: Int { last.withLock { $0 } }

    func send(
        _ events: [PublishedEvent], at now: Int64, then answer: @escaping @Sendable (SinkOutcome) -> Void
    ) {
        do throws(SpoolError) {
            try append(events)
            answer(.delivered)
        } catch {
            answer(.unavailable(SinkReply("\(error)")))
        }
    }

    func close() {}

    private func append(_ events: [PublishedEvent]) throws(SpoolError) {
        let known = last.withLock { $0 }
        let fresh = events.filter { $0.position > known }
        guard let newest = fresh.last else { return }
        try journal.append(lines: fresh.map { (sequence: $0.position, day: $0.day, line: $0.json) })
        last.withLock { $0 = max($0, newest.position) }
    }
}
