extension Schemas {
    /// Definitions of what partners answer.
    static let answers: [(name: String, text: String)] = [
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
                "contexts": { "type": "array", "items": { "$ref": "#/$defs/faultContext" } },
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
                "value": { "type": "string" },
                "contexts": { "type": "array", "items": { "$ref": "#/$defs/faultContext" } }
              }
            }
            """#
        ),
        (
            "faultContext",
            #"""
            {
              "description": "What a fault depends on: a number of the business, or the place of another element.",
              "type": "object",
              "properties": {
                "names": { "type": "array", "items": { "$ref": "#/$defs/contextName" } },
                "segment": { "type": "string" },
                "position": { "type": "integer" },
                "loop": { "type": "string" },
                "element": { "type": "integer" },
                "component": { "type": "integer" },
                "repetition": { "type": "integer" },
                "dictionaryNumber": { "type": "string" }
              }
            }
            """#
        ),
        (
            "contextName",
            #"""
            {
              "description": "A name with its value.",
              "type": "object",
              "required": ["name"],
              "properties": {
                "name": { "type": "string" },
                "value": { "type": "string" }
              }
            }
            """#
        ),
        (
            "applicationResult",
            #"""
            {
              "description": "What was said to one document, or to a part of it.",
              "type": "object",
              "allOf": [{ "$ref": "#/$defs/details" }],
              "required": ["verdict", "reference"],
              "properties": {
                "verdict": { "$ref": "#/$defs/coded" },
                "reference": { "$ref": "#/$defs/reference" },
                "groupSender": { "type": "string" },
                "groupReceiver": { "type": "string" },
                "groupDay": { "$ref": "#/$defs/day" },
                "groupTime": { "$ref": "#/$defs/time" },
                "groupControlNumber": { "type": "string" },
                "controlNumber": { "type": "string" },
                "setType": { "type": "string" },
                "version": { "type": "string" },
                "purpose": { "$ref": "#/$defs/coded" },
                "transactionType": { "type": "string" },
                "application": { "type": "string" },
                "action": { "type": "string" },
                "handling": { "type": "string" },
                "statusReason": { "type": "string" },
                "errors": { "type": "array", "items": { "$ref": "#/$defs/applicationError" } }
              }
            }
            """#
        ),
        (
            "applicationError",
            #"""
            {
              "description": "What was wrong with a document, and where.",
              "type": "object",
              "required": ["code"],
              "properties": {
                "code": { "$ref": "#/$defs/coded" },
                "message": { "type": "string" },
                "segment": { "type": "string" },
                "position": { "type": "integer" },
                "element": { "type": "integer" },
                "component": { "type": "integer" },
                "repetition": { "type": "integer" },
                "dictionaryNumber": { "type": "string" },
                "value": { "type": "string" },
                "newValue": { "type": "string" },
                "contexts": { "type": "array", "items": { "$ref": "#/$defs/faultContext" } },
                "notes": { "type": "array", "items": { "$ref": "#/$defs/note" } },
                "related": { "type": "array", "items": { "$ref": "#/$defs/industryCode" } }
              }
            }
            """#
        ),
    ]
}
