/// Writes JSON byte for byte the same for the same values: keys in the order written, absent values left out.
///
/// Numbers are written as the decimal text they hold. The bytes are always valid UTF-8.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with nothing written.
    public init() {}

    /// Writes `{`, what the body writes, `}`.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes a key and a string; nothing when it is absent.
    public mutating func field(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        self.key(key)
        string(value)
    }

    /// Writes a key and a whole number; nothing when it is absent.
    public mutating func field(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        self.key(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes a key and a decimal as a JSON number with exactly its digits; nothing when it is absent.
    public mutating func field(_ key: StaticString, _ value: ExactDecimal?) {
        guard let value else { return }
        self.key(key)
        bytes.append(contentsOf: value.description.utf8)
    }

    /// Writes a key and `true` or `false`; nothing when it is absent.
    public mutating func field(_ key: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.key(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes a key and an object.
    public mutating func field(_ key: StaticString, object body: (inout JSONWriter) -> Void) {
        self.key(key)
        needsComma = false
        object(body)
    }

    /// Writes a key and JSON that is already written.
    public mutating func field(_ key: StaticString, json: [UInt8]) {
        self.key(key)
        bytes.append(contentsOf: json)
    }

    /// Writes a key and a list of strings; nothing when it is empty.
    public mutating func list(_ key: StaticString, _ values: [String]) {
        guard !values.isEmpty else { return }
        list(key, of: values) { $0.string($1) }
    }

    /// Writes a key and a list, each value written by the body; an empty list is written.
    public mutating func list<Value>(
        _ key: StaticString, of values: some Sequence<Value>, _ body: (inout JSONWriter, Value) -> Void,
    ) {
        self.key(key)
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        for value in values {
            separate()
            needsComma = false
            body(&self, value)
            needsComma = true
        }
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes a string value with its quotation marks.
    public mutating func string(_ value: String) {
        var value = value
        bytes.append(UInt8(ascii: "\""))
        value.withUTF8 { text in
            var copied = 0
            for (place, byte) in text.enumerated() where Self.needsEscape(byte) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<place]))
                escape(byte)
                copied = place + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied...]))
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default: bytes.append(contentsOf: ((byte < 0x10 ? "u000" : "u00") + String(byte, radix: 16)).utf8)
        }
    }

    private mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}

/// A value of a document that writes itself as a JSON object.
protocol JSONWritable {
    func writeFields(to json: inout JSONWriter)
}

extension JSONWriter {
    mutating func field(_ key: StaticString, _ value: (some JSONWritable)?) {
        guard let value else { return }
        field(key, object: { value.writeFields(to: &$0) })
    }

    mutating func list(_ key: StaticString, _ values: [some JSONWritable]) {
        guard !values.isEmpty else { return }
        requiredList(key, values)
    }

    mutating func requiredList(_ key: StaticString, _ values: [some JSONWritable]) {
        list(key, of: values) { json, value in json.object { value.writeFields(to: &$0) } }
    }
}
