extension SegmentWriter {
    /// Writes the ISA, every element at its fixed width.
    mutating func header(_ envelope: OutgoingInterchange) throws(WriteError) {
        if let byte = delimiters.unusable {
            throw WriteError(
                code: .delimitersUnusable, segmentID: "the interchange", segment: 0, element: 0, byte: byte)
        }
        guard (1...999_999_999).contains(envelope.controlNumber) else { throw misfit(13) }
        let usesRepetition = envelope.version >= "00402"
        bytes.reserveCapacity(bytes.count + 512)
        // The blanks at once, the values after that where they stand.
        let start = bytes.count
        append(header: SegmentWriter.blankHeader)
        bytes[start + 82] = usesRepetition ? delimiters.repetition ?? UInt8(ascii: "U") : UInt8(ascii: "U")
        var number = envelope.controlNumber
        for place in stride(from: start + 98, through: start + 90, by: -1) {
            bytes[place] = 0x30 + UInt8(number % 10)
            number /= 10
        }
        bytes[start + 100] = envelope.acknowledgmentRequested ? UInt8(ascii: "1") : UInt8(ascii: "0")
        bytes[start + 104] = delimiters.component
        bytes[start + 105] = delimiters.segment
        for place in InterchangeHeader.separatorPlaces { bytes[start + place] = delimiters.element }
        try put("00", 1, at: start + 4, 2)
        try put("00", 3, at: start + 18, 2)
        try put(envelope.sender.qualifier, 5, at: start + 32, 2)
        try put(envelope.sender.id, 6, at: start + 35, 15)
        try put(envelope.receiver.qualifier, 7, at: start + 51, 2)
        try put(envelope.receiver.id, 8, at: start + 54, 15)
        try put(shortDate(envelope), 9, at: start + 70, 6)
        try put(envelope.timeHHMM, 10, at: start + 77, 4)
        try put(envelope.version, 12, at: start + 84, 5)
        try put(envelope.usage, 15, at: start + 102, 1)
    }

    /// An ISA with its terminator, all values blank.
    private static let blankHeader =
        Array("ISA".utf8) + [UInt8](repeating: 0x20, count: HeaderReader.fixedWidth - 3)

    /// Puts an element of the ISA to its place; only ids may be shorter than their width.
    private mutating func put(
        _ text: String, _ element: Int, at place: Int, _ width: Int
    ) throws(WriteError) {
        let count = text.utf8.count
        guard count == width || (width == 15 && count < width) else { throw misfit(element) }
        var text = text
        let separators = delimiters
        let fault: UInt8? = text.withUTF8 { value in
            if let byte = value.first(where: { $0 < 0x20 || $0 == 0x7F || separators.separates($0) }) {
                return byte
            }
            bytes.withUnsafeMutableBufferPointer { bytes in
                for index in 0..<count { bytes[place + index] = value[index] }
            }
            return nil
        }
        guard let fault else { return }
        throw WriteError(code: .separatorInData, segmentID: "ISA", segment: 0, element: element, byte: fault)
    }

    /// The day of an interchange without its century.
    private func shortDate(_ envelope: OutgoingInterchange) -> String {
        String(decoding: envelope.dateCCYYMMDD.utf8.suffix(6), as: UTF8.self)
    }

    /// Writes text; the first byte that is a control character or forbidden, and nothing written, if it has one.
    @inline(__always)
    private mutating func appendUnless(_ text: String, _ isForbidden: (UInt8) -> Bool) -> UInt8? {
        var text = text
        return text.withUTF8 { value in
            if let byte = value.first(where: { $0 < 0x20 || $0 == 0x7F || isForbidden($0) }) { return byte }
            bytes.append(contentsOf: value)
            return nil
        }
    }

    /// Writes a trailer: its count and its control number.
    mutating func trailer(_ id: StaticString, _ count: Int, _ number: Int, width: Int = 1) {
        line(id)
        bytes.append(delimiters.element)
        append(count, width: 1)
        bytes.append(delimiters.element)
        append(number, width: width)
        endSegment()
    }

