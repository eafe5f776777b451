extension Schemas {
    /// Definitions of lines, packages and what stands in them.
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
                "text": { "type": "string" }
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
            "packSize",
            #"""
            {
              "description": "How an item is packed.",
              "type": "object",
              "properties": {
                "unitsPerPack": { "type": "integer" },
                "size": { "$ref": "#/$defs/quantity" },
                "packaging": { "type": "string" },
                "weight": { "$ref": "#/$defs/quantity" },
                "volume": { "$ref": "#/$defs/quantity" },
                "innerPacks": { "type": "integer" }
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
                "quantity": { "$ref": "#/$defs/quantity" }
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
            "shippedOrder",
            #"""
            {
              "description": "The part of a shipment for one order.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "orderNumber": { "type": "string" },
                "release": { "type": "string" },
                "changeNumber": { "type": "string" },
                "orderDate": { "$ref": "#/$defs/day" },
                "contract": { "type": "string" },
                "orderType": { "type": "string" },
                "packages": { "type": "array", "items": { "$ref": "#/$defs/package" } },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/shippedLine" } }
              }
            }
            """#
        ),
        (
            "package",
            #"""
            {
              "description": "A pallet or carton; one number at several orders is one package.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["level"],
              "properties": {
                "level": { "$ref": "#/$defs/coded" },
                "number": { "type": "string" },
                "sscc": { "type": "string", "pattern": "^[0-9]{18}$" },
                "pallet": { "$ref": "#/$defs/pallet" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "packages": { "type": "array", "items": { "$ref": "#/$defs/package" } },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/shippedLine" } }
              }
            }
            """#
        ),
        (
            "pallet",
            #"""
            {
              "description": "A pallet as such.",
              "type": "object",
              "properties": {
                "type": { "type": "string" },
                "tiers": { "type": "integer" },
                "blocks": { "type": "integer" },
                "packs": { "type": "integer" },
                "weight": { "$ref": "#/$defs/quantity" },
                "grossWeight": { "$ref": "#/$defs/quantity" }
              }
            }
            """#
        ),
        (
            "shippedLine",
            #"""
            {
              "description": "A line of a shipment.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "orderNumber": { "type": "string" },
                "orderLineNumber": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "shipped": { "$ref": "#/$defs/quantity" },
                "cumulative": { "type": "number" },
                "ordered": { "$ref": "#/$defs/quantity" },
                "status": { "$ref": "#/$defs/coded" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } },
                "packages": { "type": "array", "items": { "$ref": "#/$defs/package" } },
                "lines": { "type": "array", "items": { "$ref": "#/$defs/shippedLine" } }
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
                "quantities": { "type": "array", "items": { "$ref": "#/$defs/namedQuantity" } },
                "differences": { "type": "array", "items": { "$ref": "#/$defs/quantityDifference" } },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } }
              }
            }
            """#
        ),
        (
            "namedQuantity",
            #"""
            {
              "description": "A further quantity.",
              "type": "object",
              "required": ["qualifier", "quantity"],
              "properties": {
                "qualifier": { "type": "string" },
                "quantity": { "$ref": "#/$defs/quantity" }
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
                "volume": { "$ref": "#/$defs/quantity" }
              }
            }
            """#
        ),
        (
            "setVerdict",
            #"""
            {
              "description": "What was said to one document.",
              "type": "object",
              "required": ["setType", "controlNumber", "verdict"],
              "properties": {
                "setType": { "type": "string" },
                "controlNumber": { "type": "string" },
                "implementation": { "type": "string" },
                "verdict": { "$ref": "#/$defs/coded" },
                "codes": { "type": "array", "items": { "type": "string" } },
                "segments": { "type": "array", "items": { "$ref": "#/$defs/segmentNote" } }
              }
            }
            """#
        ),
        (
            "segmentNote",
            #"""
            {
              "description": "What was wrong with one segment.",
              "type": "object",
              "required": ["segment"],
              "properties": {
                "segment": { "type": "string" },
                "position": { "type": "integer" },
                "loop": { "type": "string" },
                "code": { "type": "string" },
                "elements": { "type": "array", "items": { "$ref": "#/$defs/elementNote" } }
              }
            }
            """#
        ),
        (
            "elementNote",
            #"""
            {
              "description": "What was wrong with one element.",
              "type": "object",
              "properties": {
                "position": { "type": "integer" },
                "component": { "type": "integer" },
                "repetition": { "type": "integer" },
                "dictionaryNumber": { "type": "string" },
                "code": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
    ]
}
