internal import Cryptography
internal import Documents
internal import Spool
internal import Store

/// Takes a job out whose process died too often: its file is put aside for a person, and the server lives on.
struct Poison: Sendable {
    let context: ExchangeContext

    func quarantine(_ job: Job, because why: String) throws {
        let found = try context.store.read { books -> ArrivalRecord? in
            if let arrival = try books.arrivals.find(job.subject) { return arrival }
            guard let arrival = try books.interchanges.find(job.subject)?.arrival else { return nil }
            return try books.arrivals.find(arrival)
        }
        guard let arrival = found, let digest = arrival.digest, job.kind != .compose, job.kind != .deliver
        else {
            throw StageError(disposition: .hold, description: why)
        }
        try Quarantine(context.archive.layout).place(
            digest, name: arrival.name, arrival: arrival.id, reason: "poison", why: why)
        let now = context.clock.now
        try context.store.commit { books in
            try ArrivalEnding.end(
                arrival, as: .quarantined, because: "A fault of ours stopped the work on this file: \(why).",
                telling: .arrivalQuarantined, act: .quarantined, books, at: now)
            // What else is to be done of the file would publish a part of it, and a corrected file must find its number free.
            for part in try books.interchanges.of(arrival: arrival.id) where part.direction == .inbound {
                try books.queue.withdraw(.interpret, subject: part.id)
                try books.acceptedNumbers.release(
                    pair: "\(part.sender)>\(part.receiver)", level: "ISA", number: part.controlNumber,
                    by: part.id)
            }
            try books.queue.complete(job)
        }
    }
}
