extension Schemas {
    /// Definitions of lines of orders and invoices.
    static let lines: [(name: String, text: String)] = [
        (
            "itemDescription",
            #"""
            {
              "description": "Words or a code about an item.",
              "type": "object",
              "properties": {
                "kind": { "type": "string" },
                "characteristic": { "type": "string" },
                "code": { "type": "string" },
                "text": { "type": "string" },
                "agency": { "type": "string" },
                "surface": { "type": "string" },
                "source": { "type": "string" },
                "answer": { "type": "string" },
                "language": { "type": "string" },
                "form": { "type": "string" }
              }
            }
            """#
        ),
        (
            "item",
            #"""
            {
              "description": "All numbers of an item, and words about it.",
              "type": "object",
              "properties": {
                "buyerPart": { "type": "string" },
                "vendorPart": { "type": "string" },
                "gtin": { "type": "string" },
                "identifiers": { "type": "array", "items": { "$ref": "#/$defs/itemIdentifier" } },
                "descriptions": { "type": "array", "items": { "$ref": "#/$defs/itemDescription" } }
              }
            }
            """#
        ),
        (
            "itemIdentifier",
            #"""
            {
              "description": "One number of an item.",
              "type": "object",
              "required": ["qualifier", "value"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
        (
            "distribution",
            #"""
            {
              "description": "The part of a quantity for one place.",
              "type": "object",
              "required": ["location", "quantity"],
              "properties": {
                "location": { "$ref": "#/$defs/identifier" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "place": { "type": "string" }
              }
            }
            """#
        ),
        (
            "schedule",
            #"""
            {
              "description": "A part of a quantity with its date and place.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "party": { "$ref": "#/$defs/party" },
                "when": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } },
                "requestReference": { "type": "string" }
              }
            }
            """#
        ),
        (
            "lineAnswer",
            #"""
            {
              "description": "What the supplier says to a line or a part of it.",
              "type": "object",
              "required": ["status"],
              "properties": {
                "status": { "$ref": "#/$defs/coded" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "date": { "$ref": "#/$defs/namedDate" },
                "requestReference": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "reasonAgency": { "type": "string" },
                "reasonList": { "type": "string" },
                "reason": { "type": "string" },
                "dates": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } }
              }
            }
            """#
        ),
        (
            "component",
            #"""
            {
              "description": "A part of an item: of a kit, a prepack.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "parent": { "type": "string" },
                "relationship": { "type": "string" },
                "priceRelationship": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "price": { "$ref": "#/$defs/price" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "answers": { "type": "array", "items": { "$ref": "#/$defs/lineAnswer" } }
              }
            }
            """#
        ),
        (
            "orderLine",
            #"""
            {
              "description": "A line of an order or of the answer to one.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "price": { "$ref": "#/$defs/price" },
                "change": { "$ref": "#/$defs/coded" },
                "quantityLeft": { "$ref": "#/$defs/quantity" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "schedules": { "type": "array", "items": { "$ref": "#/$defs/schedule" } },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } },
                "answers": { "type": "array", "items": { "$ref": "#/$defs/lineAnswer" } }
              }
            }
            """#
        ),
        (
            "invoiceLine",
            #"""
            {
              "description": "A line of an invoice.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "orderNumber": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "price": { "$ref": "#/$defs/price" },
                "differences": { "type": "array", "items": { "$ref": "#/$defs/quantityDifference" } },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } }
              }
            }
            """#
        ),
        (
            "quantityDifference",
            #"""
            {
              "description": "How a billed quantity differs from the ordered one.",
              "type": "object",
              "properties": {
                "shipped": { "$ref": "#/$defs/quantity" },
                "status": { "type": "string" },
                "difference": { "type": "number" },
                "reason": { "type": "string" }
              }
            }
            """#
        ),
        (
            "shipmentTotal",
            #"""
            {
              "description": "What was shipped, in sums.",
              "type": "object",
              "properties": {
                "units": { "$ref": "#/$defs/quantity" },
                "weight": { "$ref": "#/$defs/quantity" },
                "volume": { "$ref": "#/$defs/quantity" },
                "quantity": { "type": "number" },
                "furtherWeight": { "type": "number" },
                "notes": { "type": "array", "items": { "$ref": "#/$defs/note" } }
              }
            }
            """#
        ),
    ]
}
