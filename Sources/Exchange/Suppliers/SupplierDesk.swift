internal import Documents
public import Store

/// Why something asked about the supplier master cannot be done.
public struct SupplierDeskError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller tells apart.
    public enum Code: Sendable {
        /// Nothing of that name.
        case notFound
        /// It does not fit how things stand.
        case conflict
    }

    /// Which situation it is.
    public let code: Code
    /// A sentence.
    public let description: String
}

/// What people may decide about the supplier master.
public struct SupplierDesk: Sendable {
    /// A request for files of the master, as it was queued.
    public struct Request: Sendable, Codable, Equatable {
        /// Names the request in the audit trail and with the files made for it.
        public var firing: String
        /// The targets that will get a file.
        public var targets: [String]
    }

    private let context: ExchangeContext

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// Lets an extract pass that leaves out many suppliers: it is read again, against what is in force then.
    ///
    /// Durable when it returns.
    public func release(_ arrival: String) throws -> SupplierRunRecord {
        let now = context.clock.now
        let run = try held(arrival)
        return try context.store.commit { books in
            guard let record = try books.arrivals.find(arrival) else { throw Self.unknown(arrival) }
            var run = run
            run.state = .released
            run.endedAt = now
            try books.suppliers.end(run)
            try books.arrivals.move(arrival, to: .interpreting, because: "A person let it pass.", at: now)
            try books.queue.enqueue(
                .init(.importSuppliers, subject: arrival, lane: ExchangeContext.lane(of: record.partner)))
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "operator", act: .suppliersReleased, story: arrival,
                    subject: "arrival/\(arrival)",
                    detail: run.reason ?? "the extract was let pass"))
            return run
        }
    }

    /// Refuses an extract that was held; nothing of it is taken.
    ///
    /// Durable when it returns.
    public func reject(_ arrival: String, because reason: String) throws -> SupplierRunRecord {
        let now = context.clock.now
        let run = try held(arrival)
        return try context.store.commit { books in
            guard let record = try books.arrivals.find(arrival) else { throw Self.unknown(arrival) }
            var run = run
            run.state = .rejected
            run.reason = "A person refused it: \(reason)"
            run.endedAt = now
            try books.suppliers.end(run)
            _ = try books.arrivals.finishPart(arrival, accepted: 0, rejected: run.faulty)
            try ArrivalEnding.end(
                record, as: .rejected, because: run.reason ?? reason, telling: .arrivalRejected,
                act: .settled, books,
                at: now)
            return run
        }
    }

    /// Asks for files now: for all targets, for those of a partner or of the house, or for one.
    ///
    /// `isFull`: the whole master, also where changes were agreed. Durable when it returns.
    public func request(_ target: String?, isFull: Bool) throws -> Request {
        let now = context.clock.now
        let parts = target?.split(separator: "/", maxSplits: 1).map(String.init) ?? []
        let subject =
            switch parts.count {
            case 0: "\(SupplierTarget.house)/now@\(now)"
            case 1: "\(parts[0])/\(SupplierTarget.manual)@\(now)"
            default: "\(parts[0])/\(SupplierTarget.manual).\(parts[1])@\(now)"
            }
        let targets = SupplierTarget.chosen(by: subject, in: context.book.generation.directory)
        guard !targets.isEmpty else {
            throw SupplierDeskError(
                code: .notFound,
                description: target.map { "\($0) is no target of the supplier master" }
                    ?? "no profile names a target of the supplier master: batch.outbound with document supplier-master, or suppliers.targets of house.yaml"
            )
        }
        guard try context.store.read({ try $0.suppliers.generation() }) > 0 else {
            throw SupplierDeskError(
                code: .conflict, description: "no extract of the supplier master has been taken yet")
        }
        _ = try context.store.commit { books in
            try books.queue.enqueue(
                .init(
                    .supplierSync, subject: subject, slice: isFull ? SyncSuppliers.fullSlice : 0,
                    lane: SyncSuppliers.lane))
        }
        return Request(firing: subject, targets: targets.map(\.name))
    }

    private func held(_ arrival: String) throws -> SupplierRunRecord {
        guard let run = try context.store.read({ try $0.suppliers.run(arrival) }) else {
            throw Self.unknown(arrival)
        }
        guard run.state == .held else {
            throw SupplierDeskError(
                code: .conflict,
                description: "the extract \(arrival) does not wait for a person: it is \(run.state.rawValue)")
        }
        return run
    }

    private static func unknown(_ arrival: String) -> SupplierDeskError {
        SupplierDeskError(
            code: .notFound, description: "there is no extract of the supplier master in arrival \(arrival)")
    }
}
