internal import Documents
internal import X12

/// Writes a set segment by segment and knows which field of the document each element is from.
///
/// The elements of a segment are written in the order of their positions. Faults are collected, for a document
/// may have many.
struct SetWriter {
    let release: String
    /// Releases from 005010 on have other segments for texts, and 003060 and older ones dates of six digits.
    let isLate: Bool
    /// From 004030 on texts stand in MTX instead of MSG.
    let hasTexts: Bool
    let hasCenturies: Bool
    let totals: OutboundOptions.Totals
    /// CUR01 where the document does not say who reckons in the currency.
    var currencyParty: StaticString = "BY"

    private(set) var bytes: [UInt8] = []
    private(set) var segmentCount = 0
    private(set) var faults: [OutboundFault] = []
    private(set) var suppressed = 0
    private(set) var unplaced: [UnplacedField] = []
    /// Where each element is from; kept only when asked for.
    private(set) var trail: [Placed]?

    private let delimiters: Delimiters
    private var isForbidden: [Bool]
    private var path: [(name: StaticString, index: Int)] = []
    private var segmentID: StaticString = "ST"
    private var segmentStart = 0
    private var position = 0
    private var componentNumber = 1

    /// Where a field of the document stands in the set.
    struct Placed: Sendable, Hashable {
        var path: String
        var segment: Int
        var segmentID: String
        /// 0 for what the segment as a whole is from.
        var element: Int
    }

    init(_ options: OutboundOptions, keepsTrail: Bool) {
        release = options.release
        isLate = options.release >= "005010"
        hasTexts = options.release >= "004030"
        hasCenturies = options.release >= "004010"
        totals = options.totals
        delimiters = options.delimiters
        trail = keepsTrail ? [] : nil
        isForbidden = [Bool](repeating: false, count: 256)
        for byte in 0..<0x20 { isForbidden[byte] = true }
        isForbidden[0x7F] = true
        for byte in [delimiters.element, delimiters.component, delimiters.segment] {
            isForbidden[Int(byte)] = true
        }
        if let repetition = delimiters.repetition { isForbidden[Int(repetition)] = true }
        bytes.reserveCapacity(2048)
    }

    // MARK: Places in the document

    /// Goes into a field of the document.
    mutating func within(_ name: StaticString, _ index: Int = -1, _ body: (inout SetWriter) -> Void) {
        path.append((name, index))
        body(&self)
        path.removeLast()
    }

    /// Goes into each element of a list.
    mutating func each<Value>(
        _ name: StaticString, _ list: [Value], _ body: (inout SetWriter, Value) -> Void,
    ) {
        for (index, value) in list.enumerated() {
            within(name, index) { body(&$0, value) }
        }
    }

    /// Goes to a place in the document, from its top.
    mutating func at(_ place: [(name: StaticString, index: Int)], _ body: (inout SetWriter) -> Void) {
        let outer = path
        path = place
        body(&self)
        path = outer
    }

    private func place(_ name: StaticString?, _ index: Int = -1) -> String {
        var steps = path
        if let name { steps.append((name, index)) }
        return steps.map { $0.index < 0 ? "\($0.name)" : "\($0.name)[\($0.index)]" }.joined(separator: ".")
    }

    /// Tells of a field that the set has no place for.
    mutating func unplaced(_ name: StaticString, at index: Int = -1, _ reason: String) {
        guard unplaced.count < Self.unplacedMaximum else { return }
        unplaced.append(UnplacedField(path: place(name, index), reason: reason))
    }

    /// The most fields told to have no place.
    static let unplacedMaximum = 1000

    /// Tells of a field that has no place here, when there is something in it.
    mutating func unplaced(_ name: StaticString, unless isAbsent: Bool) {
        if !isAbsent { unplaced(name, "\(segmentID) has no place for it") }
    }

    // MARK: Segments

