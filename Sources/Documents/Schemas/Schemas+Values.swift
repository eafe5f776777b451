extension Schemas {
    /// Definitions that every document may use.
    static let values: [(name: String, text: String)] = [
        (
            "day",
            #"""
            { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }
            """#
        ),
        (
            "time",
            #"""
            { "type": "string", "pattern": "^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?$" }
            """#
        ),
        (
            "coded",
            #"""
            {
              "description": "A code of the sender with our word for it.",
              "type": "object",
              "required": ["code"],
              "properties": {
                "kind": { "type": "string" },
                "code": { "type": "string" }
              }
            }
            """#
        ),
        (
            "identifier",
            #"""
            {
              "description": "A number with the scheme it is from.",
              "type": "object",
              "required": ["value"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
        (
            "quantity",
            #"""
            {
              "description": "How much, in which unit.",
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": { "type": "number" },
                "unit": { "type": "string" }
              }
            }
            """#
        ),
        (
            "price",
            #"""
            {
              "description": "A unit price; perQuantity says how many units it is for when not one.",
              "type": "object",
              "required": ["amount"],
              "properties": {
                "amount": { "type": "number" },
                "basis": { "type": "string" },
                "perQuantity": { "type": "integer" }
              }
            }
            """#
        ),
        (
            "namedDate",
            #"""
            {
              "description": "A date with what it is the date of; text when what was sent is no date.",
              "type": "object",
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "day": { "$ref": "#/$defs/day" },
                "time": { "$ref": "#/$defs/time" },
                "zone": { "type": "string" },
                "until": { "$ref": "#/$defs/day" },
                "format": { "type": "string" },
                "text": { "type": "string" }
              }
            }
            """#
        ),
        (
            "reference",
            #"""
            {
              "description": "A number by which something is known.",
              "type": "object",
              "required": ["qualifier"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "value": { "type": "string" },
                "description": { "type": "string" },
                "related": { "type": "array", "items": { "$ref": "#/$defs/reference" } },
                "date": { "$ref": "#/$defs/namedDate" }
              }
            }
            """#
        ),
        (
            "note",
            #"""
            {
              "description": "Words for people.",
              "type": "object",
              "required": ["text"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "reference": { "type": "string" },
                "textQualifier": { "type": "string" },
                "date": { "$ref": "#/$defs/namedDate" },
                "text": { "type": "string" },
                "translation": { "type": "string" }
              }
            }
            """#
        ),
        (
            "contact",
            #"""
            {
              "description": "A person or desk, and how to reach it.",
              "type": "object",
              "properties": {
                "function": { "type": "string" },
                "name": { "type": "string" },
                "channels": { "type": "array", "items": { "$ref": "#/$defs/identifier" } },
                "inquiryReference": { "type": "string" }
              }
            }
            """#
        ),
        (
            "personName",
            #"""
            {
              "description": "The names of a person beside the family name.",
              "type": "object",
              "properties": {
                "entityType": { "type": "string" },
                "first": { "type": "string" },
                "middle": { "type": "string" },
                "prefix": { "type": "string" },
                "suffix": { "type": "string" }
              }
            }
            """#
        ),
        (
            "party",
            #"""
            {
              "description": "Somebody with a role.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["qualifier"],
              "properties": {
                "role": { "type": "string" },
                "qualifier": { "type": "string" },
                "name": { "type": "string" },
                "person": { "$ref": "#/$defs/personName" },
                "additionalNames": { "type": "array", "items": { "type": "string" } },
                "identifier": { "$ref": "#/$defs/identifier" },
                "street": { "type": "array", "items": { "type": "string" } },
                "city": { "type": "string" },
                "region": { "type": "string" },
                "postalCode": { "type": "string" },
                "country": { "type": "string" },
                "location": { "$ref": "#/$defs/identifier" },
                "contacts": { "type": "array", "items": { "$ref": "#/$defs/contact" } },
                "references": { "type": "array", "items": { "$ref": "#/$defs/reference" } },
                "addressComponents": { "type": "array", "items": { "$ref": "#/$defs/identifier" } },
                "schedules": { "type": "array", "items": { "$ref": "#/$defs/schedule" } }
              }
            }
            """#
        ),
        (
            "terms",
            #"""
            {
              "description": "When and with which discount to pay.",
              "type": "object",
              "properties": {
                "type": { "type": "string" },
                "basisDate": { "type": "string" },
                "discountPercent": { "type": "number" },
                "discountDueDay": { "$ref": "#/$defs/day" },
                "discountDays": { "type": "integer" },
                "netDueDay": { "$ref": "#/$defs/day" },
                "netDays": { "type": "integer" },
                "discountAmount": { "type": "number" },
                "deferredDueDay": { "$ref": "#/$defs/day" },
                "deferredAmount": { "type": "number" },
                "payablePercent": { "type": "number" },
                "description": { "type": "string" },
                "dayOfMonth": { "type": "integer" },
                "paymentMethod": { "type": "string" },
                "percent": { "type": "number" }
              }
            }
            """#
        ),
        (
            "tax",
            #"""
            {
              "description": "A tax or an exemption.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "amount": { "type": "number" },
                "percent": { "type": "number" },
                "jurisdiction": { "$ref": "#/$defs/identifier" },
                "jurisdictions": { "type": "array", "items": { "$ref": "#/$defs/identifier" } },
                "exemption": { "type": "string" },
                "base": { "type": "number" },
                "registration": { "type": "string" },
                "relationship": { "type": "string" },
                "lineNumber": { "type": "string" },
                "customsEntry": { "type": "string" }
              }
            }
            """#
        ),
        (
            "charge",
            #"""
            {
              "description": "A discount or an added cost; kind says which, the sign is as sent.",
              "type": "object",
              "required": ["qualifier"],
              "properties": {
                "kind": { "type": "string" },
                "qualifier": { "type": "string" },
                "code": { "type": "string" },
                "agency": { "type": "string" },
                "agencyCode": { "type": "string" },
                "amount": { "type": "number" },
                "percentBasis": { "type": "string" },
                "percent": { "type": "number" },
                "rate": { "type": "number" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "quantityThrough": { "type": "number" },
                "handling": { "type": "string" },
                "reference": { "type": "string" },
                "option": { "type": "string" },
                "description": { "type": "string" },
                "language": { "type": "string" },
                "taxes": { "type": "array", "items": { "$ref": "#/$defs/tax" } },
                "currency": { "type": "string" },
                "currencyParty": { "type": "string" },
                "prices": { "type": "array", "items": { "$ref": "#/$defs/listedPrice" } }
              }
            }
            """#
        ),
        (
            "listedPrice",
            #"""
            {
              "description": "A further price.",
              "type": "object",
              "properties": {
                "code": { "type": "string" },
                "tradeClass": { "type": "string" },
                "amount": { "type": "number" },
                "quantity": { "$ref": "#/$defs/quantity" },
                "multiplierQualifier": { "type": "string" },
                "multiplier": { "type": "number" },
                "total": { "type": "number" },
                "basis": { "type": "string" },
                "condition": { "type": "string" },
                "multipleQuantity": { "type": "integer" },
                "currency": { "type": "string" },
                "currencyParty": { "type": "string" }
              }
            }
            """#
        ),
        (
            "namedAmount",
            #"""
            {
              "description": "A further sum of money.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["qualifier", "amount"],
              "properties": {
                "qualifier": { "type": "string" },
                "amount": { "type": "number" },
                "creditOrDebit": { "type": "string" }
              }
            }
            """#
        ),
        (
            "freightTerms",
            #"""
            {
              "description": "Who pays the freight, where title and risk pass.",
              "type": "object",
              "properties": {
                "payment": { "type": "string" },
                "code": { "type": "string" },
                "placeQualifier": { "type": "string" },
                "place": { "type": "string" },
                "termsQualifier": { "type": "string" },
                "terms": { "type": "string" },
                "titleQualifier": { "type": "string" },
                "titlePlace": { "type": "string" },
                "risk": { "type": "string" },
                "riskPlace": { "type": "string" }
              }
            }
            """#
        ),
        (
            "details",
            #"""
            {
              "description": "What may be said at every level.",
              "type": "object",
              "properties": {
                "currency": { "type": "string" },
                "currencyParty": { "type": "string" },
                "exchange": { "$ref": "#/$defs/currencyExchange" },
                "references": { "type": "array", "items": { "$ref": "#/$defs/reference" } },
                "dates": { "type": "array", "items": { "$ref": "#/$defs/namedDate" } },
                "parties": { "type": "array", "items": { "$ref": "#/$defs/party" } },
                "contacts": { "type": "array", "items": { "$ref": "#/$defs/contact" } },
                "terms": { "type": "array", "items": { "$ref": "#/$defs/terms" } },
                "charges": { "type": "array", "items": { "$ref": "#/$defs/charge" } },
                "taxes": { "type": "array", "items": { "$ref": "#/$defs/tax" } },
                "prices": { "type": "array", "items": { "$ref": "#/$defs/listedPrice" } },
                "amounts": { "type": "array", "items": { "$ref": "#/$defs/namedAmount" } },
                "freightTerms": { "type": "array", "items": { "$ref": "#/$defs/freightTerms" } },
                "carriers": { "type": "array", "items": { "$ref": "#/$defs/carrier" } },
                "equipment": { "type": "array", "items": { "$ref": "#/$defs/equipment" } },
                "packaging": { "type": "array", "items": { "$ref": "#/$defs/packaging" } },
                "marks": { "type": "array", "items": { "$ref": "#/$defs/mark" } },
                "measurements": { "type": "array", "items": { "$ref": "#/$defs/measurement" } },
                "notes": { "type": "array", "items": { "$ref": "#/$defs/note" } },
                "furtherQuantities": { "type": "array", "items": { "$ref": "#/$defs/namedQuantity" } },
                "leadTimes": { "type": "array", "items": { "$ref": "#/$defs/leadTime" } },
                "conditions": { "type": "array", "items": { "$ref": "#/$defs/condition" } },
                "requirements": { "type": "array", "items": { "$ref": "#/$defs/salesRequirement" } },
                "accounting": { "type": "array", "items": { "$ref": "#/$defs/accountingEntry" } },
                "periodAmounts": { "type": "array", "items": { "$ref": "#/$defs/periodAmount" } },
                "percentages": { "type": "array", "items": { "$ref": "#/$defs/namedPercentage" } },
                "restrictions": { "type": "array", "items": { "$ref": "#/$defs/restriction" } },
                "specialHandling": { "type": "array", "items": { "$ref": "#/$defs/specialHandling" } },
                "paperwork": { "type": "array", "items": { "$ref": "#/$defs/paperwork" } },
                "industryCodes": { "type": "array", "items": { "$ref": "#/$defs/industryCode" } },
                "services": { "type": "array", "items": { "$ref": "#/$defs/serviceCode" } },
                "commodities": { "type": "array", "items": { "$ref": "#/$defs/commodity" } },
                "priceChanges": { "type": "array", "items": { "$ref": "#/$defs/priceChange" } },
                "premiumFreight": { "type": "array", "items": { "$ref": "#/$defs/premiumFreight" } }
              }
            }
            """#
        ),
        (
            "controlTotals",
            #"""
            {
              "description": "The sender's sums for comparison.",
              "type": "object",
              "properties": {
                "lineCount": { "type": "integer" },
                "hashTotal": { "type": "number" },
                "weight": { "$ref": "#/$defs/quantity" },
                "volume": { "$ref": "#/$defs/quantity" },
                "description": { "type": "string" }
              }
            }
            """#
        ),
    ]
}
