internal import Glibc

/// The bytes of one transaction set and the places in them, shared by all values of its tree.
///
/// The segments stand in the order of the file, which is also the order of the tree read from the top: a
/// loop is the run of segments from its opening one to the next that does not belong to it. So a row a
/// segment is all there is: no rows for loops, and no lists.
///
/// In ``bytes`` each segment is preceded, read backwards from its first byte, by the count of its elements,
/// the end of its id and the ends of its elements: a byte each, four in a wide segment.
///
/// Unchecked because of the pointers: safe without a lock, for nothing is written behind them after `init`.
@usableFromInline
final class SetStorage: @unchecked Sendable {
    /// What is kept of a segment beside its bytes.
    @usableFromInline
    struct Row {
        /// The packed id, and in the lowest byte the flags.
        @usableFromInline var head: UInt32
        /// Where the segment begins in `bytes`.
        @usableFromInline var place: UInt32
        /// Of a segment that opens a loop, the first segment behind the loop; of any other, the next one
        /// directly in the same loop, 0 for none.
        @usableFromInline var next: UInt32
        /// Where it begins in the file, counted from the set's first byte.
        var offset: UInt32

        static let opensLoop: UInt32 = 1
        static let isWide: UInt32 = 2

        @inlinable var id: UInt32 { head >> 8 }
        @inlinable var opensLoop: Bool { head & 1 != 0 }
        @inlinable var isWide: Bool { head & 2 != 0 }
    }

    /// A segment whose place in the set is not the one that follows from its row: one before it was skipped.
    struct OrdinalStep {
        var row: Int
        var ordinal: Int
    }

    @usableFromInline let rows: UnsafePointer<Row>
    @usableFromInline let rowCount: Int
    @usableFromInline let bytes: UnsafePointer<UInt8>
    let byteCount: Int
    /// Where the set begins in the file.
    private let fileOffset: Int
    private let ordinalSteps: [OrdinalStep]
    @usableFromInline let componentSeparator: UInt8
    /// The repetition separator, -1 where the release has no repetitions.
    @usableFromInline let repetitionSeparator: Int
    private let wrapping: LineWrapping?
    /// Whether all bytes are ASCII: their text need not be checked.
    private let isASCII: Bool
    /// Whether short text may be put together as the string it is.
    @usableFromInline let makesShortForms: Bool

    init(_ builder: TreeBuilder) {
        let (rows, bytes) = builder.contents()
        self.rows = UnsafePointer(rows)
        self.bytes = UnsafePointer(bytes)
        rowCount = builder.rowCount
        byteCount = builder.byteCount
        fileOffset = builder.fileOffset
        ordinalSteps = builder.ordinalSteps
        componentSeparator = builder.delimiters.component
        repetitionSeparator = builder.repetition.map(Int.init) ?? -1
        wrapping = builder.wrapping
        isASCII = builder.isASCII
        makesShortForms = builder.isASCII && Self.shortFormIsKnown
    }

    deinit {
        free(UnsafeMutableRawPointer(mutating: rows))
        free(UnsafeMutableRawPointer(mutating: bytes))
    }

    // MARK: Elements

    @inlinable
    func elementCount(_ segment: Int) -> Int {
        let row = rows[segment]
        let first = bytes + Int(row.place)
        return row.isWide ? Self.wide(first, 1) : Int(first[-1])
    }

    /// The bytes of an element with all its repetitions; empty when it is absent.
    @inlinable
    @inline(__always)
    func element(_ segment: Int, _ element: Int) -> UnsafeBufferPointer<UInt8> {
        let row = rows[segment]
        let first = bytes + Int(row.place)
        if row.isWide { return wideElement(first, element) }
        guard element >= 1, element <= Int(first[-1]) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let start = Int(first[-1 - element]) + 1
        return UnsafeBufferPointer(start: first + start, count: Int(first[-2 - element]) - start)
    }

    @usableFromInline
    func wideElement(_ first: UnsafePointer<UInt8>, _ element: Int) -> UnsafeBufferPointer<UInt8> {
        guard element >= 1, element <= Self.wide(first, 1) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let start = Self.wide(first, element + 1) + 1
        return UnsafeBufferPointer(start: first + start, count: Self.wide(first, element + 2) - start)
    }

