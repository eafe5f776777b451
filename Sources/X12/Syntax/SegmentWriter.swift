/// Values in, segments out: writes bytes with the separators given.
///
/// X12 has no escape, so a value that holds a separator cannot be written: it is an error with its place, or
/// the byte is replaced where ``WritingRules/onDelimiterInData`` says so. Empty elements at the end of a
/// segment and empty components at the end of a composite are dropped. To keep memory flat, hand out what was
/// written with ``drain(_:)`` from time to time.
public struct SegmentWriter: Sendable {
    /// The separators in use.
    public let delimiters: Delimiters
    /// What the writer does with values that cannot stand as they are.
    public let rules: WritingRules
    /// What was written and not yet drained.
    public internal(set) var bytes: [UInt8] = []
    /// The segments written so far, the ISA not counted.
    public internal(set) var segmentCount = 0
    /// The first bytes that were replaced, with their places; at most ``WritingRules/maximumReplacements``.
    public internal(set) var replacements: [WriteError] = []
    /// How many bytes were replaced in all.
    public internal(set) var replacementCount = 0

    /// Creates a writer with nothing written.
    public init(delimiters: Delimiters, rules: WritingRules = WritingRules()) {
        self.delimiters = delimiters
        self.rules = rules
    }

    /// Writes a segment of simple elements; one without data is left out.
    ///
    /// - Throws: ``WriteError`` with the place; nothing was written then.
    public mutating func segment(_ id: String, _ elements: [String?]) throws(WriteError) {
        var count = elements.count
        while count > 0, (elements[count - 1] ?? "").isEmpty { count -= 1 }
        guard count > 0 else { return }
        let mark = bytes.count
        do {
            try begin(id)
            for position in 0..<count {
                bytes.append(delimiters.element)
                guard let text = elements[position] else { continue }
                try append(text, Place(segmentID: id, element: position + 1))
            }
        } catch {
            bytes.removeLast(bytes.count - mark)
            throw error
        }
        endSegment()
    }

    /// Writes a segment whose elements may be composites and repetitions; one without data is left out.
    ///
    /// - Throws: ``WriteError`` with the place; nothing was written then.
    public mutating func segment(_ id: String, values: [ElementValue]) throws(WriteError) {
        var count = values.count
        if !rules.keepsTrailingEmpty {
            while count > 0, values[count - 1].isEmpty { count -= 1 }
            guard count > 0 else { return }
        }
        let mark = bytes.count
        do {
            try begin(id)
            for position in 0..<count {
                bytes.append(delimiters.element)
                try append(values[position], Place(segmentID: id, element: position + 1))
            }
        } catch {
            bytes.removeLast(bytes.count - mark)
            throw error
        }
        endSegment()
    }

    /// Writes a segment.
    ///
    /// - Throws: ``WriteError`` with the place; nothing was written then.
    public mutating func segment(_ segment: OutgoingSegment) throws(WriteError) {
        try self.segment(segment.id, values: segment.elements)
    }

    /// Hands out what was written since the last call and lets go of it.
    ///
    /// - Throws: what the closure throws; the bytes are kept then.
    public mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        guard !bytes.isEmpty else { return }
        try bytes.withUnsafeBytes(body)
        bytes.removeAll(keepingCapacity: true)
    }

    // MARK: Parts of a segment

    /// Where a value stands, for errors.
    struct Place {
        var segmentID: String
        var element: Int
        var component: Int?
        var repetition: Int?
    }

    private mutating func begin(_ id: String) throws(WriteError) {
        guard (2...3).contains(id.utf8.count) else {
            throw WriteError(code: .segmentID, segmentID: id, segment: segmentCount + 1, element: 0, byte: 0)
        }
        for byte in id.utf8 {
            guard (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) else {
                throw WriteError(
                    code: .segmentID, segmentID: id, segment: segmentCount + 1, element: 0, byte: byte)
            }
            bytes.append(byte)
        }
    }

    /// Writes the terminator and the layout after it.
    mutating func endSegment() {
        bytes.append(delimiters.segment)
        endLine()
        segmentCount += 1
    }

    /// Takes the terminator of the last segment back, with the layout after it.
    mutating func removeTerminator() {
        bytes.removeLast(min(bytes.count, 1 + delimiters.lineBreak.bytes.count))
    }

    @inline(__always)
    private mutating func endLine() {
        switch delimiters.lineBreak {
        case .none: break
        case .lf: bytes.append(0x0A)
        case .crlf:
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
    }

    private mutating func append(_ value: ElementValue, _ place: Place) throws(WriteError) {
        switch value {
        case .empty: break
        case .text(let text): try append(text, place)
        case .composite(let components): try append(composite: components, place)
        case .repeated(let values):
            var place = place
            for (index, value) in values.enumerated() {
                place.repetition = index + 1
                if index > 0 {
                    guard let repetition = delimiters.repetition else {
                        throw error(.noRepetitionSeparator, place, 0)
                    }
                    bytes.append(repetition)
                }
                if case .repeated = value { throw error(.noRepetitionSeparator, place, 0) }
                try append(value, place)
            }
        case .binary(let data): bytes += data
        }
    }

    private mutating func append(composite components: [String?], _ place: Place) throws(WriteError) {
        var count = components.count
        if !rules.keepsTrailingEmpty {
            while count > 0, (components[count - 1] ?? "").isEmpty { count -= 1 }
        }
        var place = place
        for index in 0..<count {
            if index > 0 { bytes.append(delimiters.component) }
            place.component = index + 1
            if let text = components[index] { try append(text, place) }
        }
    }

    private mutating func append(_ text: String, _ place: Place) throws(WriteError) {
        if appendClean(text) { return }
        for byte in text.utf8 {
            if isData(byte) {
                bytes.append(byte)
            } else {
                try replace(byte, place)
            }
        }
    }

    /// Writes a value whose bytes may all stand as they are; false, and nothing written, when one may not.
    @inline(__always)
    mutating func appendClean(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { value in
            guard value.allSatisfy({ isData($0) }) else { return false }
            bytes.append(contentsOf: value)
            return true
        }
    }

    /// Whether a byte may stand in a value.
    @inline(__always)
    private func isData(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F && byte != delimiters.element && byte != delimiters.segment
            && byte != delimiters.component && byte != delimiters.repetition
            && (rules.characters == .any || rules.characters.contains(byte))
    }

    /// Writes another byte in place of one that cannot stand in a value, where the rules say so.
    mutating func replace(_ byte: UInt8, _ place: Place) throws(WriteError) {
        let isSeparator = delimiters.separates(byte) || byte < 0x20 || byte == 0x7F
        let fault = error(isSeparator ? .separatorInData : .characterNotAllowed, place, byte)
        guard case .replace(let substitute) = rules.onDelimiterInData, isData(substitute) else { throw fault }
        bytes.append(substitute)
        replacementCount += 1
        if replacements.count < WritingRules.maximumReplacements { replacements.append(fault) }
    }

    private func error(_ code: WriteError.Code, _ place: Place, _ byte: UInt8) -> WriteError {
        WriteError(
            code: code, segmentID: place.segmentID, segment: segmentCount + 1, element: place.element,
            component: place.component, repetition: place.repetition, byte: byte)
    }

    /// Appends bytes that are no ordinary segment, terminator included: the ISA.
    mutating func append(header: [UInt8]) {
        bytes += header
        endLine()
    }
}
