extension Schemas {
    /// Definitions of what is seldom said.
    static let further: [(name: String, text: String)] = [
        (
            "namedQuantity",
            #"""
            {
              "description": "A further quantity.",
              "type": "object",
              "required": ["qualifier"],
              "properties": {
                "qualifier": { "type": "string" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "text": { "type": "string" }
              }
            }
            """#
        ),
        (
            "leadTime",
            #"""
            {
              "description": "How long something takes, from which event on.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["code"],
              "properties": {
                "code": { "type": "string" },
                "value": { "type": "number" },
                "period": { "type": "string" },
                "day": { "$ref": "#/$defs/day" }
              }
            }
            """#
        ),
        (
            "condition",
            #"""
            {
              "description": "A question answered with yes or no.",
              "type": "object",
              "required": ["answer"],
              "properties": {
                "qualifier": { "type": "string" },
                "answer": { "type": "string" },
                "periodFormat": { "type": "string" },
                "period": { "type": "string" },
                "texts": { "type": "array", "items": { "type": "string" } },
                "list": { "type": "string" },
                "code": { "type": "string" }
              }
            }
            """#
        ),
        (
            "salesRequirement",
            #"""
            {
              "description": "What the buyer allows or demands of a sale: back orders, substitutes, a limit to the sum.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "action": { "type": "string" },
                "amount": { "type": "number" },
                "account": { "type": "string" },
                "day": { "$ref": "#/$defs/day" },
                "agency": { "type": "string" },
                "service": { "type": "string" },
                "substitution": { "type": "string" },
                "percent": { "type": "number" },
                "percentQualifier": { "type": "string" },
                "item": { "$ref": "#/$defs/item" }
              }
            }
            """#
        ),
        (
            "accountingEntry",
            #"""
            {
              "description": "The accounts something is booked on.",
              "type": "object",
              "required": ["agency"],
              "properties": {
                "agency": { "type": "string" },
                "service": { "type": "string" },
                "indicator": { "type": "string" },
                "accounts": { "type": "array", "items": { "$ref": "#/$defs/account" } }
              }
            }
            """#
        ),
        (
            "account",
            #"""
            {
              "description": "One account of an entry.",
              "type": "object",
              "required": ["kind", "value"],
              "properties": {
                "kind": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
        (
            "periodAmount",
            #"""
            {
              "description": "A sum or quantity of a period.",
              "type": "object",
              "properties": {
                "quantityQualifier": { "type": "string" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "amountQualifier": { "type": "string" },
                "amount": { "type": "number" },
                "period": { "type": "string" },
                "start": { "$ref": "#/$defs/namedDate" },
                "end": { "$ref": "#/$defs/namedDate" },
                "percentQualifier": { "type": "string" },
                "percent": { "type": "number" },
                "answer": { "type": "string" }
              }
            }
            """#
        ),
        (
            "namedPercentage",
            #"""
            {
              "description": "A percentage with the partner's code for what it is.",
              "type": "object",
              "required": ["qualifier", "percent"],
              "properties": {
                "qualifier": { "type": "string" },
                "percent": { "type": "number" }
              }
            }
            """#
        ),
        (
            "restriction",
            #"""
            {
              "description": "A restriction in words, with a quantity or a sum.",
              "type": "object",
              "required": ["qualifier"],
              "properties": {
                "qualifier": { "type": "string" },
                "description": { "type": "string" },
                "quantityQualifier": { "type": "string" },
                "quantity": { "type": "number" },
                "amountQualifier": { "type": "string" },
                "amount": { "type": "number" }
              }
            }
            """#
        ),
        (
            "specialHandling",
            #"""
            {
              "description": "How dangerous or delicate goods are to be handled.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "hazardQualifier": { "type": "string" },
                "hazardClass": { "type": "string" },
                "description": { "type": "string" },
                "hazardous": { "type": "string" }
              }
            }
            """#
        ),
        (
            "paperwork",
            #"""
            {
              "description": "A paper that comes with the document, or is asked for.",
              "type": "object",
              "required": ["type"],
              "properties": {
                "type": { "type": "string" },
                "transmission": { "type": "string" },
                "copies": { "type": "integer" },
                "party": { "type": "string" },
                "identifier": { "$ref": "#/$defs/identifier" },
                "description": { "type": "string" },
                "request": { "type": "string" }
              }
            }
            """#
        ),
        (
            "industryCode",
            #"""
            {
              "description": "A code of the list of a trade.",
              "type": "object",
              "properties": {
                "agency": { "type": "string" },
                "source": { "type": "string" },
                "list": { "type": "string" },
                "code": { "type": "string" },
                "description": { "type": "string" }
              }
            }
            """#
        ),
        (
            "serviceCode",
            #"""
            {
              "description": "A code for a service.",
              "type": "object",
              "required": ["agency", "qualifier", "value"],
              "properties": {
                "agency": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
        (
            "priceChange",
            #"""
            {
              "description": "A price that replaces the one of the line from a day on, or for a quantity.",
              "type": "object",
              "required": ["reason"],
              "properties": {
                "reason": { "type": "string" },
                "day": { "$ref": "#/$defs/day" },
                "code": { "type": "string" },
                "price": { "$ref": "#/$defs/price" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "description": { "type": "string" }
              }
            }
            """#
        ),
        (
            "currencyExchange",
            #"""
            {
              "description": "A currency and how it was exchanged.",
              "type": "object",
              "properties": {
                "rate": { "type": "number" },
                "party": { "type": "string" },
                "currency": { "type": "string" },
                "market": { "type": "string" },
                "dates": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } }
              }
            }
            """#
        ),
    ]
}
