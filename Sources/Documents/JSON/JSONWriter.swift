/// Writes JSON byte for byte the same for the same values: keys in the order written, absent values left out.
///
/// Numbers are written as the decimal text they hold. The bytes are always valid UTF-8.
public struct JSONWriter: ~Copyable, Sendable {
    private var output: JSONBytes
    private let takesShortText = ShortText.isKnown

    /// A writer with nothing written.
    public init() { output = JSONBytes() }

    private init(_ output: consuming JSONBytes) { self.output = output }

    /// What was written so far.
    public var bytes: [UInt8] { output.withoutLastComma() }

    /// What a function writes, for most values without copying it at the end.
    public static func bytes(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var moved: [UInt8]?
        let bytes = [UInt8](unsafeUninitializedCapacity: JSONBytes.usualCapacity) { memory, count in
            guard let start = memory.baseAddress else { return }
            var json = JSONWriter(JSONBytes(lent: start, capacity: memory.count))
            body(&json)
            if let written = json.output.lentCount { count = written } else { moved = json.bytes }
        }
        return moved ?? bytes
    }

    /// Writes `{`, what the body writes, `}`.
    @inline(__always)
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        output.append(UInt8(ascii: "{"))
        body(&self)
        output.close(with: UInt8(ascii: "}"))
    }

    /// Writes a key and a string; nothing when it is absent.
    @inline(__always)
    public mutating func field(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        guard takesShortText, let short = ShortText(taking: value), !short.needsEscape else {
            return longField(key, value)
        }
        output.append(key: key, quoted: short)
    }

    @inline(never)
    private mutating func longField(_ key: StaticString, _ value: String) {
        self.key(key)
        longString(value)
    }

    /// Writes a key and a whole number; nothing when it is absent.
    @inline(__always)
    public mutating func field(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        self.key(key)
        number(value)
    }

    /// Writes a key and a decimal as a JSON number with exactly its digits; nothing when it is absent.
    @inline(__always)
    public mutating func field(_ key: StaticString, _ value: ExactDecimal?) {
        guard let value else { return }
        self.key(key)
        number(value)
    }

    /// Writes a key and `true` or `false`; nothing when it is absent.
    public mutating func field(_ key: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.key(key)
        output.append(value ? "true," : "false,")
    }

    /// Writes a key and an object.
    @inline(__always)
    public mutating func field(_ key: StaticString, object body: (inout JSONWriter) -> Void) {
        self.key(key)
        object(body)
    }

    /// Writes a key and JSON that is already written.
    public mutating func field(_ key: StaticString, json: [UInt8]) {
        self.key(key)
        json.withUnsafeBufferPointer { output.append($0) }
        output.append(UInt8(ascii: ","))
    }

    /// Writes a key and a list, the values written by the body.
    @inline(__always)
    package mutating func list(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
        self.key(key)
        output.append(UInt8(ascii: "["))
        body(&self)
        output.close(with: UInt8(ascii: "]"))
    }

    /// Writes a key and a list of strings; nothing when it is empty.
    public mutating func list(_ key: StaticString, _ values: [String]) {
        guard !values.isEmpty else { return }
        list(key, of: values) { $0.string($1) }
    }

    /// Writes a key and a list, each value written by the body; an empty list is written.
    @inline(__always)
    public mutating func list<Value>(
        _ key: StaticString, of values: some Sequence<Value>, _ body: (inout JSONWriter, Value) -> Void,
    ) {
        self.key(key)
        output.append(UInt8(ascii: "["))
        for value in values { body(&self, value) }
        output.close(with: UInt8(ascii: "]"))
    }

    /// Writes a string value with its quotation marks.
    public mutating func string(_ value: String) {
        if takesShortText, let short = ShortText(taking: value), output.append(quoted: short) { return }
        longString(value)
    }

    /// Writes a string that is not short, or not plain.
    ///
    /// Apart, so that what is done for nearly every value saves no registers.
    @inline(never)
    private mutating func longString(_ value: String) {
        // Not `withUTF8`: that needs a copy of its own to change.
        guard value.utf8.withContiguousStorageIfAvailable({ output.append(quoted: $0) }) == nil else {
            return
        }
        var copy = value
        copy.withUTF8 { output.append(quoted: $0) }
    }

    private mutating func number(_ value: Int) {
        output.append(digitsOf: UInt64(value.magnitude), isNegative: value < 0)
        output.append(UInt8(ascii: ","))
    }

    private mutating func number(_ value: ExactDecimal) {
        if let short = value.shortUnits {
            var room = output.room(for: 64)
            room.put(digitsOf: short, scale: value.scale)
            room.put(UInt8(ascii: ","))
            return output.fill(room)
        }
        value.withText { output.append($0) }
        output.append(UInt8(ascii: ","))
    }

    /// Writes where a field of a document came from: there are more of these than of anything else.
    ///
    /// The path is that of the place around the field, in ASCII; a negative index and a component of 0 are
    /// none.
    package mutating func source(
        of path: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>, index: Int, segment: Int,
        segmentID: String, element: Int, component: Int, bytes: Range<Int>
    ) {
        // Enough for the keys and numbers; the id is written as any string is.
        var room = output.room(for: path.count + name.count + 96)
        room.put("{\"path\":\"")
        room.put(path)
        if !path.isEmpty { room.put(UInt8(ascii: ".")) }
        room.put(name)
        if index >= 0 {
            room.put(UInt8(ascii: "["))
            room.put(digitsOf: index)
            room.put(UInt8(ascii: "]"))
        }
        room.put("\",\"segment\":")
        room.put(digitsOf: segment)
        room.put(",\"segmentId\":")
        output.fill(room)
        string(segmentID)
        room = output.room(for: 160)
        room.put("\"element\":")
        room.put(digitsOf: element)
        if component > 0 {
            room.put(",\"component\":")
            room.put(digitsOf: component)
        }
        room.put(",\"offset\":")
        room.put(digitsOf: bytes.lowerBound)
        room.put(",\"length\":")
        room.put(digitsOf: bytes.count)
        room.put("},")
        output.fill(room)
    }

    @inline(__always)
    private mutating func key(_ key: StaticString) {
        output.append(key: key)
    }
}

