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
        case .shipmentNotification(let shipment): collector.add(shipment)
        case .invoice(let invoice): collector.add(invoice)
        case .functionalAcknowledgment(let answer):
            collector.add("groupControlNumber", answer.groupControlNumber)
            for set in answer.sets { collector.add("controlNumber", set.controlNumber) }
        case .inventory(let inventory): collector.add("inventory", inventory.reference)
        }
        return collector.found
    }
}

/// Collects references without repeating one and without going over the maximum.
private struct ReferenceCollector {
    private(set) var found: [(kind: String, value: String)] = []
    private var seen = Set<[String]>()

    /// The kinds of references, dates aside, that people search by.
    private static let searchable: Set<String> = [
        "purchaseOrder", "release", "billOfLading", "masterBillOfLading", "trackingNumber",
        "carrierReference",
        "invoice", "packingList", "shipment", "customerOrder", "contract", "sellerOrder", "load", "container",
    ]

    mutating func add(_ kind: String, _ value: String?) {
        guard let value, found.count < Document.referencesMaximum, seen.insert([kind, value]).inserted else {
            return
        }
        found.append((kind, value))
    }

    mutating func add(_ details: Details) {
        for reference in details.references {
            guard let kind = reference.kind, Self.searchable.contains(kind) else { continue }
            add(kind, reference.value)
        }
        for mark in details.marks where mark.kind == "trackingNumber" { add("trackingNumber", mark.value) }
        for carrier in details.carriers {
            guard let reference = carrier.reference, let kind = reference.kind, Self.searchable.contains(kind)
            else {
                continue
            }
            add(kind, reference.value)
        }
    }

    mutating func add(_ item: Item) {
        for identifier in item.identifiers where identifier.kind == "purchaseOrder" {
            add("purchaseOrder", identifier.value)
        }
    }

    mutating func add(_ order: PurchaseOrder) {
        add("purchaseOrder", order.orderNumber)
        add("release", order.release)
        add("contract", order.contract)
        add(order.details)
        for line in order.lines { add(line.details) }
    }

    mutating func add(_ response: PurchaseOrderResponse) {
        add("purchaseOrder", response.orderNumber)
        add("release", response.release)
        add("sellerOrder", response.sellerOrderNumber)
        add("contract", response.contract)
        add(response.details)
        for line in response.lines { add(line.details) }
    }

    mutating func add(_ shipment: ShipmentNotification) {
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

    mutating func add(_ package: Package) {
        add("sscc", package.sscc)
        add(package.details)
        for line in package.lines { add(line) }
        for inner in package.packages { add(inner) }
    }

    mutating func add(_ line: ShippedLine) {
        add("purchaseOrder", line.orderNumber)
        add(line.item)
        add(line.details)
        for package in line.packages { add(package) }
        for part in line.lines { add(part) }
    }

    mutating func add(_ invoice: Invoice) {
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
}
