internal import Documents
internal import X12

/// Counts no references: what reads holds the set.
typealias Segment = BorrowedSegment
/// Counts no references: what reads holds the set.
typealias Loop = BorrowedLoop

/// Reads elements into fields and remembers where each came from, and so which elements nobody asked for.
///
/// A translator takes every value through these functions, naming the field it is for; provenance and the
/// list of unused elements follow from that alone. ``within(_:_:_:)`` opens a place in the document for what
/// is read inside.
struct Reading: ~Copyable {
    private let set: TransactionSet
    /// The whole set; to be used only while the reading lasts.
    let root: Loop
    private var trail: TrailRecorder
    private var usage: Usage

    init(_ set: TransactionSet) {
        self.set = set
        root = set.borrowedRoot
        trail = TrailRecorder(set)
        usage = Usage(of: set)
    }

    // MARK: Places

    /// Reads inside a field, or inside one value of a list.
    @inline(__always)
    mutating func within<Result>(
        _ name: StaticString, _ index: Int? = nil,
        _ body: (inout Reading) throws(TranslationError) -> Result,
    ) throws(TranslationError) -> Result {
        let outer = trail.enter(name, index)
        defer { trail.leave(to: outer) }
        return try body(&self)
    }

    /// Opens a field, or one value of a list; what to leave to.
    ///
    /// For what is read so often that a function around it would cost.
    @inline(__always)
    mutating func enter(_ name: StaticString, _ index: Int? = nil) -> Int32 { trail.enter(name, index) }

    @inline(__always)
    mutating func leave(to outer: Int32) { trail.leave(to: outer) }

    /// Remembers that an element is the source of a field.
    mutating func note(
        _ name: StaticString, _ segment: Segment, _ element: Int, component: Int? = nil, at index: Int? = nil,
    ) {
        usage.read(row: segment.row, element, component: component)
        guard segment.has(element) else { return }
        trail.add(Trail.Name(name), row: segment.row, element, component: component, index: index)
    }

    /// Remembers that an element, with all its repetitions, was understood though no field shows it.
    mutating func use(_ segment: Segment, _ element: Int) {
        usage.understand(segment, element)
    }

    /// Remembers that elements were understood though no field shows them.
    mutating func use(_ segment: Segment, _ elements: Int...) {
        for element in elements { use(segment, element) }
    }

    // MARK: Values

    /// The text of an element; `nil` when it is absent.
    ///
    /// Inlined up to the finding that it is, for most of what is asked for is absent.
    @inline(__always)
    mutating func text(_ name: StaticString, _ segment: Segment, _ element: Int) -> String? {
        let bytes = segment.bytes(element)
        if bytes.isEmpty { return nil }
        return text(Trail.Name(name), row: segment.row, element, bytes)
    }

