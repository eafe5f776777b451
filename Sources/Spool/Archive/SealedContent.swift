/// Bytes that are durable, and what the journal still holds for their owner.
///
/// When ``isJournaled``, the note that was sealed with the bytes is as durable as they are, and a replay hands it back. What is written
/// down from the note then need only outlive the process; a later settlement makes it durable before the journal forgets it.
public struct SealedContent: Sendable {
    /// Proof of the bytes.
    public let receipt: Receipt
    let mark: ReceiptJournal.Mark?

    /// Whether the note lies in the journal.
    public var isJournaled: Bool { mark != nil }
}
