internal import Documents
internal import X12

/// A translator that writes its set segment by segment.
protocol SetTranslator: OutboundTranslator {
    /// Writes what stands between ST and SE; false for a document of another kind.
    static func write(_ document: Document, to writer: inout SetWriter) -> Bool
}

extension SetTranslator {
    /// The set that says what a document says, found valid.
    public static func outbound(
        from document: Document, _ options: OutboundOptions,
    ) throws(OutboundFaults) -> OutboundSet {
        guard let grammar = options.library.grammar(set: set, release: options.release) else {
            throw OutboundFaults(
                OutboundFault(
                    .release, path: "", found: options.release,
                    expected: "a release that has the \(set), as 004010 or 005010"))
        }
        let writer = try written(document, options, keepsTrail: false)
        guard writer.faults.isEmpty else {
            throw OutboundFaults(writer.faults, suppressed: writer.suppressed)
        }
        let check = OutboundCheck(writer.bytes, options, functionalID: grammar.functionalID)
        guard check.errors.isEmpty else {
            let trail = try written(document, options, keepsTrail: true).trail ?? []
            throw check.faults(trail)
        }
        return OutboundSet(
            setID: set, release: options.release, controlNumber: options.controlNumber,
            implementation: options.implementation, delimiters: options.delimiters, bytes: writer.bytes,
            segmentCount: writer.segmentCount, unplaced: writer.unplaced, findings: check.others)
    }

    /// The set from ST to SE, not yet checked.
    static func written(
        _ document: Document, _ options: OutboundOptions, keepsTrail: Bool,
    ) throws(OutboundFaults) -> SetWriter {
        var writer = SetWriter(options, keepsTrail: keepsTrail)
        writer.segment("ST") { writer in
            writer.fixed(1, text: set)
            writer.text(2, "controlNumber", options.controlNumber)
            writer.text(3, "implementation", options.implementation)
        }
        guard write(document, to: &writer) else {
            throw OutboundFaults(
                OutboundFault(
                    .documentType, path: "documentType", found: document.type.rawValue,
                    expected: "the \(set) says \(documentType.rawValue)"))
        }
        let count = writer.segmentCount + 1
        writer.segment("SE") { writer in
            writer.fixed(1, text: String(count))
            writer.text(2, "controlNumber", options.controlNumber)
        }
        return writer
    }
}