    @inline(never)
    private mutating func text(
        _ name: Trail.Name, row: Int, _ element: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String {
        usage.read(row: row, element, component: nil)
        trail.add(name, row: row, element, component: nil, index: nil)
        return root.text(bytes)
    }

    /// The text of an element or of a component of it, for a value of a list; `nil` when it is absent.
    mutating func text(
        _ name: StaticString, _ segment: Segment, _ element: Int, component: Int? = nil, at index: Int? = nil,
    ) -> String? {
        if let component {
            guard let value = segment[element, component: component] else { return nil }
            record(name, segment, element, component: component, at: index)
            return value
        }
        guard let value = segment[element] else { return nil }
        record(name, segment, element, at: index)
        return value
    }

    /// Remembers where a value that was found came from.
    @inline(__always)
    mutating func record(
        _ name: StaticString, _ segment: Segment, _ element: Int, component: Int? = nil, at index: Int? = nil,
    ) {
        usage.read(row: segment.row, element, component: component)
        trail.add(Trail.Name(name), row: segment.row, element, component: component, index: index)
    }

    /// Remembers the element that a qualifier, and where we have a word for it a kind, came from, and the next
    /// one as the source of their value: most of what is read are such pairs.
    @inline(__always)
    mutating func recordPair(_ segment: Segment, _ element: Int, hasKind: Bool) {
        usage.readPair(row: segment.row, element)
        if hasKind { trail.add(Trail.Name("kind"), row: segment.row, element, component: nil, index: nil) }
        trail.add(Trail.Name("qualifier"), row: segment.row, element, component: nil, index: nil)
        trail.add(Trail.Name("value"), row: segment.row, element + 1, component: nil, index: nil)
    }

    /// The text of an element that the document cannot do without.
    mutating func required(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ expected: String,
    ) throws(TranslationError) -> String {
        guard let value = text(name, segment, element) else {
            throw TranslationError(
                .elementMissing, set: set.id, segmentID: segment.id, segment: segment.ordinal,
                element: element,
                expected: expected)
        }
        return value
    }

    /// A segment that the document cannot do without.
    func required(_ segmentID: SegmentID, in loop: Loop, _ expected: String) throws(TranslationError)
        -> Segment
    {
        guard let segment = loop.first(segmentID) else {
            throw TranslationError(
                .segmentMissing, set: set.id, segmentID: segmentID.description, expected: expected)
        }
        return segment
    }

    /// A number with an explicit point, exactly as it was written.
    mutating func decimal(
        _ name: StaticString, _ segment: Segment, _ element: Int,
    ) throws(TranslationError) -> ExactDecimal? {
        guard let found = segment.withBytes(element, { ExactDecimal(bytes: $0) }) else { return nil }
        guard let value = found else { throw unreadable(segment, element) }
        record(name, segment, element)
        return value
    }

    /// Money with two implied decimals: `12345` is 123.45.
    ///
    /// A written point is believed: it is what was meant.
    mutating func money(
        _ name: StaticString, _ segment: Segment, _ element: Int,
    ) throws(TranslationError) -> ExactDecimal? {
        guard let value = try decimal(name, segment, element) else { return nil }
        let hasPoint = segment.withBytes(element) { $0.contains(UInt8(ascii: ".")) } ?? false
        return hasPoint || value.scale > 0 ? value : ExactDecimal(units: value.units, scale: 2)
    }

    /// A whole number; `nil`, and the element stays unused, when it is not one.
    mutating func count(_ name: StaticString, _ segment: Segment, _ element: Int) -> Int? {
        guard let value = segment.withBytes(element, Self.wholeNumber) ?? nil else { return nil }
        record(name, segment, element)
        return value
    }

    private static func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= 18 else { return Int(String(decoding: bytes, as: UTF8.self)) }
        var number = 0
        for byte in bytes {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return Int(String(decoding: bytes, as: UTF8.self)) }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// A day; `nil`, and the element stays unused, when the calendar has no such day.
    mutating func day(_ name: StaticString, _ segment: Segment, _ element: Int) -> CalendarDay? {
        guard let day = segment.withBytes(element, { CalendarDay(digits: $0) }) ?? nil else { return nil }
        record(name, segment, element)
        return day
    }

    /// A time of day; `nil`, and the element stays unused, when there is no such time.
    mutating func time(_ name: StaticString, _ segment: Segment, _ element: Int) -> TimeOfDay? {
        guard let time = segment.withBytes(element, { TimeOfDay(digits: $0) }) ?? nil else { return nil }
        record(name, segment, element)
        return time
    }

    /// A code with our word for it.
    mutating func coded(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: CodeTable<String>,
    ) throws(TranslationError) -> CodedValue? {
        guard segment.has(element) else { return nil }
        return try within(name) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, element, names)
            return reading.text("code", segment, element).map { CodedValue(kind: kind, code: $0) }
        }
    }

    /// A code that the document cannot do without, with our word for it.
    mutating func requiredCode(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: CodeTable<String>,
    ) throws(TranslationError) -> CodedValue {
        guard let value = try coded(name, segment, element, names) else {
            throw TranslationError(
                .elementMissing, set: set.id, segmentID: segment.id, segment: segment.ordinal,
                element: element,
                expected: "a code was expected")
        }
        return value
    }

    /// Our word for a code; `nil` when we have none.
    mutating func kind(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: CodeTable<String>,
    ) -> String? {
        guard let kind = names[segment.bytes(element)] else { return nil }
        record(name, segment, element)
        return kind
    }

    /// A number with its unit; the unit may be the first component of a composite.
    mutating func quantity(
        _ name: StaticString, _ segment: Segment, _ value: Int, unit: Int,
    ) throws(TranslationError) -> Quantity? {
        guard segment.has(value) else { return nil }
        let outer = enter(name)
        defer { leave(to: outer) }
        guard let number = try decimal("value", segment, value) else { return nil }
        return Quantity(number, unit: self.unit("unit", segment, unit))
    }

    /// A unit, alone or as the first component of a composite.
    mutating func unit(_ name: StaticString, _ segment: Segment, _ element: Int) -> String? {
        guard segment.isComposite(element), segment.withBytes(element, component: 1, \.count) != nil else {
            return text(name, segment, element)
        }
        return text(name, segment, element, component: 1)
    }

    /// A price with its basis.
    mutating func price(
        _ name: StaticString, _ segment: Segment, _ amount: Int, basis: Int,
    ) throws(TranslationError) -> Price? {
        guard segment.has(amount) else { return nil }
        let outer = enter(name)
        defer { leave(to: outer) }
        guard let number = try decimal("amount", segment, amount) else { return nil }
        let perQuantity = CodeNames.quantityOfPriceBasis[segment.bytes(basis)]
        let price = Price(number, basis: text("basis", segment, basis), perQuantity: perQuantity)
        if perQuantity != nil { record("perQuantity", segment, basis) }
        return price
    }

    /// A number with the scheme it is from.
    mutating func identifier(
        _ name: StaticString, _ segment: Segment, qualifier: Int?, value: Int, at index: Int? = nil,
    ) throws(TranslationError) -> PartyIdentifier? {
        guard segment.has(value) else { return nil }
        let outer = enter(name, index)
        defer { leave(to: outer) }
        // Where there is no qualifier, element 0 is asked for, which is none.
        let kind = kind("kind", segment, qualifier ?? 0, CodeNames.identifierSchemes)
        let scheme = text("qualifier", segment, qualifier ?? 0)
        return text("value", segment, value).map {
            PartyIdentifier(kind: kind, qualifier: scheme, value: $0)
        }
    }

    // MARK: What is left

    /// Where each field came from and what was not read, when all is read.
    consuming func finish() -> Trail { trail.finish(usage) }

    private func unreadable(_ segment: Segment, _ element: Int) -> TranslationError {
        TranslationError(
            .numberUnreadable, set: set.id, segmentID: segment.id, segment: segment.ordinal, element: element,
            found: segment[element], expected: "a decimal number was expected")
    }
}
