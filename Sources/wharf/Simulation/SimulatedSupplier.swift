internal import Documents
internal import Foundation

/// A supplier: for each order an answer, a shipment and a bill, each once the one before was accepted.
struct SimulatedSupplier {
    private enum Step: String, CaseIterable {
        case response = "855"
        case shipment = "856"
        case invoice = "810"
    }

    private struct Progress {
        let order: PurchaseOrder
        var done: [Step] = []
        var sent: (step: Step, number: Int)?
        var failure: String?
    }

    private let partner: SimulatedPartner
    private let steps: [Step]
    private var documents: SimulatedDocuments
    private var orders: [String: Progress] = [:]

    /// `sets`: what the agreement lets the supplier send.
    init(_ partner: SimulatedPartner, sets: Set<String>, documents: SimulatedDocuments) {
        self.partner = partner
        self.documents = documents
        steps = Step.allCases.filter { sets.contains($0.rawValue) }
    }

    /// Takes what came and does the next step of each order.
    mutating func round() throws {
        var taken: [PurchaseOrder] = []
        try partner.collect { mail in
            for case .purchaseOrder(let order) in mail.documents { taken.append(order) }
        }
        for order in taken where orders[order.orderNumber] == nil {
            orders[order.orderNumber] = Progress(order: order)
        }
        for number in orders.keys.sorted() {
            guard var progress = orders[number] else { continue }
            try advance(&progress)
            orders[number] = progress
        }
    }

    /// How many orders went all the way.
    var finished: Int { orders.values.count { isFinished($0) } }

    /// The orders that did not, with why.
    var open: [(order: String, why: String)] {
        orders.values.filter { !isFinished($0) }.map { progress in
            let waiting = progress.sent.map { "its \($0.step.rawValue) is not acknowledged" }
            return (progress.order.orderNumber, progress.failure ?? waiting ?? "nothing was sent for it")
        }.sorted { $0.0 < $1.0 }
    }

    private func isFinished(_ progress: Progress) -> Bool {
        // A supplier that rejects an order owes nothing more.
        partner.scenario == .reject || progress.done.count == steps.count
    }

    private mutating func advance(_ progress: inout Progress) throws {
        guard !isFinished(progress), progress.failure == nil else { return }
        if let sent = progress.sent {
            switch partner.verdict(on: sent.number) {
            case .awaited: return
            case .accepted: progress.done.append(sent.step)
            case .rejected(let status):
                guard partner.scenario == .malformed else {
                    progress.failure = "its \(sent.step.rawValue) was rejected (\(status))"
                    return
                }
            }
            progress.sent = nil
        }
        guard let next = steps.first(where: { !progress.done.contains($0) }) else { return }
        let document = document(next, progress.order)
        let number = try partner.send(
            { try $0.interchange(of: document, set: next.rawValue) },
            about: "for order \(progress.order.orderNumber)")
        progress.sent = (next, number)
    }

    private mutating func document(_ step: Step, _ order: PurchaseOrder) -> Document {
        switch step {
        case .response: .purchaseOrderResponse(documents.response(to: order))
        case .shipment: .shipmentNotification(documents.shipment(of: order))
        case .invoice: .invoice(documents.invoice(for: order))
        }
    }
}

/// A customer: it sends orders, and wants each of them accepted.
struct SimulatedCustomer {
    private let partner: SimulatedPartner
    private var documents: SimulatedDocuments
    private var sent: [(order: PurchaseOrder, number: Int)] = []

    init(_ partner: SimulatedPartner, documents: SimulatedDocuments) {
        self.partner = partner
        self.documents = documents
    }

    /// Sends so many orders.
    mutating func order(_ count: Int, firstNumber: Int) throws {
        for number in firstNumber..<(firstNumber + count) {
            try send(documents.order(number: "\(number)"))
        }
    }

    /// Takes what came; an order that was damaged on purpose is sent again.
    mutating func round() throws {
        try partner.collect { _ in }
        guard partner.scenario == .malformed else { return }
        for (place, entry) in sent.enumerated() {
            guard case .rejected = partner.verdict(on: entry.number) else { continue }
            sent.remove(at: place)
            return try send(entry.order)
        }
    }

    /// How many orders were accepted.
    var finished: Int { sent.count { partner.verdict(on: $0.number) == .accepted } }

    /// The orders that were not, with why.
    var open: [(order: String, why: String)] {
        sent.compactMap { entry in
            switch partner.verdict(on: entry.number) {
            case .accepted: nil
            case .awaited: (entry.order.orderNumber, "it is not acknowledged")
            case .rejected(let status): (entry.order.orderNumber, "it was rejected (\(status))")
            }
        }
    }

    private mutating func send(_ order: PurchaseOrder) throws {
        let number = try partner.send(
            { try $0.interchange(of: .purchaseOrder(order), set: "850") },
            about: "order \(order.orderNumber) with \(order.lines.count) line(s)")
        sent.append((order, number))
    }
}
