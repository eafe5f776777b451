/// Cuts a file into pieces, each an interchange of its own: one for each interchange, group or set.
///
/// One pass in flat memory. The envelopes are repeated around every piece, GE01 and IEA01 are counted anew,
/// control numbers stay as they were sent. Segments are carried over as they stand; TA1s of a file cut below the
/// interchange get a piece of their own. What belongs to no piece is reported, never dropped in silence.
public struct InterchangeSplitter: Sendable {
    /// What each piece holds.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// One interchange.
        case interchange
        /// One functional group.
        case group
        /// One transaction set.
        case set
    }

    /// One piece of a file.
    public struct Piece: Sendable, Hashable {
        /// Its place among the pieces, from 1.
        public var ordinal: Int
        /// What it holds: `850` for a set, `PO` for a group, `ISA` for an interchange, `TA1` for the TA1s of one.
        public var kind: String
        /// ST02, GS06 or ISA13 as sent.
        public var controlNumber: String
        /// The interchange in the file, from 1.
        public var interchange: Int
        /// The group in the interchange, from 1.
        public var group: Int?
        /// The transaction set in the interchange, from 1.
        public var transaction: Int?
        /// Where what it holds begins in the file, from 0.
        public var offset: Int

        /// A name for a file, as `0001-850-0001`: letters, digits and minus signs only.
        public var name: String {
            let number = String(ordinal)
            let padded = String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
            return "\(padded)-\(Piece.safe(kind))-\(Piece.safe(controlNumber))"
        }

        private static func safe(_ text: String) -> String {
            let bytes = text.utf8.prefix(20).map { byte in
                Delimiters.isWordCharacter(byte) && byte != 0x20 ? byte : UInt8(ascii: "_")
            }
            return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
        }
    }

    /// What is handed out, in order: a beginning, bytes, an end, and so on.
    public enum Event {
        /// A piece begins.
        case begin(Piece)
        /// Bytes of the piece that began last; valid during the call only.
        case bytes(UnsafeRawBufferPointer)
        /// The piece is whole.
        case end(Piece)
    }

    /// What each piece holds.
    public var unit: Unit
    /// What the file may cost.
    public var limits: Limits

    /// Creates a splitter.
    public init(by unit: Unit, limits: Limits = .standard) {
        self.unit = unit
        self.limits = limits
    }

    /// Cuts a file.
    ///
    /// - Parameters:
    ///   - source: the file.
    ///   - receive: takes the pieces; nothing of a piece is kept.
    /// - Returns: what was met on the way; its findings tell what belongs to no piece and where envelopes lack
    ///   their ends.
    /// - Throws: ``WriteError`` for a segment that is too long to be carried over, and what the source and the
    ///   closure throw.
    @discardableResult
    public func split<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, receive: (Event) throws -> Void
    ) throws -> WritingReport {
        var stream = InterchangeStream(feed: FeedOf(source), limits: limits)
        var splitting = Splitting(unit: unit)
        while let piece = try stream.next() {
            switch piece {
            case .header:
                try splitting.endInterchange(isWhole: false, &stream, receive)
                if let header = stream.header { splitting.begin(header) }
            case .segment:
                try splitting.take(&stream, receive)
            }
        }
        try splitting.endInterchange(isWhole: false, &stream, receive)
        return stream.report
    }
}
