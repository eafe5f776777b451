extension Schemas {
    /// Definitions of lines of schedules.
    static let schedules: [(name: String, text: String)] = [
        (
            "scheduledLine",
            #"""
            {
              "description": "An item of a schedule: what was shipped so far, what may be made, and how much is wanted when.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "properties": {
                "lineNumber": { "type": "string" },
                "orderNumber": { "type": "string" },
                "item": { "$ref": "#/$defs/item" },
                "unit": { "type": "string" },
                "price": { "$ref": "#/$defs/price" },
                "releaseStatus": { "$ref": "#/$defs/coded" },
                "releaseStatusText": { "type": "string" },
                "packs": { "type": "array", "items": { "$ref": "#/$defs/packSize" } },
                "authorizations": { "type": "array", "items": { "$ref": "#/$defs/resourceAuthorization" } },
                "shipped": { "type": "array", "items": { "$ref": "#/$defs/shippedQuantity" } },
                "deliveryPatterns": { "type": "array", "items": { "$ref": "#/$defs/deliveryPattern" } },
                "forecasts": { "type": "array", "items": { "$ref": "#/$defs/forecast" } },
                "components": { "type": "array", "items": { "$ref": "#/$defs/component" } }
              }
            }
            """#
        ),
        (
            "forecast",
            #"""
            {
              "description": "How much of something is wanted when.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["quantity", "certainty", "timing"],
              "properties": {
                "quantity": { "type": "number" },
                "certainty": { "$ref": "#/$defs/coded" },
                "timing": { "$ref": "#/$defs/coded" },
                "day": { "$ref": "#/$defs/day" },
                "until": { "$ref": "#/$defs/day" },
                "time": { "$ref": "#/$defs/namedTime" },
                "reference": { "$ref": "#/$defs/reference" },
                "planningType": { "type": "string" },
                "distribution": { "type": "array", "items": { "$ref": "#/$defs/distribution" } },
                "calls": { "type": "array", "items": { "$ref": "#/$defs/timedQuantity" } }
              }
            }
            """#
        ),
        (
            "namedTime",
            #"""
            {
              "description": "A time of day with what it is the time of.",
              "type": "object",
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "time": { "$ref": "#/$defs/time" }
              }
            }
            """#
        ),
        (
            "timedQuantity",
            #"""
            {
              "description": "How much is wanted at a time of the day.",
              "type": "object",
              "required": ["quantity"],
              "properties": {
                "quantity": { "type": "number" },
                "time": { "$ref": "#/$defs/time" },
                "references": { "type": "array", "items": { "$ref": "#/$defs/reference" } },
                "dates": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } }
              }
            }
            """#
        ),
        (
            "deliveryPattern",
            #"""
            {
              "description": "The days and hours on which the buyer takes goods, and what is wanted by them.",
              "type": "object",
              "properties": {
                "times": { "type": "array", "items": { "$ref": "#/$defs/deliveryTime" } },
                "forecasts": { "type": "array", "items": { "$ref": "#/$defs/forecast" } }
              }
            }
            """#
        ),
        (
            "deliveryTime",
            #"""
            {
              "description": "Days with the hours on them.",
              "type": "object",
              "required": ["days"],
              "properties": {
                "days": { "type": "string" },
                "hours": { "type": "string" }
              }
            }
            """#
        ),
        (
            "resourceAuthorization",
            #"""
            {
              "description": "What may be made or bought for the buyer, in all.",
              "type": "object",
              "required": ["resource"],
              "properties": {
                "resource": { "$ref": "#/$defs/coded" },
                "until": { "$ref": "#/$defs/day" },
                "cumulative": { "type": "number" },
                "maximum": { "type": "number" },
                "since": { "$ref": "#/$defs/day" }
              }
            }
            """#
        ),
        (
            "shippedQuantity",
            #"""
            {
              "description": "What the buyer counts as shipped or received: the last one, or all so far.",
              "type": "object",
              "properties": {
                "kind": { "$ref": "#/$defs/coded" },
                "quantity": { "type": "number" },
                "date": { "$ref": "#/$defs/namedDate" },
                "until": { "$ref": "#/$defs/day" },
                "untilTime": { "$ref": "#/$defs/time" },
                "references": { "type": "array", "items": { "$ref": "#/$defs/reference" } }
              }
            }
            """#
        ),
        (
            "orderRange",
            #"""
            {
              "description": "An order, or orders from one number to another.",
              "type": "object",
              "required": ["orderNumber"],
              "properties": {
                "orderNumber": { "type": "string" },
                "through": { "type": "string" },
                "party": { "$ref": "#/$defs/identifier" }
              }
            }
            """#
        ),
    ]
}
