extension Schemas {
    /// Master data.
    static let masters: [DocumentType: String] = [
        .supplier: #"""
        "description": "A supplier as our master data know it; never with the number of its bank account.",
        "type": "object",
        "required": ["documentType", "number", "name", "status"],
        "properties": {
          "documentType": { "const": "supplier" },
          "number": { "type": "string" },
          "name": { "type": "string" },
          "additionalNames": { "type": "array", "items": { "type": "string" } },
          "status": { "enum": ["active", "blocked", "retired"] },
          "group": { "type": "string" },
          "identifiers": { "type": "array", "items": { "$ref": "#/$defs/identifier" } },
          "bank": { "$ref": "#/$defs/bankReference" },
          "addresses": { "type": "array", "items": { "$ref": "#/$defs/supplierAddress" } },
          "contacts": { "type": "array", "items": { "$ref": "#/$defs/contact" } },
          "paymentTerms": { "$ref": "#/$defs/supplierTerms" },
          "currency": { "type": "string" },
          "language": { "type": "string" },
          "more": { "type": "array", "items": { "$ref": "#/$defs/namedText" } }
        }
        """#
    ]

    /// Definitions of what only suppliers have.
    static let suppliers: [(name: String, text: String)] = [
        (
            "bankReference",
            #"""
            {
              "description": "A bank account that can be recognised and not be read.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "name": { "type": "string" },
                "country": { "type": "string" },
                "masked": { "type": "string" },
                "fingerprint": { "type": "string" },
                "account": {
                  "description": "The number itself: read from an extract, and never written.",
                  "type": "string"
                }
              }
            }
            """#
        ),
        (
            "supplierAddress",
            #"""
            {
              "description": "An address of a supplier.",
              "type": "object",
              "required": ["kind"],
              "properties": {
                "kind": { "type": "string" },
                "street": { "type": "array", "items": { "type": "string" } },
                "city": { "type": "string" },
                "region": { "type": "string" },
                "postalCode": { "type": "string" },
                "country": { "type": "string" }
              }
            }
            """#
        ),
        (
            "supplierTerms",
            #"""
            {
              "description": "When a supplier is to be paid.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "description": { "type": "string" },
                "netDays": { "type": "integer" }
              }
            }
            """#
        ),
    ]
}