    /// Begins a segment.
    mutating func begin(_ id: StaticString) {
        segmentID = id
        segmentStart = bytes.count
        position = 0
        id.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Ends a segment; one without elements is left out.
    mutating func end() {
        guard position > 0 else {
            bytes.removeLast(bytes.count - segmentStart)
            return
        }
        segmentCount += 1
        bytes.append(delimiters.segment)
        switch delimiters.lineBreak {
        case .none: break
        case .lf: bytes.append(0x0A)
        case .crlf:
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
        if trail != nil { note(nil, 0, segment: segmentCount) }
    }

    /// A whole segment.
    mutating func segment(_ id: StaticString, _ body: (inout SetWriter) -> Void) {
        begin(id)
        body(&self)
        end()
    }

    // MARK: Elements

    private mutating func open(_ element: Int, _ name: StaticString?, _ index: Int = -1) {
        assert(element > position, "The elements of \(segmentID) are written in their order.")
        while position < element {
            bytes.append(delimiters.element)
            position += 1
        }
        if trail != nil, name != nil { note(name, element, index, segment: segmentCount + 1) }
    }

    private mutating func note(_ name: StaticString?, _ element: Int, _ index: Int = -1, segment: Int) {
        let path = place(name, index)
        trail?.append(Placed(path: path, segment: segment, segmentID: "\(segmentID)", element: element))
    }

    /// Says that the element written last also stands for another field.
    mutating func also(_ name: StaticString, _ index: Int = -1) {
        if trail != nil { note(name, position, index, segment: segmentCount + 1) }
    }

    /// A value that is not from the document: a qualifier that follows from the place.
    mutating func fixed(_ element: Int, _ value: StaticString) {
        open(element, nil)
        value.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// A code that is not from the document.
    mutating func fixed(_ element: Int, text value: String) {
        open(element, nil)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func text(_ element: Int, _ name: StaticString, _ value: String?, at index: Int = -1) {
        guard let value else { return }
        guard !value.isEmpty else { return unplaced(name, at: index, "an empty text cannot be sent") }
        open(element, name, index)
        append(value, element, name, index)
    }

    /// A part of a composite; the parts of an element are written one after the other.
    mutating func component(_ element: Int, _ number: Int, _ name: StaticString, _ value: String?) {
        guard let value else { return }
        guard !value.isEmpty else { return unplaced(name, "an empty text cannot be sent") }
        if position < element {
            open(element, nil)
            componentNumber = 1
        }
        while componentNumber < number {
            bytes.append(delimiters.component)
            componentNumber += 1
        }
        also(name)
        append(value, element, name, -1)
    }

    private mutating func append(_ value: String, _ element: Int, _ name: StaticString, _ index: Int) {
        let start = bytes.count
        bytes.append(contentsOf: value.utf8)
        for place in start..<bytes.count where isForbidden[Int(bytes[place])] {
            let byte = bytes[place]
            let isControl = byte < 0x20 || byte == 0x7F
            let shown = isControl ? "0x" + String(byte, radix: 16) : String(UnicodeScalar(byte))
            bytes.removeLast(bytes.count - start)
            return fault(
                .separatorInData, name, element, found: value, at: index,
                isControl
                    ? "no control character \(shown) can be sent"
                    : "no '\(shown)' can be sent: it separates in this interchange")
        }
    }

    mutating func count(_ element: Int, _ name: StaticString, _ value: Int?) {
        guard let value else { return }
        open(element, name)
        digits(of: value)
    }

    mutating func day(_ element: Int, _ name: StaticString, _ value: CalendarDay?) {
        guard let value else { return }
        guard hasCenturies || (1950..<2050).contains(value.year) else {
            return fault(
                .day, name, element, found: value.description,
                "dates of \(release) have years from 1950 to 2049")
        }
        open(element, name)
        append(value, withCentury: hasCenturies)
    }

    /// Appends the digits of a day.
    private mutating func append(_ day: CalendarDay, withCentury: Bool) {
        if withCentury { pair(day.year / 100) }
        pair(day.year % 100)
        pair(day.month)
        pair(day.day)
    }

    private mutating func pair(_ number: Int) {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    /// A period of two days, CCYYMMDD-CCYYMMDD.
    mutating func period(_ element: Int, _ first: CalendarDay, _ last: CalendarDay) {
        open(element, "day")
        also("until")
        append(first, withCentury: true)
        bytes.append(UInt8(ascii: "-"))
        append(last, withCentury: true)
    }

    /// A day with a time, CCYYMMDDHHMM.
    mutating func moment(_ element: Int, _ day: CalendarDay, _ time: TimeOfDay) {
        open(element, "day")
        also("time")
        append(day, withCentury: true)
        append(time)
    }

    mutating func time(_ element: Int, _ name: StaticString, _ value: TimeOfDay?) {
        guard let value else { return }
        open(element, name)
        append(value)
    }

    private mutating func append(_ time: TimeOfDay) {
        for byte in time.description.utf8 where byte != UInt8(ascii: ":") && byte != UInt8(ascii: ".") {
            bytes.append(byte)
        }
    }

    /// A number with its point where the document has it.
    mutating func decimal(_ element: Int, _ name: StaticString, _ value: ExactDecimal?) {
        guard let value else { return }
        open(element, name)
        append(value)
    }

    /// A sum whose element implies two decimals.
    mutating func money(_ element: Int, _ name: StaticString, _ value: ExactDecimal?) {
        guard let value else { return }
        var (units, scale) = (value.units, value.scale)
        while scale > 2, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
        guard scale <= 2 else {
            return fault(.decimals, name, element, found: value.description, "an amount has two decimals")
        }
        for _ in scale..<2 {
            let (shifted, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow else {
                return fault(.number, name, element, found: value.description, "the amount is too large")
            }
            units = shifted
        }
        open(element, name)
        append(ExactDecimal(units: units, scale: 0))
    }

    /// Appends a number, without the detour over a text where it is short.
    private mutating func append(_ value: ExactDecimal) {
        guard let units = Int(exactly: value.units), units.magnitude < 1_000_000_000_000_000, value.scale < 15
        else {
            bytes.append(contentsOf: value.description.utf8)
            return
        }
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        guard value.scale > 0 else { return digits(of: Int(units.magnitude)) }
        var power = 1
        for _ in 0..<value.scale { power *= 10 }
        let magnitude = Int(units.magnitude)
        digits(of: magnitude / power)
        bytes.append(UInt8(ascii: "."))
        var rest = magnitude % power
        while power > 1 {
            power /= 10
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / power))
            rest %= power
        }
    }

    private mutating func digits(of value: Int) {
        if value >= 0, value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    // MARK: Faults

    mutating func fault(
        _ code: OutboundFault.Code, _ name: StaticString, _ element: Int, found: String, at index: Int = -1,
        _ expected: String,
    ) {
        guard faults.count < OutboundFaults.maximum else {
            suppressed += 1
            return
        }
        faults.append(
            OutboundFault(
                code, path: place(name, index), segmentID: "\(segmentID)", segment: segmentCount + 1,
                element: element, found: found, expected: expected))
    }
}
