/// A transaction set as a tree of loops and segments, for translation.
///
/// The tree is flat underneath: the set's bytes once, and arrays of places. Text is decoded when asked for.
/// HL loops are siblings under ``root`` as in the table; HL01 and HL02 tell who belongs to whom.
public struct TransactionSet: Sendable {
    /// ST01, as `856`.
    public let id: String
    /// The release, as `004010`.
    public let release: String
    /// ST02.
    public let controlNumber: String
    let storage: SetStorage

    /// The whole set: header segments as its own segments, the table's loops as its loops.
    public var root: Loop { Loop(storage: storage, index: 0) }

    /// One iteration of a loop.
    public struct Loop: Sendable {
        let storage: SetStorage
        let index: Int

        /// The id of the loop: its opening segment, `ST` for the root.
        public var id: String { storage.loopID(index) }

        /// Its own segments in order, the opening one first.
        public var segments: [Segment] {
            storage.segments(of: index).map { Segment(storage: storage, index: $0) }
        }

        /// The loops directly in it, in order.
        public var loops: [Loop] {
            storage.loops(of: index).map { Loop(storage: storage, index: $0) }
        }

        /// The first of its own segments with the id.
        public func first(_ id: String) -> Segment? {
            storage.firstSegment(of: index, id: id).map { Segment(storage: storage, index: $0) }
        }

        /// The first of its own segments with the id whose element has the value.
        public func first(_ id: String, _ element: Int, _ value: String) -> Segment? {
            all(id).first { $0[element] == value }
        }

        /// All of its own segments with the id.
        public func all(_ id: String) -> [Segment] {
            segments.filter { $0.id == id }
        }

        /// The loops directly in it with the id.
        public func loops(_ id: String) -> [Loop] {
            loops.filter { $0.id == id }
        }
    }

    /// One segment of the set.
    public struct Segment: Sendable {
        let storage: SetStorage
        let index: Int

        /// The segment's id, as `BSN`.
        public var id: String { storage.segmentID(index) }

        /// Its place in the set, ST being 1.
        public var ordinal: Int { storage.segmentRows[index].ordinal }

        /// Its bytes in the file, without the terminator.
        public var byteRange: Range<Int> { storage.fileRange(ofSegment: index) }

        /// The number of elements, trailing empty ones not counted.
        public var elementCount: Int { storage.elementCount(index) }

        /// The text of an element, its first repetition; nil when absent or empty.
        public subscript(_ element: Int) -> String? {
            storage.text(segment: index, element: element, component: nil)
        }

        /// The text of a component of an element's first repetition; nil when absent or empty.
        public subscript(_ element: Int, component component: Int) -> String? {
            storage.text(segment: index, element: element, component: component)
        }

        /// The bytes of an element in the file; nil when absent or empty.
        public func elementRange(_ element: Int) -> Range<Int>? {
            storage.fileRange(ofElement: element, segment: index)
        }
    }
}
