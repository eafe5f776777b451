import Documents
import Foundation
import Testing
import Translation

@testable import Partners

/// A batch file beside the documents it must become, and the agreement it is read by.
struct BatchFixture: Sendable, CustomTestStringConvertible {
    let name: String
    var ending = "csv"
    let agreement: BatchAgreement

    var testDescription: String { name }
    var golden: URL { Fixture.folder.appending(path: "batch/\(name).json") }

    static let all =
        [
            BatchFixture(
                name: "german-latin1",
                agreement: stock([
                    ("itemNumber", "Artikel"), ("description", "Bezeichnung"), ("quantityOnHand", "Bestand"),
                    ("unitOfMeasure", "Einheit"), ("asOf", "Stand"), ("storageBin", "Lagerplatz"),
                ])),
            BatchFixture(
                name: "comma-bom",
                agreement: stock([
                    ("vendorPart", "Part"), ("gtin", "GTIN"), ("description", "Text"),
                    ("quantityOnHand", "On hand"),
                    ("quantityAvailable", "Available"), ("quantityInTransit", "In transit"),
                    ("unitOfMeasure", "UoM"),
                    ("location", "Site"),
                ])),
            BatchFixture(name: "tab-trailer", agreement: stock(cobalt, trailer: .counts)),
            BatchFixture(name: "faulty-rows", agreement: stock(cobalt)),
        ] + written + further

    /// Fixtures with agreements as profiles write them.
    static let written = [
        BatchFixture(
            name: "response-semicolon",
            agreement: profile(
                """
                answers:
                  match: ["*"]
                  format: csv
                  document: purchase-order-response
                  decimal: comma
                  dates: dd.MM.yyyy
                  columns:
                    orderNumber: Bestellung
                    sellerOrderNumber: Auftrag
                    lines.lineNumber: Pos
                    lines.item.vendorPart: Artikel
                    lines.quantity.value: Menge
                    lines.quantity.unit: { from: ME, map: { KG: KG, ST: EA } }
                    lines.price.amount: Preis
                    lines.answers.status.code: { from: Status, map: { OK: IA, TEIL: BP, RUECK: IB, NEIN: IR } }
                    lines.answers.quantity.value: Liefermenge
                    lines.answers.quantity.unit: { from: ME, map: { KG: KG, "*": EA } }
                    lines.answers.date.deliveryScheduled: Liefertermin
                """)),
        BatchFixture(
            name: "shipment-fixed", ending: "txt",
            agreement: profile(
                """
                shipments:
                  match: ["*"]
                  format: fixed
                  document: shipment-notification
                  dates: yyyyMMdd
                  skipLines: 1
                  trailerLine: { prefix: TRL, at: 4, length: 5 }
                  columns:
                    shipmentNumber: { at: 3, length: 10 }
                    day: { at: 13, length: 8 }
                    orders.orderNumber: { at: 21, length: 10 }
                    orders.lines.lineNumber: { at: 31, length: 2 }
                    orders.lines.item.vendorPart: { at: 41, length: 20 }
                    orders.lines.shipped.value: { at: 61, length: 8 }
                    orders.lines.shipped.unit: { at: 69, length: 2 }
                    parties.shipFrom.name: { value: Cobalt Plastics }
                """)),
        BatchFixture(
            name: "invoices", ending: "input.json",
            agreement: profile(
                """
                invoices:
                  match: ["*"]
                  format: json
                  document: invoice
                  rows: data.invoices
                  lines: lines
                  columns:
                    invoiceNumber: number
                    invoiceType.code: type
                    invoiceDate: date
                    orderNumber: order
                    currency: currency
                    charges.freight.amount: freight
                    taxes.vat.percent: vat.rate
                    taxes.vat.amount: vat.amount
                    total: total
                    lines.lineNumber: lines.pos
                    lines.item.vendorPart: lines.part
                    lines.quantity.value: lines.qty
                    lines.quantity.unit: lines.unit
                    lines.price.amount: lines.price
                """)),
        BatchFixture(
            name: "stock-xml", ending: "xml",
            agreement: profile(
                """
                stock:
                  match: ["*"]
                  format: xml
                  document: inventory
                  rows: Bestand/Artikel
                  columns:
                    vendorPart: "@nr"
                    description: Text
                    quantityOnHand: Menge
                    unitOfMeasure: Menge/@einheit
                """)),
        BatchFixture(
            name: "stock-lines", ending: "ndjson",
            agreement: profile(
                """
                stock:
                  match: ["*"]
                  format: json
                  document: inventory
                  columns: { stockKeepingUnit: sku, quantityOnHand: qty, unitOfMeasure: uom }
                """)),
    ]

