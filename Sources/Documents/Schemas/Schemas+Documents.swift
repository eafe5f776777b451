extension Schemas {
    /// The documents themselves, without the definitions they use.
    static let documents: [DocumentType: String] = [
        .purchaseOrder: #"""
        "description": "An order: who wants what, when, where to and at which price.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "orderType", "orderNumber", "lines"],
        "properties": {
          "documentType": { "const": "purchase-order" },
          "purpose": { "$ref": "#/$defs/coded" },
          "orderType": { "$ref": "#/$defs/coded" },
          "orderNumber": { "type": "string" },
          "release": { "type": "string" },
          "orderDate": { "$ref": "#/$defs/day" },
          "contract": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/orderLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .purchaseOrderResponse: #"""
        "description": "What a supplier answers to an order, as a whole and line by line.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "decision", "coversWholeOrder", "orderNumber", "lines"],
        "properties": {
          "documentType": { "const": "purchase-order-response" },
          "purpose": { "$ref": "#/$defs/coded" },
          "decision": { "$ref": "#/$defs/coded" },
          "coversWholeOrder": { "type": "boolean" },
          "orderNumber": { "type": "string" },
          "orderDate": { "$ref": "#/$defs/day" },
          "release": { "type": "string" },
          "requestReference": { "type": "string" },
          "contract": { "type": "string" },
          "sellerOrderNumber": { "type": "string" },
          "responseDate": { "$ref": "#/$defs/day" },
          "responseType": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/orderLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .shipmentNotification: #"""
        "description": "What is on its way: a shipment, its orders, their packages and lines.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "shipmentNumber", "orders"],
        "properties": {
          "documentType": { "const": "shipment-notification" },
          "purpose": { "$ref": "#/$defs/coded" },
          "shipmentNumber": { "type": "string" },
          "day": { "$ref": "#/$defs/day" },
          "time": { "$ref": "#/$defs/time" },
          "structure": { "type": "string" },
          "orders": { "type": "array", "items": { "$ref": "#/$defs/shippedOrder" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .invoice: #"""
        "description": "A bill or a credit; amounts are as sent, direction says who pays.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "invoiceNumber", "direction", "lines", "total"],
        "properties": {
          "documentType": { "const": "invoice" },
          "invoiceNumber": { "type": "string" },
          "invoiceDate": { "$ref": "#/$defs/day" },
          "direction": { "enum": ["debit", "credit"] },
          "invoiceType": { "$ref": "#/$defs/coded" },
          "purpose": { "$ref": "#/$defs/coded" },
          "orderNumber": { "type": "string" },
          "orderDate": { "$ref": "#/$defs/day" },
          "release": { "type": "string" },
          "changeNumber": { "type": "string" },
          "originalInvoiceNumber": { "type": "string" },
          "consolidatedInvoiceNumber": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/invoiceLine" } },
          "total": { "type": "number" },
          "discountableTotal": { "type": "number" },
          "discountedTotal": { "type": "number" },
          "discount": { "type": "number" },
          "shipmentTotals": { "type": "array", "items": { "$ref": "#/$defs/shipmentTotal" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .functionalAcknowledgment: #"""
        "description": "What a partner said to a group of documents sent to it.",
        "type": "object",
        "required": ["documentType", "groupType", "groupControlNumber", "verdict", "sets"],
        "properties": {
          "documentType": { "const": "functional-acknowledgment" },
          "groupType": { "type": "string" },
          "groupControlNumber": { "type": "string" },
          "groupVersion": { "type": "string" },
          "verdict": { "$ref": "#/$defs/coded" },
          "claimed": { "type": "integer" },
          "received": { "type": "integer" },
          "accepted": { "type": "integer" },
          "codes": { "type": "array", "items": { "type": "string" } },
          "sets": { "type": "array", "items": { "$ref": "#/$defs/setVerdict" } }
        }
        """#,
        .inventory: #"""
        "description": "What lies in a partner's stock on a day; a long report comes in parts.",
        "type": "object",
        "required": ["documentType", "reference", "reportedOn", "asOf", "asOfStated", "lines"],
        "properties": {
          "documentType": { "const": "inventory" },
          "reference": { "type": "string" },
          "part": { "type": "integer" },
          "parts": { "type": "integer" },
          "reporter": { "$ref": "#/$defs/party" },
          "reportedOn": { "$ref": "#/$defs/day" },
          "asOf": { "$ref": "#/$defs/day" },
          "asOfStated": { "type": "boolean" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/inventoryLine" } }
        }
        """#,
    ]
}
