internal import Console
internal import Exchange
internal import Foundation
internal import SFTP
internal import Spool
internal import Store

/// Changes the keys by which clients recognise the SFTP host, and writes down that it did.
///
/// The caller owns the spool: the running server, or a command that holds its lock.
struct HostKeyDesk: Sendable {
    let layout: SpoolLayout
    let store: StateStore
    /// Shows keys to new connections; nothing to do when no host runs.
    let show: @Sendable ([String]) throws -> Void

    /// Does it, and answers the keys that there are then.
    ///
    /// - Throws: `WindowError` when it does not fit how things stand; ``SFTPHostError``, `SpoolError` or
    ///   `StoreError`.
    func perform(_ act: HostKeyAct) throws -> [HostKeyRecord] {
        let folder = layout.hostKeys
        switch act {
        case .stage:
            try require(!has(.staged), "keys are staged already; promote them, or discard them first")
            let keys = try HostKeys.stage(in: folder)
            try layout.synchronizeState(keys.map(\.path))
            try note(.hostKeyStaged, keys, "made, to be told to partners before they are promoted")
        case .promote:
            try require(has(.staged), "no keys are staged; `wharf hostkey stage` makes them")
            let before = try HostKeys.list(in: folder).filter { $0.standing == .current }
            let keys = try HostKeys.promote(in: folder, stamp: stamp)
            try layout.synchronizeState(keys.map(\.path))
            try note(
                .hostKeyPromoted, keys,
                "shown to new connections instead of \(before.map(\.fingerprint).joined(separator: " and "))")
            try show(keys.map(\.path))
        case .discard:
            try require(has(.staged), "no keys are staged")
            try remove(HostKeys.discardStaged, "given up before clients saw them")
        case .retire:
            try require(has(.retired), "no key was replaced; there is nothing to remove")
            try remove(HostKeys.removeRetired, "had been replaced")
        }
        return try Self.list(layout)
    }

    /// The keys of a spool: those in force, those staged, those replaced.
    static func list(_ layout: SpoolLayout) throws -> [HostKeyRecord] {
        try HostKeys.list(in: layout.hostKeys).map {
            HostKeyRecord(
                standing: $0.standing.rawValue, type: $0.type, fingerprint: $0.fingerprint,
                publicLine: $0.publicLine, file: $0.path)
        }
    }

    private func remove(_ body: (String) throws -> [HostKey], _ why: String) throws {
        let keys = try body(layout.hostKeys)
        try layout.synchronizeState([])
        try note(.hostKeyRemoved, keys, why)
    }

    private func has(_ standing: HostKey.Standing) throws -> Bool {
        try HostKeys.list(in: layout.hostKeys).contains { $0.standing == standing }
    }

    private func require(_ fits: Bool, _ sentence: String) throws {
        guard fits else { throw WindowError(.conflict, sentence) }
    }

    private func note(_ act: LedgerAct, _ keys: [HostKey], _ why: String) throws {
        let now = ExchangeClock.system.now
        let names = keys.map { "\($0.type) \($0.fingerprint)" }.joined(separator: " and ")
        try store.commit { books in
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: act, story: nil, subject: "host-keys",
                    detail: "\(names): \(why)"))
        }
    }

    /// Sorts by time, as in `20261123T180612Z`.
    private var stamp: String {
        Moment.text(ExchangeClock.system.now).filter { $0.isLetter || $0.isNumber }
    }
}
