/// What happened, by the name in the type of an event.
public enum EventKind: String, Sendable, Hashable, CaseIterable {
    /// An order was read.
    case purchaseOrderReceived = "purchase-order.received"
    /// An answer to an order was read.
    case purchaseOrderResponseReceived = "purchase-order-response.received"
    /// A notification of a shipment was read.
    case shipmentNotificationReceived = "shipment-notification.received"
    /// An invoice was read.
    case invoiceReceived = "invoice.received"
    /// A partner's answer to what we sent was read.
    case functionalAcknowledgmentReceived = "functional-acknowledgment.received"
    /// A file of stock was read.
    case inventoryReceived = "inventory.received"
    /// A change to an order was read.
    case purchaseOrderChangeReceived = "purchase-order-change.received"
    /// An answer to a change was read.
    case purchaseOrderChangeResponseReceived = "purchase-order-change-response.received"
    /// A payment was read.
    case remittanceAdviceReceived = "remittance-advice.received"
    /// An answer of a partner's application was read.
    case applicationAdviceReceived = "application-advice.received"
    /// A planning schedule was read.
    case planningScheduleReceived = "planning-schedule.received"
    /// A shipping schedule was read.
    case shippingScheduleReceived = "shipping-schedule.received"
    /// A confirmation of a receipt was read.
    case receiptConfirmationReceived = "receipt-confirmation.received"
    /// A supplier's data were read.
    case supplierReceived = "supplier.received"
    /// An extract of the supplier master was entered into the books.
    case supplierMasterApplied = "supplier-master.applied"
    /// An extract of the supplier master waits for a person: it leaves out too many suppliers.
    case supplierMasterHeld = "supplier-master.held"
    /// The supplier master was written for a target.
    case supplierMasterWritten = "supplier-master.written"
    /// Two suppliers may be the same one.
    case supplierDuplicateSuspected = "supplier.duplicate-suspected"
    /// A file was put aside for a person: it is nothing we know.
    case arrivalQuarantined = "arrival.quarantined"
    /// A file ends before its trailer.
    case arrivalIncomplete = "arrival.incomplete"
    /// A file was refused as a whole.
    case arrivalRejected = "arrival.rejected"
    /// A file has bytes that were received before.
    case arrivalDuplicate = "arrival.duplicate"
    /// An interchange was refused.
    case interchangeRejected = "interchange.rejected"
    /// A functional group was refused.
    case functionalGroupRejected = "functional-group.rejected"
    /// A transaction set was refused.
    case transactionSetRejected = "transaction-set.rejected"
    /// A valid transaction set says something that no document can hold.
    case translationFailed = "translation.failed"
    /// A partner has not answered in the agreed time.
    case acknowledgmentOverdue = "acknowledgment.overdue"
    /// A partner answered something that we never sent.
    case acknowledgmentUnmatched = "acknowledgment.unmatched"
    /// A partner's system accepted a document that we sent.
    case outboundAcknowledged = "outbound.acknowledged"
    /// A partner's system refused a document that we sent.
    case outboundRejected = "outbound.rejected"
    /// A partner's application answered a document that we sent.
    case outboundAnswered = "outbound.answered"
    /// A partner's application has not answered in the agreed time.
    case answerOverdue = "answer.overdue"
    /// Control numbers of a partner have not come, although later ones have.
    case controlNumberGap = "control-number.gap"
    /// The missing control numbers came after all.
    case controlNumberGapClosed = "control-number.gap-closed"
    /// A run of a schedule failed.
    case scheduleFailed = "schedule.failed"
    /// A run of a schedule had not ended when it must have.
    case scheduleLate = "schedule.late"
    /// Runs of a schedule did not take place, because the server stood still.
    case scheduleMissed = "schedule.missed"
    /// A person tries a sink; nothing happened.
    case sinkTest = "sink.test"

    /// The type attribute of the event, `wharf.invoice.received.v1`.
    public var eventType: String { "wharf.\(rawValue).v1" }
}

extension DocumentType {
    /// What happened when a document of this kind was read.
    public var received: EventKind {
        switch self {
        case .purchaseOrder: .purchaseOrderReceived
        case .purchaseOrderResponse: .purchaseOrderResponseReceived
        case .shipmentNotification: .shipmentNotificationReceived
        case .invoice: .invoiceReceived
        case .functionalAcknowledgment: .functionalAcknowledgmentReceived
        case .inventory: .inventoryReceived
        case .purchaseOrderChange: .purchaseOrderChangeReceived
        case .purchaseOrderChangeResponse: .purchaseOrderChangeResponseReceived
        case .remittanceAdvice: .remittanceAdviceReceived
        case .applicationAdvice: .applicationAdviceReceived
        case .planningSchedule: .planningScheduleReceived
        case .shippingSchedule: .shippingScheduleReceived
        case .receiptConfirmation: .receiptConfirmationReceived
        case .supplier: .supplierReceived
        }
    }
}
