internal import Cryptography
internal import Store

/// The ledger entry of a file that is being taken from a partner's server, as the commit of its arrival completes it.
struct PolledFile: Sendable {
    let entry: RemoteEntryRecord
    /// Whether something is owed at the server once we hold the file.
    let owesAfterAction: Bool

    /// Completes the entry when the same bytes came under the same name before, so that nothing is processed twice.
    ///
    /// - Returns: the entry, or `nil` when the bytes are new or a person asked for them.
    func repeated(_ digest: Digest, _ books: borrowing Commit) throws -> RemoteEntryRecord? {
        guard entry.retakes == 0,
            let earlier = try books.remoteEntries.taken(
                digest, partner: entry.partner, folder: entry.folder, name: entry.name, but: entry.id),
            let arrival = earlier.arrival
        else { return nil }
        return try complete(
            digest, arrival,
            "has the bytes of entry \(earlier.id), taken as arrival \(arrival); not processed again", books)
    }

    /// Completes the entry in the commit of its arrival.
    func taken(as record: ArrivalRecord, _ digest: Digest, _ books: borrowing Commit) throws
        -> RemoteEntryRecord
    {
        // The arrival is another record when this taking was committed before.
        let arrival = try books.arrivals.find(uploadKey: record.uploadKey)?.id ?? record.id
        return try complete(digest, arrival, "taken as arrival \(arrival)", books)
    }

    private func complete(
        _ digest: Digest, _ arrival: String, _ reason: String, _ books: borrowing Commit
    ) throws -> RemoteEntryRecord {
        var done = entry
        done.state = .committed
        done.reason = reason
        done.digest = digest
        done.arrival = arrival
        done.afterwards = owesAfterAction ? .pending : .none
        done.afterAttempts = 0
        done.afterNotBefore = 0
        done.afterError = nil
        try books.remoteEntries.update(done)
        return done
    }
}
