extension Schemas {
    /// Definitions of lines of stock.
    static let stock: [(name: String, text: String)] = [
        (
            "inventoryLine",
            #"""
            {
              "description": "How much of one item lies at one place.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["item"],
              "properties": {
                "lineNumber": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "onHand": { "$ref": "#/$defs/quantity" },
                "quantities": { "type": "array", "items": { "$ref": "#/$defs/inventoryQuantity" } },
                "location": { "type": "string" },
                "asOf": { "$ref": "#/$defs/day" },
                "more": { "type": "array", "items": { "$ref": "#/$defs/namedText" } },
                "price": { "$ref": "#/$defs/price" },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } }
              }
            }
            """#
        ),
        (
            "inventoryQuantity",
            #"""
            {
              "description": "A further quantity: available, reserved, on its way.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["value"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "number" },
                "unit": { "type": "string" },
                "price": { "$ref": "#/$defs/price" },
                "schedules": { "type": "array", "items": { "$ref": "#/$defs/schedule" } },
                "places": { "type": "array", "items": { "$ref": "#/$defs/stockPlace" } }
              }
            }
            """#
        ),
        (
            "stockPlace",
            #"""
            {
              "description": "A number that a quantity of stock is known by, with its days and who has to do with it.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["reference"],
              "properties": {
                "reference": { "$ref": "#/$defs/reference" }
              }
            }
            """#
        ),
        (
            "namedText",
            #"""
            {
              "description": "A text under the name that the agreement gives it.",
              "type": "object",
              "required": ["name", "value"],
              "properties": {
                "name": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
    ]
}
