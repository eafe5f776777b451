internal import X12

/// The bytes of one segment around a fault, and which of them are at fault.
struct SegmentExcerpt {
    /// Bytes looked at to either side of the fault.
    private static let reach = 4_096
    /// Bytes shown before and after the fault of a segment that is too long for a line.
    private static let before = 40
    private static let after = 50
    /// Bytes of a fault that are shown.
    private static let faultLimit = 48

    /// The segment, or what is shown of it.
    private(set) var shown: [UInt8] = []
    /// The fault in it.
    private(set) var fault = 0..<0
    /// Whether bytes before or after were left out.
    private(set) var isCut = (front: false, back: false)

    /// Where a finding's segment shows: what is wrong with a GE is known only where the group has ended.
    static func offset(of finding: Finding, in file: X12File, delimiters: Delimiters?) -> Int {
        guard let delimiters, finding.segmentID == "GE", finding.element != nil else { return finding.offset }
        let start = max(0, finding.offset - reach)
        let bytes = file.bytes(start..<finding.offset)
        guard let end = bytes.lastIndex(of: delimiters.segment) else { return finding.offset }
        let before = bytes[..<end].lastIndex(of: delimiters.segment) ?? -1
        let first = bytes[(before + 1)..<end].firstIndex { !isLayout($0) } ?? end
        return bytes[first...].starts(with: [0x47, 0x45, delimiters.element]) ? start + first : finding.offset
    }

    /// Looks up a finding's segment in its file.
    init(_ finding: Finding, in file: X12File, delimiters: Delimiters?) {
        var finding = finding
        finding.offset = Self.offset(of: finding, in: file, delimiters: delimiters)
        let start = max(0, finding.offset - Self.reach)
        let bytes = file.bytes(start..<finding.offset + Self.reach)
        let offset = min(finding.offset - start, bytes.count)
        guard !bytes.isEmpty else { return }
        guard let delimiters else {
            let length = min(Self.faultLimit, max(1, finding.found?.utf8.count ?? 1))
            cut(bytes, 0..<bytes.count, at: offset..<min(bytes.count, offset + length))
            return
        }
        let terminator = delimiters.segment
        var first = offset
        while first > 0, bytes[first - 1] != terminator { first -= 1 }
        while first < offset, Self.isLayout(bytes[first]) { first += 1 }
        var end = offset
        while end < bytes.count, bytes[end] != terminator { end += 1 }
        // A visible terminator is shown: a newcomer looks for it.
        let last = end < bytes.count && terminator >= 0x21 ? end + 1 : end
        let fault = Self.fault(finding, bytes, first..<end, delimiters, offset)
        cut(bytes, first..<max(first, last), at: fault)
    }

    /// The element, component or id that the finding is about.
    private static func fault(
        _ finding: Finding, _ bytes: [UInt8], _ segment: Range<Int>, _ delimiters: Delimiters, _ offset: Int
    ) -> Range<Int> {
        guard segment.lowerBound > 0 || offset >= 0 else { return offset..<offset }
        guard let element = finding.element else {
            let end = bytes[offset..<segment.upperBound].firstIndex(of: delimiters.element)
            return offset..<(end ?? segment.upperBound)
        }
        guard var place = part(element, of: segment, bytes, delimiters.element) else {
            return segment.upperBound..<segment.upperBound
        }
        if let separator = delimiters.repetition, let repetition = finding.repetition, repetition > 1 {
            place = part(repetition - 1, of: place, bytes, separator) ?? place
        }
        if let component = finding.component {
            place =
                part(component - 1, of: place, bytes, delimiters.component)
                ?? place.upperBound..<place.upperBound
        }
        return place
    }

    /// The nth part, from 0, between separators.
    private static func part(
        _ index: Int, of range: Range<Int>, _ bytes: [UInt8], _ separator: UInt8
    ) -> Range<Int>? {
        var start = range.lowerBound
        for _ in 0..<index {
            guard let hit = bytes[start..<range.upperBound].firstIndex(of: separator) else { return nil }
            start = hit + 1
        }
        return start..<(bytes[start..<range.upperBound].firstIndex(of: separator) ?? range.upperBound)
    }

    private static func isLayout(_ byte: UInt8) -> Bool {
        byte == 0x0A || byte == 0x0D || byte == 0x20 || byte == 0x09 || byte == 0
    }

    /// Keeps what fits on a line, the fault always.
    private mutating func cut(_ bytes: [UInt8], _ segment: Range<Int>, at place: Range<Int>) {
        let fault = place.lowerBound..<min(place.upperBound, place.lowerBound + Self.faultLimit)
        var first = segment.lowerBound
        var last = segment.upperBound
        if segment.count > Self.before + Self.after {
            first = max(first, fault.lowerBound - Self.before)
            last = min(last, max(fault.upperBound, first + Self.before + Self.after))
            first = max(segment.lowerBound, min(first, last - Self.before - Self.after))
        }
        shown = Array(bytes[first..<max(first, last)])
        self.fault = fault.lowerBound - first..<fault.upperBound - first
        isCut = (first > segment.lowerBound, last < segment.upperBound)
    }
}
