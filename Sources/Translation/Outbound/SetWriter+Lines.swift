internal import Documents

/// Lines of orders, and the totals behind lines.
extension SetWriter {
    mutating func orderLines(_ lines: [OrderLine], _ id: StaticString, _ layouts: SetLayouts) {
        let isChange = id.utf8CodeUnitCount == 3 && "\(id)" == "POC"
        each("lines", lines) { writer, line in
            writer.segment(id) { writer in
                if isChange { writer.changedLine(line) } else { writer.orderedLine(line) }
            }
            var level = Level(line.details)
            level.isLine = true
            level.item = line.item
            level.packs = line.packs
            level.schedules = line.schedules
            level.distribution = line.distribution
            level.components = line.components
            level.answers = line.answers
            writer.write(level, layouts.line, of: layouts)
        }
    }

    private mutating func orderedLine(_ line: OrderLine) {
        text(1, "lineNumber", line.lineNumber)
        quantity(2, unit: 3, "quantity", line.quantity)
        price(4, basis: 5, "price", line.price)
        identifiers(of: line.item, from: 6, hasMore: true)
        unplaced("change", unless: line.change == nil)
        unplaced("quantityLeft", unless: line.quantityLeft == nil)
    }

    private mutating func changedLine(_ line: OrderLine) {
        text(1, "lineNumber", line.lineNumber)
        coded(2, "change", line.change, CodeNames.lineChanges)
        if let quantity = line.quantity { within("quantity") { $0.decimal(3, "value", quantity.value) } }
        if let left = line.quantityLeft { within("quantityLeft") { $0.decimal(4, "value", left.value) } }
        if let unit = line.quantity?.unit {
            within("quantity") { $0.text(5, "unit", unit) }
            if let other = line.quantityLeft?.unit {
                within("quantityLeft") { writer in
                    if other == unit {
                        writer.also("unit")
                    } else {
                        writer.unplaced("unit", "POC has a place for one unit")
                    }
                }
            }
        } else if let left = line.quantityLeft {
            within("quantityLeft") { $0.text(5, "unit", left.unit) }
        }
        price(6, basis: 7, "price", line.price)
        identifiers(of: line.item, from: 8, hasMore: true)
    }

    // MARK: Totals

    /// The control totals to write: those stated, and the rest counted where it is to be filled in.
    func totals(_ stated: ControlTotals?, lines: Int, _ quantities: [Quantity?]) -> ControlTotals? {
        guard totals == .filledIn else { return stated }
        guard stated != nil || lines > 0 else { return nil }
        var filled = stated ?? ControlTotals()
        filled.lineCount = filled.lineCount ?? lines
        filled.hashTotal = filled.hashTotal ?? Self.hashTotal(quantities)
        return filled
    }

    /// The sum of the quantities; digits that find no place on the left are left off, as the standard says.
    static func hashTotal(_ quantities: [Quantity?]) -> ExactDecimal? {
        var units: Int128 = 0
        var scale = 0
        for quantity in quantities {
            guard let value = quantity?.value, value.scale <= 9 else { return nil }
            var (left, right) = (units, value.units)
            if value.scale > scale {
                left = Self.raised(left, by: value.scale - scale)
            } else {
                right = Self.raised(right, by: scale - value.scale)
            }
            scale = max(scale, value.scale)
            let limit: Int128 = 10_000_000_000
            units = (left % limit + right % limit) % limit
        }
        return quantities.isEmpty ? nil : ExactDecimal(units: units, scale: scale)
    }

    private static func raised(_ units: Int128, by power: Int) -> Int128 {
        var raised = units % 10_000_000_000
        for _ in 0..<power { raised = raised * 10 % 10_000_000_000 }
        return raised
    }

    mutating func write(_ totals: ControlTotals?, amount index: Int?, of details: Details) {
        guard let totals else { return }
        within("totals") { writer in
            writer.segment("CTT") { writer in
                writer.count(1, "lineCount", totals.lineCount)
                writer.decimal(2, "hashTotal", totals.hashTotal)
                writer.quantity(3, unit: 4, "weight", totals.weight)
                writer.quantity(5, unit: 6, "volume", totals.volume)
                writer.text(7, "description", totals.description)
            }
        }
        guard let index else { return }
        within("amounts", index) { writer in
            let amount = details.amounts[index]
            writer.segment("AMT") { writer in
                writer.text(1, "qualifier", amount.qualifier)
                writer.decimal(2, "amount", amount.amount)
                writer.text(3, "creditOrDebit", amount.creditOrDebit)
            }
        }
    }
}
