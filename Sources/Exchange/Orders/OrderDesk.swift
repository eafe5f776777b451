internal import Cryptography
internal import Documents
internal import Foundation
internal import Partners
internal import Spool
public import Store
internal import Translation
internal import Transports

/// Why orders were not taken from a program of ours.
public struct OrderRefusal: Error, Sendable {
    /// The situations a caller tells apart.
    public enum Code: Sendable {
        /// Orders have faults; nothing was taken.
        case faulty
        /// The idempotency key came before with other content.
        case keyReused
        /// Nothing can be taken now.
        case unavailable
    }

    /// Which situation it is.
    public let code: Code
    /// What is the matter, and what can be done.
    public let detail: String
    /// The faults, a sentence each.
    public let faults: [String]

    init(_ code: Code, _ detail: String, faults: [String] = []) {
        self.code = code
        self.detail = detail
        self.faults = faults
    }
}

/// What a program of ours is told of orders that it brought.
public struct OrderTicket: Sendable, Codable {
    /// One document of them.
    public struct Document: Sendable, Codable {
        /// Its id, for ever.
        public let id: String
        /// `PO/4500012345`.
        public let businessKey: String
        /// For whom it is.
        public let partner: String
        /// Where it stands; absent until it is entered.
        public let state: OutboundState?
    }

    /// The arrival that holds the bytes.
    public let arrival: String
    /// Where the arrival stands.
    public let state: ArrivalState
    /// The documents, in the order of the request.
    public let documents: [Document]
}

/// Takes orders from our own programs by request: judged at once, durable before they are answered.
public struct OrderDesk: Sendable {
    private let context: ExchangeContext
    private let receiver: Receiver

    init(_ context: ExchangeContext, receiver: Receiver) {
        self.context = context
        self.receiver = receiver
    }

    /// The name of the program that shows a token, if it may bring orders.
    public func application(showing token: String) -> String? {
        // Digests are compared, so that the time taken says nothing of the token.
        let shown = Digest.of(Array(token.utf8))
        var found: String?
        for known in context.book.generation.directory.house.tokens where known.rights.contains(.orders) {
            if Digest.of(known.token.bytes) == shown { found = known.name }
        }
        return found
    }

    /// Takes the orders of a request, all or none.
    ///
    /// When this returns, bytes and books are on disk. The same key with the same content again answers the same ticket.
    /// Blocks.
    /// - Throws: ``OrderRefusal``, or what the store throws.
    public func take(
        _ bytes: [UInt8], isTable: Bool, key: String, from application: String
    ) throws -> OrderTicket {
        let uploadKey = "api:\(application):\(key)"
        if let known = try context.store.read({ try $0.arrivals.find(uploadKey: uploadKey) }) {
            return try ticket(of: known, for: bytes, key)
        }
        let name = "\(application)-\(key)".prefix(100) + (isTable ? ".csv" : ".json")
        try judge(bytes, name: String(name))
        if let refusal = receiver.refusal() { throw OrderRefusal(.unavailable, refusal) }
        let house = context.book.generation.directory.house.id
        let staged = try context.archive.begin(
            partner: house, name: String(name), login: application, peer: "api")
        do {
            try staged.append(bytes)
            _ = try receiver.receive(
                Arrival(
                    partner: house, door: "api-orders", login: application, peer: nil, name: String(name),
                    uploadKey: uploadKey), content: staged)
        } catch {
            staged.discard()
            throw error
        }
        guard let arrival = try context.store.read({ try $0.arrivals.find(uploadKey: uploadKey) }) else {
            throw OrderRefusal(
                .unavailable, "the orders were taken and cannot be found; ask again with the same key")
        }
        // Another request with this key may have been quicker.
        return try ticket(of: arrival, for: bytes, key)
    }

    /// What became of orders by their arrival; `nil` when the program brought none of that id.
    public func ticket(arrival id: String, for application: String) throws -> OrderTicket? {
        guard let arrival = try context.store.read({ try $0.arrivals.find(id) }),
            arrival.door == "api-orders",
            arrival.login == application, let digest = arrival.digest
        else { return nil }
        return try ticket(of: arrival, try context.archive.open(digest).allBytes())
    }

    // MARK: Parts

    private func ticket(of arrival: ArrivalRecord, for bytes: [UInt8], _ key: String) throws -> OrderTicket {
        guard arrival.digest == Digest.of(bytes) else {
            throw OrderRefusal(
                .keyReused,
                "the Idempotency-Key \(key) came before with other content; use a new key for new orders")
        }
        return try ticket(of: arrival, bytes)
    }

    /// Faults are told while the program waits; what is entered later is judged once more.
    private func judge(_ bytes: [UInt8], name: String) throws {
        let directory = context.book.generation.directory
        let drafts: [OrderDraft]
        do throws(OrderFault) {
            drafts = try OrderReading.drafts(in: bytes, name: name, directory.house)
        } catch {
            throw OrderRefusal(.faulty, "nothing was taken: \(error.text)", faults: [error.text])
        }
        var faults: [OrderFault] = []
        for verdict in OrderReview(directory).verdicts(on: drafts[...], in: bytes) {
            switch verdict {
            case .failure(let found): faults += found.all
            case .success(let order):
                let checked = order.checked
                let earlier = try context.store.read {
                    try $0.outbound.latest(identity: checked.identity, partner: order.partner)
                }
                guard let earlier, earlier.body != order.body, earlier.state != .recalled else { continue }
                faults.append(ImportOrders.contradiction(order, earlier))
            }
        }
        guard faults.isEmpty else {
            let told = faults.prefix(OrderFaultText.maximum).map(\.text)
            throw OrderRefusal(
                .faulty, "nothing was taken: \(faults.count) fault(s) in \(drafts.count) order(s)",
                faults: told)
        }
    }

    private func ticket(of arrival: ArrivalRecord, _ bytes: [UInt8]) throws -> OrderTicket {
        let directory = context.book.generation.directory
        let drafts = (try? OrderReading.drafts(in: bytes, name: arrival.name, directory.house)) ?? []
        let documents = try OrderReview(directory).verdicts(on: drafts[...], in: bytes).compactMap {
            verdict -> OrderTicket.Document? in
            guard case .success(let order) = verdict else { return nil }
            let id = ImportOrders.documentID(order.ordinal, of: arrival)
            let found = try context.store.read { books in
                try books.outbound.find(id)
                    ?? books.outbound.latest(identity: order.checked.identity, partner: order.partner)
            }
            return OrderTicket.Document(
                id: found?.id ?? id, businessKey: order.businessKey, partner: order.partner,
                state: found?.state)
        }
        return OrderTicket(arrival: arrival.id, state: arrival.state, documents: documents)
    }
}

/// Takes a file of orders apart by what it is.
enum OrderReading {
    /// The drafts of a file: a table when its name says so, else JSON.
    static func drafts(in bytes: [UInt8], name: String, _ house: HouseProfile) throws(OrderFault)
        -> [OrderDraft]
    {
        isTable(name)
            ? try OrderTable.drafts(in: bytes, columns: house.orders.columns)
            : try OrderFile.drafts(in: bytes)
    }

    static func isTable(_ name: String) -> Bool { name.lowercased().hasSuffix(".csv") }
}
