internal import Documents
internal import X12

/// An 846 as what lies in a partner's stock.
///
/// The stock is of the day that DTM names; without one, of the day in BIA04.
enum Inventory846: InboundTranslator {
    static let set = "846"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BIA", in: root, "a report of stock begins with it")
        let reference = try reading.required("reference", header, 3, "a report is known by its number")
        guard let reportedOn = reading.day("reportedOn", header, 4) else {
            throw TranslationError(
                .elementMissing, set: Self.set, segmentID: "BIA", segment: header.ordinal, element: 4,
                found: header[4], expected: "a report of stock names its day")
        }
        var inventory = Inventory(
            reference: reference, reportedOn: reportedOn, asOf: reportedOn, isAsOfStated: false)
        inventory.purpose = try reading.requiredCode("purpose", header, 1, CodeNames.purposes)
        inventory.reportType = reading.text("reportType", header, 2)
        inventory.time = reading.time("time", header, 5)
        inventory.action = reading.text("action", header, 6)
        if let day = reading.stockDay(in: root) {
            inventory.asOf = day
            inventory.isAsOfStated = true
        } else {
            reading.note("asOf", header, 4)
        }
        try reading.details(of: root, into: &inventory.details)
        for loop in root.loops("LIN") {
            let line = try reading.within("lines", inventory.lines.count) {
                reading throws(TranslationError) in try reading.inventoryLine(loop)
            }
            inventory.lines.append(line)
        }
        inventory.totals = try reading.controlTotals(of: root)
        return Translated(document: .inventory(inventory), reading: reading)
    }
}

extension Reading {
    /// The day the stock is of: the first one sent of those that can say it.
    fileprivate mutating func stockDay(in root: Loop) -> CalendarDay? {
        for code in ["007", "366", "182", "206", "090", "097", "140"] {
            guard let segment = root.first("DTM", 1, code), let day = day("asOf", segment, 2) else {
                continue
            }
            return day
        }
        return nil
    }

    fileprivate mutating func inventoryLine(_ loop: Loop) throws(TranslationError) -> InventoryLine {
        var line = InventoryLine(item: Item())
        guard let opening = loop.segments.first else { return line }
        line.lineNumber = text("lineNumber", opening, 1)
        identifiers(opening, from: 2, into: &line.item)
        descriptions(of: loop, into: &line.item)
        try distribution(of: loop, into: &line.distribution)
        try components(of: loop, into: &line.components)
        for segment in loop.segments where segment.code != "QTY" { try detail(segment, into: &line.details) }
        for child in loop.loops {
            if child.code == "QTY" {
                try stockQuantity(child, of: &line)
            } else {
                try detail(child, into: &line.details)
            }
        }
        // UIT names the price; a unit of its own holds where QTY has none.
        if let segment = loop.first("UIT") {
            if line.onHand != nil, line.onHand?.unit == nil {
                line.onHand?.unit = try within("onHand") { reading throws(TranslationError) in
                    reading.unit("unit", segment, 1)
                }
            } else if line.onHand?.unit == segment[1] {
                use(segment, 1)
            }
            line.price = try price("price", segment, 2, basis: 3)
        }
        return line
    }

    /// QTY: what is on hand is the quantity of the line; any other, or one with more said of it, stands beside it.
    private mutating func stockQuantity(
        _ loop: Loop, of line: inout InventoryLine,
    ) throws(TranslationError) {
        guard let segment = loop.segments.first, segment.has(2) else { return }
        let hasMore = loop.segments.count > 1 || !loop.loops.isEmpty
        if segment[1] == "17", line.onHand == nil {
            use(segment, 1)
            line.onHand = try quantity("onHand", segment, 2, unit: 3)
            guard hasMore else { return }
        }
        let found = try within("quantities", line.quantities.count) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, 1, CodeNames.stockQuantities)
            let qualifier = reading.text("qualifier", segment, 1)
            guard let value = try reading.decimal("value", segment, 2) else { return InventoryQuantity?.none }
            let unit = reading.unit("unit", segment, 3)
            var quantity = InventoryQuantity(kind: kind, qualifier: qualifier, Quantity(value, unit: unit))
            if let price = loop.first("UIT") {
                quantity.price = try reading.price("price", price, 2, basis: 3)
                if quantity.quantity.unit == nil {
                    quantity.quantity.unit = reading.unit("unit", price, 1)
                } else if quantity.quantity.unit == price[1] {
                    reading.use(price, 1)
                }
            }
            for child in loop.loops("SCH") {
                guard let segment = child.segments.first else { continue }
                try reading.schedule(segment, in: child, into: &quantity.schedules)
            }
            for child in loop.loops("LS") { try reading.stockPlaces(child, into: &quantity.places) }
            for segment in loop.segments.dropFirst() { try reading.detail(segment, into: &quantity.details) }
            for child in loop.loops where child.code != "LS" {
                try reading.detail(child, into: &quantity.details)
            }
            return quantity
        }
        if let found { line.quantities.append(found) }
    }

    /// The REF loops between LS and LE: a lot or a bin with its days.
    private mutating func stockPlaces(
        _ loop: Loop, into list: inout [StockPlace],
    ) throws(TranslationError) {
        for segment in loop.segments where segment.code == "LS" || segment.code == "LE" { use(segment, 1) }
        for child in loop.loops("REF") {
            guard let opening = child.segments.first else { continue }
            let found = try within("places", list.count) { reading throws(TranslationError) in
                guard let reference = try reading.reference("reference", opening, qualifier: 1, value: 2)
                else {
                    return StockPlace?.none
                }
                var place = StockPlace(reference: reference)
                for segment in child.segments.dropFirst() {
                    if segment.code == "N1" {
                        try reading.party(segment, in: nil, into: &place.details.parties)
                    } else {
                        try reading.detail(segment, into: &place.details)
                    }
                }
                for lower in child.loops { try reading.detail(lower, into: &place.details) }
                return place
            }
            if let found { list.append(found) }
        }
    }
}
