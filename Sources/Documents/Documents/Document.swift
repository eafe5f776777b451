/// A business document in our own form, whatever it arrived as.
public indirect enum Document: Sendable, Hashable {
    /// An order.
    case purchaseOrder(PurchaseOrder)
    /// A supplier's answer to an order.
    case purchaseOrderResponse(PurchaseOrderResponse)
    /// What a supplier has sent on its way.
    case shipmentNotification(ShipmentNotification)
    /// A bill or a credit.
    case invoice(Invoice)
    /// A partner's answer to what we sent.
    case functionalAcknowledgment(FunctionalAcknowledgment)
    /// What a supplier has in stock.
    case inventory(Inventory)
    /// A buyer's change to an order.
    case purchaseOrderChange(PurchaseOrderChange)
    /// A supplier's answer to a change, or a change it asks for.
    case purchaseOrderChangeResponse(PurchaseOrderChangeResponse)
    /// A payment with what it pays.
    case remittanceAdvice(RemittanceAdvice)
    /// What a partner's application says to what we sent.
    case applicationAdvice(ApplicationAdvice)
    /// What a buyer will need.
    case planningSchedule(PlanningSchedule)
    /// What a buyer wants shipped, to the day.
    case shippingSchedule(ShippingSchedule)
    /// What a buyer says has arrived.
    case receiptConfirmation(ReceiptConfirmation)
    /// A supplier as our master data know it.
    case supplier(Supplier)
}

/// The kinds of documents, by the names that users and profiles know.
public enum DocumentType: String, Sendable, Hashable, Codable, CaseIterable {
    /// An order.
    case purchaseOrder = "purchase-order"
    /// A supplier's answer to an order.
    case purchaseOrderResponse = "purchase-order-response"
    /// What a supplier has sent on its way.
    case shipmentNotification = "shipment-notification"
    /// A bill or a credit.
    case invoice
    /// A partner's answer to what we sent.
    case functionalAcknowledgment = "functional-acknowledgment"
    /// What a supplier has in stock.
    case inventory
    /// A buyer's change to an order.
    case purchaseOrderChange = "purchase-order-change"
    /// A supplier's answer to a change, or a change it asks for.
    case purchaseOrderChangeResponse = "purchase-order-change-response"
    /// A payment with what it pays.
    case remittanceAdvice = "remittance-advice"
    /// What a partner's application says to what we sent.
    case applicationAdvice = "application-advice"
    /// What a buyer will need.
    case planningSchedule = "planning-schedule"
    /// What a buyer wants shipped, to the day.
    case shippingSchedule = "shipping-schedule"
    /// What a buyer says has arrived.
    case receiptConfirmation = "receipt-confirmation"
    /// A supplier as our master data know it.
    case supplier
}

extension Document {
    /// The kind of the document.
    public var type: DocumentType {
        switch self {
        case .purchaseOrder: .purchaseOrder
        case .purchaseOrderResponse: .purchaseOrderResponse
        case .shipmentNotification: .shipmentNotification
        case .invoice: .invoice
        case .functionalAcknowledgment: .functionalAcknowledgment
        case .inventory: .inventory
        case .purchaseOrderChange: .purchaseOrderChange
        case .purchaseOrderChangeResponse: .purchaseOrderChangeResponse
        case .remittanceAdvice: .remittanceAdvice
        case .applicationAdvice: .applicationAdvice
        case .planningSchedule: .planningSchedule
        case .shippingSchedule: .shippingSchedule
        case .receiptConfirmation: .receiptConfirmation
        case .supplier: .supplier
        }
    }

