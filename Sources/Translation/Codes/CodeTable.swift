/// Values by the codes of one list, written like a dictionary and read by the bytes of an element.
///
/// A code has at most eight bytes; longer ones are in no list of the standard.
///
/// Unchecked because of the pointers: safe without a lock, for nothing is written behind them after `init`.
final class CodeTable<Value: Sendable>: @unchecked Sendable, ExpressibleByDictionaryLiteral {
    private let codes: UnsafeMutableBufferPointer<UInt64>
    private let values: UnsafeMutableBufferPointer<Value?>
    /// What leaves of a product's top bits a place in the table.
    private let shift: UInt64

    convenience init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }

    init(_ elements: [(String, Value)]) {
        var bits: UInt64 = 1
        while 1 << bits < elements.count * 2 { bits += 1 }
        shift = 64 - bits
        codes = .allocate(capacity: 1 << Int(bits))
        codes.initialize(repeating: 0)
        values = .allocate(capacity: 1 << Int(bits))
        values.initialize(repeating: nil)
        for (code, value) in elements {
            var code = code
            let packed = code.withUTF8(Self.pack)
            let place = place(of: packed)
            codes[place] = packed
            values[place] = value
        }
    }

    deinit {
        codes.deallocate()
        values.deinitialize().deallocate()
    }

    /// The codes with their values, in no order.
    var elements: [(code: String, value: Value)] {
        zip(codes, values).compactMap { packed, value in
            value.map { (Self.text(of: packed), $0) }
        }
    }

    /// The value of a code; nil when the list does not have it.
    subscript(_ code: String) -> Value? {
        var code = code
        return code.withUTF8 { self[$0] }
    }

    /// The value of the code that these bytes spell.
    @inline(__always)
    subscript(_ code: UnsafeBufferPointer<UInt8>) -> Value? {
        let packed = Self.pack(code)
        return packed == 0 ? nil : values[place(of: packed)]
    }

    /// Where a code stands, or the free place where it would.
    @inline(__always)
    private func place(of packed: UInt64) -> Int {
        let mask = codes.count - 1
        var place = Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while codes[place] != packed && codes[place] != 0 { place = (place + 1) & mask }
        return place
    }

    private static func text(of packed: UInt64) -> String {
        withUnsafeBytes(of: packed.bigEndian) { String(decoding: $0.drop { $0 == 0 }, as: UTF8.self) }
    }

    /// The bytes as one number; 0 for none and for too many.
    @inline(__always)
    private static func pack(_ code: UnsafeBufferPointer<UInt8>) -> UInt64 {
        // Nearly all codes have two bytes.
        if code.count == 2 { return UInt64(code[0]) << 8 | UInt64(code[1]) }
        guard code.count <= 8 else { return 0 }
        var packed: UInt64 = 0
        for byte in code { packed = packed << 8 | UInt64(byte) }
        return packed
    }
}
