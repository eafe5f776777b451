extension Schemas {
    /// Definitions of lines of stock.
    static let stock: [(name: String, text: String)] = [
        (
            "inventoryLine",
            #"""
            {
              "description": "How much of one item lies at one place.",
              "type": "object",
              "required": ["item", "onHand"],
              "properties": {
                "item": { "$ref": "#/$defs/item" },
                "onHand": { "$ref": "#/$defs/quantity" },
                "quantities": { "type": "array", "items": { "$ref": "#/$defs/inventoryQuantity" } },
                "location": { "type": "string" },
                "asOf": { "$ref": "#/$defs/day" },
                "more": { "type": "array", "items": { "$ref": "#/$defs/namedText" } }
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
              "required": ["kind", "value"],
              "properties": {
                "kind": { "type": "string" },
                "value": { "type": "number" },
                "unit": { "type": "string" }
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