    /// Fixtures of two kinds of lines, and of suppliers.
    static let further = [
        BatchFixture(
            name: "invoice-records",
            agreement: profile(
                """
                invoices:
                  match: ["*"]
                  format: csv
                  document: invoice
                  separator: semicolon
                  decimal: comma
                  records: { at: 1, header: K, detail: P }
                  trailerLine: { prefix: S, at: 2 }
                  columns:
                    invoiceNumber: { at: 2, record: header }
                    invoiceDate: { at: 3, record: header }
                    orderNumber: { at: 4, record: header }
                    total: { at: 5, record: header }
                    lines.lineNumber: { at: 2 }
                    lines.item.vendorPart: { at: 3 }
                    lines.quantity.value: { at: 4 }
                    lines.quantity.unit: { at: 5, record: detail }
                    lines.price.amount: { at: 6 }
                """)),
        BatchFixture(
            name: "shipment-records", ending: "txt",
            agreement: profile(
                """
                shipments:
                  match: ["*"]
                  format: fixed
                  document: shipment-notification
                  records: { at: 1, length: 3, header: HDR, detail: POS }
                  trailerLine: { prefix: END, at: 4, length: 6 }
                  columns:
                    shipmentNumber: { at: 4, length: 10, record: header }
                    day: { at: 14, length: 8, record: header }
                    carriers.scac: { at: 22, length: 4, record: header }
                    orders.orderNumber: { at: 4, length: 10 }
                    orders.lines.lineNumber: { at: 14, length: 4 }
                    orders.lines.item.vendorPart: { at: 18, length: 12 }
                    orders.lines.shipped.value: { at: 30, length: 8 }
                    orders.lines.shipped.unit: { at: 38, length: 2 }
                """)),
        BatchFixture(
            name: "suppliers",
            agreement: profile(
                """
                suppliers:
                  match: ["*"]
                  format: csv
                  document: supplier
                  columns:
                    number: Lieferant
                    name: Name
                    name2: Name 2
                    status: { from: Sperre, map: { X: blocked, "-": active } }
                    vatId: USt-ID
                    bankAccount: IBAN
                    bankCode: BIC
                    street: Straße
                    city: Ort
                    country: { value: DE }
                    remitTo.city: Zahlungsort
                    email: E-Mail
                    netDays: Tage
                """)),
    ]

    /// An agreement as a profile says it, below `batch.inbound`.
    static func profile(_ text: String) -> BatchAgreement {
        let reading = FileReading(file: "test.yaml")
        let yaml = "inbound:\n" + text.split(separator: "\n").map { "  \($0)\n" }.joined()
        guard let node = StrictYAML.read(Array(yaml.utf8), into: reading),
            let section = Section(node, path: "batch", shape: .batch, reading: reading),
            let agreement = BatchDecoder.decode(section).first, !reading.hasErrors
        else {
            fatalError("\(reading.faults)")
        }
        return agreement
    }

    /// The columns of the sample partner.
    static let cobalt = [
        ("itemNumber", "Artikel"), ("quantityOnHand", "Bestand"), ("unitOfMeasure", "Einheit"),
        ("asOf", "Stand"),
    ]

    static func stock(
        _ columns: [(field: String, heading: String)], trailer: BatchAgreement.Trailer = .none,
    ) -> BatchAgreement {
        agreement(columns.map { BatchColumn(field: $0.field, place: .heading($0.heading)) }, trailer: trailer)
    }

    static func agreement(
        _ columns: [BatchColumn], trailer: BatchAgreement.Trailer = .none,
    ) -> BatchAgreement {
        BatchAgreement(
            direction: .inbound, name: "stock", match: [], fileName: nil, format: .csv, document: .inventory,
            columns: columns, trailer: trailer)
    }

    func bytes() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Fixture.folder.appending(path: "batch/\(name).\(ending)")))
    }

    func reading() throws -> WholeReading {
        try WholeReading(bytes(), agreement, name: "\(name).\(ending)")
    }
}

/// A file read as the server reads it: judged first, then taken.
@dynamicMemberLookup
struct WholeReading {
    let reading: BatchReading
    let taken: [BatchDocument]

    init(_ bytes: [UInt8], _ agreement: BatchAgreement, name: String = "stock.csv") throws {
        let reader = BatchReader(agreement, arrivedOn: "2026-03-03", name: name)
        reading = try reader.survey(BatchBytes(bytes))
        var taken: [BatchDocument] = []
        try reader.documents(of: BatchBytes(bytes), reading, dropping: 0) { taken.append($0) }
        self.taken = taken
        #expect(reading.isRefused || taken.count == reading.documentCount)
    }

    subscript<Value>(dynamicMember path: KeyPath<BatchReading, Value>) -> Value { reading[keyPath: path] }

    var documents: [Document] { taken.map(\.document) }

    /// The lines of all reports of stock.
    var lines: [InventoryLine] {
        documents.flatMap { document -> [InventoryLine] in
            guard case .inventory(let inventory) = document else { return [] }
            return inventory.lines
        }
    }
}

/// Reads a text by the columns of the sample partner.
func readStock(
    _ text: String, as agreement: BatchAgreement = BatchFixture.stock(BatchFixture.cobalt),
) throws -> WholeReading {
    try WholeReading(Array(text.utf8), agreement)
}
