internal import Foundation
internal import Logging
internal import Partners
internal import Store
internal import Transports

/// Deletes, moves or renames a file at the partner's server once we hold it; its failure is its own, never the file's.
struct AfterAction {
    let context: ExchangeContext
    let pickup: RemoteSection.Pickup
    let server: any RemoteServer
    let doneFile: String?

    /// Does what is owed for an entry and writes down how it went.
    ///
    /// - Throws: a ``RemoteError`` that ends the visit, after writing it down.
    func perform(_ entry: RemoteEntryRecord, _ report: inout VisitReport) throws {
        let path = Self.path(pickup.path, entry.name)
        do throws(RemoteError) {
            let act = try act(on: path, entry)
            if let doneFile { try clear(doneFile: doneFile, entry) }
            try done(entry, act, &report)
        } catch {
            try fail(entry, error, &report)
            if error.endsVisit { throw error }
        }
    }

    static func path(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// - Returns: what was done, in words.
    private func act(on path: String, _ entry: RemoteEntryRecord) throws(RemoteError) -> String {
        do {
            switch pickup.afterwards {
            case .leave: return "left"
            case .delete:
                try server.remove(path)
                return "deleted"
            case .move(let folder):
                return "moved to " + (try move(path, to: Self.path(folder, entry.name), entry))
            case .rename(let template):
                let name = newName(template, entry)
                return "renamed to " + (try move(path, to: Self.path(pickup.path, name), entry))
            }
        } catch {
            guard error.kind == .missing else { throw error }
            // The folder it should go to may be what is missing; only the file's own absence ends the matter.
            guard try server.status(of: path) == nil else { throw error }
            return "found gone"
        }
    }

    /// Moves the file; when the name is taken, under the entry's number too, so that nothing is replaced.
    private func move(_ path: String, to target: String, _ entry: RemoteEntryRecord) throws(RemoteError)
        -> String
    {
        do {
            try server.rename(path, to: target, replacing: false)
            return target
        } catch {
            let isTaken: Bool
            switch error.kind {
            case .exists: isTaken = true
            // Version 3 of the protocol has no word for a name that is taken.
            case .refused: isTaken = try server.status(of: target) != nil
            default: isTaken = false
            }
            guard isTaken else { throw error }
            let other = "\(target).\(entry.id)"
            try server.rename(path, to: other, replacing: false)
            return other
        }
    }

    private func newName(_ template: FileNameTemplate, _ entry: RemoteEntryRecord) -> String {
        let zone = context.book.generation.directory.house.timeZone
        let now = CivilTime(milliseconds: context.clock.now, in: zone)
        return template.filled { place in
            switch place {
            case .name: entry.name
            case .stem: PickupReview.stem(of: entry.name)
            case .date: now.compactDay
            case .time: now.timeText.replacing(":", with: "")
            case .partner: entry.partner
            case .control: "\(entry.id)"
            case .document: "file"
            }
        }
    }

    /// The done-file goes with the file it speaks of; one that is gone already is no fault.
    private func clear(doneFile: String, _ entry: RemoteEntryRecord) throws(RemoteError) {
        let path = Self.path(pickup.path, doneFile)
        do {
            switch pickup.afterwards {
            case .leave: return
            case .delete, .rename: try server.remove(path)
            case .move(let folder): _ = try move(path, to: Self.path(folder, doneFile), entry)
            }
        } catch {
            guard error.kind == .missing else { throw error }
        }
    }

    private func done(_ entry: RemoteEntryRecord, _ act: String, _ report: inout VisitReport)
        throws(RemoteError)
    {
        // Listed although the server had said that it was done: then its word is not enough.
        let isDoubtful = entry.afterwards == .done
        var cleared = entry
        cleared.afterAttempts += 1
        cleared.afterError = nil
        cleared.afterwards = .done
        if isDoubtful {
            let attempt = cleared.afterAttempts
            cleared.afterwards = .failed
            cleared.afterNotBefore = context.clock.now + VisitLimits.pause(afterAttempt: attempt)
            cleared.afterError = "the server says that the file was \(act), and still lists it"
        } else {
            report.cleared += 1
            context.metrics.add("wharf_poll_cleared_total")
        }
        let (written, now) = (cleared, context.clock.now)
        try writing {
            // What a power cut forgets is found gone by the next look.
            try context.store.commit(.processCrash) { books in
                try books.remoteEntries.update(written)
                guard !isDoubtful else { return }
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "wharf", act: .cleared, story: written.arrival,
                        subject: "entry/\(written.id)", digest: written.digest,
                        detail:
                            "\(written.folder)/\(written.name) on the server of \(written.partner): \(act)"))
            }
        }
    }

    private func fail(_ entry: RemoteEntryRecord, _ error: RemoteError, _ report: inout VisitReport) throws {
        var failed = entry
        // A connection that is lost or ended by us says nothing about the file.
        if error.endsVisit {
            failed.afterwards = .pending
            failed.afterError = error.description
        } else {
            failed.afterwards = .failed
            failed.afterAttempts += 1
            failed.afterNotBefore =
                context.clock.now + VisitLimits.pause(afterAttempt: failed.afterAttempts)
            failed.afterError = "cannot \(verb): \(error.description)"
            report.note("\(Self.path(entry.folder, entry.name)): \(failed.afterError ?? "")")
            context.metrics.add("wharf_poll_after_failures_total")
            context.log.error(
                "a file that we hold cannot be cleared from a partner's server",
                metadata: [
                    "partner": "\(entry.partner)", "folder": "\(entry.folder)", "name": "\(entry.name)",
                    "attempt": "\(failed.afterAttempts)", "error": "\(error)",
                ])
        }
        let written = failed
        try context.store.commit(.processCrash) { try $0.remoteEntries.update(written) }
    }

    private var verb: String {
        switch pickup.afterwards {
        case .leave: "leave it"
        case .delete: "delete"
        case .move: "move"
        case .rename: "rename"
        }
    }

    private func writing(_ body: () throws -> Void) throws(RemoteError) {
        do {
            try body()
        } catch {
            throw RemoteError(.local, "the books could not be written: \(error)")
        }
    }
}
