import Documents
import Foundation
import Testing
import Translation

@testable import Partners

/// A batch file beside the documents it must become, and the agreement it is read by.
struct BatchFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let agreement: BatchAgreement

    var testDescription: String { name }
    var golden: URL { Fixture.folder.appending(path: "batch/\(name).json") }

    static let all = [
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
    ]

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
        [UInt8](try Data(contentsOf: Fixture.folder.appending(path: "batch/\(name).csv")))
    }

    func reading() throws -> WholeReading {
        try WholeReading(bytes(), agreement, name: "\(name).csv")
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
