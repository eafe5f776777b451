import Documents

@testable import Translation

/// The kinds of documents that are written.
extension GeneratedDocument {
    mutating func document(_ type: DocumentType) -> Document? {
        switch type {
        case .purchaseOrder: .purchaseOrder(order())
        case .purchaseOrderResponse: .purchaseOrderResponse(response())
        case .purchaseOrderChange: .purchaseOrderChange(change())
        case .invoice: .invoice(invoice())
        case .shipmentNotification: .shipmentNotification(shipment())
        default: nil
        }
    }

    private mutating func headerDetails() -> Details {
        var details = Details()
        if chance(60) {
            details.currency = "EUR"
            details.currencyParty = pick(["BY", "SE"])
        }
        details.references = list(0...3) { $0.reference() }
        details.contacts = list(0...2) { $0.contact() }
        details.charges = list(0...2) { $0.charge() }
        details.terms = list(0...2) { $0.terms() }
        details.dates = list(0...4) { $0.date() }
        details.parties = list(0...3) { $0.party() }
        return details
    }

    private mutating func order() -> PurchaseOrder {
        var order = PurchaseOrder(
            purpose: coded(["00", "01", "06"], CodeNames.purposes),
            orderType: coded(["SA", "NE", "DS"], CodeNames.orderTypes), orderNumber: text(1...22))
        order.orderDate = day()
        order.release = maybe(30) { $0.text(1...10) }
        order.contract = maybe(30) { $0.text(1...20) }
        order.details = headerDetails()
        order.details.notes = list(0...3) { $0.headedNote() }
        order.lines = list(1...6) { $0.orderLine(change: false) }
        return order
    }

    private mutating func response() -> PurchaseOrderResponse {
        var response = PurchaseOrderResponse(
            purpose: coded(["00", "06"], CodeNames.purposes),
            decision: coded(["AC", "AD", "AT", "RJ"], CodeNames.decisions), orderNumber: text(1...22))
        response.orderDate = day()
        response.sellerOrderNumber = maybe(50) { $0.text(1...20) }
        response.responseDate = day()
        response.details = headerDetails()
        response.lines = list(0...4) { made in
            var line = made.orderLine(change: false)
            line.answers = made.list(0...3) { made in
                var answer = LineAnswer(status: made.coded(["IA", "IB", "IQ", "DR"], CodeNames.lineStatuses))
                answer.quantity = made.quantity()
                if made.chance(50) {
                    answer.date = NamedDate(kind: CodeNames.dates["068"], qualifier: "068")
                    answer.date?.day = made.day()
                }
                return answer
            }
            return line
        }
        return response
    }

    private mutating func change() -> PurchaseOrderChange {
        var change = PurchaseOrderChange(
            purpose: coded(["04"], CodeNames.purposes), orderType: coded(["SA", "NE"], CodeNames.orderTypes),
            orderNumber: text(1...22))
        change.orderDate = day()
        change.changeNumber = maybe(60) { $0.text(1...8) }
        change.changeDate = maybe(50) { $0.day() } ?? nil
        change.details = headerDetails()
        change.lines = list(1...4) { made in
            var line = made.orderLine(change: true)
            line.change = made.coded(["AI", "CA", "DI", "QI"], CodeNames.lineChanges)
            line.quantityLeft = Quantity(made.decimal(1...4, scale: 0...1), unit: line.quantity?.unit)
            return line
        }
        return change
    }

