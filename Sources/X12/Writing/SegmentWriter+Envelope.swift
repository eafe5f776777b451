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
        bytes += "ISA*00*          *00*          ".utf8.map { $0 == 0x2A ? delimiters.element : $0 }
        try fixed(envelope.sender.qualifier, 5, width: 2)
        try fixed(envelope.sender.id, 6, width: 15)
        try fixed(envelope.receiver.qualifier, 7, width: 2)
        try fixed(envelope.receiver.id, 8, width: 15)
        try fixed(String(envelope.dateCCYYMMDD.suffix(6)), 9, width: 6)
        try fixed(envelope.timeHHMM, 10, width: 4)
        bytes.append(delimiters.element)
        bytes.append(usesRepetition ? delimiters.repetition ?? UInt8(ascii: "U") : UInt8(ascii: "U"))
        try fixed(envelope.version, 12, width: 5)
        try fixed(envelope.paddedControlNumber, 13, width: 9)
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
        for byte in text.utf8 {
            guard !delimiters.separates(byte), byte >= 0x20, byte != 0x7F else {
                throw WriteError(
                    code: .separatorInData, segmentID: "ISA", segment: 0, element: element, byte: byte)
            }
            bytes.append(byte)
        }
        for _ in count..<width { bytes.append(0x20) }
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
        let values = [
            group.functionalID, group.sender, group.receiver, date, envelope.timeHHMM,
            String(group.controlNumber), "X", group.version,
        ]
        let mark = bytes.count
        bytes += "GS".utf8
        for (index, value) in values.enumerated() {
            bytes.append(delimiters.element)
            for byte in value.utf8 {
                // GS has neither composites nor repetitions, and its ids mirror what the partner sent.
                guard byte != delimiters.element, byte != delimiters.segment, byte >= 0x20, byte != 0x7F
                else {
                    bytes.removeLast(bytes.count - mark)
                    throw WriteError(
                        code: .separatorInData, segmentID: "GS", segment: segmentCount + 1,
                        element: index + 1, byte: byte)
                }
                bytes.append(byte)
            }
        }
        endSegment()
    }
}
