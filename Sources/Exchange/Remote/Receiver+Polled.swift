internal import Cryptography
internal import Failpoints
internal import Logging
internal import Spool
internal import Store
internal import Transports

extension Receiver {
    /// Takes a file as ``receive(_:content:)`` does, together with the ledger entry that it was polled for.
    ///
    /// Entry and arrival are one commit, on disk when this returns: a file is taken and known as taken, or neither.
    ///
    /// - Returns: the entry as it is now.
    func receive(_ arrival: Arrival, content: StagedFile, for polled: PolledFile) throws(ReceptionError)
        -> RemoteEntryRecord
    {
        let context = context
        do {
            // Invariant 1: bytes before rows, rows before what we do at the partner's server. Nothing is noted beside the
            // bytes: a replay would make an arrival of what only repeats an earlier one.
            let receipt = try content.seal()
            let now = context.clock.now
            let record = ArrivalNote(id: ULID(milliseconds: now).text, receivedAt: now, arrival).record(
                receipt)
            let (isNew, entry) = try context.store.commit { books -> (Bool, RemoteEntryRecord) in
                if let entry = try polled.repeated(receipt.digest, books) { return (false, entry) }
                let isNew = try Self.enter(record, books)
                return (isNew, try polled.taken(as: record, receipt.digest, books))
            }
            try finish(receipt, isNew: isNew)
            return entry
        } catch {
            throw refused(arrival, because: error)
        }
    }
}
