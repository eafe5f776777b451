/// Walks a whole file: its outline first, then every group, handing out each result as it comes.
public enum Interpreter {
    /// One thing met on the walk, in the order of the file.
    public enum Visit: Sendable {
        /// An interchange begins; its groups follow unless it is rejected.
        case interchange(InterchangeOutline)
        /// A functional group of it begins.
        case group(GroupOutline, in: InterchangeOutline)
        /// A transaction set of the group was read.
        case set(SetResult, of: GroupOutline, in: InterchangeOutline)
        /// The group ended.
        case verdict(GroupVerdict, of: GroupOutline, in: InterchangeOutline)
    }

    /// The largest file that is kept in memory from the first pass to the second.
    private static let keptBytes = 64 * 1024

    /// Walks a file that can be opened more than once, as a part each time.
    ///
    /// A small file is opened once and kept in memory for both passes.
    ///
    /// - Parameters:
    ///   - byteCount: the bytes of the file.
    ///   - library: the dictionaries to validate with.
    ///   - policy: what the partner's agreement says of errors.
    ///   - limits: how much the file may cost.
    ///   - keepsContent: whether results carry the content of their sets; without it memory stays flat.
    ///   - rejectedToo: also read the groups of rejected interchanges, to find everything at once.
    ///   - open: a source over a range of the file's bytes.
    ///   - visit: takes each thing met.
    /// - Returns: the outline of the first pass, with the findings about the file itself.
    /// - Throws: what the sources and the visitor throw.
    @discardableResult
    public static func walk<Source: ByteSource & ~Copyable>(
        byteCount: Int, library: GrammarLibrary = .standard, policy: ValidationPolicy = .strict,
        limits: Limits = .standard, keepsContent: Bool = true, rejectedToo: Bool = false,
        open: (Range<Int>) throws -> Source,
        visit: (Visit) throws -> Void
    ) throws -> FileOutline {
        if byteCount <= keptBytes, let bytes = try whole(try open(0..<byteCount), byteCount) {
            return try walk(
                bytes, library: library, policy: policy, limits: limits, keepsContent: keepsContent,
                rejectedToo: rejectedToo, visit: visit)
        }
        return try passes(
            byteCount: byteCount, library, policy, limits, keepsContent: keepsContent,
            rejectedToo: rejectedToo, open: open, visit: visit)
    }

    /// All bytes of a source, nil when it has more than it should.
    private static func whole<Source: ByteSource & ~Copyable>(
        _ source: consuming Source, _ byteCount: Int
    ) throws -> [UInt8]? {
        let room = byteCount + 1
        let bytes = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            while count < room {
                let free = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count..<room])
                let read = try source.read(into: free)
                if read == 0 { break }
                count += read
            }
        }
        return bytes.count < room ? bytes : nil
    }

    private static func passes<Source: ByteSource & ~Copyable>(
        byteCount: Int, _ library: GrammarLibrary, _ policy: ValidationPolicy, _ limits: Limits,
        keepsContent: Bool, rejectedToo: Bool, open: (Range<Int>) throws -> Source,
        visit: (Visit) throws -> Void
    ) throws -> FileOutline {
        let outline = try EnvelopeScanner.scan(try open(0..<byteCount), limits: limits)
        for interchange in outline.interchanges {
            try visit(.interchange(interchange))
            guard interchange.status != .rejected || rejectedToo else { continue }
            for group in interchange.groups {
                try visit(.group(group, in: interchange))
                var reader = GroupReader(
                    try open(group.bytes), group: group, in: interchange, library: library, policy: policy,
                    limits: limits, keepsContent: keepsContent)
                while let result = try reader.next() {
                    try visit(.set(result, of: group, in: interchange))
                }
                try visit(.verdict(reader.finish(), of: group, in: interchange))
            }
        }
        return outline
    }

    /// Walks bytes in memory.
    @discardableResult
    public static func walk(
        _ bytes: [UInt8], library: GrammarLibrary = .standard, policy: ValidationPolicy = .strict,
        limits: Limits = .standard, keepsContent: Bool = true, rejectedToo: Bool = false,
        visit: (Visit) throws -> Void
    ) throws -> FileOutline {
        try passes(
            byteCount: bytes.count, library, policy, limits, keepsContent: keepsContent,
            rejectedToo: rejectedToo, open: { BytesSource(bytes, range: $0) }, visit: visit)
    }

    /// Every finding of a file in memory, in the order of its bytes, groups of rejected interchanges too.
    public static func findings(
        in bytes: [UInt8], library: GrammarLibrary = .standard, policy: ValidationPolicy = .strict,
        limits: Limits = .standard
    ) throws -> [Finding] {
        var all: [Finding] = []
        let outline = try walk(
            bytes, library: library, policy: policy, limits: limits, keepsContent: false, rejectedToo: true
        ) { visit in
            switch visit {
            case .interchange(let interchange): all += interchange.findings
            case .group: break
            case .set(let result, _, _): all += result.verdict.findings
            case .verdict(let verdict, _, _): all += verdict.findings
            }
        }
        all += outline.findings
        return all.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element)
    }
}
