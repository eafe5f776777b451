/// A value cannot be written as X12.
public struct WriteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kept it from being written.
    public enum Code: String, Sendable, Hashable {
        /// The value holds a separator of the interchange or a control character.
        case separatorInData
        /// The value holds a character that the agreed character set lacks.
        case characterNotAllowed
        /// The value is too long or too short for its place in the envelope.
        case envelopeValue
        /// The id of the segment is not two or three capital letters and digits.
        case segmentID
        /// The value is repeated, but the interchange has no repetition separator, or repetitions are nested.
        case noRepetitionSeparator
        /// The separators to write with equal each other or are characters of data.
        case delimitersUnusable
        /// A segment is longer than the limit, so that it cannot be carried over.
        case segmentTooLong
        /// A part of the interchange was begun or ended out of turn.
        case outOfTurn
    }
    /// What kept it from being written.
    public let code: Code
    /// The segment's id.
    public let segmentID: String
    /// The segment's place among those of the writer, from 1; 0 for the ISA.
    public let segment: Int
    /// The element's position; 0 for the id itself.
    public let element: Int
    /// The component's position in a composite.
    public let component: Int?
    /// Which repetition of the element.
    public let repetition: Int?
    /// The byte that may not stand there.
    public let byte: UInt8
    /// Where the value stands in the file it was read from, from 0; nil when it was read from none.
    public let offset: Int?

    /// Creates an error.
    public init(
        code: Code, segmentID: String, segment: Int, element: Int, component: Int? = nil,
        repetition: Int? = nil, byte: UInt8, offset: Int? = nil
    ) {
        self.code = code
        self.segmentID = segmentID
        self.segment = segment
        self.element = element
        self.component = component
        self.repetition = repetition
        self.byte = byte
        self.offset = offset
    }

    /// A sentence for an operator.
    public var description: String {
        switch code {
        case .separatorInData:
            "\(place) holds byte 0x\(hex), which separates or is a control character; take it out of the data"
        case .characterNotAllowed:
            "\(place) holds byte 0x\(hex), which the agreed character set lacks; take it out of the data"
        case .envelopeValue: "\(place) does not fit its place; give it the width of the standard"
        case .segmentID: "\"\(segmentID)\" is no segment id; it needs two or three capitals and digits"
        case .noRepetitionSeparator:
            "\(place) is repeated, but the interchange has no repetition separator; set one, from 00402 on"
        case .delimitersUnusable:
            "byte 0x\(hex) cannot separate \(place); choose four different signs such as * > ~ ^"
        case .segmentTooLong: "\(place) is longer than the limit for one segment; check the terminators"
        case .outOfTurn: "\(segmentID) cannot be written here; begin and end groups and sets in turn"
        }
    }

    private var hex: String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private var place: String {
        var text = element == 0 ? segmentID : "\(segmentID) element \(element)"
        if let component { text += " component \(component)" }
        if let repetition { text += " repetition \(repetition)" }
        if let offset { text += " at byte \(offset)" }
        return text
    }
}
