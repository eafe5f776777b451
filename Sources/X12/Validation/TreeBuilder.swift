/// Collects the segments of a set with the loops they were placed in.
struct TreeBuilder {
    var bytes: [UInt8] = []
    var segmentRows: [SetStorage.SegmentRow] = []
    var loopRows: [SetStorage.LoopRow] = [SetStorage.LoopRow(id: "ST")]
    var elementEnds: [Int32] = []
    let delimiters: Delimiters
    let repetition: UInt8?
    let wrapping: LineWrapping?

    init(delimiters: Delimiters, repetition: UInt8?, wrapping: LineWrapping?) {
        self.delimiters = delimiters
        self.repetition = repetition
        self.wrapping = wrapping
    }

    /// Opens an iteration of a loop inside another one; returns its row.
    mutating func openLoop(_ id: String, in parent: Int) -> Int {
        let row = Int32(loopRows.count)
        loopRows.append(SetStorage.LoopRow(id: id))
        if loopRows[parent].lastLoop >= 0 {
            loopRows[Int(loopRows[parent].lastLoop)].next = row
        } else {
            loopRows[parent].firstLoop = row
        }
        loopRows[parent].lastLoop = row
        return Int(row)
    }

    /// Adds a segment to a loop.
    mutating func add(_ segment: SegmentView, to loop: Int, ordinal: Int) {
        let row = Int32(segmentRows.count)
        segmentRows.append(
            SetStorage.SegmentRow(
                start: bytes.count, fileOffset: segment.fileOffset, fileEnd: segment.fileEnd,
                firstEnd: elementEnds.count,
                elementCount: segment.elementCount, ordinal: ordinal))
        bytes.append(contentsOf: UnsafeBufferPointer(start: segment.base, count: segment.count))
        elementEnds.append(
            contentsOf: UnsafeBufferPointer(start: segment.ends, count: segment.elementCount + 1))
        if loopRows[loop].lastSegment >= 0 {
            segmentRows[Int(loopRows[loop].lastSegment)].next = row
        } else {
            loopRows[loop].firstSegment = row
        }
        loopRows[loop].lastSegment = row
    }
}
