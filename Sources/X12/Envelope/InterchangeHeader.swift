/// Who stands at one end of an interchange: qualifier and id, the trailing spaces dropped.
public struct InterchangeAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The qualifier of ISA05 or ISA07, as `ZZ`.
    public var qualifier: String
    /// The id of ISA06 or ISA08 without trailing spaces.
    public var id: String

    /// Creates an address; trailing spaces of the id are dropped.
    public init(qualifier: String, id: String) {
        self.qualifier = qualifier
        var id = id
        self.id = id.withUTF8 { bytes in
            var count = bytes.count
            while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
            return SegmentView.repairedText(UnsafeBufferPointer(rebasing: bytes.prefix(count)))
        }
    }

    /// The address as one word, `ZZ/ACMECAST`.
    public var description: String { "\(qualifier)/\(id)" }
}

/// The ISA of an interchange as values.
public struct InterchangeHeader: Sendable, Hashable {
    /// ISA01.
    public var authorizationQualifier: String
    /// ISA02 without trailing spaces.
    public var authorization: String
    /// ISA03.
    public var securityQualifier: String
    /// ISA04 without trailing spaces.
    public var security: String
    /// ISA05 and ISA06.
    public var sender: InterchangeAddress
    /// ISA07 and ISA08.
    public var receiver: InterchangeAddress
    /// ISA09 as sent, YYMMDD.
    public var date: String
    /// ISA10 as sent, HHMM.
    public var time: String
    /// ISA12, as `00401`.
    public var version: String
    /// ISA13 as sent, nine digits.
    public var controlNumber: String
    /// ISA15 as sent: P, T or I.
    public var usage: String
    /// ISA14 is 1: a TA1 is asked for.
    public var acknowledgmentRequested: Bool
    /// The characters that separate this interchange.
    public var delimiters: Delimiters
    /// Where the I of ISA stands, from 0 in the file.
    public var byteOffset: Int
    /// How the lines of this interchange are wrapped, when a tool cut them at a fixed width.
    public var wrapping: LineWrapping?

    /// Creates a header from its values.
    public init(
        authorizationQualifier: String = "00", authorization: String = "", securityQualifier: String = "00",
        security: String = "", sender: InterchangeAddress, receiver: InterchangeAddress, date: String,
        time: String, version: String, controlNumber: String, usage: String, acknowledgmentRequested: Bool,
        delimiters: Delimiters, byteOffset: Int, wrapping: LineWrapping? = nil
    ) {
        self.authorizationQualifier = authorizationQualifier
        self.authorization = authorization
        self.securityQualifier = securityQualifier
        self.security = security
        self.sender = sender
        self.receiver = receiver
        self.date = date
        self.time = time
        self.version = version
        self.controlNumber = controlNumber
        self.usage = usage
        self.acknowledgmentRequested = acknowledgmentRequested
        self.delimiters = delimiters
        self.byteOffset = byteOffset
        self.wrapping = wrapping
    }

    /// Where the element separators stand in an ISA of fixed width, from 0.
    static let separatorPlaces = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]
    /// The widths of ISA01 to ISA16.
    static let elementWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]
}

/// Lines cut at a fixed width, the break standing anywhere, even inside an element.
public struct LineWrapping: Sendable, Hashable, Codable {
    /// Bytes of a line without its break.
    public var width: Int
    /// Bytes of the break: 1 for LF or CR, 2 for CR LF.
    public var breakLength: Int
    /// A byte of the file at which a line begins, from 0.
    public var origin: Int

    /// Creates a wrapping.
    public init(width: Int, breakLength: Int, origin: Int) {
        self.width = width
        self.breakLength = breakLength
        self.origin = origin
    }

    /// Whether the byte of the file belongs to a break.
    func isBreak(at offset: Int) -> Bool {
        (offset - origin) % (width + breakLength) >= width
    }

    /// The place in the file of the byte that stands `count` bytes of data after the one at `start`.
    func offset(of count: Int, after start: Int) -> Int {
        let column = (start - origin) % (width + breakLength)
        return start + count + (column + count) / width * breakLength
    }
}
