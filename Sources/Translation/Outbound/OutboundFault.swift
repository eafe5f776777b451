public import X12

/// A value of a document that cannot stand where it belongs.
public struct OutboundFault: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of faults.
    public enum Code: String, Sendable, Hashable, Codable {
        /// No translator writes documents of the kind.
        case documentType = "document-type"
        /// There is no dictionary for the release or the set in it.
        case release
        /// The value holds a separator of the interchange or a control character.
        case separatorInData = "separator-in-data"
        /// An amount with more decimals than its element has.
        case decimals
        /// A number too large for its element.
        case number
        /// A day that the dates of the release cannot hold.
        case day
        /// A direction that the type and the sum of an invoice contradict.
        case direction
        /// What the validator finds wrong with the set: too long, an unknown code, something missing.
        case invalid
    }

    /// What kind of fault it is.
    public let code: Code
    /// Where in the document, as `lines[3].quantity.value`.
    public let path: String
    /// The segment it would stand in.
    public let segmentID: String?
    /// The place of the segment in the set, ST counted as 1.
    public let segment: Int?
    /// The element it would stand in.
    public let element: Int?
    /// What the document has there, cut to 80 characters.
    public let found: String?
    /// What was expected.
    public let expected: String
    /// The rule of X12 that is broken, where the validator found it.
    public let rule: Finding.Code?

    init(
        _ code: Code, path: String, segmentID: String? = nil, segment: Int? = nil, element: Int? = nil,
        found: String? = nil, expected: String, rule: Finding.Code? = nil,
    ) {
        self.code = code
        self.path = path
        self.segmentID = segmentID
        self.segment = segment
        self.element = element
        self.found = found.map { String($0.prefix(80)) }
        self.expected = expected
        self.rule = rule
    }

    /// A sentence for whoever made the document.
    public var description: String {
        let digits = element.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? ""
        let place = segmentID.map { " (\($0)\(digits)" + (segment.map { ", segment \($0))" } ?? ")") } ?? ""
        let found = found.map { ", found '\($0)'" } ?? ""
        return "\(path.isEmpty ? "the document" : path)\(place): \(expected)\(found)"
    }
}

/// Everything that keeps a document from being written.
public struct OutboundFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// The most faults told; more are counted.
    public static let maximum = 100

    /// The faults, in the order of the set.
    public let faults: [OutboundFault]
    /// How many more there were.
    public let suppressed: Int

    init(_ fault: OutboundFault) {
        faults = [fault]
        suppressed = 0
    }

    init(_ faults: [OutboundFault], suppressed: Int) {
        self.faults = faults
        self.suppressed = suppressed
    }

    /// A line for each fault.
    public var description: String {
        let lines = faults.map(\.description) + (suppressed > 0 ? ["and \(suppressed) more"] : [])
        return lines.joined(separator: "\n")
    }
}
