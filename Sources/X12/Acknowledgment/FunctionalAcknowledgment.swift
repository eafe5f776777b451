/// A 997 or 999 as a value: the answer to one functional group.
public struct FunctionalAcknowledgment: Sendable, Hashable, Codable {
    /// AK101: GS01 of the group answered.
    public var groupFunctionalID: String
    /// AK102: its GS06.
    public var groupControlNumber: String
    /// Its GS08; written as AK103 from 005010 on.
    public var groupVersion: String
    /// One answer for each set, in order; empty when only the group is answered.
    public var sets: [SetAcknowledgment]
    /// AK901: A, E, P or R.
    public var status: String
    /// AK902: sets claimed.
    public var claimed: Int
    /// AK903: sets received.
    public var received: Int
    /// AK904: sets accepted.
    public var accepted: Int
    /// AK905 to AK909.
    public var codes: [String]

    /// Creates an acknowledgment from its values.
    public init(
        groupFunctionalID: String, groupControlNumber: String, groupVersion: String,
        sets: [SetAcknowledgment], status: String, claimed: Int, received: Int, accepted: Int, codes: [String]
    ) {
        self.groupFunctionalID = groupFunctionalID
        self.groupControlNumber = groupControlNumber
        self.groupVersion = groupVersion
        self.sets = sets
        self.status = status
        self.claimed = claimed
        self.received = received
        self.accepted = accepted
        self.codes = codes
    }
}

/// The answer to one transaction set: an AK2 loop.
public struct SetAcknowledgment: Sendable, Hashable, Codable {
    /// AK201: ST01.
    public var setID: String
    /// AK202: ST02.
    public var controlNumber: String
    /// AK203: ST03, from 005010 on.
    public var implementation: String?
    /// AK501: A, E or R.
    public var status: String
    /// AK502 to AK506.
    public var codes: [String]
    /// One note for each fault of a segment, all element faults of one segment under one note.
    public var segments: [SegmentNote]

    /// Creates an answer from its values.
    public init(
        setID: String, controlNumber: String, implementation: String? = nil, status: String, codes: [String],
        segments: [SegmentNote]
    ) {
        self.setID = setID
        self.controlNumber = controlNumber
        self.implementation = implementation
        self.status = status
        self.codes = codes
        self.segments = segments
    }
}

/// What is wrong with one segment: AK3 with its AK4s.
public struct SegmentNote: Sendable, Hashable, Codable {
    /// AK301: the segment's id.
    public var segmentID: String
    /// AK302: its place in the set, ST being 1.
    public var position: Int
    /// AK303: the identifier of the bounded loop around it.
    public var loop: String?
    /// AK304.
    public var code: String?
    /// One note for each element in error.
    public var elements: [ElementNote]
    /// What the fault belongs to, CTX of a 999; nil is none.
    public var contexts: [AcknowledgmentContext]?

    /// Creates a note from its values.
    public init(
        segmentID: String, position: Int, loop: String? = nil, code: String?, elements: [ElementNote] = [],
        contexts: [AcknowledgmentContext]? = nil
    ) {
        self.segmentID = segmentID
        self.position = position
        self.loop = loop
        self.code = code
        self.elements = elements
        self.contexts = contexts
    }
}

/// What is wrong with one element: AK4.
public struct ElementNote: Sendable, Hashable, Codable {
    /// AK401, first component: the element's position.
    public var element: Int
    /// AK401, second component: the component's position.
    public var component: Int?
    /// AK401, third component, from 005010 on: which repetition.
    public var repetition: Int?
    /// AK402: the data element's number.
    public var dataElement: String?
    /// AK403.
    public var code: String
    /// AK404: a copy of the bad value.
    public var value: String?
    /// What the fault belongs to, CTX of a 999; nil is none.
    public var contexts: [AcknowledgmentContext]?

    /// Creates a note from its values.
    public init(
        element: Int, component: Int? = nil, repetition: Int? = nil, dataElement: String? = nil, code: String,
        value: String? = nil, contexts: [AcknowledgmentContext]? = nil
    ) {
        self.element = element
        self.component = component
        self.repetition = repetition
        self.dataElement = dataElement
        self.code = code
        self.value = value
        self.contexts = contexts
    }
}
