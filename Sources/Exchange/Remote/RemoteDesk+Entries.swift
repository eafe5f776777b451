internal import Foundation
public import Store

/// Why the desk did not do what a person asked for.
public struct RemoteDeskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: String, Sendable {
        /// There is no such partner or entry.
        case notFound
        /// It cannot be done now.
        case busy
        /// It makes no sense for this entry.
        case refused
        /// A fault on our side.
        case failed
    }

    /// Which situation it is.
    public let code: Code
    /// A sentence.
    public let description: String

    /// Makes an error.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension RemoteDesk {
    /// Has a file taken again that was taken, passed over or parked; it becomes an arrival of its own.
    ///
    /// - Returns: the entry as it is now.
    /// - Throws: ``RemoteDeskError``, when there is no such entry or the file is not listed any more.
    public func retake(_ id: Int64) throws(RemoteDeskError) -> RemoteEntryRecord {
        try change(id, act: "asked for it to be taken again") { entry throws(RemoteDeskError) in
            guard entry.missingSince == nil else {
                throw RemoteDeskError(
                    .refused,
                    "entry \(id): \(entry.name) is not on the partner's server any more; its bytes are in "
                        + (entry.arrival.map { "arrival \($0)" } ?? "no arrival"))
            }
            guard entry.state != .claimed else {
                throw RemoteDeskError(.busy, "entry \(id): is being taken at this moment")
            }
            entry.retakes += 1
        }
    }

    /// Has a parked file tried again.
    ///
    /// - Returns: the entry as it is now.
    /// - Throws: ``RemoteDeskError``, when there is no such entry or it is not parked.
    public func unpark(_ id: Int64) throws(RemoteDeskError) -> RemoteEntryRecord {
        try change(id, act: "asked for it to be tried again") { entry throws(RemoteDeskError) in
            guard entry.state == .parked else {
                throw RemoteDeskError(.refused, "entry \(id): is \(entry.state.rawValue), not parked")
            }
        }
    }

    private func change(
        _ id: Int64, act: String, _ body: (inout RemoteEntryRecord) throws(RemoteDeskError) -> Void
    ) throws(RemoteDeskError) -> RemoteEntryRecord {
        guard var entry = try asking({ try context.store.read { try $0.remoteEntries.find(id) } }) else {
            throw RemoteDeskError(.notFound, "there is no entry \(id)")
        }
        try body(&entry)
        entry.state = .seen
        entry.attempts = 0
        entry.notBefore = 0
        entry.reason = "a person \(act)"
        let (changed, now) = (entry, context.clock.now)
        try asking {
            try context.store.commit { books in
                try books.remoteEntries.update(changed)
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "operator", act: .retaken, story: changed.arrival,
                        subject: "entry/\(id)",
                        detail: "\(changed.folder)/\(changed.name) of \(changed.partner): \(act)"))
            }
        }
        pollSoon(changed.partner)
        return changed
    }

    private func asking<Result>(_ body: () throws -> Result) throws(RemoteDeskError) -> Result {
        do {
            return try body()
        } catch {
            throw RemoteDeskError(.failed, "\(error)")
        }
    }
}
