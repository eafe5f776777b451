extension Schemas {
    /// Definitions of carriers, packages and measures.
    static let carriage: [(name: String, text: String)] = [
        (
            "carrier",
            #"""
            {
              "description": "Who carries the goods.",
              "type": "object",
              "properties": {
                "sequence": { "type": "string" },
                "scac": { "type": "string" },
                "identifier": { "$ref": "#/$defs/identifier" },
                "mode": { "type": "string" },
                "modeCode": { "type": "string" },
                "routing": { "type": "string" },
                "status": { "type": "string" },
                "location": { "$ref": "#/$defs/identifier" },
                "serviceLevels": { "type": "array", "items": { "type": "string" } },
                "reference": { "$ref": "#/$defs/reference" },
                "transitDirection": { "type": "string" },
                "transitTimeQualifier": { "type": "string" },
                "transitTime": { "type": "number" },
                "country": { "type": "string" }
              }
            }
            """#
        ),
        (
            "equipment",
            #"""
            {
              "description": "A trailer or container.",
              "type": "object",
              "properties": {
                "type": { "type": "string" },
                "initial": { "type": "string" },
                "number": { "type": "string" },
                "seal": { "type": "string" },
                "weightQualifier": { "type": "string" },
                "weight": { "$ref": "#/$defs/quantity" },
                "ownership": { "type": "string" },
                "sealStatus": { "type": "string" },
                "sizeType": { "type": "string" }
              }
            }
            """#
        ),
        (
            "packaging",
            #"""
            {
              "description": "Packages counted and weighed.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "count": { "type": "integer" },
                "contents": { "type": "number" },
                "description": { "type": "string" },
                "weightQualifier": { "type": "string" },
                "weight": { "$ref": "#/$defs/quantity" },
                "volume": { "$ref": "#/$defs/quantity" },
                "commodity": { "$ref": "#/$defs/commodity" },
                "size": { "$ref": "#/$defs/quantity" },
                "references": { "type": "array", "items": { "$ref": "#/$defs/reference" } },
                "dates": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } }
              }
            }
            """#
        ),
        (
            "mark",
            #"""
            {
              "description": "A mark on a package.",
              "type": "object",
              "required": ["qualifier", "value"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "string" },
                "through": { "type": "string" }
              }
            }
            """#
        ),
        (
            "measurement",
            #"""
            {
              "description": "A measured value.",
              "type": "object",
              "properties": {
                "reference": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "number" },
                "unit": { "type": "string" },
                "minimum": { "type": "number" },
                "maximum": { "type": "number" },
                "significance": { "type": "string" },
                "attribute": { "type": "string" },
                "surface": { "type": "string" },
                "method": { "type": "string" }
              }
            }
            """#
        ),
        (
            "commodity",
            #"""
            {
              "description": "A code of goods for customs or freight.",
              "type": "object",
              "required": ["code"],
              "properties": {
                "qualifier": { "type": "string" },
                "code": { "type": "string" }
              }
            }
            """#
        ),
        (
            "premiumFreight",
            #"""
            {
              "description": "Freight that costs more than agreed: why, who pays, and who has allowed it.",
              "type": "object",
              "required": ["reason"],
              "properties": {
                "reason": { "type": "string" },
                "responsibility": { "type": "string" },
                "reference": { "$ref": "#/$defs/reference" },
                "containerResponsibility": { "type": "string" }
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
                "grossWeight": { "$ref": "#/$defs/quantity" },
                "length": { "type": "number" },
                "width": { "type": "number" },
                "height": { "type": "number" },
                "dimensionUnit": { "type": "string" },
                "volume": { "$ref": "#/$defs/quantity" },
                "exchange": { "type": "string" },
                "innerPacks": { "type": "integer" }
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
                "innerPacks": { "type": "integer" },
                "weightQualifier": { "type": "string" },
                "length": { "type": "number" },
                "width": { "type": "number" },
                "height": { "type": "number" },
                "dimensionUnit": { "type": "string" },
                "layer": { "type": "string" },
                "number": { "type": "string" },
                "numberThrough": { "type": "string" },
                "count": { "type": "integer" }
              }
            }
            """#
        ),
    ]
}
