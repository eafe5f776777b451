extension Schemas {
    /// Orders, and what is answered to them, shipped and billed.
    static let orders: [DocumentType: String] = [
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
          "answerWanted": { "type": "string" },
          "invoiceType": { "type": "string" },
          "contractType": { "type": "string" },
          "category": { "type": "string" },
          "securityLevel": { "type": "string" },
          "transactionType": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/orderLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .purchaseOrderResponse: #"""
        "description": "What a supplier answers to an order, as a whole and line by line.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": [
          "documentType", "purpose", "decision", "coversWholeOrder", "orderNumber", "lines"
        ],
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
        .purchaseOrderChange: #"""
        "description": "A buyer's change to an order: what is to be added, changed or taken out, line by line.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "orderType", "orderNumber", "lines"],
        "properties": {
          "documentType": { "const": "purchase-order-change" },
          "purpose": { "$ref": "#/$defs/coded" },
          "orderType": { "$ref": "#/$defs/coded" },
          "orderNumber": { "type": "string" },
          "release": { "type": "string" },
          "changeNumber": { "type": "string" },
          "orderDate": { "$ref": "#/$defs/day" },
          "requestReference": { "type": "string" },
          "contract": { "type": "string" },
          "sellerOrderNumber": { "type": "string" },
          "responseDate": { "$ref": "#/$defs/day" },
          "changeDate": { "$ref": "#/$defs/day" },
          "contractType": { "type": "string" },
          "securityLevel": { "type": "string" },
          "answerWanted": { "type": "string" },
          "transactionType": { "type": "string" },
          "category": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/orderLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .purchaseOrderChangeResponse: #"""
        "description": "What a supplier answers to a change, or a change the supplier asks for.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "orderNumber", "lines"],
        "properties": {
          "documentType": { "const": "purchase-order-change-response" },
          "purpose": { "$ref": "#/$defs/coded" },
          "decision": { "$ref": "#/$defs/coded" },
          "orderNumber": { "type": "string" },
          "release": { "type": "string" },
          "changeNumber": { "type": "string" },
          "orderDate": { "$ref": "#/$defs/day" },
          "requestReference": { "type": "string" },
          "contract": { "type": "string" },
          "sellerOrderNumber": { "type": "string" },
          "responseDate": { "$ref": "#/$defs/day" },
          "changeDate": { "$ref": "#/$defs/day" },
          "furtherDate": { "$ref": "#/$defs/day" },
          "orderType": { "$ref": "#/$defs/coded" },
          "securityLevel": { "type": "string" },
          "transactionType": { "type": "string" },
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
          "transactionType": { "type": "string" },
          "statusReason": { "type": "string" },
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
          "action": { "type": "string" },
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
    ]
}
