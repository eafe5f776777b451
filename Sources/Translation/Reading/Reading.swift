internal import Documents
internal import X12

typealias Segment = TransactionSet.Segment
typealias Loop = TransactionSet.Loop

/// Reads elements into fields and remembers where each came from, and so which elements nobody asked for.
///
/// A translator takes every value through these functions, naming the field it is for; provenance and the
/// list of unused elements follow from that alone. ``within(_:_:_:)`` opens a place in the document for what
/// is read inside.
struct Reading {
    private(set) var trail = Trail()
    private let set: String
    private var scope = 0
    /// A bit for each element, by the ordinal of its segment: set when the element was read.
    private var used: [UInt64] = []

    init(_ set: TransactionSet) {
        self.set = set.id
    }

    // MARK: Places

    /// Reads inside a field, or inside one value of a list.
    mutating func within<Result>(
        _ name: StaticString, _ index: Int? = nil,
        _ body: (inout Reading) throws(TranslationError) -> Result,
    ) throws(TranslationError) -> Result {
        let outer = scope
        trail.scopes.append(Trail.Scope(parent: outer, name: name, index: index))
        scope = trail.scopes.count - 1
        defer { scope = outer }
        return try body(&self)
    }

    /// Remembers that an element is the source of a field.
    mutating func note(
        _ name: StaticString, _ segment: Segment, _ element: Int, component: Int? = nil, at index: Int? = nil,
    ) {
        use(segment, element)
        guard let bytes = segment.elementRange(element) else { return }
        trail.steps.append(
            Trail.Step(
                scope: scope, name: name, index: index, segmentID: segment.id, segment: segment.ordinal,
                element: element, component: component, bytes: bytes))
    }

    /// Remembers that elements were understood though no field shows them.
    mutating func use(_ segment: Segment, _ elements: Int...) {
        if used.count <= segment.ordinal {
            used.append(contentsOf: repeatElement(0, count: segment.ordinal + 1 - used.count))
        }
        for element in elements where element < UInt64.bitWidth {
            used[segment.ordinal] |= 1 << UInt64(element)
        }
    }

    // MARK: Values

    /// The text of an element; `nil` when it is absent.
    mutating func text(
        _ name: StaticString, _ segment: Segment, _ element: Int, component: Int? = nil, at index: Int? = nil,
    ) -> String? {
        let found = component.map { segment[element, component: $0] } ?? segment[element]
        guard let value = found else { return nil }
        note(name, segment, element, component: component, at: index)
        return value
    }

    /// The text of an element that the document cannot do without.
    mutating func required(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ expected: String,
    ) throws(TranslationError) -> String {
        guard let value = text(name, segment, element) else {
            throw TranslationError(
                .elementMissing, set: set, segmentID: segment.id, segment: segment.ordinal, element: element,
                expected: expected)
        }
        return value
    }

    /// A segment that the document cannot do without.
    func required(_ segmentID: String, in loop: Loop, _ expected: String) throws(TranslationError) -> Segment
    {
        guard let segment = loop.first(segmentID) else {
            throw TranslationError(.segmentMissing, set: set, segmentID: segmentID, expected: expected)
        }
        return segment
    }

    /// A number with an explicit point, exactly as it was written.
    mutating func decimal(
        _ name: StaticString, _ segment: Segment, _ element: Int,
    ) throws(TranslationError) -> ExactDecimal? {
        guard let text = segment[element] else { return nil }
        guard let value = ExactDecimal(text) else { throw unreadable(segment, element, text) }
        note(name, segment, element)
        return value
    }

    /// Money with two implied decimals: `12345` is 123.45.
    ///
    /// A written point is believed: it is what was meant.
    mutating func money(
        _ name: StaticString, _ segment: Segment, _ element: Int,
    ) throws(TranslationError) -> ExactDecimal? {
        guard let text = segment[element] else { return nil }
        guard let value = ExactDecimal(text) else { throw unreadable(segment, element, text) }
        note(name, segment, element)
        return text.contains(".") || value.scale > 0 ? value : ExactDecimal(units: value.units, scale: 2)
    }

    /// A whole number; `nil`, and the element stays unused, when it is not one.
    mutating func count(_ name: StaticString, _ segment: Segment, _ element: Int) -> Int? {
        guard let text = segment[element], let value = Int(text) else { return nil }
        note(name, segment, element)
        return value
    }

    /// A day; `nil`, and the element stays unused, when the calendar has no such day.
    mutating func day(_ name: StaticString, _ segment: Segment, _ element: Int) -> CalendarDay? {
        guard let text = segment[element], let day = CalendarDay(digits: text) else { return nil }
        note(name, segment, element)
        return day
    }

    /// A time of day; `nil`, and the element stays unused, when there is no such time.
    mutating func time(_ name: StaticString, _ segment: Segment, _ element: Int) -> TimeOfDay? {
        guard let text = segment[element], let time = TimeOfDay(digits: text) else { return nil }
        note(name, segment, element)
        return time
    }

