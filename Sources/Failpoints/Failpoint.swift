#if canImport(Glibc)
    internal import Glibc
#endif

/// The places where a crash test stops the process: each stands for a row of the durability contract.
///
/// Debug builds read `WHARF_FAILPOINT=<name>:<action>[:<count>]` from the environment once. `action` is `kill` (SIGKILL,
/// nothing is flushed), `trap` (a crash as a bug would cause) or `sleep` (ten seconds, to be killed from outside); `count` says at
/// which visit it acts, 1 unless given. Release builds contain none of this.
public enum Failpoint: String, CaseIterable, Sendable {
    /// The staging file exists and is empty.
    case stagingCreated = "staging.created"
    /// Part of the bytes is in the staging file.
    case stagingHalfWritten = "staging.half-written"
    /// All bytes are written, none is synced.
    case stagingWritten = "staging.written"
    /// The staging file is synced and not yet renamed.
    case stagingSynced = "staging.synced"
    /// Renamed into the archive; the folder is not synced.
    case archiveRenamed = "archive.renamed"
    /// The archive folder is synced; no row names the bytes.
    case archiveSynced = "archive.synced"
    /// A small content is written to the journal and filed in the archive; nothing of it is synced.
    case journalWritten = "journal.written"
    /// The journal is synced; no row names the bytes.
    case journalSynced = "journal.synced"
    /// What a journal segment stood for is durable where it belongs; the segment is not emptied.
    case journalEmptying = "journal.emptying"
    /// The commit of an arrival is in flight.
    case receiveCommitting = "receive.committing"
    /// The arrival is committed; the sender has no reply.
    case receiveCommitted = "receive.committed"
    /// A job was claimed and has done nothing.
    case jobClaimed = "job.claimed"
    /// The acknowledgment's values are made; nothing of it is committed.
    case interpretBeforeCommit = "interpret.before-commit"
    /// One slice of a group is committed and more follow.
    case interpretSliceCommitted = "interpret.slice-committed"
    /// Some answers of a group are matched and more follow.
    case reconcileSliceCommitted = "reconcile.slice-committed"
    /// Control numbers are reserved; the interchange's bytes are not archived.
    case composeReserved = "compose.reserved"
    /// The outgoing interchange is archived; no row names it.
    case composeSealed = "compose.sealed"
    /// The outgoing interchange is recorded; it is not in the mailbox.
    case deliverBeforePlace = "deliver.before-place"
    /// It lies in the mailbox; the row does not say so.
    case deliverPlaced = "deliver.placed"
    /// A file of a partner's server is in staging; nothing of it is committed.
    case pollFetched = "poll.fetched"
    /// Its arrival is committed; it still lies on the partner's server.
    case pollCommitted = "poll.committed"
    /// The attempt to put a file on a partner's server is committed; nothing is sent.
    case pushBegun = "push.begun"
    /// Half of the bytes are sent.
    case pushHalfSent = "push.half-sent"
    /// The file has its final name there; the row does not say so.
    case pushRenamed = "push.renamed"
    /// A slice of an extract of the supplier master is written where nobody sees it; more follow.
    case supplierStaged = "supplier.staged"
    /// All of an extract is written; it is not the master yet.
    case supplierBeforeApply = "supplier.before-apply"
    /// A file of the supplier master for a target is archived; no row names it.
    case supplierSealed = "supplier.sealed"
    /// The partner has read it all; the row does not say so.
    case collectBeforeCommit = "collect.before-commit"
    /// A schedule has come due in the books, with its job; the work is not begun.
    case scheduleFired = "schedule.fired"
    /// Events are in the journal; the cursor has not moved.
    case publishBeforeCursor = "publish.before-cursor"

    /// Stops the process here when the environment asks for it; does nothing otherwise.
    @inline(__always)
    public static func reach(_ point: Failpoint) {
        #if WHARF_FAILPOINTS
            FailpointPlan.fromEnvironment?.visit(point)
        #endif
    }
}
