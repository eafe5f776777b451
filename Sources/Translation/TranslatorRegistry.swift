/// The kinds of transaction sets that become documents: one line each.
public enum TranslatorRegistry {
    /// All translators, by the kind of set they read.
    public static let inbound: [any InboundTranslator.Type] = [
        Invoice810.self,
        RemittanceAdvice820.self,
        ApplicationAdvice824.self,
        PlanningSchedule830.self,
        Inventory846.self,
        PurchaseOrder850.self,
        PurchaseOrderResponse855.self,
        ShipmentNotification856.self,
        PurchaseOrderChange860.self,
        ReceiptConfirmation861.self,
        ShippingSchedule862.self,
        PurchaseOrderChangeResponse865.self,
        FunctionalAcknowledgment997.self,
        ImplementationAcknowledgment999.self,
    ]

    /// The translator of a kind of set; `nil` when sets of this kind are only validated and acknowledged.
    public static func translator(set: String) -> (any InboundTranslator.Type)? {
        inbound.first { $0.set == set }
    }
}
