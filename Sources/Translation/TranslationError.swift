/// A valid transaction set says something that no document can hold, with the place where it says so.
public struct TranslationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What stands in the way.
    public enum Code: String, Sendable, Hashable, Codable {
        /// A segment that the document cannot do without is absent.
        case segmentMissing = "segment-missing"
        /// An element that the document cannot do without is absent.
        case elementMissing = "element-missing"
        /// A quantity or a sum of money is not a number.
        case numberUnreadable = "number-unreadable"
        /// A level names a parent that is below it.
        case levelsInCircle = "levels-in-circle"
        /// Levels nest deeper than any shipment does.
        case levelsTooDeep = "levels-too-deep"
    }

    /// What stands in the way.
    public let code: Code
    /// The kind of the transaction set, `850`.
    public let set: String
    /// The segment.
    public let segmentID: String
    /// The place of the segment in the set, ST is 1; absent when the segment is.
    public let segment: Int?
    /// The place of the element in the segment, from 1.
    public let element: Int?
    /// What was found there, at most 80 characters.
    public let found: String?
    /// What was looked for, in words.
    public let expected: String

    init(
        _ code: Code, set: String, segmentID: String, segment: Int? = nil, element: Int? = nil,
        found: String? = nil, expected: String,
    ) {
        self.code = code
        self.set = set
        self.segmentID = segmentID
        self.segment = segment
        self.element = element
        self.found = found.map { String($0.prefix(80)) }
        self.expected = expected
    }

    /// One sentence: what, where, and what was expected.
    public var description: String {
        let element = element.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? ""
        let place = "\(segmentID)\(element)" + (segment.map { " in segment \($0)" } ?? "")
        let found = found.map { "'\($0)'" } ?? "nothing"
        return switch code {
        case .segmentMissing: "The \(set) has no \(place): \(expected)."
        case .elementMissing: "The \(set) has no \(place): \(expected)."
        case .numberUnreadable: "The \(set) has \(found) in \(place): \(expected)."
        case .levelsInCircle, .levelsTooDeep: "The \(set) has \(found) in \(place): \(expected)."
        }
    }
}
