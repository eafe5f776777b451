extension JSONFields {
    // MARK: Values

    mutating func text(_ name: StaticString) -> String? {
        guard let node = take(name) else { return nil }
        return text(of: node, name)
    }

    mutating func requiredText(_ name: StaticString) -> String {
        guard let node = require(name) else { return "" }
        return text(of: node, name) ?? ""
    }

    mutating func decimal(_ name: StaticString) -> ExactDecimal? {
        guard let node = take(name) else { return nil }
        return decimal(of: node, name)
    }

    mutating func requiredDecimal(_ name: StaticString) -> ExactDecimal {
        let zero = ExactDecimal(units: 0, scale: 0)
        guard let node = require(name) else { return zero }
        return decimal(of: node, name) ?? zero
    }

    mutating func count(_ name: StaticString) -> Int? {
        guard let node = take(name) else { return nil }
        guard expect(.number, node, name, "a whole number") else { return nil }
        guard let number = Int(tape.text(tape.nodes[node])) else {
            note(
                .value, at: node, name, "a whole number without point or exponent, of at most 18 digits")
            return nil
        }
        return number
    }

    mutating func flag(_ name: StaticString) -> Bool? {
        guard let node = take(name), expect(.boolean, node, name, "true or false") else { return nil }
        return tape.bytes[Int(tape.nodes[node].start)] == UInt8(ascii: "t")
    }

    mutating func day(_ name: StaticString) -> CalendarDay? {
        guard let node = take(name) else { return nil }
        return day(of: node, name)
    }

    private mutating func day(of node: Int, _ name: StaticString) -> CalendarDay? {
        guard let text = text(of: node, name) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            let day = CalendarDay(digits: parts.joined())
        {
            return day
        }
        note(.value, at: node, name, "a day of the calendar as YYYY-MM-DD")
        return nil
    }

    mutating func requiredDay(_ name: StaticString) -> CalendarDay {
        let placeholder = CalendarDay(unread: ())
        guard let node = require(name) else { return placeholder }
        return day(of: node, name) ?? placeholder
    }

    mutating func time(_ name: StaticString) -> TimeOfDay? {
        guard let node = take(name), let text = text(of: node, name) else { return nil }
        let time = TimeOfDay(digits: text.filter { $0 != ":" && $0 != "." })
        if let time, time.description == text { return time }
        note(.value, at: node, name, "a time of day as HH:MM, HH:MM:SS or HH:MM:SS.ss")
        return nil
    }

    /// One word of an enumeration, the first of them when it is missing.
    mutating func requiredWord<Word: RawRepresentable<String>>(
        _ name: StaticString, _ first: Word, _ others: Word...,
    ) -> Word {
        guard let node = require(name), let text = text(of: node, name) else { return first }
        if let word = Word(rawValue: text) { return word }
        let words = ([first] + others).map(\.rawValue).joined(separator: ", ")
        note(.value, at: node, name, "one of \(words)")
        return first
    }

    /// A field that only repeats what follows from others.
    mutating func expect(_ name: StaticString, _ value: Bool, _ expected: String) {
        guard let node = take(name), expect(.boolean, node, name, "true or false") else { return }
        let isTrue = tape.bytes[Int(tape.nodes[node].start)] == UInt8(ascii: "t")
        if isTrue != value { note(.value, at: node, name, expected) }
    }

    // MARK: Objects and lists

    mutating func value<Value: JSONReadable>(_ name: StaticString) -> Value? {
        guard let node = take(name) else { return nil }
        return object(node, name, nil)
    }

    mutating func required<Value: JSONReadable>(_ name: StaticString) -> Value {
        if let node = require(name), let value: Value = object(node, name, nil) { return value }
        return empty()
    }

    mutating func list<Value: JSONReadable>(_ name: StaticString) -> [Value] {
        guard let node = take(name) else { return [] }
        return elements(of: node, name) { json, element, index in json.object(element, name, index) }
    }

    mutating func requiredList<Value: JSONReadable>(_ name: StaticString) -> [Value] {
        guard let node = require(name) else { return [] }
        return elements(of: node, name) { json, element, index in json.object(element, name, index) }
    }

    mutating func texts(_ name: StaticString) -> [String] {
        guard let node = take(name) else { return [] }
        return elements(of: node, name) { json, element, index in json.text(of: element, name, index) }
    }

    private mutating func elements<Value>(
        of node: Int, _ name: StaticString, _ read: (inout JSONFields, Int, Int) -> Value?,
    ) -> [Value] {
        guard expect(.array, node, name, "a list in brackets") else { return [] }
        var values: [Value] = []
        let count = Int(tape.nodes[node].count)
        values.reserveCapacity(count)
        var element = node + 1
        for index in 0..<count {
            if let value = read(&self, element, index) { values.append(value) }
            element = Int(tape.nodes[element].next)
        }
        return values
    }

    // MARK: Single values

    mutating func text(of node: Int, _ name: StaticString, _ index: Int? = nil) -> String? {
        guard expect(.string, node, name, index: index, "a text in quotes") else { return nil }
        return tape.text(tape.nodes[node])
    }

    private mutating func decimal(of node: Int, _ name: StaticString) -> ExactDecimal? {
        guard expect(.number, node, name, "a number without quotes") else { return nil }
        if let short = shortDecimal(of: tape.nodes[node]) { return short }
        if let decimal = ExactDecimal(tape.text(tape.nodes[node])) { return decimal }
        note(.value, at: node, name, "a number of at most \(ExactDecimal.digitsMaximum) digits")
        return nil
    }

    /// A number of few digits without exponent, the usual kind.
    private func shortDecimal(of node: JSONTape.Node) -> ExactDecimal? {
        guard node.end - node.start <= 18 else { return nil }
        var units = 0
        var scale = 0
        var sawPoint = false
        for byte in tape.bytes[Int(node.start)..<Int(node.end)] {
            switch byte {
            case 0x30...0x39:
                units = units * 10 + Int(byte - 0x30)
                if sawPoint { scale += 1 }
            case UInt8(ascii: "."): sawPoint = true
            case UInt8(ascii: "-"): continue
            default: return nil
            }
        }
        let isNegative = tape.bytes[Int(node.start)] == UInt8(ascii: "-")
        return ExactDecimal(units: Int128(isNegative ? -units : units), scale: scale)
    }

    mutating func expect(
        _ kind: JSONTape.Kind, _ node: Int, _ name: StaticString, index: Int? = nil, _ expected: String,
    ) -> Bool {
        guard tape.nodes[node].kind != kind else { return true }
        let hint = tape.nodes[node].kind == .null ? "; what is absent is left out" : ""
        note(.kind, at: node, name, index: index, expected + hint)
        return false
    }
}

extension CalendarDay {
    /// Stands for a day that could not be read, beside the fault that says so.
    fileprivate init(unread: Void) {
        year = 1
        month = 1
        day = 1
    }
}
