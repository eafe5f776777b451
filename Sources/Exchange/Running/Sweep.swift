internal import Cryptography
internal import Foundation
internal import Logging
internal import Spool
internal import Store

/// Clears what earlier processes left behind and nobody was promised.
struct Sweep: Sendable {
    /// The pause between two rounds.
    static let intervalSeconds = 3_600.0
    /// Archive entries without a row are spared for an hour: their commit may be under way.
    private static let orphanSeconds: Int64 = 3_600
    /// Broken-off uploads are kept for a resume so long.
    private static let abandonedSeconds: Int64 = 7 * 86_400

    let context: ExchangeContext

    /// One round.
    func run() {
        do {
            let archive = context.archive
            let now = context.clock.now / 1000
            _ = try archive.removeLeftovers()
            for left in try archive.abandoned() where now - left.modifiedSeconds > Self.abandonedSeconds {
                try archive.discardAbandoned(left.upload.id)
            }
            let limit = now - Self.orphanSeconds
            let store = context.store
            let orphans = try archive.orphans(olderThan: limit) { (digest) throws(SpoolError) in
                do {
                    return try store.read { try $0.arrivals.names(digest) }
                } catch {
                    throw SpoolError(
                        .unexpected, path: archive.layout.database, detail: "cannot be asked: \(error)")
                }
            }
            for digest in orphans {
                if try archive.condemn(digest, olderThan: limit) {
                    context.log.notice(
                        "an archived file that nobody was promised is put aside",
                        metadata: ["digest": "\(digest)"])
                }
            }
            _ = try archive.emptyTrash(olderThan: limit)
        } catch {
            context.log.error(
                "sweeping failed; it is tried again in an hour", metadata: ["error": "\(error)"])
        }
    }
}
