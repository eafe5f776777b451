extension Document {
    /// The document of a kind from the fields of its object.
    init(reading json: inout JSONFields, _ type: DocumentType) {
        self =
            switch type {
            case .purchaseOrder: .purchaseOrder(PurchaseOrder(reading: &json))
            case .purchaseOrderResponse: .purchaseOrderResponse(PurchaseOrderResponse(reading: &json))
            case .shipmentNotification: .shipmentNotification(ShipmentNotification(reading: &json))
            case .invoice: .invoice(Invoice(reading: &json))
            case .functionalAcknowledgment:
                .functionalAcknowledgment(FunctionalAcknowledgment(reading: &json))
            case .inventory: .inventory(Inventory(reading: &json))
            case .purchaseOrderChange: .purchaseOrderChange(PurchaseOrderChange(reading: &json))
            case .purchaseOrderChangeResponse:
                .purchaseOrderChangeResponse(PurchaseOrderChangeResponse(reading: &json))
            case .remittanceAdvice: .remittanceAdvice(RemittanceAdvice(reading: &json))
            case .applicationAdvice: .applicationAdvice(ApplicationAdvice(reading: &json))
            case .planningSchedule: .planningSchedule(PlanningSchedule(reading: &json))
            case .shippingSchedule: .shippingSchedule(ShippingSchedule(reading: &json))
            case .receiptConfirmation: .receiptConfirmation(ReceiptConfirmation(reading: &json))
            case .supplier: .supplier(Supplier(reading: &json))
            }
    }
}
