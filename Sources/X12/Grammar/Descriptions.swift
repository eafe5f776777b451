/// A code of a list and what it means.
public struct CodeDescription: Sendable, Hashable {
    /// The code, as `ST`.
    public let code: String
    /// What it means, as `Ship To`.
    public let meaning: String
}

/// A segment of a release: its name, elements and conditions.
public struct SegmentDescription: Sendable, Hashable {
    /// The segment's id, as `N1`.
    public let id: String
    /// Its name, as `Name`; empty when it is not known.
    public let name: String
    /// The release of the tables it was taken from.
    public let release: String
    /// Its elements in order.
    public let elements: [ElementDescription]
    /// The conditions between its elements, each a sentence.
    public let conditions: [String]
}

/// An element of a segment, or a component of a composite.
public struct ElementDescription: Sendable, Hashable {
    /// When a value stands in it.
    public enum Requirement: String, Sendable, Hashable {
        /// Always.
        case mandatory
        /// As the sender likes.
        case optional
        /// As a condition between elements of the segment says.
        case conditional
        /// Never, by an overlay.
        case notUsed
    }

    /// Its place in the segment or composite, from 1.
    public let position: Int
    /// The data element's number, as `98`, or the composite's id, as `C040`; nil when it has none.
    public let number: String?
    /// Its name, as `Entity Identifier Code`; empty when it is not known.
    public let name: String
    /// Its type, as `ID` or `N2`, where 2 is the number of implied decimals; empty for a composite.
    public let type: String
    /// The least characters of a value.
    public let minimum: Int
    /// The most characters of a value.
    public let maximum: Int
    /// When a value stands in it.
    public let requirement: Requirement
    /// How often it may be repeated; nil for any number.
    public let maximumRepeat: Int?
    /// Whether only codes of a list may stand in it.
    public let hasCodes: Bool
    /// Its components, when it is a composite.
    public let components: [ElementDescription]
}
