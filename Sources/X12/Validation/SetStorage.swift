/// The bytes of one transaction set and the places in them, shared by all values of its tree.
///
/// Loops and segments are rows; the tree is links between rows. Row 0 of the loops is the whole set.
final class SetStorage: Sendable {
    struct SegmentRow: Sendable {
        /// Where the segment begins in `bytes`.
        var start: Int
        /// Where it begins in the file.
        var fileOffset: Int
        /// Where it ends in the file.
        var fileEnd: Int
        /// The row of its id in `elementEnds`; element n ends at `firstEnd + n`.
        var firstEnd: Int
        var elementCount: Int
        /// Its place in the set, ST being 1; segments out of place are not in the tree.
        var ordinal: Int
        /// The next segment of the same loop.
        var next: Int32 = -1
    }

    struct LoopRow: Sendable {
        var id: String
        var firstSegment: Int32 = -1
        var lastSegment: Int32 = -1
        var firstLoop: Int32 = -1
        var lastLoop: Int32 = -1
        var next: Int32 = -1
    }

    let bytes: [UInt8]
    let segmentRows: [SegmentRow]
    let loopRows: [LoopRow]
    /// Ends of id and elements, relative to the segment's start.
    let elementEnds: [Int32]
    let delimiters: Delimiters
    let repetition: UInt8?
    let wrapping: LineWrapping?

    init(_ builder: consuming TreeBuilder) {
        bytes = builder.bytes
        segmentRows = builder.segmentRows
        loopRows = builder.loopRows
        elementEnds = builder.elementEnds
        delimiters = builder.delimiters
        repetition = builder.repetition
        wrapping = builder.wrapping
    }

    func loopID(_ loop: Int) -> String { loopRows[loop].id }

    func segments(of loop: Int) -> [Int] {
        var list: [Int] = []
        var row = loopRows[loop].firstSegment
        while row >= 0 {
            list.append(Int(row))
            row = segmentRows[Int(row)].next
        }
        return list
    }

    func loops(of loop: Int) -> [Int] {
        var list: [Int] = []
        var row = loopRows[loop].firstLoop
        while row >= 0 {
            list.append(Int(row))
            row = loopRows[Int(row)].next
        }
        return list
    }

    func firstSegment(of loop: Int, id: String) -> Int? {
        let wanted = Array(id.utf8)
        var row = loopRows[loop].firstSegment
        while row >= 0 {
            let segment = segmentRows[Int(row)]
            let count = Int(elementEnds[segment.firstEnd])
            if count == wanted.count, bytes[segment.start..<segment.start + count].elementsEqual(wanted) {
                return Int(row)
            }
            row = segment.next
        }
        return nil
    }

    func segmentID(_ index: Int) -> String {
        let row = segmentRows[index]
        return String(decoding: bytes[row.start..<row.start + Int(elementEnds[row.firstEnd])], as: UTF8.self)
    }

    func elementCount(_ index: Int) -> Int { segmentRows[index].elementCount }

    /// The bytes of an element in `bytes`, empty or not; nil beyond the last.
    private func range(_ segment: Int, _ element: Int) -> Range<Int>? {
        let row = segmentRows[segment]
        guard element >= 1, element <= row.elementCount else { return nil }
        let start = row.start + Int(elementEnds[row.firstEnd + element - 1]) + 1
        return start..<row.start + Int(elementEnds[row.firstEnd + element])
    }

    func text(segment: Int, element: Int, component: Int?) -> String? {
        guard let whole = range(segment, element), !whole.isEmpty else { return nil }
        var part = bytes[whole]
        if let repetition, let end = part.firstIndex(of: repetition) { part = part[..<end] }
        if let component {
            var left = component - 1
            while left > 0 {
                guard let end = part.firstIndex(of: delimiters.component) else { return nil }
                part = part[(end + 1)...]
                left -= 1
            }
            if let end = part.firstIndex(of: delimiters.component) { part = part[..<end] }
        }
        return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
    }

    func fileRange(ofSegment index: Int) -> Range<Int> {
        let row = segmentRows[index]
        return row.fileOffset..<row.fileEnd
    }

    func fileRange(ofElement element: Int, segment: Int) -> Range<Int>? {
        guard let range = range(segment, element), !range.isEmpty else { return nil }
        let row = segmentRows[segment]
        let start = fileOffset(of: range.lowerBound - row.start, in: row)
        return start..<fileOffset(of: range.upperBound - row.start, in: row)
    }

    private func fileOffset(of place: Int, in row: SegmentRow) -> Int {
        min(wrapping?.offset(of: place, after: row.fileOffset) ?? row.fileOffset + place, row.fileEnd)
    }
}
