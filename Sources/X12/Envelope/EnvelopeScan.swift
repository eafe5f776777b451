/// One walk of the first pass: finds the interchanges and outlines each.
struct EnvelopeScan: ~Copyable {
    private var reader: SegmentReader
    private let limits: Limits
    private var outline = FileOutline(
        interchanges: [], findings: [], suppressedFindings: 0, byteCount: 0, looksLikeX12: false)
    /// The groups and TA1s of all interchanges so far, and the findings about them.
    private var groupCount = 0
    private var findingCount = 0
    /// Where the line begins that is being read, for wrapped files.
    private var lineStart = 0

    init(feed: ByteFeed, limits: Limits) {
        reader = SegmentReader(
            feed: feed, offset: 0, delimiters: Delimiters(), limits: limits, isSkimming: true)
        self.limits = limits
    }

    /// Reads the whole file.
    mutating func run() throws -> FileOutline {
        while let reading = try seek() {
            if outline.interchanges.count == limits.maximumInterchanges {
                let offset = reader.withWindow { $0.offset }
                report(
                    Finding(
                        .limitReached, offset: offset,
                        message: "The file holds more than \(limits.maximumInterchanges) interchanges.",
                        fix: "Split the file; the rest of it was not read."))
                break
            }
            outline.looksLikeX12 = true
            try readInterchange(reading)
        }
        if !outline.looksLikeX12 {
            report(
                Finding(
                    .noInterchange, offset: 0, message: "The file holds no ISA that can be read.",
                    fix: "Send X12 that begins with an ISA segment of 106 characters."))
        }
        return outline
    }

    private mutating func report(_ finding: Finding) {
        if outline.findings.count < limits.maximumFindings {
            outline.findings.append(finding)
        } else {
            outline.suppressedFindings += 1
        }
    }

    /// Notes of the tolerances the reader used.
    private mutating func reportTolerances() {
        for (code, offset) in reader.takeTolerances() {
            var note = ToleranceNotes.note(code, offset: offset)
            note.interchange = outline.interchanges.count + 1
            report(note)
        }
    }

    // MARK: Between interchanges

    /// Moves to the next ISA and reads it; nil at the end of the file.
    private mutating func seek() throws -> (HeaderReader.Reading, offset: Int)? {
        var search = HeaderSearch(
            lineStart: lineStart, terminator: outline.interchanges.last?.header.delimiters.segment)
        let found = try reader.withWindow { try search.run(&$0) }
        lineStart = search.lineStart
        for finding in search.findings { report(finding) }
        outline.byteCount = search.endOffset
        guard let found else { return nil }
        if let wrapping = found.wrapping, search.isNewWrapping {
            report(ToleranceNotes.note(.wrappedLines, offset: wrapping.origin))
        }
        if found.isOddWidth { report(ToleranceNotes.note(.headerWidth, offset: search.endOffset)) }
        return (found, search.endOffset)
    }

    // MARK: One interchange

    private mutating func readInterchange(_ found: (HeaderReader.Reading, offset: Int)) throws {
        let reading = found.0
        reader.use(reading.delimiters)
        let wrapping = reader.withWindow { window in
            window.release(reading.byteCount)
            return window.wrapping
        }
        // What all interchanges together may cost is shared among them.
        var limits = limits
        limits.maximumGroups = min(limits.maximumGroups, max(limits.maximumFileGroups - groupCount, 0))
        limits.maximumFindings = min(
            limits.maximumFindings, max(limits.maximumFileFindings - findingCount, 1))
        var builder = InterchangeBuilder(
            ordinal: outline.interchanges.count + 1, reading: reading, offset: found.offset,
            wrapping: wrapping,
            limits: limits)
        var isOpen = true
        while isOpen {
            if builder.isInSet { reader.skipData() }
            guard try reader.next() else { break }
            if builder.isData(reader.current.packedID), reader.isTerminated,
                reader.current.count < HeaderReader.fixedWidth
            {
                continue
            }
            if try reader.cutsBuriedHeader() {
                builder.end(at: reader.endOffset, isTruncated: false)
                isOpen = false
                break
            }
            reader.split()
            let id = reader.current.packedID
            let begins = id == 0 || id == SegmentCode.isa ? try reader.beginsInterchange() : false
            let segment = reader.current
            if begins {
                builder.end(at: segment.fileOffset, isTruncated: false)
                reader.stay()
                isOpen = false
            } else if !reader.isTerminated && !isWhole(segment, of: reading) {
                builder.end(at: reader.endOffset, isTruncated: true)
                isOpen = false
            } else {
                if !reader.isTerminated {
                    report(ToleranceNotes.note(.lastTerminatorMissing, offset: segment.fileOffset))
                }
                if segment.hasSpacedNumber { reader.tolerate(.trailingSpace, segment.fileOffset) }
                isOpen = builder.take(segment, endOffset: reader.endOffset)
            }
        }
        if isOpen { builder.end(at: reader.withWindow { $0.offset }, isTruncated: true) }
        reportTolerances()
        outline.byteCount = reader.endOffset
        let interchange = builder.finish()
        groupCount += interchange.groups.count + interchange.acknowledgments.count
        findingCount += interchange.findings.count
        outline.interchanges.append(interchange)
    }

    /// Whether a segment that ended with the file is the whole IEA: then only its terminator was lost.
    private func isWhole(_ segment: SegmentView, of reading: HeaderReader.Reading) -> Bool {
        segment.packedID == SegmentCode.iea && segment.elementCount == 2
            && segment.numberText(2) == reading.fields[12]
    }
}
