internal import Documents

/// What a supplier that does everything right answers to an order; the seed decides what is left open.
struct SimulatedDocuments {
    /// The day the answers are made.
    let today: CalendarDay
    var numbers: SeededNumbers

    /// The answer that takes the order as it is, line by line.
    mutating func response(to order: PurchaseOrder) -> PurchaseOrderResponse {
        var response = PurchaseOrderResponse(
            purpose: CodedValue(kind: "original", code: "00"),
            decision: CodedValue(kind: "accepted", code: "AD"), orderNumber: order.orderNumber)
        response.orderDate = order.orderDate ?? today
        response.release = order.release
        response.responseDate = today
        response.sellerOrderNumber = "SO\(Int.random(in: 100_000...999_999, using: &numbers))"
        response.lines = order.lines.map { ordered in
            var line = OrderLine()
            line.lineNumber = ordered.lineNumber
            line.item.identifiers = ordered.item.identifiers
            line.quantity = ordered.quantity
            line.price = ordered.price
            var answer = LineAnswer(status: CodedValue(kind: "accepted", code: "IA"))
            answer.quantity = ordered.quantity
            line.answers = [answer]
            return line
        }
        return response
    }

    /// One shipment of everything, in one pack a line.
    mutating func shipment(of order: PurchaseOrder) -> ShipmentNotification {
        let number = Int.random(in: 10_000_000...99_999_999, using: &numbers)
        var shipment = ShipmentNotification(
            purpose: CodedValue(kind: "original", code: "00"), shipmentNumber: "\(number)")
        shipment.day = today
        shipment.time = TimeOfDay(digits: "1200")
        shipment.structure = "0001"
        shipment.details.references = [
            Reference(kind: "billOfLading", qualifier: "BM", value: "BOL\(number)")
        ]
        var shipped = NamedDate(kind: "shipped", qualifier: "011")
        shipped.day = today
        shipment.details.dates = [shipped]
        var part = ShippedOrder()
        part.orderNumber = order.orderNumber
        part.release = order.release
        part.orderDate = order.orderDate
        part.packages = order.lines.map { ordered in
            var package = Package(level: CodedValue(kind: "pack", code: "P"))
            package.sscc = Self.sscc(Int.random(in: 1...999_999_999, using: &numbers))
            var line = ShippedLine()
            line.lineNumber = ordered.lineNumber
            line.item.identifiers = ordered.item.identifiers
            line.shipped = ordered.quantity
            package.lines = [line]
            return package
        }
        shipment.orders = [part]
        return shipment
    }

    /// The bill for everything at the prices of the order.
    mutating func invoice(for order: PurchaseOrder) -> Invoice {
        let lines = order.lines.map { ordered in
            var line = InvoiceLine()
            line.lineNumber = ordered.lineNumber
            line.item.identifiers = ordered.item.identifiers
            line.quantity = ordered.quantity
            line.price = ordered.price
            return line
        }
        let cents = lines.reduce(Int128(0)) { $0 + Self.cents(of: $1) }
        var invoice = Invoice(
            invoiceNumber: "INV\(Int.random(in: 100_000...999_999, using: &numbers))",
            total: ExactDecimal(units: cents, scale: 2))
        invoice.invoiceDate = today
        invoice.orderNumber = order.orderNumber
        invoice.orderDate = order.orderDate
        invoice.invoiceType = CodedValue(kind: "invoice", code: "DI")
        invoice.lines = lines
        return invoice
    }

    /// An order of a few lines, as a customer sends one.
    mutating func order(number: String) -> PurchaseOrder {
        var order = PurchaseOrder(
            purpose: CodedValue(kind: "original", code: "00"),
            orderType: CodedValue(kind: "standAlone", code: "SA"), orderNumber: number)
        order.orderDate = today
        order.lines = (1...Int.random(in: 1...5, using: &numbers)).map { ordinal in
            var line = OrderLine()
            line.lineNumber = "\(ordinal)"
            line.item.identifiers = [
                ItemIdentifier(
                    kind: "buyerPart", qualifier: "BP",
                    value: "SIM-\(Int.random(in: 1_000...9_999, using: &numbers))")
            ]
            let pieces = Int128(Int.random(in: 1...500, using: &numbers))
            line.quantity = Quantity(ExactDecimal(units: pieces, scale: 0), unit: "EA")
            let price = Int128(Int.random(in: 1...20_000, using: &numbers))
            line.price = Price(ExactDecimal(units: price, scale: 2), basis: "PE")
            return line
        }
        return order
    }

    /// Quantity times price, rounded to the hundredth; 0 where either is missing or the product has no room.
    private static func cents(of line: InvoiceLine) -> Int128 {
        guard let quantity = line.quantity?.value, let price = line.price else { return 0 }
        let (product, overflow) = quantity.units.multipliedReportingOverflow(by: price.amount.units)
        guard !overflow else { return 0 }
        let scale = quantity.scale + price.amount.scale
        let part = Int128(price.perQuantity ?? 1)
        guard scale > 2 || part != 1 else { return product * power(of: 2 - scale) }
        let divisor = power(of: max(0, scale - 2)) * part
        let dividend = product * power(of: max(0, 2 - scale))
        return (dividend + divisor / 2) / divisor
    }

    private static func power(of exponent: Int) -> Int128 {
        (0..<min(max(0, exponent), 36)).reduce(Int128(1)) { product, _ in product * 10 }
    }

    /// A serial shipping container code: extension digit, company, serial, check digit (GS1 General Specifications).
    private static func sscc(_ serial: Int) -> String {
        let digits = "00614141" + String(String(serial + 1_000_000_000).suffix(9))
        let sum = digits.enumerated().reduce(0) { sum, digit in
            sum + (digit.element.wholeNumberValue ?? 0) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
        }
        return digits + "\((10 - sum % 10) % 10)"
    }
}
