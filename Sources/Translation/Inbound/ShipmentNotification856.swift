internal import Documents
internal import X12

/// An 856 as a shipment: orders, packages in them, lines in those, whatever levels the partner used.
enum ShipmentNotification856: InboundTranslator {
    static let set = "856"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BSN", in: root, "a shipment notification begins with it")
        let number = try reading.required("shipmentNumber", header, 2, "a shipment is known by its number")
        var shipment = ShipmentNotification(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            shipmentNumber: number)
        shipment.day = reading.day("day", header, 3)
        shipment.time = reading.time("time", header, 4)
        shipment.structure = reading.text("structure", header, 5)
        shipment.transactionType = reading.text("transactionType", header, 6)
        shipment.statusReason = reading.text("statusReason", header, 7)
        let plan = try ShipmentPlan(root)
        for segment in root.all("DTM") { try reading.date(segment, into: &shipment.details.dates) }
        for level in plan.shipments {
            reading.useLevel(level)
            try reading.details(of: level, into: &shipment.details)
            try reading.descriptionsAsNotes(of: level, into: &shipment.details.notes)
        }
        for planned in plan.orders {
            let order = try reading.within("orders", shipment.orders.count) {
                reading throws(TranslationError) in
                try reading.shippedOrder(planned)
            }
            shipment.orders.append(order)
        }
        shipment.totals = try reading.controlTotals(of: root)
        return Translated(document: .shipmentNotification(shipment), reading: reading)
    }
}

extension Reading {
    /// HL itself is understood: the shape of the document shows it.
    fileprivate mutating func useLevel(_ level: Loop) {
        if let segment = level.first("HL") { use(segment, 1, 2, 3, 4) }
    }

    fileprivate mutating func shippedOrder(_ planned: ShipmentPlan.Order) throws(TranslationError)
        -> ShippedOrder
    {
        var order = ShippedOrder()
        if let level = planned.level {
            useLevel(level)
            if let reference = level.first("PRF") {
                order.orderNumber = text("orderNumber", reference, 1)
                order.release = text("release", reference, 2)
                order.changeNumber = text("changeNumber", reference, 3)
                order.orderDate = day("orderDate", reference, 4)
                order.orderLineNumber = text("orderLineNumber", reference, 5)
                order.contract = text("contract", reference, 6)
                order.orderType = text("orderType", reference, 7)
            }
            if order.orderNumber == nil, let reference = level.first("REF", 1, "PO") {
                order.orderNumber = text("orderNumber", reference, 2)
            }
            try details(of: level, into: &order.details)
            if !planned.lines.contains(where: \.isOfHolder) {
                try descriptionsAsNotes(of: level, into: &order.details.notes)
            }
        } else if let number = planned.number {
            order.orderNumber = text("orderNumber", number.segment, number.element)
        }
        try packages(planned.packages, into: &order.packages)
        try lines(planned.lines, into: &order.lines)
        return order
    }

    private mutating func packages(
        _ planned: [ShipmentPlan.Package], into list: inout [Package],
    ) throws(TranslationError) {
        for plan in planned {
            guard let opening = plan.level.first("HL") else { continue }
            let found = try within("packages", list.count) { reading throws(TranslationError) in
                let level = try reading.coded("level", opening, 3, CodeNames.packageLevels)
                var package = Package(level: level ?? CodedValue(code: ""))
                package.number = reading.text("number", opening, 1)
                reading.useLevel(plan.level)
                package.sscc = reading.sscc(of: plan.level)
                if !plan.isRepeated { try reading.ownContent(of: plan, into: &package) }
                try reading.packages(plan.packages, into: &package.packages)
                try reading.lines(plan.lines, into: &package.lines)
                return package
            }
            list.append(found)
        }
    }

    private mutating func ownContent(
        of plan: ShipmentPlan.Package, into package: inout Package,
    ) throws(TranslationError) {
        let level = plan.level
        package.pallet = try pallet(of: level)
        let holdsLine = plan.lines.contains(where: \.isOfHolder)
        if !holdsLine, let segment = level.first("SN1") {
            package.quantity = try quantity("quantity", segment, 2, unit: 3)
        }
        try packs(of: level, into: &package.packs)
        try details(of: level, into: &package.details)
        if !holdsLine { try descriptionsAsNotes(of: level, into: &package.details.notes) }
    }

