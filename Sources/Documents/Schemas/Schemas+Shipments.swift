extension Schemas {
    /// Definitions of what is in a shipment or has arrived of one.
    static let shipments: [(name: String, text: String)] = [
        (
            "shippedOrder",
            #"""
            {
              "description": "The part of a shipment for one order.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "orderNumber": { "type": "string" },
                "orderLineNumber": { "type": "string" },
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
                "containerLoad": { "type": "string" },
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
            "orderReference",
            #"""
            {
              "description": "An order that something belongs to.",
              "type": "object",
              "required": ["orderNumber"],
              "properties": {
                "orderNumber": { "type": "string" },
                "release": { "type": "string" },
                "changeNumber": { "type": "string" },
                "orderDate": { "$ref": "#/$defs/day" },
                "orderLineNumber": { "type": "string" },
                "contract": { "type": "string" },
                "orderType": { "type": "string" }
              }
            }
            """#
        ),
        (
            "receivedLine",
            #"""
            {
              "description": "What has arrived of one item.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "orders": { "type": "array", "items": { "$ref": "#/$defs/orderReference" } },
                "item": { "$ref": "#/$defs/item" },
                "received": { "$ref": "#/$defs/quantity" },
                "returned": { "$ref": "#/$defs/quantity" },
                "discrepancies": { "type": "array", "items": { "$ref": "#/$defs/discrepancy" } },
                "furtherQuantity": { "type": "number" },
                "shipped": { "$ref": "#/$defs/quantity" },
                "cumulative": { "type": "number" },
                "ordered": { "$ref": "#/$defs/quantity" },
                "containerLoad": { "type": "string" },
                "status": { "$ref": "#/$defs/coded" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } }
              }
            }
            """#
        ),
        (
            "discrepancy",
            #"""
            {
              "description": "A quantity that is in question, and why.",
              "type": "object",
              "properties": {
                "quantity": { "$ref": "#/$defs/quantity" },
                "condition": { "$ref": "#/$defs/coded" }
              }
            }
            """#
        ),
    ]
}
