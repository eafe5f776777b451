extension OutgoingSet {
    /// A set that was written before, taken apart so that it can go into any interchange.
    ///
    /// - Parameters:
    ///   - setID: ST01.
    ///   - controlNumber: ST02.
    ///   - implementation: ST03.
    ///   - bytes: its segments, line breaks between them allowed; ST and SE are left out, they are written anew.
    ///   - delimiters: the separators it was written with; repetitions are told only where one of them is named.
    public init(
        setID: String, controlNumber: String, implementation: String? = nil, written bytes: [UInt8],
        delimiters: Delimiters
    ) {
        var content: [OutgoingSegment] = []
        for line in bytes.split(separator: delimiters.segment) {
            let line = line.drop { $0 == 0x0A || $0 == 0x0D }
            guard !line.isEmpty else { continue }
            let parts = line.split(separator: delimiters.element, omittingEmptySubsequences: false)
            let id = String(decoding: parts[0], as: UTF8.self)
            guard id != "ST", id != "SE" else { continue }
            content.append(
                OutgoingSegment(id, values: parts.dropFirst().map { ElementValue($0, delimiters) }))
        }
        self.init(
            setID: setID, controlNumber: controlNumber, implementation: implementation, content: content)
    }
}

extension ElementValue {
    /// An element as it was written: its repetitions and components taken apart.
    fileprivate init(_ bytes: ArraySlice<UInt8>, _ delimiters: Delimiters) {
        if bytes.isEmpty {
            self = .empty
        } else if let repetition = delimiters.repetition, bytes.contains(repetition) {
            var single = delimiters
            single.repetition = nil
            self = .repeated(
                bytes.split(separator: repetition, omittingEmptySubsequences: false).map {
                    ElementValue($0, single)
                })
        } else if bytes.contains(delimiters.component) {
            self = .composite(
                bytes.split(separator: delimiters.component, omittingEmptySubsequences: false).map {
                    $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self)
                })
        } else {
            self = .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}
