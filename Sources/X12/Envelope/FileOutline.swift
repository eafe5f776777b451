/// What the first pass saw of a file: its interchanges and groups, without their content.
public struct FileOutline: Sendable {
    /// The interchanges in the order of the file.
    public var interchanges: [InterchangeOutline]
    /// Findings about the file itself, and every tolerance that reading it needed.
    public var findings: [Finding]
    /// How many findings more there were than the limit keeps.
    public var suppressedFindings: Int
    /// The bytes read.
    public var byteCount: Int
    /// Whether an ISA was found at a place where one may stand.
    public var looksLikeX12: Bool
}

/// One interchange as the first pass saw it.
public struct InterchangeOutline: Sendable {
    /// Its place in the file, from 1.
    public var ordinal: Int
    /// Its ISA.
    @inlinable
    public var header: InterchangeHeader {
        @inline(__always) _read { yield sharedHeader.value }
        set { sharedHeader = Shared(newValue) }
    }
    @usableFromInline var sharedHeader: Shared<InterchangeHeader>
    /// Its bytes in the file, ISA to the terminator of IEA.
    public var bytes: Range<Int>
    /// Its functional groups in order.
    public var groups: [GroupOutline]
    /// The TA1s it carries, answers to what we sent.
    public var acknowledgments: [InterchangeAcknowledgment]
    /// What is wrong with the envelope itself.
    public var findings: [Finding]
    /// How many findings more there were than the limit keeps.
    public var suppressedFindings = 0
    /// Whether its IEA was found; if not, the file may still be arriving.
    public var isComplete: Bool
    /// The answer of TA104.
    public var status: InterchangeStatus
    /// The note code of TA105, `000` when nothing is wrong.
    public var note: String

    /// An interchange of which the ISA alone was read.
    init(ordinal: Int, header: InterchangeHeader, bytes: Range<Int>) {
        self.ordinal = ordinal
        sharedHeader = Shared(header)
        self.bytes = bytes
        groups = []
        acknowledgments = []
        findings = []
        isComplete = false
        status = .accepted
        note = "000"
    }
}

/// A value of many strings that outlines share, since copying it costs a count for each of them.
@usableFromInline
final class Shared<Value: Sendable>: Sendable {
    @usableFromInline let value: Value

    @usableFromInline
    init(_ value: Value) { self.value = value }
}

/// What TA104 says of an interchange.
public enum InterchangeStatus: String, Sendable, Hashable, Codable {
    /// No error.
    case accepted
    /// Errors were noted, the content is processed.
    case acceptedWithErrors
    /// No group of it is processed.
    case rejected

    /// The code of TA104.
    public var code: String {
        switch self {
        case .accepted: "A"
        case .acceptedWithErrors: "E"
        case .rejected: "R"
        }
    }
}

/// One functional group as the first pass saw it.
public struct GroupOutline: Sendable {
    /// Its place in the interchange, from 1.
    public var ordinal: Int
    /// Its GS.
    @inlinable
    public var header: GroupHeader {
        @inline(__always) _read { yield sharedHeader.value }
        set { sharedHeader = Shared(newValue) }
    }
    @usableFromInline var sharedHeader: Shared<GroupHeader>
    /// Its bytes in the file, GS to the terminator of GE.
    public var bytes: Range<Int>
    /// The ST segments counted.
    public var setCount: Int
    /// GE01, when it is a number.
    public var claimedSetCount: Int?
    /// GE02 as sent.
    public var trailerControlNumber: String?
    /// Whether its GE was found.
    public var isComplete: Bool
    /// Whether an earlier group of the interchange has the same control number.
    public var repeatsControlNumber: Bool

    /// A group of which the GS alone was read.
    init(ordinal: Int, header: GroupHeader, bytes: Range<Int>, repeatsControlNumber: Bool) {
        self.ordinal = ordinal
        sharedHeader = Shared(header)
        self.bytes = bytes
        setCount = 0
        isComplete = false
        self.repeatsControlNumber = repeatsControlNumber
    }
}
