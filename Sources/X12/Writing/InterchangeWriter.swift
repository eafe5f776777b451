/// Writes an interchange piece by piece, in flat memory: envelopes, counts and control numbers filled in.
///
/// ```swift
/// var writer = try InterchangeWriter(envelope)
/// try writer.beginGroup(OutgoingGroup(functionalID: "PO", …))
/// try writer.beginSet("850", controlNumber: "0001")
/// try writer.segment("BEG", ["00", "SA", "PO4711", nil, "20261101"])
/// try writer.endSet()
/// try writer.endGroup()
/// try writer.finish()
/// writer.drain { bytes in … }
/// ```
///
/// Call ``drain(_:)`` whenever ``byteCount`` has grown enough. After an error nothing of the segment at fault
/// was written, and writing may go on.
public struct InterchangeWriter: Sendable {
    private var writer: SegmentWriter
    private let envelope: OutgoingInterchange
    private var group: OutgoingGroup?
    private var set: (id: String, controlNumber: String, segmentsBefore: Int)?
    private var groupCount = 0
    private var setCount = 0
    private var isFinished = false

    /// Begins an interchange: writes its ISA and TA1s.
    ///
    /// - Parameters:
    ///   - envelope: who writes to whom, and how; its groups are not written.
    ///   - rules: what is done with values that cannot stand as they are.
    /// - Throws: ``WriteError`` where the separators are unusable or a value does not fit the ISA.
    public init(_ envelope: OutgoingInterchange, rules: WritingRules = WritingRules()) throws(WriteError) {
        self.envelope = envelope
        writer = SegmentWriter(delimiters: envelope.delimiters, rules: rules)
        try writer.header(envelope)
        for answer in envelope.acknowledgments { writer.acknowledgment(answer) }
    }

    /// The bytes written and not yet drained.
    public var byteCount: Int { writer.bytes.count }
    /// The bytes that were replaced because they separate, with their places.
    public var replacements: [WriteError] { writer.replacements }
    /// How many bytes were replaced in all.
    public var replacementCount: Int { writer.replacementCount }

    /// Begins a functional group with its GS; the sets of the value given are not written.
    ///
    /// - Throws: ``WriteError``, also when a group is open.
    public mutating func beginGroup(_ next: OutgoingGroup) throws(WriteError) {
        guard group == nil, !isFinished else { throw outOfTurn("GS") }
        guard groupCount < 99_999 else { throw tooMany("IEA", 1) }
        guard (1...999_999_999).contains(next.controlNumber) else { throw tooMany("GS", 6) }
        try writer.groupHeader(next, of: envelope)
        group = next
        groupCount += 1
        setCount = 0
    }

    /// Begins a transaction set with its ST.
    ///
    /// - Throws: ``WriteError``, also when no group or already a set is open.
    public mutating func beginSet(
        _ id: String, controlNumber: String, implementation: String? = nil
    ) throws(WriteError) {
        guard group != nil, set == nil else { throw outOfTurn("ST") }
        guard setCount < 999_999 else { throw tooMany("GE", 1) }
        guard id.utf8.count == 3 else { throw tooMany("ST", 1) }
        guard (4...9).contains(controlNumber.utf8.count) else { throw tooMany("ST", 2) }
        let before = writer.segmentCount
        try writer.setHeader(id, controlNumber, implementation)
        set = (id, controlNumber, before)
        setCount += 1
    }

    /// Writes a segment of simple elements of the open set.
    ///
    /// - Throws: ``WriteError`` with the place, also when no set is open.
    public mutating func segment(_ id: String, _ elements: [String?]) throws(WriteError) {
        guard set != nil else { throw outOfTurn(id) }
        try writer.segment(id, elements)
    }

    /// Writes a segment of the open set.
    ///
    /// - Throws: ``WriteError`` with the place, also when no set is open.
    public mutating func segment(_ segment: OutgoingSegment) throws(WriteError) {
        guard set != nil else { throw outOfTurn(segment.id) }
        try writer.segment(segment)
    }

    /// Writes the segments of an acknowledgment into the open set, a 997 or 999.
    mutating func segments(of answer: FunctionalAcknowledgment) throws(WriteError) {
        guard let set, let group else { throw outOfTurn("AK1") }
        let form = AcknowledgmentForm(rawValue: set.id) ?? .functional
        writer.segments(of: answer, shape: AcknowledgmentShape(release: group.version, form: form))
    }

    /// Ends the open set with its SE.
    ///
    /// - Throws: ``WriteError`` when no set is open.
    public mutating func endSet() throws(WriteError) {
        guard let ended = set else { throw outOfTurn("SE") }
        let count = writer.segmentCount - ended.segmentsBefore + 1
        try writer.setTrailer(count, ended.controlNumber)
        set = nil
    }

    /// Ends the open group with its GE.
    ///
    /// - Throws: ``WriteError`` when no group, or a set is open.
    public mutating func endGroup() throws(WriteError) {
        guard let ended = group, set == nil else { throw outOfTurn("GE") }
        writer.trailer("GE", setCount, ended.controlNumber)
        group = nil
    }

    /// Ends the interchange with its IEA.
    ///
    /// - Throws: ``WriteError`` when a group is open.
    public mutating func finish() throws(WriteError) {
        guard group == nil, !isFinished else { throw outOfTurn("IEA") }
        writer.trailer("IEA", groupCount, envelope.controlNumber, width: 9)
        isFinished = true
    }

    /// Hands out what was written since the last call and lets go of it.
    ///
    /// - Throws: what the closure throws; the bytes are kept then.
    public mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try writer.drain(body)
    }

    /// What was written and not yet drained.
    consuming func bytes() -> [UInt8] { writer.bytes }

    private func outOfTurn(_ id: String) -> WriteError {
        WriteError(code: .outOfTurn, segmentID: id, segment: writer.segmentCount + 1, element: 0, byte: 0)
    }

    private func tooMany(_ id: String, _ element: Int) -> WriteError {
        WriteError(
            code: .envelopeValue, segmentID: id, segment: writer.segmentCount + 1, element: element, byte: 0)
    }
}
