extension Schemas {
    /// Schedules, receipts, stock, payments and answers.
    static let reports: [DocumentType: String] = [
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
        "allOf": [{ "$ref": "#/$defs/details" }],
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
          "time": { "$ref": "#/$defs/time" },
          "purpose": { "$ref": "#/$defs/coded" },
          "reportType": { "type": "string" },
          "action": { "type": "string" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/inventoryLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .remittanceAdvice: #"""
        "description": "A payment, or the order for one, with what it pays.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": [
          "documentType", "paymentNumber", "handling", "amount", "direction", "method",
          "entities"
        ],
        "properties": {
          "documentType": { "const": "remittance-advice" },
          "paymentNumber": { "type": "string" },
          "handling": { "$ref": "#/$defs/coded" },
          "amount": { "type": "number" },
          "direction": { "$ref": "#/$defs/coded" },
          "method": { "$ref": "#/$defs/coded" },
          "format": { "type": "string" },
          "payerAccount": { "$ref": "#/$defs/bankAccount" },
          "originator": { "type": "string" },
          "originatorSupplement": { "type": "string" },
          "payeeAccount": { "$ref": "#/$defs/bankAccount" },
          "effectiveDate": { "$ref": "#/$defs/day" },
          "businessFunction": { "type": "string" },
          "returnAccount": { "$ref": "#/$defs/bankAccount" },
          "trace": { "$ref": "#/$defs/paymentTrace" },
          "entities": { "type": "array", "items": { "$ref": "#/$defs/remittanceEntity" } },
          "taxPayments": { "type": "array", "items": { "$ref": "#/$defs/taxPayment" } },
          "deductions": { "type": "array", "items": { "$ref": "#/$defs/deduction" } }
        }
        """#,
        .applicationAdvice: #"""
        "description": "What a partner's application says to documents that we sent: taken, taken with changes, refused, and why.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "adviceNumber", "results"],
        "properties": {
          "documentType": { "const": "application-advice" },
          "purpose": { "$ref": "#/$defs/coded" },
          "adviceNumber": { "type": "string" },
          "day": { "$ref": "#/$defs/day" },
          "time": { "$ref": "#/$defs/time" },
          "zone": { "type": "string" },
          "reference": { "type": "string" },
          "transactionType": { "type": "string" },
          "action": { "type": "string" },
          "securityLevel": { "type": "string" },
          "results": { "type": "array", "items": { "$ref": "#/$defs/applicationResult" } }
        }
        """#,
        .planningSchedule: #"""
        "description": "What a buyer will need, for weeks or months ahead: firm for the first days, a plan for the rest.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": [
          "documentType", "purpose", "scheduleNumber", "basis", "quantityType", "lines"
        ],
        "properties": {
          "documentType": { "const": "planning-schedule" },
          "purpose": { "$ref": "#/$defs/coded" },
          "scheduleNumber": { "type": "string" },
          "release": { "type": "string" },
          "basis": { "$ref": "#/$defs/coded" },
          "quantityType": { "$ref": "#/$defs/coded" },
          "start": { "$ref": "#/$defs/day" },
          "end": { "$ref": "#/$defs/day" },
          "issued": { "$ref": "#/$defs/day" },
          "updated": { "$ref": "#/$defs/day" },
          "contract": { "type": "string" },
          "orderNumber": { "type": "string" },
          "planningType": { "type": "string" },
          "action": { "type": "string" },
          "orders": { "type": "array", "items": { "$ref": "#/$defs/orderRange" } },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/scheduledLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .shippingSchedule: #"""
        "description": "What is to be shipped exactly when: it makes the first days of a planning schedule exact.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "purpose", "scheduleNumber", "basis", "lines"],
        "properties": {
          "documentType": { "const": "shipping-schedule" },
          "purpose": { "$ref": "#/$defs/coded" },
          "scheduleNumber": { "type": "string" },
          "issued": { "$ref": "#/$defs/day" },
          "basis": { "$ref": "#/$defs/coded" },
          "start": { "$ref": "#/$defs/day" },
          "end": { "$ref": "#/$defs/day" },
          "release": { "type": "string" },
          "reference": { "type": "string" },
          "contract": { "type": "string" },
          "orderNumber": { "type": "string" },
          "quantityType": { "$ref": "#/$defs/coded" },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/scheduledLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
        .receiptConfirmation: #"""
        "description": "What a buyer says has arrived, in which state, and what of it is in question.",
        "type": "object",
        "allOf": [{ "$ref": "#/$defs/details" }],
        "required": ["documentType", "receiptNumber", "purpose", "receiptType", "lines"],
        "properties": {
          "documentType": { "const": "receipt-confirmation" },
          "receiptNumber": { "type": "string" },
          "day": { "$ref": "#/$defs/day" },
          "time": { "$ref": "#/$defs/time" },
          "purpose": { "$ref": "#/$defs/coded" },
          "receiptType": { "$ref": "#/$defs/coded" },
          "condition": { "$ref": "#/$defs/coded" },
          "action": { "type": "string" },
          "orders": { "type": "array", "items": { "$ref": "#/$defs/orderReference" } },
          "lines": { "type": "array", "items": { "$ref": "#/$defs/receivedLine" } },
          "totals": { "$ref": "#/$defs/controlTotals" }
        }
        """#,
    ]
}
