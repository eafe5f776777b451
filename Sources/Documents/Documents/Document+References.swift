extension Document {
    /// How many references of a document are kept for tracing; further ones are left out.
    public static let referencesMaximum = 200

    /// Every number the document can be found by: orders, releases, shipments, bills of lading, invoices.
    ///
    /// Tracking numbers and package codes too. Each once, in the order of the document, orders before
    /// packages; at most ``referencesMaximum``.
    public var references: [(kind: String, value: String)] {
        var collector = ReferenceCollector()
        switch self {
        case .purchaseOrder(let order): collector.add(order)
        case .purchaseOrderResponse(let response): collector.add(response)
        case .purchaseOrderChange(let change): collector.add(change)
        case .purchaseOrderChangeResponse(let response): collector.add(response)
        case .shipmentNotification(let shipment): collector.add(shipment)
        case .invoice(let invoice): collector.add(invoice)
        case .functionalAcknowledgment(let answer):
            collector.add("groupControlNumber", answer.groupControlNumber)
            for set in answer.sets { collector.add("controlNumber", set.controlNumber) }
        case .inventory(let inventory):
            collector.add("inventory", inventory.reference)
            collector.add(inventory.details)
        case .remittanceAdvice(let payment): collector.add(payment)
        case .applicationAdvice(let advice): collector.add(advice)
        case .planningSchedule(let schedule):
            collector.add("planningSchedule", schedule.scheduleNumber)
            collector.add("purchaseOrder", schedule.orderNumber)
            for order in schedule.orders { collector.add("purchaseOrder", order.orderNumber) }
            collector.add("release", schedule.release)
            collector.add("contract", schedule.contract)
            collector.add(schedule.details, schedule.lines)
        case .shippingSchedule(let schedule):
            collector.add("shippingSchedule", schedule.scheduleNumber)
            collector.add("purchaseOrder", schedule.orderNumber)
            collector.add("release", schedule.release)
            collector.add("contract", schedule.contract)
            collector.add(schedule.details, schedule.lines)
        case .receiptConfirmation(let receipt): collector.add(receipt)
        case .supplier(let supplier):
            collector.add("supplier", supplier.number)
            for identifier in supplier.identifiers {
                collector.add("supplierIdentifier", identifier.value)
            }
        }
        return collector.found
    }
}

extension ReferenceCollector {
    /// The numbers an order is known by, as order, change and both answers state them.
    private mutating func addOrder(
        _ number: String, release: String?, sellerOrder: String?, contract: String?
    ) {
        add("purchaseOrder", number)
        add("release", release)
        add("sellerOrder", sellerOrder)
        add("contract", contract)
    }

    fileprivate mutating func add(_ order: PurchaseOrder) {
        addOrder(
            order.orderNumber, release: order.release, sellerOrder: nil, contract: order.contract)
        add(order.details)
        for line in order.lines { add(line.details) }
    }

    fileprivate mutating func add(_ response: PurchaseOrderResponse) {
        addOrder(
            response.orderNumber, release: response.release, sellerOrder: response.sellerOrderNumber,
            contract: response.contract)
        add(response.details)
        for line in response.lines { add(line.details) }
    }

    fileprivate mutating func add(_ change: PurchaseOrderChange) {
        addOrder(
            change.orderNumber, release: change.release, sellerOrder: change.sellerOrderNumber,
            contract: change.contract)
        add(change.details)
        for line in change.lines { add(line.details) }
    }

    fileprivate mutating func add(_ response: PurchaseOrderChangeResponse) {
        addOrder(
            response.orderNumber, release: response.release, sellerOrder: response.sellerOrderNumber,
            contract: response.contract)
        add(response.details)
        for line in response.lines { add(line.details) }
    }

    fileprivate mutating func add(_ shipment: ShipmentNotification) {
        add("shipment", shipment.shipmentNumber)
        // Orders come before packages: a long list of package codes must not push an order out.
        for order in shipment.orders {
            add("purchaseOrder", order.orderNumber)
            add("release", order.release)
        }
        add(shipment.details)
        for order in shipment.orders {
            add(order.details)
            for line in order.lines { add(line) }
            for package in order.packages { add(package) }
        }
    }

    private mutating func add(_ package: Package) {
        add("sscc", package.sscc)
        add(package.details)
        for line in package.lines { add(line) }
        for inner in package.packages { add(inner) }
    }

    private mutating func add(_ line: ShippedLine) {
        add("purchaseOrder", line.orderNumber)
        add(line.item)
        add(line.details)
        for package in line.packages { add(package) }
        for part in line.lines { add(part) }
    }

    fileprivate mutating func add(_ invoice: Invoice) {
        add("invoice", invoice.invoiceNumber)
        add("purchaseOrder", invoice.orderNumber)
        add("release", invoice.release)
        add("invoice", invoice.originalInvoiceNumber)
        add("invoice", invoice.consolidatedInvoiceNumber)
        for line in invoice.lines { add("purchaseOrder", line.orderNumber) }
        add(invoice.details)
        for line in invoice.lines {
            add(line.item)
            add(line.details)
        }
    }

    fileprivate mutating func add(_ payment: RemittanceAdvice) {
        add("payment", payment.paymentNumber)
        add(payment.details)
        for entity in payment.entities {
            add(entity.reference)
            add(entity.details)
            for item in entity.items {
                add(item.reference)
                add(item.details)
            }
        }
    }

    fileprivate mutating func add(_ advice: ApplicationAdvice) {
        add("applicationAdvice", advice.adviceNumber)
        for result in advice.results {
            add(result.reference)
            add("controlNumber", result.controlNumber)
            add(result.details)
        }
    }

    fileprivate mutating func add(_ details: Details, _ lines: [ScheduledLine]) {
        add(details)
        for line in lines {
            add("purchaseOrder", line.orderNumber)
            add(line.item)
            add(line.details)
        }
    }

    fileprivate mutating func add(_ receipt: ReceiptConfirmation) {
        add("receipt", receipt.receiptNumber)
        for order in receipt.orders { add("purchaseOrder", order.orderNumber) }
        for line in receipt.lines {
            for order in line.orders { add("purchaseOrder", order.orderNumber) }
        }
        add(receipt.details)
        for line in receipt.lines {
            add(line.item)
            add(line.details)
        }
    }
}
