/// Bytes of JSON that grow as they are written.
///
/// A comma follows each value, so that nothing need be remembered between values; what closes a list or an
/// object is written over the last one.
///
/// Unchecked because of the pointer: safe without a lock, for the memory has one owner that is not copied.
struct JSONBytes: ~Copyable, @unchecked Sendable {
    private var start: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int
    /// Whether the memory is somebody else's, as it was given.
    private var isLent = false

    /// Room for most documents.
    static let usualCapacity = 16_384

    init() {
        capacity = Self.usualCapacity
        start = .allocate(capacity: capacity)
    }

    /// Bytes written into memory that outlives them; when they outgrow it they move to memory of their own.
    init(lent memory: UnsafeMutablePointer<UInt8>, capacity: Int) {
        start = memory
        self.capacity = capacity
        isLent = true
    }

    deinit { if !isLent { start.deallocate() } }

    /// How many bytes of the memory that was lent were written, a comma at the end not counted; nil when they
    /// are no longer there.
    var lentCount: Int? { isLent ? countWithoutLastComma : nil }

    private var countWithoutLastComma: Int {
        count > 0 && start[count - 1] == UInt8(ascii: ",") ? count - 1 : count
    }

    /// All bytes but a comma at the end.
    func withoutLastComma() -> [UInt8] {
        Array(UnsafeBufferPointer(start: start, count: countWithoutLastComma))
    }