    private mutating func orderLine(change: Bool) -> OrderLine {
        var line = OrderLine()
        line.lineNumber = text(1...6)
        line.quantity = quantity()
        line.price = price()
        line.item = item(pairs: 10, atMost: 13)
        line.packs = list(0...1) { $0.packSize() }
        line.distribution = list(0...14) { made in
            let scheme = "92"
            return Distribution(
                location: PartyIdentifier(
                    kind: CodeNames.identifierSchemes[scheme], qualifier: scheme, value: made.text(2...6)),
                quantity: Quantity(made.decimal(1...3, scale: 0...0), unit: made.pick(["EA", "CA"])))
        }
        line.schedules = list(0...2) { made in
            var schedule = Schedule()
            schedule.quantity = made.quantity()
            var date = NamedDate(kind: CodeNames.dates["002"], qualifier: "002")
            date.day = made.day()
            schedule.dates = [date]
            return schedule
        }
        line.components = list(0...2) { made in
            var component = Component()
            component.lineNumber = made.text(1...4)
            component.relationship = made.pick(["I", "O"])
            component.quantity = made.quantity()
            component.item = made.item(pairs: 10, atMost: 10)
            return component
        }
        line.details.references = list(0...2) { $0.reference() }
        line.details.charges = list(0...1) { $0.charge() }
        line.details.notes = list(0...1) { $0.headedNote() }
        return line
    }

    private mutating func invoice() -> Invoice {
        var invoice = Invoice(invoiceNumber: text(1...22), total: money())
        let type = coded(["DI", "PR", "CR", "DR"], CodeNames.invoiceTypes)
        invoice.invoiceType = type
        invoice.direction = type.code == "CR" ? .credit : .debit
        invoice.invoiceDate = day()
        invoice.orderNumber = text(1...22)
        invoice.details = headerDetails()
        invoice.discountableTotal = maybe(30) { $0.money() }
        invoice.details.references = invoice.details.references.filter { $0.qualifier != "PO" }
        invoice.lines = list(1...5) { made in
            var line = InvoiceLine()
            line.lineNumber = made.text(1...6)
            line.quantity = made.quantity()
            line.price = made.price()
            line.item = made.item(pairs: 10, atMost: 10)
            line.orderNumber = line.item.identifiers.first { $0.qualifier == "PO" }?.value
            line.details.charges = made.list(0...2) { $0.charge() }
            return line
        }
        return invoice
    }

    private mutating func shipment() -> ShipmentNotification {
        var shipment = ShipmentNotification(
            purpose: coded(["00"], CodeNames.purposes), shipmentNumber: text(2...20))
        shipment.day = day()
        shipment.time = time()
        shipment.structure = pick(["0001", "0004"])
        shipment.details.references = list(0...3) { $0.reference() }
        shipment.details.dates = list(0...3) { $0.date() }
        shipment.details.parties = list(0...3) { $0.party() }
        var levels = 1
        shipment.orders = list(1...3) { $0.shippedOrder(&levels) }
        return shipment
    }

    private mutating func shippedOrder(_ levels: inout Int) -> ShippedOrder {
        var order = ShippedOrder()
        levels += 1
        order.orderNumber = text(1...22)
        order.orderDate = day()
        order.details.references = list(0...2) { $0.reference() }
        for _ in 0..<number(0...2) {
            levels += 1
            var package = Package(level: coded(["P", "T"], CodeNames.packageLevels))
            package.number = String(levels)
            let code = "0000123456000000\(number(1000...9999))"
            package.details.marks = [Mark(kind: CodeNames.marks["GM"], qualifier: "GM", value: code)]
            package.sscc = String(code.dropFirst(2))
            for _ in 0..<number(0...3) { package.lines.append(shippedLine(&levels)) }
            order.packages.append(package)
        }
        for _ in 0..<number(0...2) { order.lines.append(shippedLine(&levels)) }
        return order
    }

    private mutating func shippedLine(_ levels: inout Int) -> ShippedLine {
        var line = ShippedLine()
        levels += 1
        line.lineNumber = text(1...6)
        line.item = item(pairs: 15, atMost: 15)
        line.orderNumber = line.item.identifiers.first { $0.qualifier == "PO" }?.value
        line.orderLineNumber = line.item.identifiers.first { $0.qualifier == "PL" }?.value
        line.shipped = quantity()
        line.ordered = maybe(40) { $0.quantity() }
        line.cumulative = maybe(20) { $0.decimal() }
        line.details.references = list(0...2) { $0.reference() }
        line.details.dates = list(0...2) { $0.date() }
        return line
    }
}
