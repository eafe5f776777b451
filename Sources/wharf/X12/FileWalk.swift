internal import X12

/// One walk over a file: its envelopes, then every set, with what was found in the order of the file.
struct FileWalk {
    let file: X12File
    let validation: Validation
    let progress: ProgressBar?
    /// Whether groups of interchanges that are refused as a whole are read as well.
    var readsRefused = true
    /// Whether sets keep their content, for translation; memory then grows with the largest set.
    var keepsContent = false

    /// Walks the file.
    ///
    /// `begin` sees the outline before anything is read in earnest.
    @discardableResult
    func walk(
        begin: (FileOutline) throws -> Void = { _ in }, visit: (Interpreter.Visit) throws -> Void
    ) throws -> FileOutline {
        progress?.expect(file.byteCount, passes: 2)
        defer { progress?.hide() }
        let outline = try EnvelopeScanner.scan(
            file.source(0..<file.byteCount, progress), limits: validation.limits)
        try begin(outline)
        for interchange in outline.interchanges {
            try visit(.interchange(interchange))
            guard interchange.status != .rejected || readsRefused else { continue }
            for group in interchange.groups {
                try visit(.group(group, in: interchange))
                var reader = GroupReader(
                    file.source(group.bytes, progress), group: group, in: interchange,
                    library: validation.library, policy: validation.policy(for: group.header),
                    limits: validation.limits, keepsContent: keepsContent)
                while let result = try reader.next() {
                    try visit(.set(result, of: group, in: interchange))
                }
                try visit(.verdict(reader.finish(), of: group, in: interchange))
            }
        }
        return outline
    }

    /// Fails with a sentence when the file holds no interchange that can be read.
    func requireX12(_ outline: FileOutline) throws {
        guard outline.interchanges.isEmpty else { return }
        if file.byteCount == 0 { throw Failure(.invalid, "\(file.name): the file is empty") }
        let header = outline.findings.first { $0.code == .headerUnreadable }
        let why = header.map { "the ISA at byte \($0.offset) cannot be read: \($0.message)" }
        throw Failure(
            .invalid, "\(file.name): this is no X12: " + Terminal.visible(why ?? "no ISA segment was found"))
    }
}

/// Findings of the file and its envelopes, held back until the walk has come to their place.
struct FindingQueue {
    private var waiting: [Finding] = []

    /// Adds findings that are known early.
    mutating func add(_ findings: [Finding]) {
        guard !findings.isEmpty else { return }
        waiting = (waiting + findings).enumerated()
            .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(\.element)
    }

    /// Takes those that stand before a place, or all that are left.
    mutating func take(before offset: Int = .max) -> [Finding] {
        let count = waiting.prefix { $0.offset < offset }.count
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }
}
