extension Schemas {
    /// Definitions of what a payment pays.
    static let payments: [(name: String, text: String)] = [
        (
            "remittanceEntity",
            #"""
            {
              "description": "The part of a payment for one party.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "number": { "type": "string" },
                "party": { "$ref": "#/$defs/party" },
                "otherParty": { "$ref": "#/$defs/party" },
                "reference": { "$ref": "#/$defs/reference" },
                "items": { "type": "array", "items": { "$ref": "#/$defs/remittedItem" } },
                "adjustments": { "type": "array", "items": { "$ref": "#/$defs/adjustment" } }
              }
            }
            """#
        ),
        (
            "remittedItem",
            #"""
            {
              "description": "One thing that is paid: an invoice, a credit.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "reference": { "$ref": "#/$defs/reference" },
                "action": { "$ref": "#/$defs/coded" },
                "paid": { "type": "number" },
                "billed": { "type": "number" },
                "discount": { "type": "number" },
                "adjustmentReason": { "$ref": "#/$defs/coded" },
                "adjustment": { "type": "number" },
                "adjustments": { "type": "array", "items": { "$ref": "#/$defs/adjustment" } },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/invoiceLine" } }
              }
            }
            """#
        ),
        (
            "adjustment",
            #"""
            {
              "description": "A sum taken off a payment or added to it.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["amount", "reason"],
              "properties": {
                "amount": { "type": "number" },
                "reason": { "$ref": "#/$defs/coded" },
                "reference": { "$ref": "#/$defs/reference" },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/invoiceLine" } }
              }
            }
            """#
        ),
        (
            "bankAccount",
            #"""
            {
              "description": "An account at a bank.",
              "type": "object",
              "properties": {
                "bankQualifier": { "type": "string" },
                "bank": { "type": "string" },
                "accountQualifier": { "type": "string" },
                "account": { "type": "string" }
              }
            }
            """#
        ),
        (
            "paymentTrace",
            #"""
            {
              "description": "The number that ties a payment to its remittance.",
              "type": "object",
              "required": ["type", "number"],
              "properties": {
                "type": { "type": "string" },
                "number": { "type": "string" },
                "originator": { "type": "string" },
                "supplement": { "type": "string" }
              }
            }
            """#
        ),
        (
            "taxPayment",
            #"""
            {
              "description": "A tax that is paid.",
              "type": "object",
              "required": ["taxpayer", "type"],
              "properties": {
                "taxpayer": { "type": "string" },
                "type": { "type": "string" },
                "periodEnd": { "$ref": "#/$defs/day" },
                "amounts": { "type": "array", "items": { "$ref": "#/$defs/namedAmount" } },
                "verification": { "type": "string" },
                "taxes": { "type": "array", "items": { "$ref": "#/$defs/tax" } }
              }
            }
            """#
        ),
        (
            "deduction",
            #"""
            {
              "description": "What was held back from somebody's pay.",
              "type": "object",
              "required": ["type", "reference"],
              "properties": {
                "type": { "type": "string" },
                "reference": { "type": "string" },
                "day": { "$ref": "#/$defs/day" },
                "amount": { "type": "number" },
                "person": { "type": "string" },
                "medicalCoverage": { "type": "string" },
                "name": { "type": "string" },
                "furtherReference": { "type": "string" },
                "hasLeft": { "type": "string" }
              }
            }
            """#
        ),
    ]
}