    /// Writes an ST.
    mutating func setHeader(
        _ id: String, _ controlNumber: String, _ implementation: String?
    ) throws(WriteError) {
        let mark = bytes.count
        line("ST")
        if implementation == nil, appendClean(element: id), appendClean(element: controlNumber) {
            endSegment()
            return
        }
        bytes.removeLast(bytes.count - mark)
        try segment("ST", [id, controlNumber, implementation])
    }

    /// Writes an SE.
    mutating func setTrailer(_ count: Int, _ controlNumber: String) throws(WriteError) {
        let mark = bytes.count
        line("SE")
        bytes.append(delimiters.element)
        append(count, width: 1)
        if appendClean(element: controlNumber) {
            endSegment()
            return
        }
        bytes.removeLast(bytes.count - mark)
        try segment("SE", [String(count), controlNumber])
    }

    /// Writes an element whose bytes may all stand as they are; false, and no value written, when one may not.
    private mutating func appendClean(element: String) -> Bool {
        bytes.append(delimiters.element)
        return appendClean(element)
    }

    /// Writes the id of a segment, or other text of the standard.
    @inline(__always)
    mutating func line(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a number that is not negative, with leading zeros up to a width.
    mutating func append(_ number: Int, width: Int) {
        guard number >= 10 || width > 1 else { return bytes.append(0x30 + UInt8(number)) }
        var digits = 0
        var rest = number
        while rest > 0 || digits < width {
            digits += 1
            rest /= 10
        }
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0x30, count: digits))
        rest = number
        bytes.withUnsafeMutableBufferPointer { bytes in
            for place in stride(from: start + digits - 1, through: start, by: -1) {
                bytes[place] = 0x30 + UInt8(rest % 10)
                rest /= 10
            }
        }
    }

    private func misfit(_ element: Int) -> WriteError {
        WriteError(code: .envelopeValue, segmentID: "ISA", segment: 0, element: element, byte: 0)
    }

    /// Writes a TA1: the values of the interchange answered as they came.
    mutating func acknowledgment(_ answer: InterchangeAcknowledgment) {
        bytes += "TA1".utf8
        for value in [answer.controlNumber, answer.date, answer.time, answer.status, answer.note] {
            bytes.append(delimiters.element)
            for byte in value.utf8 {
                // A broken ISA must be answered too, so what cannot stand here gives way to a zero.
                let isData = !delimiters.separates(byte) && byte >= 0x20 && byte < 0x7F
                bytes.append(isData ? byte : UInt8(ascii: "0"))
            }
        }
        endSegment()
    }

    /// Writes a GS.
    mutating func groupHeader(
        _ group: OutgoingGroup, of envelope: OutgoingInterchange
    ) throws(WriteError) {
        // Releases before 004010 have six digits in GS04.
        let date = group.version >= "004010" ? envelope.dateCCYYMMDD : shortDate(envelope)
        let mark = bytes.count
        line("GS")
        try groupElement(group.functionalID, 1, mark)
        try groupElement(group.sender, 2, mark)
        try groupElement(group.receiver, 3, mark)
        try groupElement(date, 4, mark)
        try groupElement(envelope.timeHHMM, 5, mark)
        bytes.append(delimiters.element)
        append(group.controlNumber, width: 1)
        bytes.append(delimiters.element)
        bytes.append(UInt8(ascii: "X"))
        try groupElement(group.version, 8, mark)
        endSegment()
    }

    /// Writes an element of GS, which has neither composites nor repetitions; its ids mirror what the partner sent.
    private mutating func groupElement(_ text: String, _ element: Int, _ mark: Int) throws(WriteError) {
        bytes.append(delimiters.element)
        let separator = delimiters.element
        let terminator = delimiters.segment
        guard let byte = appendUnless(text, { $0 == separator || $0 == terminator }) else { return }
        bytes.removeLast(bytes.count - mark)
        throw WriteError(
            code: .separatorInData, segmentID: "GS", segment: segmentCount + 1, element: element, byte: byte)
    }
}