    /// The name people know the document by: `PO/4500012345`, `ASN/88123`, `INVOICE/9001`,
    /// `INVENTORY/stock_20260302`.
    public var businessKey: String {
        switch self {
        case .purchaseOrder(let order): "PO/\(order.orderNumber)"
        case .purchaseOrderResponse(let response): "PO/\(response.orderNumber)/RESPONSE"
        case .shipmentNotification(let shipment): "ASN/\(shipment.shipmentNumber)"
        case .invoice(let invoice): "INVOICE/\(invoice.invoiceNumber)"
        case .functionalAcknowledgment(let answer): "ACK/\(answer.groupType)/\(answer.groupControlNumber)"
        case .inventory(let inventory): inventory.reportKey + (inventory.part.map { "/\($0)" } ?? "")
        case .purchaseOrderChange(let change): Self.changeKey(change.orderNumber, change.changeNumber)
        case .purchaseOrderChangeResponse(let response):
            Self.changeKey(response.orderNumber, response.changeNumber) + "/RESPONSE"
        case .remittanceAdvice(let payment): "REMITTANCE/\(payment.paymentNumber)"
        case .applicationAdvice(let advice): "ADVICE/\(advice.adviceNumber)"
        case .planningSchedule(let schedule): "PLANNING-SCHEDULE/\(schedule.scheduleNumber)"
        case .shippingSchedule(let schedule): "SHIPPING-SCHEDULE/\(schedule.scheduleNumber)"
        case .receiptConfirmation(let receipt): "RECEIPT/\(receipt.receiptNumber)"
        case .supplier(let supplier): "SUPPLIER/\(supplier.number)"
        }
    }

    private static func changeKey(_ orderNumber: String, _ changeNumber: String?) -> String {
        "PO/\(orderNumber)/CHANGE" + (changeNumber.map { "/\($0)" } ?? "")
    }

    /// The subject of its event: the order where there is exactly one, then the document's own key.
    public var subject: String {
        switch self {
        case .shipmentNotification, .invoice, .planningSchedule, .shippingSchedule, .receiptConfirmation:
            soleOrderNumber.map { "PO/\($0)/\(businessKey)" } ?? businessKey
        case .purchaseOrder, .purchaseOrderResponse, .purchaseOrderChange, .purchaseOrderChangeResponse,
            .functionalAcknowledgment, .inventory, .remittanceAdvice, .applicationAdvice, .supplier:
            businessKey
        }
    }

    /// What its events are kept in order by: the order where there is exactly one, else the document itself.
    ///
    /// The parts of a report of stock stay in order.
    public var partitionKey: String {
        if case .inventory(let inventory) = self { return inventory.reportKey }
        return soleOrderNumber.map { "PO/\($0)" } ?? businessKey
    }

    /// The order the document belongs to; `nil` when it belongs to none or to several.
    private var soleOrderNumber: String? {
        switch self {
        case .purchaseOrder(let order): return order.orderNumber
        case .purchaseOrderResponse(let response): return response.orderNumber
        case .purchaseOrderChange(let change): return change.orderNumber
        case .purchaseOrderChangeResponse(let response): return response.orderNumber
        case .functionalAcknowledgment, .inventory, .remittanceAdvice, .applicationAdvice, .supplier:
            return nil
        case .shipmentNotification, .invoice, .planningSchedule, .shippingSchedule, .receiptConfirmation:
            let orders = references.filter { $0.kind == "purchaseOrder" }
            return orders.count == 1 ? orders[0].value : nil
        }
    }

    /// The canonical JSON: keys in a fixed order, absent values left out, the same bytes each time.
    public func json() -> [UInt8] {
        JSONWriter.bytes { json in
            json.object { json in
                json.field("documentType", type.rawValue)
                switch self {
                case .purchaseOrder(let order): order.writeFields(to: &json)
                case .purchaseOrderResponse(let response): response.writeFields(to: &json)
                case .shipmentNotification(let shipment): shipment.writeFields(to: &json)
                case .invoice(let invoice): invoice.writeFields(to: &json)
                case .functionalAcknowledgment(let answer): answer.writeFields(to: &json)
                case .inventory(let inventory): inventory.writeFields(to: &json)
                case .purchaseOrderChange(let change): change.writeFields(to: &json)
                case .purchaseOrderChangeResponse(let response): response.writeFields(to: &json)
                case .remittanceAdvice(let payment): payment.writeFields(to: &json)
                case .applicationAdvice(let advice): advice.writeFields(to: &json)
                case .planningSchedule(let schedule): schedule.writeFields(to: &json)
                case .shippingSchedule(let schedule): schedule.writeFields(to: &json)
                case .receiptConfirmation(let receipt): receipt.writeFields(to: &json)
                case .supplier(let supplier): supplier.writeFields(to: &json)
                }
            }
        }
    }
}