/// A value of a document that writes itself as a JSON object.
protocol JSONWritable {
    func writeFields(to json: inout JSONWriter)
}

extension JSONWriter {
    @inline(__always)
    mutating func field(_ key: StaticString, _ value: (some JSONWritable)?) {
        guard let value else { return }
        self.key(key)
        write(value)
    }

    @inline(__always)
    mutating func list(_ key: StaticString, _ values: [some JSONWritable]) {
        guard !values.isEmpty else { return }
        requiredList(key, values)
    }

    /// A list of which the first value stands alone.
    @inline(__always)
    mutating func list<Value: JSONWritable>(_ key: StaticString, _ first: Value, further: [Value]) {
        self.key(key)
        output.append(UInt8(ascii: "["))
        write(first)
        for value in further { write(value) }
        output.close(with: UInt8(ascii: "]"))
    }

    @inline(__always)
    mutating func requiredList(_ key: StaticString, _ values: [some JSONWritable]) {
        self.key(key)
        write(values)
    }

    private mutating func write(_ values: [some JSONWritable]) {
        output.append(UInt8(ascii: "["))
        values.withUnsafeBufferPointer { values in
            guard let first = UnsafeMutablePointer(mutating: values.baseAddress) else { return }
            // Passed as `inout`, though nothing changes it, a value is used where it stands; any other way
            // copies it, and copying a line of an order costs three times what writing it does.
            for place in 0..<values.count { write(inPlace: &first[place]) }
        }
        output.close(with: UInt8(ascii: "]"))
    }

    private mutating func write(inPlace value: inout some JSONWritable) {
        output.append(UInt8(ascii: "{"))
        value.writeFields(to: &self)
        output.close(with: UInt8(ascii: "}"))
    }

    /// Writes a value of a list.
    @inline(__always)
    mutating func write(_ value: some JSONWritable) {
        output.append(UInt8(ascii: "{"))
        value.writeFields(to: &self)
        output.close(with: UInt8(ascii: "}"))
    }
}
