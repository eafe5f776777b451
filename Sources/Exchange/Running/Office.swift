internal import Failpoints
internal import Logging
internal import Partners
internal import Store
internal import Synchronization
internal import Transports

/// The house as the mailbox host sees it.
final class Office: MailboxOffice {
    /// Refused logins that reach the audit trail in one second; the rest is counted.
    private static let refusalsPerSecond = 5

    private let context: ExchangeContext
    private let desk: ReportDesk
    private let refusals = Mutex<(second: Int64, count: Int)>((0, 0))

    init(_ context: ExchangeContext, desk: ReportDesk) {
        self.context = context
        self.desk = desk
    }

    var directory: PartnerDirectory { context.book.generation.directory }
    var now: Int64 { context.clock.now }
    var today: String { CivilTime(milliseconds: context.clock.now).dayText }

    func reports(of partner: String) throws(ReceptionError) -> [ReportFile] {
        try asking { try desk.list(of: partner) }
    }

    func report(_ name: String, of partner: String) throws(ReceptionError) -> [UInt8]? {
        try asking { try desk.text(name, of: partner) }
    }

    func noteCollected(_ name: String, partner: String, login: String) throws(ReceptionError) {
        let context = context
        Failpoint.reach(.collectBeforeCommit)
        try asking {
            let now = context.clock.now
            try context.store.commit { books in
                guard let record = try books.interchanges.outbound(partner: partner, fileName: name),
                    try books.interchanges.markCollected(record.id, at: now)
                else { return }
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "partner/\(partner)", act: .collected, story: record.arrival,
                        subject: "interchange/\(record.id)", digest: record.digest,
                        detail: "\(name) was read to its last byte by \(login)"))
            }
        }
    }

    func isCollected(_ name: String, partner: String) throws(ReceptionError) -> Bool {
        try asking {
            try context.store.read {
                try $0.interchanges.outbound(partner: partner, fileName: name)?.collectedAt != nil
            }
        }
    }

    func noteRemoved(_ name: String, partner: String, login: String) throws(ReceptionError) {
        let context = context
        try asking {
            let now = context.clock.now
            try context.store.commit { books in
                let record = try books.interchanges.outbound(partner: partner, fileName: name)
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "partner/\(partner)", act: .removed, story: record?.arrival,
                        subject: record.map { "interchange/\($0.id)" } ?? "file/\(name)",
                        digest: record?.digest,
                        detail: "\(name) was removed from the download folder by \(login)"))
            }
        }
    }

    func noteLogin(partner: String, login: String, peer: String, with credential: String) {
        note(
            LedgerDraft(
                at: context.clock.now, actor: "partner/\(partner)", act: .loggedIn, story: nil,
                subject: "login/\(login)",
                detail: "from \(peer) with \(credential)"))
        context.metrics.add("wharf_logins_total")
    }

    func noteRefusedLogin(user: String?, peer: String, reason: String) {
        context.metrics.add("wharf_logins_refused_total")
        context.log.info(
            "login refused", metadata: ["peer": "\(peer)", "user": "\(user ?? "-")", "reason": "\(reason)"])
        // A probe that names nobody is no login.
        guard let user else { return }
        let second = context.clock.now / 1000
        let isWithinLimit = refusals.withLock { seen in
            if seen.second != second { seen = (second, 0) }
            seen.count += 1
            return seen.count <= Self.refusalsPerSecond
        }
        guard isWithinLimit else { return }
        note(
            LedgerDraft(
                at: context.clock.now, actor: "stranger", act: .loginRefused, story: nil,
                subject: "login/\(user.prefix(64))", detail: "from \(peer): \(reason)"))
    }

    private func note(_ draft: LedgerDraft) {
        do {
            try context.store.commit(.processCrash) { try $0.ledger.append(draft) }
        } catch {
            context.log.error("the audit trail was not written", metadata: ["error": "\(error)"])
        }
    }

    private func asking<Result>(_ body: () throws -> Result) throws(ReceptionError) -> Result {
        do {
            return try body()
        } catch {
            context.log.error("a mailbox request failed", metadata: ["error": "\(error)"])
            throw ReceptionError(
                "the server could not do this because of a fault on its side; try again later")
        }
    }
}
