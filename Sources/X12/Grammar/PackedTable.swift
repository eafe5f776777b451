/// A set of short words with a number each, looked up by bytes without making a string.
///
/// A word of at most eight bytes is packed into one number; the table is open addressed and at most half full.
struct PackedTable: Sendable {
    private var keys: [UInt64]
    private var values: [Int32]
    private let mask: Int

    /// Creates a table; of words given twice the first counts.
    init(_ words: [(key: UInt64, value: Int32)]) {
        var size = 8
        while size < words.count * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        values = [Int32](repeating: -1, count: size)
        mask = size - 1
        for word in words where word.key != 0 {
            var slot = PackedTable.hash(word.key) & mask
            while keys[slot] != 0 && keys[slot] != word.key { slot = (slot + 1) & mask }
            if keys[slot] == 0 {
                keys[slot] = word.key
                values[slot] = word.value
            }
        }
    }

    /// The number of a word, -1 when it is not in the table.
    @inline(__always)
    func value(_ key: UInt64) -> Int {
        guard key != 0 else { return -1 }
        var slot = PackedTable.hash(key) & mask
        while keys[slot] != 0 {
            if keys[slot] == key { return Int(values[slot]) }
            slot = (slot + 1) & mask
        }
        return -1
    }

    /// Where the look for a word begins, to be masked by the size of a table.
    @inline(__always)
    static func hash(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }

    /// A word as a number; 0 when it is empty or longer than eight bytes.
    @inline(__always)
    static func pack(_ bytes: some Collection<UInt8>) -> UInt64 {
        guard bytes.count <= 8 else { return 0 }
        var packed: UInt64 = 0
        for byte in bytes { packed = packed << 8 | UInt64(byte) }
        return packed
    }

    /// A word in the window as a number; 0 when it is empty or longer than eight bytes.
    @inline(__always)
    static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard bytes.count <= 8 else { return 0 }
        var packed: UInt64 = 0
        for byte in bytes { packed = packed << 8 | UInt64(byte) }
        return packed
    }

    /// The word that a number stands for.
    static func word(_ key: UInt64) -> String {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            let byte = UInt8(truncatingIfNeeded: key >> UInt64(shift))
            if byte != 0 { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
