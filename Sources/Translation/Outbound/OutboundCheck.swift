internal import X12

/// What our own validator says of a set we wrote, in an interchange of its own.
struct OutboundCheck {
    /// What keeps the set from being accepted.
    private(set) var errors: [Finding] = []
    /// Warnings and notes.
    private(set) var others: [Finding] = []
    private var suppressed = 0

    init(_ set: [UInt8], _ options: OutboundOptions, functionalID: String) {
        let bytes = Self.interchange(around: set, options, functionalID: functionalID)
        var found: [Finding] = []
        var more = 0
        var isAccepted = false
        let outline = try? Interpreter.walk(bytes, library: options.library) { visit in
            switch visit {
            case .interchange(let interchange): found += interchange.findings
            case .group: break
            case .set(let result, _, _):
                found += result.verdict.findings
                more += result.verdict.suppressed
                isAccepted = result.verdict.status == .accepted
            case .verdict(let verdict, _, _): found += verdict.findings
            }
        }
        found += outline?.findings ?? []
        errors = found.filter { $0.severity == .error }
        others = found.filter { $0.severity != .error }
        suppressed = more
        if errors.isEmpty, !isAccepted {
            errors = [
                Finding(
                    .segmentMissing, offset: 0, message: "the set was not accepted",
                    fix: "write it with the usual separators")
            ]
        }
    }

    /// The errors as faults of the document.
    func faults(_ trail: [SetWriter.Placed]) -> OutboundFaults {
        var fields: [Place: String] = [:]
        for placed in trail {
            let place = Place(segment: placed.segment, element: placed.element)
            if fields[place] == nil { fields[place] = placed.path }
        }
        let faults = errors.prefix(OutboundFaults.maximum).map { finding in
            let segment = finding.segment ?? 0
            let path =
                fields[Place(segment: segment, element: finding.element ?? 0)]
                ?? fields[Place(segment: segment, element: 0)] ?? ""
            return OutboundFault(
                .invalid, path: path, segmentID: finding.segmentID, segment: finding.segment,
                element: finding.element, found: finding.found, expected: finding.message, rule: finding.code)
        }
        return OutboundFaults(Array(faults), suppressed: suppressed + errors.count - faults.count)
    }

    private struct Place: Hashable {
        var segment: Int
        var element: Int
    }

    /// An interchange whose envelope is beyond question.
    private static func interchange(
        around set: [UInt8], _ options: OutboundOptions, functionalID: String,
    ) -> [UInt8] {
        let delimiters = options.delimiters
        let usesRepetition = options.release >= "004020"
        let repetition = usesRepetition ? delimiters.repetition ?? UInt8(ascii: "U") : UInt8(ascii: "U")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(set.count + 220)
        func segment(_ elements: [String], into bytes: inout [UInt8]) {
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(delimiters.element) }
                bytes.append(contentsOf: element.utf8)
            }
            bytes.append(delimiters.segment)
            bytes.append(contentsOf: delimiters.lineBreak.bytes)
        }
        let version = "00" + options.release.dropFirst(2).prefix(3)
        let party = "1" + String(repeating: " ", count: 14)
        segment(
            [
                "ISA", "00", "          ", "00", "          ", "ZZ", party, "ZZ", party, "260101", "0000",
                String(UnicodeScalar(repetition)), version, "000000001", "0", "P",
                String(UnicodeScalar(delimiters.component)),
            ], into: &bytes)
        segment(
            [
                "GS", functionalID, "11", "11", options.release >= "004010" ? "20260101" : "260101", "0000",
                "1", "X", options.release,
            ], into: &bytes)
        bytes += set
        segment(["GE", "1", "1"], into: &bytes)
        segment(["IEA", "1", "000000001"], into: &bytes)
        return bytes
    }
}
