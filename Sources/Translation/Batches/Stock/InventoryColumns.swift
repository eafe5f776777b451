internal import Documents
internal import Partners

/// Which column of an agreement is which field of a line of stock, and how its values are read.
struct InventoryColumns {
    /// What a column tells.
    enum Role: Hashable {
        case identifier(String)
        case description
        case onHand
        case quantity(String)
        case unit
        case location
        case asOf
        case reference
        case more(String)
    }

    /// A column with its role; a class, so that it is looked at for every cell and never copied.
    final class Column: Sendable {
        let role: Role
        let field: String
        /// Its cell in a row, from 0.
        let index: Int
        let reader: CellReader
        let place: FoundColumns.Place
        /// Whether it numbers the item itself.
        let namesItem: Bool

        init(_ field: String, index: Int, _ reader: CellReader, _ place: FoundColumns.Place) {
            role = InventoryColumns.role(of: field)
            self.field = field
            self.index = index
            self.reader = reader
            self.place = place
            namesItem = role == .identifier(field) && !InventoryColumns.partial.contains(field)
        }
    }

    /// The fields that number an item, by the name profiles call them.
    private static let identifiers: Set<String> = [
        "itemNumber", "buyerPart", "buyerItem", "vendorPart", "vendorItem", "manufacturerPart",
        "stockKeepingUnit", "gtin", "lot", "batch", "serial",
    ]
    /// Numbers that tell pieces of an item apart and do not say which item it is.
    private static let partial: Set<String> = ["lot", "batch", "serial"]

    /// The columns, in the order of the agreement.
    let columns: [Column]
    /// What the file has that the agreement does not name.
    let unused: [FoundColumns.Place]

    /// `found`: where the columns are in a file.
    init(_ agreement: BatchAgreement, _ found: FoundColumns, usual: CellText.DecimalMark) {
        columns = agreement.columns.enumerated().map { index, column in
            Column(
                column.field, index: index, CellReader(column.rule, agreement.taking, usual: usual),
                found.agreed.indices.contains(index) ? found.agreed[index] : FoundColumns.Place())
        }
        unused = found.unused
    }

    /// Where fields were read from.
    var sources: [BatchProvenance.Source] {
        columns.filter { !$0.reader.isConstant }
            .map { BatchProvenance.Source(field: $0.field, place: $0.place) }
    }

    /// What is wrong with an agreement, in a sentence without its end.
    static func flaw(of agreement: BatchAgreement) -> String? {
        let fields = agreement.columns.map(\.field)
        guard fields.contains("quantityOnHand") else { return "no column for quantityOnHand; add one" }
        guard fields.contains(where: { identifiers.contains($0) && !partial.contains($0) }) else {
            return "no column for the item, as itemNumber, buyerPart, vendorPart or gtin; add one"
        }
        return nil
    }

    private static func role(of field: String) -> Role {
        switch field {
        case "quantityOnHand": return .onHand
        case "unitOfMeasure", "unit": return .unit
        case "location": return .location
        case "asOf": return .asOf
        case "reference": return .reference
        case "description": return .description
        default:
            if identifiers.contains(field) { return .identifier(field) }
            let prefix = "quantity"
            if field.hasPrefix(prefix), let first = field.dropFirst(prefix.count).first, first.isUppercase {
                return .quantity(first.lowercased() + field.dropFirst(prefix.count + 1))
            }
            return .more(field)
        }
    }
}
