/// An interchange to be written: everything but the counts of its trailers.
public struct OutgoingInterchange: Sendable {
    /// ISA05 and ISA06: us.
    public var sender: InterchangeAddress
    /// ISA07 and ISA08: the partner.
    public var receiver: InterchangeAddress
    /// ISA12, as `00401`.
    public var version: String
    /// ISA13, 1 to 999,999,999.
    public var controlNumber: Int
    /// The day, CCYYMMDD.
    public var dateCCYYMMDD: String
    /// The time, HHMM.
    public var timeHHMM: String
    /// ISA15: P, T or I.
    public var usage: String
    /// ISA14: ask for a TA1.
    public var acknowledgmentRequested: Bool
    /// The separators to write with.
    public var delimiters: Delimiters
    /// TA1s that travel in it.
    public var acknowledgments: [InterchangeAcknowledgment]
    /// Its functional groups.
    public var groups: [OutgoingGroup]

    /// Creates an interchange from its values.
    public init(
        sender: InterchangeAddress, receiver: InterchangeAddress, version: String, controlNumber: Int,
        dateCCYYMMDD: String, timeHHMM: String, usage: String, acknowledgmentRequested: Bool = false,
        delimiters: Delimiters, acknowledgments: [InterchangeAcknowledgment] = [],
        groups: [OutgoingGroup] = []
    ) {
        self.sender = sender
        self.receiver = receiver
        self.version = version
        self.controlNumber = controlNumber
        self.dateCCYYMMDD = dateCCYYMMDD
        self.timeHHMM = timeHHMM
        self.usage = usage
        self.acknowledgmentRequested = acknowledgmentRequested
        self.delimiters = delimiters
        self.acknowledgments = acknowledgments
        self.groups = groups
    }

    /// The interchange as bytes: ISA, TA1s, groups, IEA, all counts filled in.
    ///
    /// - Throws: ``WriteError`` where a value holds a separator or does not fit its place.
    public func bytes() throws(WriteError) -> [UInt8] {
        try bytes(rules: WritingRules())
    }

    /// The interchange as bytes, values that cannot stand as they are treated by rules.
    ///
    /// - Throws: ``WriteError`` where a value holds a separator or does not fit its place.
    public func bytes(rules: WritingRules) throws(WriteError) -> [UInt8] {
        var writer = try InterchangeWriter(self, rules: rules)
        for group in groups {
            try writer.beginGroup(group)
            for set in group.sets {
                try writer.set(set)
            }
            try writer.endGroup()
        }
        try writer.finish()
        return writer.bytes()
    }
}

/// A functional group to be written.
public struct OutgoingGroup: Sendable {
    /// GS01, as `FA`.
    public var functionalID: String
    /// GS02.
    public var sender: String
    /// GS03.
    public var receiver: String
    /// GS08, as `004010`.
    public var version: String
    /// GS06.
    public var controlNumber: Int
    /// Its transaction sets.
    public var sets: [OutgoingSet]

    /// Creates a group from its values.
    public init(
        functionalID: String, sender: String, receiver: String, version: String, controlNumber: Int,
        sets: [OutgoingSet]
    ) {
        self.functionalID = functionalID
        self.sender = sender
        self.receiver = receiver
        self.version = version
        self.controlNumber = controlNumber
        self.sets = sets
    }
}

/// A transaction set to be written, without its ST and SE.
public struct OutgoingSet: Sendable {
    /// ST01, as `997`.
    public var setID: String
    /// ST02, at least four characters.
    public var controlNumber: String
    /// ST03, from 005010 on.
    public var implementation: String?
    /// Its segments of simple elements: id first, then the elements.
    public var segments: [[String?]]
    /// Its segments, after those above, where elements are composites or repetitions.
    public var content: [OutgoingSegment] = []
    /// The acknowledgment it carries; its segments follow from the separators they are written with.
    var answer: FunctionalAcknowledgment?

    /// Creates a set from its segments.
    public init(setID: String, controlNumber: String, implementation: String? = nil, segments: [[String?]]) {
        self.setID = setID
        self.controlNumber = controlNumber
        self.implementation = implementation
        self.segments = segments
    }

    /// Creates a set from segments whose elements may be composites and repetitions.
    public init(
        setID: String, controlNumber: String, implementation: String? = nil, content: [OutgoingSegment]
    ) {
        self.init(setID: setID, controlNumber: controlNumber, implementation: implementation, segments: [])
        self.content = content
    }
}

extension InterchangeWriter {
    /// Writes a whole transaction set into the open group.
    ///
    /// - Throws: ``WriteError`` with the place; of the set the segments before it were written then.
    public mutating func set(_ set: OutgoingSet) throws(WriteError) {
        try beginSet(set.setID, controlNumber: set.controlNumber, implementation: set.implementation)
        if let answer = set.answer {
            try segments(of: answer)
        } else {
            for line in set.segments {
                guard let id = line.first ?? nil else { continue }
                try segment(id, Array(line.dropFirst()))
            }
            for segment in set.content { try self.segment(segment) }
        }
        try endSet()
    }
}