    /// The number that stands so many numbers before a wide segment.
    @usableFromInline
    static func wide(_ first: UnsafePointer<UInt8>, _ number: Int) -> Int {
        Int(UnsafeRawPointer(first - 4 * number).loadUnaligned(as: UInt32.self))
    }

    /// The bytes of a repetition of an element, or of a component of it; empty when it is absent.
    @inlinable
    @inline(__always)
    func part(
        _ segment: Int, _ element: Int, component: Int?, repetition: Int = 1
    ) -> UnsafeBufferPointer<UInt8> {
        let whole = self.element(segment, element)
        if repetitionSeparator < 0, component == nil, repetition == 1 { return whole }
        return cut(whole, component: component, repetition: repetition)
    }

    @usableFromInline
    func cut(
        _ whole: UnsafeBufferPointer<UInt8>, component: Int?, repetition: Int
    ) -> UnsafeBufferPointer<UInt8> {
        var part = whole
        if let separator = UInt8(exactly: repetitionSeparator) {
            part = Self.piece(repetition, of: part, separator)
        } else if repetition != 1 {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return component.map { Self.piece($0, of: part, componentSeparator) } ?? part
    }

    /// The piece with a number, from 1; empty when there are fewer.
    private static func piece(
        _ number: Int, of whole: UnsafeBufferPointer<UInt8>, _ separator: UInt8
    ) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        for _ in 1..<max(1, number) {
            guard let end = whole[start...].firstIndex(of: separator) else {
                return UnsafeBufferPointer(start: nil, count: 0)
            }
            start = end + 1
        }
        let end = whole[start...].firstIndex(of: separator) ?? whole.count
        return UnsafeBufferPointer(rebasing: whole[start..<end])
    }

    /// The number of repetitions of an element, 0 when it is absent.
    func repetitionCount(_ segment: Int, _ element: Int) -> Int {
        pieceCount(self.element(segment, element), repetitionSeparator)
    }

    /// The number of components of a repetition of an element, 0 when it is absent.
    func componentCount(_ segment: Int, _ element: Int, repetition: Int) -> Int {
        pieceCount(
            part(segment, element, component: nil, repetition: repetition), Int(componentSeparator))
    }

    private func pieceCount(_ whole: UnsafeBufferPointer<UInt8>, _ separator: Int) -> Int {
        if whole.isEmpty { return 0 }
        return whole.reduce(into: 1) { count, byte in if Int(byte) == separator { count += 1 } }
    }

    /// A bit for each element with a value, element 1 in bit 1.
    func presentElements(_ segment: Int) -> UInt64 {
        var bits: UInt64 = 0
        let row = rows[segment]
        guard !row.isWide else {
            for place in 0..<min(elementCount(segment) + 1, UInt64.bitWidth)
            where !element(segment, place).isEmpty {
                bits |= 1 << UInt64(place)
            }
            return bits
        }
        let first = bytes + Int(row.place)
        var place = 1
        let end = min(Int(first[-1]), UInt64.bitWidth - 1)
        while place <= end {
            if first[-2 - place] != first[-1 - place] &+ 1 { bits |= 1 << UInt64(place) }
            place += 1
        }
        return bits
    }

    /// Whether any element of the set has more than one repetition, or may have.
    package var mayRepeat: Bool {
        guard let separator = UInt8(exactly: repetitionSeparator) else { return false }
        return UnsafeBufferPointer(start: bytes, count: byteCount).contains(separator)
    }

    // MARK: Text

    /// The id of a segment.
    func segmentID(_ segment: Int) -> String {
        let row = rows[segment]
        let first = bytes + Int(row.place)
        let length = row.isWide ? Self.wide(first, 2) : Int(first[-2])
        return text(UnsafeBufferPointer(start: first, count: length))
    }