    /// A code with our word for it.
    mutating func coded(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: [String: String],
    ) throws(TranslationError) -> CodedValue? {
        guard segment[element] != nil else { return nil }
        return try within(name) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, element, names)
            return reading.text("code", segment, element).map { CodedValue(kind: kind, code: $0) }
        }
    }

    /// A code that the document cannot do without, with our word for it.
    mutating func requiredCode(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: [String: String],
    ) throws(TranslationError) -> CodedValue {
        guard let value = try coded(name, segment, element, names) else {
            throw TranslationError(
                .elementMissing, set: set, segmentID: segment.id, segment: segment.ordinal, element: element,
                expected: "a code was expected")
        }
        return value
    }

    /// Our word for a code; `nil` when we have none.
    mutating func kind(
        _ name: StaticString, _ segment: Segment, _ element: Int, _ names: [String: String],
    ) -> String? {
        guard let code = segment[element], let kind = names[code] else { return nil }
        note(name, segment, element)
        return kind
    }

    /// A number with its unit; the unit may be the first component of a composite.
    mutating func quantity(
        _ name: StaticString, _ segment: Segment, _ value: Int, unit: Int,
    ) throws(TranslationError) -> Quantity? {
        guard segment[value] != nil else { return nil }
        return try within(name) { reading throws(TranslationError) in
            guard let number = try reading.decimal("value", segment, value) else { return nil }
            return Quantity(number, unit: reading.unit("unit", segment, unit))
        }
    }

    /// A unit, alone or as the first component of a composite.
    mutating func unit(_ name: StaticString, _ segment: Segment, _ element: Int) -> String? {
        guard let whole = segment[element] else { return nil }
        let first = segment[element, component: 1]
        return first == nil || first == whole
            ? text(name, segment, element) : text(name, segment, element, component: 1)
    }

    /// A price with its basis.
    mutating func price(
        _ name: StaticString, _ segment: Segment, _ amount: Int, basis: Int,
    ) throws(TranslationError) -> Price? {
        guard segment[amount] != nil else { return nil }
        return try within(name) { reading throws(TranslationError) in
            guard let number = try reading.decimal("amount", segment, amount) else { return nil }
            var price = Price(number, basis: reading.text("basis", segment, basis))
            price.perQuantity = price.basis.flatMap { CodeNames.quantityOfPriceBasis[$0] }
            if price.perQuantity != nil { reading.note("perQuantity", segment, basis) }
            return price
        }
    }

    /// A number with the scheme it is from.
    mutating func identifier(
        _ name: StaticString, _ segment: Segment, qualifier: Int?, value: Int, at index: Int? = nil,
    ) throws(TranslationError) -> PartyIdentifier? {
        guard segment[value] != nil else { return nil }
        return try within(name, index) { reading throws(TranslationError) in
            let kind = qualifier.flatMap { reading.kind("kind", segment, $0, CodeNames.identifierSchemes) }
            let scheme = qualifier.flatMap { reading.text("qualifier", segment, $0) }
            return reading.text("value", segment, value).map {
                PartyIdentifier(kind: kind, qualifier: scheme, value: $0)
            }
        }
    }

    // MARK: What is left

    /// Elements received and never read, counted by segment and element, sorted.
    func unusedElements(in root: Loop) -> [UnusedElement] {
        var tally: [UnusedKey: (count: Int, sample: String)] = [:]
        countUnused(in: root, &tally)
        return tally.map { key, value in
            UnusedElement(
                segmentID: key.segmentID, element: key.element, count: value.count, sample: value.sample)
        }.sorted { ($0.segmentID, $0.element) < ($1.segmentID, $1.element) }
    }

    private struct UnusedKey: Hashable {
        var segmentID: String
        var element: Int
    }

    private func countUnused(in loop: Loop, _ tally: inout [UnusedKey: (count: Int, sample: String)]) {
        // ST and SE belong to the envelope: the exchange reads them.
        for segment in loop.segments
        where segment.id != "ST" && segment.id != "SE" && segment.elementCount > 0 {
            let bits = segment.ordinal < used.count ? used[segment.ordinal] : 0
            for element in 1...segment.elementCount {
                let isUsed = element < UInt64.bitWidth && bits & (1 << UInt64(element)) != 0
                guard !isUsed, let value = segment[element] else { continue }
                let key = UnusedKey(segmentID: segment.id, element: element)
                tally[key, default: (0, String(value.prefix(80)))].count += 1
            }
        }
        for child in loop.loops { countUnused(in: child, &tally) }
    }

    private func unreadable(_ segment: Segment, _ element: Int, _ text: String) -> TranslationError {
        TranslationError(
            .numberUnreadable, set: set, segmentID: segment.id, segment: segment.ordinal, element: element,
            found: text, expected: "a decimal number was expected")
    }
}
