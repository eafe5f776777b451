import Cryptography
import Foundation
import Store
import Testing

@testable import Exchange

extension Hall {
    /// What a test sent.
    struct SentOrders {
        let interchange: String
        let documents: [String]
    }

    /// Enters orders as sent in one group of one interchange, as a release does; nothing lies in a mailbox.
    ///
    /// `isEntered`: whether the interchange is in the books already, or only its numbers are spent.
    @discardableResult
    func send(
        _ orders: [String], group: Int, interchange number: Int? = nil, to partner: String = "acme-castings",
        receiver: String = "ZZ/ACMECAST", set: String = "850", type: String = "purchase-order",
        isPlaced: Bool = true, isEntered: Bool = true
    ) throws -> SentOrders {
        let now = clock.now
        let control = ControlNumberText.nine("\(number ?? group)")
        let id = ULID(milliseconds: now, derivedFrom: ["sent", partner, control, "\(group)"]).text
        let documents = orders.enumerated().map { index, order in
            OutboundDocumentRecord(
                id: ULID(milliseconds: now, derivedFrom: ["order", partner, order, set]).text,
                partner: partner,
                setID: set, type: type,
                businessKey: "PO/\(order)" + (set == "860" ? "/CHANGE" : ""), orderNumber: order,
                arrival: "erp", ordinal: index + 1, createdAt: now, body: Array("{}".utf8))
        }
        let record = InterchangeRecord(
            id: id, direction: .outbound, arrival: nil, ordinal: 1, partner: partner, sender: "ZZ/NORTHWIND",
            receiver: receiver, controlNumber: control, version: "00401", usage: "P", byteOffset: 0,
            byteCount: 0, digest: Digest.of(id), state: "queued", note: nil, fileName: "850_\(control).edi",
            outline: "", createdAt: now)
        let pair = "ZZ/NORTHWIND>\(receiver)"
        try server.store.commit { books in
            for level in ["ISA", "GS"] {
                _ = try books.controlNumbers.reserve(
                    pair: pair, level: level, for: Int64(group) + 1_000_000,
                    above: max(group, number ?? group) - 1)
            }
            for document in documents { _ = try books.outbound.add(document) }
        }
        let sent = SentOrders(interchange: id, documents: documents.map(\.id))
        if isEntered { try enter(record, documents, group: group) }
        if isPlaced { try place(sent) }
        return sent
    }

    /// Enters the interchange of documents, and looks again at answers that came before.
    func enter(_ record: InterchangeRecord, _ documents: [OutboundDocumentRecord], group: Int) throws {
        try server.store.commit { books in
            try books.interchanges.record(record)
            for (index, document) in documents.enumerated() {
                _ = try books.outbound.record(
                    OutboundSendingRecord(
                        document: document.id, partner: record.partner, interchange: record.id,
                        interchangeControlNumber: record.controlNumber,
                        functionalID: document.setID == "860" ? "PC" : "PO", groupControlNumber: "\(group)",
                        setID: document.setID, setControlNumber: "000\(index + 1)", at: record.createdAt))
            }
            try Reconcile.wake(
                partner: record.partner, interchangeNumber: record.controlNumber,
                groupNumbers: ["\(group)"], books)
        }
    }

    /// Notes that what was sent lies in the partner's folder.
    func place(_ sent: SentOrders) throws {
        let now = clock.now
        let context = try context(server.store)
        try server.store.commit { books in
            try books.interchanges.markSent(sent.interchange, at: now)
            try books.outbound.markSent(interchange: sent.interchange, at: now)
            let record = try #require(try books.interchanges.find(sent.interchange))
            try Deadlines.begin(record, context, books)
        }
    }

    func outbound(_ id: String) throws -> OutboundDocumentRecord {
        try #require(try server.store.read { try $0.outbound.find(id) })
    }

    /// The types of all events so far that tell of what we sent or of control numbers.
    func told() throws -> [String] {
        try server.store.read { try $0.events.page(after: 0, limit: 10_000) }.map {
            $0.type.replacingOccurrences(of: "wharf.", with: "").replacingOccurrences(of: ".v1", with: "")
        }.filter { type in
            ["outbound.", "acknowledgment.", "answer.", "control-number."].contains { type.hasPrefix($0) }
        }
    }

    /// How the answers of a file stand to what we sent.
    func standings(_ name: String) throws -> [PartnerAnswerRecord.Standing] {
        let id = try arrival(name).id
        return try server.store.read { try $0.partnerAnswers.of(arrival: id) }.map(\.standing)
    }
}

extension Interchange {
    /// 997s of a partner in an interchange of their own.
    static func answers(_ control: Int, _ sets: [[String]]) -> Interchange {
        Interchange(
            control: control,
            groups: [.init(functionalID: "FA", control: "\(control)", notices: [], sets: sets)])
    }

    /// A 997 for a group of ours, with verdicts by ST02.
    static func acknowledgment(
        ofGroup group: String, kind: String = "PO", status: String = "A",
        sets: [(control: String, status: String, notes: [String])] = [], counts: String = "1*1*1",
        control: String = "0001"
    ) -> [String] {
        var body = ["ST*997*\(control)", "AK1*\(kind)*\(group)"]
        for set in sets { body += ["AK2*850*\(set.control)"] + set.notes + ["AK5*\(set.status)"] }
        body.append("AK9*\(status)*\(counts)")
        return body + ["SE*\(body.count + 1)*\(control)"]
    }

    /// An 855 for an order.
    static func response(_ control: Int, order: String) -> Interchange {
        Interchange(
            control: control,
            groups: [
                .init(
                    functionalID: "PR", control: "\(control)", notices: [],
                    sets: [
                        ["ST*855*0001", "BAK*00*AT*\(order)*20261102", "CTT*0", "SE*4*0001"]
                    ])
            ])
    }
}
