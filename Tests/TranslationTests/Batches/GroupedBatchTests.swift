import Documents
import Testing

@testable import Partners
@testable import Translation

/// Rows that become orders' answers, shipments and invoices.
struct GroupedBatchTests {
    private static let invoices = BatchFixture.profile(
        """
        invoices:
          match: ["*"]
          format: csv
          document: invoice
          columns:
            invoiceNumber: Invoice
            orderNumber: Order
            total: Total
            lines.lineNumber: Line
            lines.quantity.value: Qty
        """)
    private static let head = "Invoice,Order,Total,Line,Qty\n"

    private static func read(_ rows: String, _ agreement: BatchAgreement = invoices) throws -> WholeReading {
        try WholeReading(Array((head + rows).utf8), agreement)
    }

    @Test func `rows with the same number become one document, and other numbers others`() throws {
        let reading = try Self.read("A,P1,10,1,2\nA,,,2,3\nB,P2,5,1,1\n")
        #expect(reading.documents.map(\.businessKey) == ["INVOICE/A", "INVOICE/B"])
        #expect((reading.acceptedRows, reading.faultyRows) == (3, 0))
    }

    @Test func `one bad row takes its document with it and no other`() throws {
        let reading = try Self.read("A,P1,10,1,2\nA,,,2,x\nB,P2,5,1,1\n")
        #expect(reading.documents.map(\.businessKey) == ["INVOICE/B"])
        #expect((reading.acceptedRows, reading.faultyRows) == (1, 2))
        #expect(reading.faults.map(\.line) == [2, 3])
        #expect(reading.faults.map(\.column) == [nil, 5])
    }

    @Test func `rows that disagree about their document are told of at the later row`() throws {
        let reading = try Self.read("A,P1,10,1,2\nA,P2,10,2,3\n")
        #expect(reading.documents.isEmpty)
        #expect(reading.faults.map(\.heading) == [nil, "Order"])
        #expect(reading.faults.last?.found == "P2")
    }

    @Test func `documents whose rows stand apart are not taken, and both places are told`() throws {
        let reading = try Self.read("A,P1,10,1,2\nB,P2,5,1,1\nA,P1,10,2,3\n")
        #expect(reading.documents.map(\.businessKey) == ["INVOICE/B"])
        #expect((reading.acceptedRows, reading.faultyRows) == (1, 2))
        #expect(Set(reading.faults.map(\.line)) == [2, 4])
    }

    @Test func `a row nobody can read spoils the documents on both sides of it`() throws {
        let reading = try Self.read("A,P1,10,1,2\n\"A,P1,10,2,3\nB,P2,5,1,1\nC,P2,5,1,1\n")
        #expect(reading.documents.map(\.businessKey) == ["INVOICE/C"])
        #expect(reading.rowCount == 4)
    }

    @Test func `a document that lacks what every one has is refused with the name of it`() throws {
        let reading = try Self.read("A,P1,,1,2\n")
        #expect(reading.documents.isEmpty)
        #expect(reading.faults.first?.message.contains("total is required") == true)
    }

    @Test func `one bad row refuses the file where that was agreed`() throws {
        var agreement = Self.invoices
        agreement.taking.onFault = .refuseFile
        let reading = try Self.read("A,P1,10,1,2\nB,P2,5,1,x\n", agreement)
        #expect(reading.isRefused)
        #expect(reading.documents.isEmpty)
    }

    @Test func `a document has no more rows than it may`() throws {
        let rows = (1...GroupedCollector.rowsPerDocument + 5).map { "A,P1,10,\($0),1\n" }.joined()
        let reading = try Self.read(rows + "B,P1,1,1,1\n")
        #expect(reading.documents.map(\.businessKey) == ["INVOICE/B"])
        #expect(reading.rowCount == GroupedCollector.rowsPerDocument + 6)
    }

    @Test(arguments: [CanonicalKind.invoice, .purchaseOrderResponse, .shipmentNotification, .supplier])
    func `every field of a table, alone beside the required ones, makes a document that is read again`(
        _ kind: CanonicalKind
    ) throws {
        let table = try #require(BatchFieldTables.table(for: kind))
        // The number of a bank account is written nowhere.
        for name in table.names where name != "bankAccount" {
            let field = try #require(table[name])
            var columns = table.required.filter { $0 != name }.map { ($0, Self.sample(of: table[$0])) }
            columns.append((name, Self.sample(of: field)))
            if kind == .purchaseOrderResponse, name != "decision.code" {
                columns.append(("decision.code", "AC"))
            }
            if name.hasPrefix("lines.answers."), name != "lines.answers.status.code" {
                columns.append(("lines.answers.status.code", "IA"))
            }
            for (value, unit) in [(".value", ".unit"), (".amount", ".basis")] where name.hasSuffix(unit) {
                columns.append((name.replacing(unit, with: value), "3"))
            }
            let agreement = BatchAgreement(
                direction: .inbound, name: "x", match: [], fileName: nil, format: .csv, document: kind,
                columns: columns.map { BatchColumn(field: $0.0, place: .heading($0.0)) }, trailer: .none)
            let text =
                columns.map(\.0).joined(separator: ",") + "\n" + columns.map(\.1).joined(separator: ",")
                + "\n"
            let reading = try WholeReading(Array(text.utf8), agreement)
            #expect(reading.faults.isEmpty, "\(name): \(reading.faults)")
            let document = try #require(reading.documents.first, "\(name)")
            #expect(
                String(decoding: document.json(), as: UTF8.self).contains(Self.sample(of: field)), "\(name)")
        }
    }

    private static func sample(of field: BatchField?) -> String {
        switch field?.kind {
        case .decimal: "12.50"
        case .count: "30"
        case .day: "2026-11-23"
        case .time: "14:30"
        case .gtin: "04012345678901"
        case .sscc: "001234560000000015"
        case .code(let codes): codes.elements.map(\.code).min() ?? ""
        case .word(let words): words[0]
        case .text, .identifier, .account, nil: "Q7"
        }
    }
}