    /// Makes room for so many bytes more; where they go.
    @inline(__always)
    private mutating func reserve(_ more: Int) -> UnsafeMutablePointer<UInt8> {
        if count &+ more > capacity { grow(more) }
        return start + count
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(count + more, capacity * 2)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: start, count: count)
        if !isLent { start.deallocate() }
        isLent = false
        start = memory
        capacity = larger
    }

    /// Room for so many bytes more, to be written without looking at each; counted when given to ``fill(_:)``.
    @inline(__always)
    mutating func room(for more: Int) -> JSONRoom { JSONRoom(place: reserve(more)) }

    /// Counts what was written in room that was made last.
    @inline(__always)
    mutating func fill(_ room: JSONRoom) { count = room.place - start }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)[0] = byte
        count += 1
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        reserve(bytes.count).update(from: base, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length).update(from: text.utf8Start, count: length)
        count += length
    }

    /// Ends a list or an object.
    @inline(__always)
    mutating func close(with bracket: UInt8) {
        let end = reserve(2)
        let isFilled = end[-1] == UInt8(ascii: ",")
        count -= isFilled ? 1 : 0
        start[count] = bracket
        start[count + 1] = UInt8(ascii: ",")
        count += 2
    }

    /// `"key":`.
    @inline(__always)
    mutating func append(key: StaticString) {
        let length = key.utf8CodeUnitCount
        let place = reserve(length + 3)
        place[0] = UInt8(ascii: "\"")
        (place + 1).update(from: key.utf8Start, count: length)
        place[length + 1] = UInt8(ascii: "\"")
        place[length + 2] = UInt8(ascii: ":")
        count += length + 3
    }

    /// `"key":"text",`, the text free of anything that needs an escape.
    @inline(__always)
    mutating func append(key: StaticString, quoted text: ShortText) {
        let length = key.utf8CodeUnitCount
        let place = reserve(length + ShortText.size + 6)
        count &+= text.count &+ (length + 6)
        place[0] = UInt8(ascii: "\"")
        (place + 1).update(from: key.utf8Start, count: length)
        place[length + 1] = UInt8(ascii: "\"")
        place[length + 2] = UInt8(ascii: ":")
        place[length + 3] = UInt8(ascii: "\"")
        let start = place + (length + 4)
        UnsafeMutableRawPointer(start).storeBytes(of: text.low, as: UInt64.self)
        UnsafeMutableRawPointer(start + 8).storeBytes(of: text.high, as: UInt64.self)
        start[text.count] = UInt8(ascii: "\"")
        start[text.count &+ 1] = UInt8(ascii: ",")
    }

    // MARK: Numbers

    mutating func append(digitsOf number: UInt64, isNegative: Bool = false) {
        let place = reserve(21)
        var length = 0
        if isNegative {
            place[0] = UInt8(ascii: "-")
            length = 1
        }
        length += JSONRoom.digitCount(number)
        var rest = number
        var digit = length
        repeat {
            digit -= 1
            let (tens, units) = rest.quotientAndRemainder(dividingBy: 10)
            place[digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: units)
            rest = tens
        } while rest > 0
        count += length
    }

    // MARK: Strings

    /// A string in quotation marks and the comma after it.
    mutating func append(quoted text: UnsafeBufferPointer<UInt8>) {
        let place = reserve(text.count + 3)
        place[0] = UInt8(ascii: "\"")
        let copied = Self.copyPlain(text, to: place + 1)
        if copied == text.count {
            place[copied + 1] = UInt8(ascii: "\"")
            place[copied + 2] = UInt8(ascii: ",")
            count += copied + 3
            return
        }
        count += copied + 1
        appendEscaped(UnsafeBufferPointer(rebasing: text[copied...]))
        let end = reserve(2)
        end[0] = UInt8(ascii: "\"")
        end[1] = UInt8(ascii: ",")
        count += 2
    }

    /// The same for text of at most fifteen bytes; false, and nothing is written, when one needs an escape.
    @inline(__always)
    mutating func append(quoted text: ShortText) -> Bool {
        if text.needsEscape { return false }
        let place = reserve(ShortText.size + 3)
        count &+= text.count &+ 3
        place[0] = UInt8(ascii: "\"")
        UnsafeMutableRawPointer(place + 1).storeBytes(of: text.low, as: UInt64.self)
        UnsafeMutableRawPointer(place + 9).storeBytes(of: text.high, as: UInt64.self)
        place[text.count + 1] = UInt8(ascii: "\"")
        place[text.count + 2] = UInt8(ascii: ",")
        return true
    }

    /// Copies up to the first byte that needs an escape; how many bytes that were.
    private static func copyPlain(
        _ text: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
    ) -> Int {
        guard let base = text.baseAddress else { return 0 }
        guard text.count >= 8 else { return copyShort(base, text.count, to: place) ? text.count : 0 }
        var copied = 0
        while copied + 8 <= text.count {
            guard copyWord(base + copied, to: place + copied) else { return copied }
            copied += 8
        }
        // The last eight bytes: some of them are copied once more.
        let last = text.count - 8
        return copied == text.count || copyWord(base + last, to: place + last) ? text.count : copied
    }

    @inline(__always)
    private static func copyWord(
        _ text: UnsafePointer<UInt8>, to place: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let word = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
        if needsEscape(word) { return false }
        UnsafeMutableRawPointer(place).storeBytes(of: word, as: UInt64.self)
        return true
    }

    /// Copies fewer than eight bytes, the halves overlapping; false when one of them needs an escape.
    @inline(__always)
    private static func copyShort(
        _ text: UnsafePointer<UInt8>, _ count: Int, to place: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        let source = UnsafeRawPointer(text)
        let target = UnsafeMutableRawPointer(place)
        if count >= 4 {
            let first = source.loadUnaligned(as: UInt32.self)
            let last = source.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            if needsEscape(UInt64(first) | UInt64(last) << 32) { return false }
            target.storeBytes(of: first, as: UInt32.self)
            target.storeBytes(of: last, toByteOffset: count - 4, as: UInt32.self)
        } else if count >= 2 {
            let first = source.loadUnaligned(as: UInt16.self)
            let last = text[count - 1]
            if needsEscape(UInt64(first) | UInt64(last) << 16 | 0x2020_2020_2000_0000) { return false }
            target.storeBytes(of: first, as: UInt16.self)
            place[count - 1] = last
        } else if count == 1 {
            if needsEscape(text[0]) { return false }
            place[0] = text[0]
        }
        return true
    }

    /// Whether one of eight bytes needs an escape.
    @inline(__always)
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones << 7
        // A byte below 0x20 borrows into its top bit, so does one that equals the byte it is compared with.
        let isControl = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let delete = word ^ (ones &* 0x7F)
        let isOne =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((delete &- ones) & ~delete)
        return (isControl | isOne) & tops != 0
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    @inline(never)
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            guard Self.needsEscape(byte) else {
                append(byte)
                continue
            }
            append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
            case 0x0A: append(UInt8(ascii: "n"))
            case 0x0D: append(UInt8(ascii: "r"))
            case 0x09: append(UInt8(ascii: "t"))
            default:
                append("u00")
                append(Self.hexadecimal(byte >> 4))
                append(Self.hexadecimal(byte & 15))
            }
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
}
