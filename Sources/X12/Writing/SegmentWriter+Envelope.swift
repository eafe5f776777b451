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
        line("ISA")
        for _ in 0..<2 {
            bytes.append(delimiters.element)
            line("00")
            bytes.append(delimiters.element)
            line("          ")
        }
        try fixed(envelope.sender.qualifier, 5, width: 2)
        try fixed(envelope.sender.id, 6, width: 15)
        try fixed(envelope.receiver.qualifier, 7, width: 2)
        try fixed(envelope.receiver.id, 8, width: 15)
        try fixed(String(envelope.dateCCYYMMDD.suffix(6)), 9, width: 6)
        try fixed(envelope.timeHHMM, 10, width: 4)
        bytes.append(delimiters.element)
        bytes.append(usesRepetition ? delimiters.repetition ?? UInt8(ascii: "U") : UInt8(ascii: "U"))
        try fixed(envelope.version, 12, width: 5)
        bytes.append(delimiters.element)
        append(envelope.controlNumber, width: 9)
        try fixed(envelope.acknowledgmentRequested ? "1" : "0", 14, width: 1)
        try fixed(envelope.usage, 15, width: 1)
        bytes.append(delimiters.element)
        bytes.append(delimiters.component)
        append(header: [delimiters.segment])
    }

    /// Writes an element of the ISA; ids are filled up with spaces.
    private mutating func fixed(_ text: String, _ element: Int, width: Int) throws(WriteError) {
        let count = text.utf8.count
        guard count == width || (width == 15 && count < width) else { throw misfit(element) }
        bytes.append(delimiters.element)
        if let byte = appendUnless(text, { [delimiters] in delimiters.separates($0) }) {
            throw WriteError(
                code: .separatorInData, segmentID: "ISA", segment: 0, element: element, byte: byte)
        }
        for _ in count..<width { bytes.append(0x20) }
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
    mutating func line(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a number that is not negative, with leading zeros up to a width.
    mutating func append(_ number: Int, width: Int) {
        if number >= 10 || width > 1 { append(number / 10, width: width - 1) }
        bytes.append(0x30 + UInt8(number % 10))
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
        let date = group.version >= "004010" ? envelope.dateCCYYMMDD : String(envelope.dateCCYYMMDD.suffix(6))
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
