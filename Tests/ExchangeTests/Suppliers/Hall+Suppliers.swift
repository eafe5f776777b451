import Cryptography
import Foundation
import Spool
import Store
import Testing

@testable import Exchange

extension Hall {
    /// What the house says of its suppliers.
    static func suppliers(
        _ more: String = "", target: String = "fileName: \"suppliers_{date}.csv\", send: delta"
    )
        -> Change
    {
        Change(
            file: "house", from: "sinks:\n",
            to: """
                suppliers:
                  csv: { columns: { number: NO, name: NAME, vatId: VAT, bankAccount: IBAN, status: STATUS } }
                  targets:
                    wms:
                      { document: supplier-master, format: csv, \(target), trailer: digest,
                        columns: { action: ACTION, number: NO, name: NAME, status: STATUS } }
                \(more)
                sinks:

                """)
    }

    /// Cobalt, which logs in to us, is sent what changed.
    static let cobaltTarget = Change(
        file: "cobalt-plastics", from: "        lines.answers.date.deliveryScheduled: Termin\n",
        to: """
                    lines.answers.date.deliveryScheduled: Termin
              outbound:
                suppliers:
                  { document: supplier-master, format: csv, fileName: "vendors_{date}.csv", send: delta, trailer: digest,
                    columns: { action: ACTION, number: NO, name: NAME } }

            """)

    /// Enters an extract as if the ERP had put it into its folder.
    @discardableResult
    func extract(_ name: String, _ text: String) throws -> String {
        let receipt = try server.archive.store(Array(text.utf8))
        let now = clock.now
        let id = ULID(milliseconds: now, derivedFrom: ["extract", name, text]).text
        try server.store.commit { books in
            var arrival = ArrivalRecord(
                id: id, partner: "northwind", door: "erp-suppliers", login: nil, peer: nil, name: name,
                uploadKey: id,
                digest: receipt.digest, byteCount: receipt.byteCount, receivedAt: now, state: .interpreting)
            arrival.content = "supplier-master"
            _ = try books.arrivals.record(arrival)
            try books.queue.enqueue(
                .init(.importSuppliers, subject: id, lane: ExchangeContext.lane(of: "northwind")))
        }
        return id
    }

    /// A CSV extract with a row for each pair.
    static func rows(_ suppliers: (number: String, name: String)...) -> String {
        "NO,NAME,VAT,IBAN,STATUS\r\n" + suppliers.map { "\($0.number),\($0.name),,,\r\n" }.joined()
    }

    func run(_ arrival: String) throws -> SupplierRunRecord {
        try #require(try server.store.read { try $0.suppliers.run(arrival) })
    }

    /// The numbers of the suppliers in use, with their revisions.
    func master() throws -> [String: Int] {
        let heads = try server.store.read { books in
            try books.suppliers.heads(after: "", in: try books.suppliers.generation(), limit: 1_000)
        }
        return Dictionary(uniqueKeysWithValues: heads.filter(\.isActive).map { ($0.number, $0.revision) })
    }

    func syncs(_ target: String) throws -> [SupplierSyncRecord] {
        try server.store.read { try $0.suppliers.syncs(of: target, limit: 100) }
    }

    /// Asks for files, and waits for them.
    func sync(_ target: String?, isFull: Bool = false) throws {
        clock.turn(byMilliseconds: 1_000)
        _ = try server.suppliers.request(target, isFull: isFull)
        try settle()
    }

    /// What lies in the folder that our ERP fetches from, by name.
    func erpFiles() throws -> [String: String] {
        let folder = Mailbox(ofOurOwn: layout)
        var files: [String: String] = [:]
        for file in try folder.list() {
            files[file.name] = String(decoding: try folder.open(file.name).allBytes(), as: UTF8.self)
        }
        return files
    }
}
