public import Documents

/// Writes shipment notifications.
public enum OutboundShipmentNotification856: SetTranslator {
    /// The kind of document it takes.
    public static let documentType = DocumentType.shipmentNotification
    /// The set it writes.
    public static let set = "856"

    static func write(_ document: Document, to writer: inout SetWriter) -> Bool {
        guard case .shipmentNotification(let shipment) = document else { return false }
        writer.currencyParty = "SE"
        writer.segment("BSN") { writer in
            writer.coded(1, "purpose", shipment.purpose, CodeNames.purposes)
            writer.text(2, "shipmentNumber", shipment.shipmentNumber)
            writer.day(3, "day", shipment.day)
            writer.time(4, "time", shipment.time)
            writer.text(5, "structure", shipment.structure)
            writer.text(6, "transactionType", shipment.transactionType)
            writer.text(7, "statusReason", shipment.statusReason)
        }
        var levels = ShipmentLevels(shipment)
        levels.write(to: &writer)
        var totals = writer.totals(shipment.totals, lines: levels.count, levels.quantities)
        // The levels are ours: their count follows from them, whatever the document was read from.
        totals?.lineCount = levels.count
        writer.write(totals, amount: nil, of: shipment.details)
        return true
    }
}
