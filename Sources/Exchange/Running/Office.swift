internal import Cryptography
internal import Failpoints
internal import Logging
internal import Partners
internal import Spool
internal import Store
internal import Synchronization
internal import Transports

/// The house as the mailbox host sees it.
final class Office: MailboxOffice {
    /// Refused logins that reach the audit trail in one second; the rest is counted.
    private static let refusalsPerSecond = 5

    private let context: ExchangeContext
    private let desk: ReportDesk
    let loginSecret: [UInt8]
    private let refusals = Mutex<(second: Int64, count: Int)>((0, 0))

    /// Makes the house's secret when it is missing.
    ///
    /// - Throws: `SpoolError` when it can be neither read nor written.
    init(_ context: ExchangeContext, desk: ReportDesk) throws(SpoolError) {
        self.context = context
        self.desk = desk
        let file = try StateFile(context.archive.layout, name: "login-secret", isSecret: true)
        if let secret = try file.read(), secret.count == Self.secretBytes {
            loginSecret = secret
        } else {
            loginSecret = RandomBytes.bytes(Self.secretBytes)
            try file.replace(loginSecret)
        }
    }

    private static let secretBytes = 32

    var directory: PartnerDirectory { context.book.generation.directory }
    var revision: String { context.book.generation.revision }
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
                guard let record = try books.interchanges.outbound(partner: partner, fileName: name) else {
                    return
                }
                // Whoever commits first decides: what was taken back must not count as read.
                guard record.state != "recalled" else {
                    throw ReceptionError("\(name) was taken back; do not use it")
                }
                guard try books.interchanges.markCollected(record.id, at: now) else { return }
                try books.outbound.markCollected(interchange: record.id, at: now)
                try books.ledger.append(
                    LedgerDraft(
                        at: now, actor: "partner/\(partner)", act: .collected,
                        story: record.arrival ?? record.id,
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
                        at: now, actor: "partner/\(partner)", act: .removed,
                        story: record?.arrival ?? record?.id,
                        subject: record.map { "interchange/\($0.id)" } ?? "file/\(name)",
                        digest: record?.digest,
                        detail: "\(name) was removed from the download folder by \(login)"))
            }
        }
    }

    func unsettled(of partner: String) throws(ReceptionError) -> MailboxUse {
        try asking {
            let use = try context.store.read { try $0.arrivals.unsettled(of: partner, door: "sftp") }
            return MailboxUse(bytes: use.bytes, files: use.files)
        }
    }

    func noteLogin(partner: String, login: String, peer: String, with credentials: [String]) {
        let now = context.clock.now
        note(
            LedgerDraft(
                at: now, actor: "partner/\(partner)", act: .loggedIn, story: nil, subject: "login/\(login)",
                detail: "from \(peer) with \(credentials.joined(separator: " and "))"),
            using: credentials.map { (login, $0, peer) })
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

    private func note(
        _ draft: LedgerDraft, using credentials: [(login: String, credential: String, peer: String)] = []
    ) {
        do {
            try context.store.commit(.processCrash) { books in
                try books.ledger.append(draft)
                for use in credentials {
                    try books.credentialUses.note(use.credential, of: use.login, from: use.peer, at: draft.at)
                }
            }
        } catch {
            context.log.error("the audit trail was not written", metadata: ["error": "\(error)"])
        }
    }

    private func asking<Result>(_ body: () throws -> Result) throws(ReceptionError) -> Result {
        do {
            return try body()
        } catch let refusal as ReceptionError {
            throw refusal
        } catch {
            context.log.error("a mailbox request failed", metadata: ["error": "\(error)"])
            throw ReceptionError(
                "the server could not do this because of a fault on its side; try again later")
        }
    }
}
