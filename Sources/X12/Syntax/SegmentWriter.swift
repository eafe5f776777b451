/// Elements in, segments out: writes bytes with the separators given.
public struct SegmentWriter: Sendable {
    /// The separators in use.
    public let delimiters: Delimiters
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    /// The segments written so far.
    public private(set) var segmentCount = 0

    /// Creates a writer with nothing written.
    public init(delimiters: Delimiters) {
        self.delimiters = delimiters
    }

    /// Writes a segment; trailing empty elements are dropped, and a segment without data is left out.
    ///
    /// An element may hold components, joined by the component separator; any other separator in the data
    /// is an error, for X12 has no escape.
    ///
    /// - Throws: ``WriteError`` with the place; nothing was written then.
    public mutating func segment(_ id: String, _ elements: [String?]) throws(WriteError) {
        var count = elements.count
        while count > 0, (elements[count - 1] ?? "").isEmpty { count -= 1 }
        guard count > 0 else { return }
        var line = Array(id.utf8)
        for position in 0..<count {
            line.append(delimiters.element)
            for byte in (elements[position] ?? "").utf8 {
                guard byte != delimiters.element, byte != delimiters.segment, byte != delimiters.repetition,
                    byte >= 0x20, byte != 0x7F
                else {
                    throw WriteError(
                        code: .separatorInData, segmentID: id, segment: segmentCount + 1,
                        element: position + 1, byte: byte)
                }
                line.append(byte)
            }
        }
        line.append(delimiters.segment)
        bytes += line
        bytes += delimiters.lineBreak.bytes
        segmentCount += 1
    }

    /// Appends bytes of segments already written with the same separators.
    mutating func append(_ other: SegmentWriter) {
        bytes += other.bytes
        segmentCount += other.segmentCount
    }

    /// Appends bytes that are no ordinary segment: the ISA.
    mutating func append(header: [UInt8]) {
        bytes += header
        bytes += delimiters.lineBreak.bytes
    }
}

/// A value cannot be written as X12.
public struct WriteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kept it from being written.
    public enum Code: String, Sendable, Hashable {
        /// The value holds a separator of the interchange or a control character.
        case separatorInData
        /// The value is too long or too short for its place in the envelope.
        case envelopeValue
    }
    /// What kept it from being written.
    public let code: Code
    /// The segment's id.
    public let segmentID: String
    /// The segment's place among those of the writer, from 1.
    public let segment: Int
    /// The element's position.
    public let element: Int
    /// The byte that may not stand there.
    public let byte: UInt8

    /// A sentence for an operator.
    public var description: String {
        switch code {
        case .separatorInData:
            "\(segmentID) element \(element) holds byte 0x\(String(byte, radix: 16)), which separates or is a control character"
        case .envelopeValue:
            "\(segmentID) element \(element) does not fit its place"
        }
    }
}