    /// The first mark of the level that is a serial shipping container code.
    private mutating func sscc(of level: Loop) -> String? {
        for segment in level.all("MAN") {
            for place in [1, 4] where CodeNames.marks[segment[place] ?? ""] == "sscc" {
                let code = segment[place + 1].flatMap(Mark.serialShippingContainerCode)
                guard let code else { continue }
                note("sscc", segment, place + 1)
                return code
            }
        }
        return nil
    }

    private mutating func pallet(of level: Loop) throws(TranslationError) -> Pallet? {
        guard let segment = level.first("PAL") else { return nil }
        return try within("pallet") { reading throws(TranslationError) in
            var pallet = Pallet()
            pallet.type = reading.text("type", segment, 1)
            pallet.tiers = reading.count("tiers", segment, 2)
            pallet.blocks = reading.count("blocks", segment, 3)
            pallet.packs = reading.count("packs", segment, 4)
            pallet.weight = try reading.quantity("weight", segment, 5, unit: 6)
            pallet.length = try reading.decimal("length", segment, 7)
            pallet.width = try reading.decimal("width", segment, 8)
            pallet.height = try reading.decimal("height", segment, 9)
            pallet.dimensionUnit = reading.unit("dimensionUnit", segment, 10)
            pallet.volume = try reading.quantity("volume", segment, 13, unit: 14)
            pallet.exchange = reading.text("exchange", segment, 15)
            pallet.innerPacks = reading.count("innerPacks", segment, 16)
            pallet.grossWeight = try reading.quantity("grossWeight", segment, 11, unit: 12)
            return pallet
        }
    }

    private mutating func lines(
        _ planned: [ShipmentPlan.Line], into list: inout [ShippedLine],
    ) throws(TranslationError) {
        for plan in planned {
            let found = try within("lines", list.count) { reading throws(TranslationError) in
                var line = try reading.shippedLine(plan.level)
                if !plan.isOfHolder {
                    reading.useLevel(plan.level)
                    try reading.packs(of: plan.level, into: &line.packs)
                    try reading.details(of: plan.level, into: &line.details)
                }
                try reading.packages(plan.packages, into: &line.packages)
                try reading.lines(plan.lines, into: &line.lines)
                return line
            }
            list.append(found)
        }
    }

    private mutating func shippedLine(_ level: Loop) throws(TranslationError) -> ShippedLine {
        var line = ShippedLine()
        if let item = level.first("LIN") {
            line.lineNumber = text("lineNumber", item, 1)
            identifiers(item, from: 2, into: &line.item)
        }
        if let number = ShipmentPlan.orderNumber(of: level) {
            line.orderNumber = text("orderNumber", number.segment, number.element)
        }
        if let reference = level.first("PRF") {
            use(reference, 4)
            line.orderLineNumber = text("orderLineNumber", reference, 5)
        }
        if line.orderLineNumber == nil, let item = level.first("LIN") {
            for element in stride(from: 2, to: item.elementCount, by: 2) where item[element] == "PL" {
                line.orderLineNumber = line.orderLineNumber ?? text("orderLineNumber", item, element + 1)
            }
        }
        if let segment = level.first("SN1") {
            if line.lineNumber == nil {
                line.lineNumber = text("lineNumber", segment, 1)
            } else {
                use(segment, 1)
            }
            line.shipped = try quantity("shipped", segment, 2, unit: 3)
            line.cumulative = try decimal("cumulative", segment, 4)
            line.ordered = try quantity("ordered", segment, 5, unit: 6)
            line.containerLoad = text("containerLoad", segment, 7)
            line.status = try coded("status", segment, 8, CodeNames.lineStatuses)
        }
        descriptions(of: level, into: &line.item)
        try distribution(of: level, into: &line.distribution)
        try components(of: level, into: &line.components)
        return line
    }
}
