internal import Documents
internal import Partners

/// Which column of a file is which field of a line of stock, by the agreement and the file's own heading.
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

    /// A column of the file with its role.
    struct Column {
        let role: Role
        let field: String
        /// From 0.
        let index: Int
        let heading: String?
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
    /// How many cells a row has.
    let width: Int
    /// The file's headings that the agreement does not name.
    let unused: [BatchOrigin.Unused]

    /// Finds the agreed columns in a file.
    ///
    /// `first`: the cells of the file's first row; its heading if the agreement names headings.
    init(_ agreement: BatchAgreement, first: [String]) throws(BatchError) {
        try Self.check(agreement)
        let headings = Self.hasHeading(agreement) ? first : []
        var columns: [Column] = []
        for column in agreement.columns {
            let index = try Self.place(column, headings)
            columns.append(
                Column(
                    role: Self.role(of: column.field), field: column.field, index: index,
                    heading: headings.indices.contains(index) ? headings[index] : nil))
        }
        self.columns = columns
        width = max(first.count, (columns.map(\.index).max() ?? 0) + 1)
        let used = Set(columns.map(\.index))
        unused = headings.enumerated().filter { !used.contains($0.offset) && !$0.element.isEmpty }
            .map { BatchOrigin.Unused(heading: $0.element, column: $0.offset + 1) }
    }

    /// Whether the file begins with a heading: it does where the agreement names a column by one.
    static func hasHeading(_ agreement: BatchAgreement) -> Bool {
        agreement.columns.contains { if case .heading = $0.place { true } else { false } }
    }

    /// How many of the agreed headings are among these cells.
    static func agreedHeadings(_ agreement: BatchAgreement, in cells: [String]) -> Int {
        let known = Set(cells.map { $0.lowercased() })
        return agreement.columns.count { column in
            if case .heading(let heading) = column.place {
                known.contains(heading.lowercased())
            } else {
                false
            }
        }
    }

    private static func check(_ agreement: BatchAgreement) throws(BatchError) {
        let fields = agreement.columns.map(\.field)
        guard fields.contains("quantityOnHand") else {
            throw BatchError(
                .agreementUnusable,
                "batch.\(agreement.name) names no column for quantityOnHand; add it to the profile.")
        }
        guard fields.contains(where: { identifiers.contains($0) && !partial.contains($0) }) else {
            throw BatchError(
                .agreementUnusable,
                "batch.\(agreement.name) names no column for the item, as itemNumber, buyerPart, vendorPart "
                    + "or gtin; add one to the profile.")
        }
    }

    private static func place(_ column: BatchColumn, _ headings: [String]) throws(BatchError) -> Int {
        switch column.place {
        case .position(let number, _): return number - 1
        case .heading(let heading):
            let wanted = heading.lowercased()
            let places = headings.indices.filter { headings[$0].lowercased() == wanted }
            guard let index = places.first else {
                let found = headings.prefix(20).map { "'\($0.prefix(40))'" }.joined(separator: ", ")
                throw BatchError(
                    .headingMissing, heading: heading,
                    "The file has no column '\(heading)'; its heading is \(found). "
                        + "Send it with the columns agreed."
                )
            }
            guard places.count == 1 else {
                throw BatchError(
                    .headingRepeated, heading: heading,
                    "The file has the column '\(heading)' \(places.count) times; send it once.")
            }
            return index
        }
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

    /// Whether a number says which item it is.
    static func namesItem(_ field: String) -> Bool { !partial.contains(field) }
}
