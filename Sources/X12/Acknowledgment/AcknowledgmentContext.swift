/// What a fault belongs to, as a 999 says it: a CTX segment.
///
/// Either the business unit in which the fault stands, by name and value (`CLM01:123456789`), or the element
/// that made a situational rule apply (`SITUATIONAL TRIGGER` and a place).
public struct AcknowledgmentContext: Sendable, Hashable, Codable {
    /// CTX01, first component: what names the unit, or ``situationalTrigger``.
    public var name: String
    /// CTX01, second component: the unit's own value.
    public var value: String?
    /// CTX02: the segment that made the rule apply.
    public var segmentID: String?
    /// CTX03: its place in the set, ST being 1.
    public var position: Int?
    /// CTX04: its loop.
    public var loop: String?
    /// CTX05, first component: the element's position.
    public var element: Int?
    /// CTX05, second component: the component's position.
    public var component: Int?
    /// CTX05, third component: which repetition.
    public var repetition: Int?
    /// CTX06: the data element's number; some write a composite's id here.
    public var dataElement: String?

    /// What CTX01 says where a situational rule was broken.
    public static let situationalTrigger = "SITUATIONAL TRIGGER"

    /// Creates the name of a business unit.
    public init(name: String, value: String? = nil) {
        self.name = name
        self.value = value
    }

    /// Creates the place of what made a situational rule apply.
    public init(
        triggeredBy segmentID: String, position: Int, loop: String? = nil, element: Int? = nil,
        component: Int? = nil, repetition: Int? = nil, dataElement: String? = nil
    ) {
        name = AcknowledgmentContext.situationalTrigger
        self.segmentID = segmentID
        self.position = position
        self.loop = loop
        self.element = element
        self.component = component
        self.repetition = repetition
        self.dataElement = dataElement
    }
}
