/// Reads the rows of a text table byte by byte, without making a string of anything.
///
/// Tables are made by `Scripts/tables.py` and are right: a word that is not there is an empty one.
struct TableScanner {
    private let base: UnsafePointer<UInt8>
    private let end: Int
    /// The byte that is read next, from 0 in the table.
    private(set) var place: Int

    init(_ table: StaticString, from place: Int = 0) {
        base = table.utf8Start
        end = table.utf8CodeUnitCount
        self.place = place
    }

    var isAtEnd: Bool { place >= end }

    /// The byte at hand; a line feed at the end of the table.
    @inline(__always)
    var byte: UInt8 { place < end ? base[place] : 0x0A }

    /// Whether the row has no further word.
    @inline(__always)
    var isAtLineEnd: Bool { byte == 0x0A }

    /// Passes by one byte.
    @inline(__always)
    mutating func skip() { place += 1 }

    /// Passes by a byte if it is the one at hand.
    @inline(__always)
    mutating func skip(_ wanted: UInt8) -> Bool {
        guard byte == wanted else { return false }
        place += 1
        return true
    }

    /// Passes by the rest of the row and its end, eight bytes at a time: most of a table is names.
    @inline(__always)
    mutating func skipLine() {
        while place + 8 <= end {
            let bytes = UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self)
            // A line feed becomes a zero byte, of which the highest bit is set in the end.
            let zeros = UInt64(littleEndian: bytes) ^ 0x0A0A_0A0A_0A0A_0A0A
            let hits = (zeros &- 0x0101_0101_0101_0101) & ~zeros & 0x8080_8080_8080_8080
            if hits != 0 {
                place += hits.trailingZeroBitCount / 8 + 1
                return
            }
            place += 8
        }
        while place < end, base[place] != 0x0A { place += 1 }
        place += 1
    }

    /// Reads digits; 0 where there are none.
    @inline(__always)
    mutating func number() -> Int {
        var number = 0
        while byte >= 0x30, byte <= 0x39 {
            number = number &* 10 &+ Int(byte &- 0x30)
            place += 1
        }
        return number
    }

    /// Reads a word of at most eight bytes up to a space or the end of the row, and passes by the space.
    @inline(__always)
    mutating func word() -> UInt64 {
        var packed: UInt64 = 0
        while byte != 0x20, byte != 0x0A {
            packed = packed << 8 | UInt64(byte)
            place += 1
        }
        _ = skip(0x20)
        return packed
    }

    /// Reads the number of an element: digits, or the letter I or U and digits.
    @inline(__always)
    mutating func elementKey() -> ElementKey {
        if skip(0x49) { return ElementKey(envelope: number()) }
        if skip(0x55) { return ElementKey(unnumbered: number()) }
        return ElementKey(number())
    }

    /// Reads the rest of the row, and passes by its end.
    mutating func rest() -> TableText {
        let start = place
        skipLine()
        return TableText(start: Int32(start), count: Int32(min(place - 1, end) - start))
    }
}

/// A part of a table's text, made a string only when somebody asks.
struct TableText: Sendable, Hashable {
    static let none = TableText(start: 0, count: 0)

    var start: Int32
    var count: Int32

    /// The text, of the table that it was read from.
    func text(in table: StaticString) -> String {
        String(
            decoding: UnsafeBufferPointer(start: table.utf8Start + Int(start), count: Int(count)),
            as: UTF8.self)
    }
}

/// The number of a data element, small enough to be the index of an array.
struct ElementKey: Sendable, Hashable {
    /// One more than the largest key.
    static let limit = 10_200

    let value: Int

    /// An element of the data element dictionary, as 373.
    @inline(__always)
    init(_ number: Int) { value = number < 10_000 ? number : 0 }

    /// An element of the interchange envelope, as I05.
    @inline(__always)
    init(envelope number: Int) { value = number < 100 ? 10_000 + number : 0 }

    /// An element whose number is not known; the tables count them.
    @inline(__always)
    init(unnumbered number: Int) { value = number < 100 ? 10_100 + number : 0 }

    /// A number as it is written, `373` or `I05`; nil for anything else.
    init?(_ text: String) {
        if let number = Int(text), (1..<10_000).contains(number) {
            self.init(number)
        } else if text.first == "I", let number = Int(text.dropFirst()), (1..<100).contains(number) {
            self.init(envelope: number)
        } else {
            return nil
        }
    }

    /// The number as it is written; empty for an element without one.
    var text: String {
        if value < 10_000 { return String(value) }
        if value >= 10_100 { return "" }
        return (value < 10_010 ? "I0" : "I") + String(value - 10_000)
    }
}