    /// Text as it was sent: UTF-8 where it is that, Latin-1 otherwise.
    ///
    /// Inlined, for most values of a document pass through here.
    @inlinable
    @inline(__always)
    func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if makesShortForms, let short = Self.shortText(bytes) { return short }
        return longText(bytes)
    }

    @usableFromInline
    @inline(never)
    func longText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        isASCII ? String(decoding: bytes, as: UTF8.self) : Self.foreignText(bytes)
    }

    /// ASCII text of at most 15 bytes, put together as the string it is.
    ///
    /// Such a string is sixteen bytes: the text, and in the last the length. Most values are that short, and
    /// making them in any other way takes longer than all else that is done with an element.
    @inlinable
    @inline(__always)
    static func shortText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let count = bytes.count
        guard let start = UnsafeRawPointer(bytes.baseAddress), count <= 15, count >= 1 else { return nil }
        var (low, high): (UInt64, UInt64) = (0, 0)
        if count >= 8 {
            low = start.loadUnaligned(as: UInt64.self)
            // The last eight bytes, without those that are in `low`.
            high = start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) >> 8
            high >>= UInt64(truncatingIfNeeded: (15 - count) * 8)
        } else if count >= 4 {
            // The halves overlap: where they do they say the same.
            let last = UInt64(start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            low = UInt64(start.loadUnaligned(as: UInt32.self))
            low |= last << UInt64(truncatingIfNeeded: (count - 4) * 8)
        } else {
            low = UInt64(bytes[0])
            low |= UInt64(bytes[count >> 1]) << UInt64(truncatingIfNeeded: (count >> 1) * 8)
            low |= UInt64(bytes[count - 1]) << UInt64(truncatingIfNeeded: (count - 1) * 8)
        }
        let last = UInt64(0xE0 | UInt8(truncatingIfNeeded: count)) << 56
        var form = ShortForm(low: low, high: high | last)
        // Moved out, not cast: a cast is a copy, which counts a reference that such a string does not have.
        return withUnsafeMutablePointer(to: &form) {
            UnsafeMutableRawPointer($0).assumingMemoryBound(to: String.self).move()
        }
    }

    /// What a short string is in memory.
    @usableFromInline
    struct ShortForm: Equatable {
        @usableFromInline var low: UInt64
        @usableFromInline var high: UInt64

        @inlinable
        init(low: UInt64, high: UInt64) {
            self.low = low
            self.high = high
        }
    }

    /// Whether short strings are in memory what ``shortText(_:)`` makes: so it is where words have 64 bits.
    static let shortFormIsKnown: Bool = {
        guard MemoryLayout<String>.size == MemoryLayout<ShortForm>.size, 1.littleEndian == 1 else {
            return false
        }
        return ["1", "12", "123", "1234", "1234567", "12345678", "123456789", "123456789012345"].allSatisfy {
            text in
            let copy = Array(text.utf8)
            return copy.withUnsafeBufferPointer { bytes in
                guard let short = shortText(bytes) else { return false }
                let usual = String(decoding: bytes, as: UTF8.self)
                return unsafeBitCast(short, to: ShortForm.self) == unsafeBitCast(usual, to: ShortForm.self)
            }
        }
    }()

    @usableFromInline
    static func foreignText(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.lazy.map { UnicodeScalar($0) })
        return String(text)
    }

    // MARK: Places

    /// The place of a segment in the set, ST being 1.
    func ordinal(_ segment: Int) -> Int {
        guard let step = ordinalSteps.last(where: { $0.row <= segment }) else { return segment + 1 }
        return step.ordinal + segment - step.row
    }

    func fileRange(ofSegment segment: Int) -> Range<Int> {
        let start = fileOffset + Int(rows[segment].offset)
        let next = segment + 1
        let end = next < rowCount ? Int(rows[next].place) - headLength(next) : byteCount
        return fileRange(0..<end - Int(rows[segment].place), after: start)
    }

    func fileRange(ofElement element: Int, segment: Int) -> Range<Int>? {
        let found = self.element(segment, element)
        guard let base = found.baseAddress, !found.isEmpty else { return nil }
        let row = rows[segment]
        let start = base - (bytes + Int(row.place))
        return fileRange(start..<start + found.count, after: fileOffset + Int(row.offset))
    }

    private func fileRange(_ range: Range<Int>, after start: Int) -> Range<Int> {
        guard let wrapping, !range.isEmpty else {
            return start + range.lowerBound..<start + range.upperBound
        }
        let last = wrapping.offset(of: range.upperBound - 1, after: start)
        return wrapping.offset(of: range.lowerBound, after: start)..<last + 1
    }

    /// The bytes in front of a segment that tell where its elements end.
    private func headLength(_ segment: Int) -> Int {
        (elementCount(segment) + 2) * (rows[segment].isWide ? 4 : 1)
    }
}
