/// The characters that separate an interchange, read from its own ISA segment.
///
/// ISA is fixed in width: 106 bytes with its terminator. Element separator is byte 3, component separator
/// byte 104, terminator byte 105 (offsets from 0). Byte 82 is the repetition separator from version 00402
/// on; before, it is the letter `U` and ``repetition`` is `nil`.
///
/// Source: X12.5 Interchange Control Structures.
public struct Delimiters: Sendable, Hashable, Codable {
    /// The byte between two elements.
    public var element: UInt8
    /// The byte between two components of a composite.
    public var component: UInt8
    /// The byte that ends a segment.
    public var segment: UInt8
    /// The byte between two repetitions of an element, or nil where the interchange has none.
    public var repetition: UInt8?
    /// The line break that follows each terminator as layout.
    public var lineBreak: LineBreak

    /// The layout that may follow a segment terminator.
    public enum LineBreak: String, Sendable, Hashable, Codable, CaseIterable {
        /// Segments follow each other without a break.
        case none
        /// A line feed follows each terminator.
        case lf
        /// Carriage return and line feed follow each terminator.
        case crlf

        /// The bytes written after a terminator.
        public var bytes: [UInt8] {
            switch self {
            case .none: []
            case .lf: [0x0A]
            case .crlf: [0x0D, 0x0A]
            }
        }
    }

    /// Creates delimiters from their bytes.
    public init(
        element: UInt8 = UInt8(ascii: "*"), component: UInt8 = UInt8(ascii: ">"),
        segment: UInt8 = UInt8(ascii: "~"), repetition: UInt8? = nil, lineBreak: LineBreak = .none
    ) {
        self.element = element
        self.component = component
        self.segment = segment
        self.repetition = repetition
        self.lineBreak = lineBreak
    }

    /// Reads the delimiters of an ISA of the standard's fixed width.
    ///
    /// - Parameter bytes: the bytes from the `I` of ISA on, at least 106; two more tell the line break.
    /// - Throws: ``EnvelopeError`` when the bytes are too few, not an ISA, or not of fixed width.
    public init(readingISA bytes: [UInt8]) throws(EnvelopeError) {
        guard bytes.count >= 106 else { throw EnvelopeError(code: .tooShort, offset: bytes.count) }
        guard bytes.starts(with: [0x49, 0x53, 0x41]) else { throw EnvelopeError(code: .notAnISA, offset: 0) }
        for place in InterchangeHeader.separatorPlaces where bytes[place] != bytes[3] {
            throw EnvelopeError(code: .notFixedWidth, offset: place)
        }
        self.init(element: bytes[3], component: bytes[104], segment: bytes[105])
        let version = bytes[84..<89]
        let claimed = bytes[82]
        if String(decoding: version, as: UTF8.self) >= "00402", !Delimiters.isWordCharacter(claimed) {
            repetition = claimed
        }
        lineBreak = LineBreak(after: segment, bytes[106...])
    }

    /// Every byte that separates, for the check that data holds none of them.
    var all: [UInt8] { [element, component, segment] + (repetition.map { [$0] } ?? []) }

    /// Letters, digits and the space can never separate.
    static func isWordCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20: true
        default: false
        }
    }
}

extension Delimiters.LineBreak {
    /// The break that follows the first terminator, which may be one half of CR LF itself.
    init(after terminator: UInt8, _ rest: some Collection<UInt8>) {
        var bytes = rest.makeIterator()
        switch (bytes.next(), bytes.next()) {
        case (0x0A, _): self = .lf
        case (0x0D, 0x0A): self = .crlf
        default: self = .none
        }
    }
}

/// The bytes given are no ISA segment that can be read for certain.
public struct EnvelopeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kept the ISA from being read.
    public enum Code: String, Sendable, Hashable {
        /// There are fewer bytes than an ISA has.
        case tooShort
        /// The bytes do not begin with ISA.
        case notAnISA
        /// The element separators do not stand where the fixed width puts them.
        case notFixedWidth
    }
    /// What kept the ISA from being read.
    public let code: Code
    /// The byte at which it showed, from 0 at the I of ISA.
    public let offset: Int

    /// A sentence for an operator.
    public var description: String {
        switch code {
        case .tooShort: "the ISA ends after \(offset) bytes, it needs 106"
        case .notAnISA: "the bytes do not begin with ISA"
        case .notFixedWidth: "byte \(offset) of the ISA is not the element separator"
        }
    }
}
