/// A transaction set as a tree of loops and segments, for translation.
///
/// The tree is flat underneath: the set's bytes once, and a row a segment. Text is decoded when asked for,
/// as UTF-8 where it is that and as Latin-1 otherwise. HL loops are siblings under ``root`` as in the
/// table; HL01 and HL02 tell who belongs to whom.
public struct TransactionSet: Sendable {
    /// ST01, as `856`.
    public let id: String
    /// The release, as `004010`.
    public let release: String
    /// ST02.
    public let controlNumber: String
    @usableFromInline let storage: SetStorage

    /// The whole set: header segments as its own segments, the table's loops as its loops.
    @inlinable
    public var root: Loop { Loop(storage: storage, row: 0) }

    /// All segments of the tree in the order of the file, whatever loop they stand in.
    public var segments: some Sequence<Segment> {
        (0..<storage.rowCount).lazy.map { [storage] in Segment(storage: storage, row: $0) }
    }

    /// The bytes that its tree takes in memory.
    public var footprint: Int {
        storage.byteCount + storage.rowCount * MemoryLayout<SetStorage.Row>.stride
    }

    /// How many segments the tree has; their ``Segment/row`` is below it.
    public var segmentCount: Int { storage.rowCount }

    /// The segment of a row, from 0 to below ``segmentCount``.
    public func segment(row: Int) -> Segment {
        precondition((0..<storage.rowCount).contains(row), "The set has no such row.")
        return Segment(storage: storage, row: row)
    }

    /// Whether an element of the set has, or may have, several repetitions.
    public var mayRepeat: Bool { storage.mayRepeat }
}

extension TransactionSet {
    /// One segment of the set.
    public struct Segment: Sendable {
        @usableFromInline let storage: SetStorage
        /// Its place among the segments of the tree, from 0.
        public let row: Int

        @inlinable
        init(storage: SetStorage, row: Int) {
            self.storage = storage
            self.row = row
        }

        /// The segment's id, as `BSN`.
        public var id: String { storage.segmentID(row) }

        /// The segment's id as a number, to be compared with a literal.
        @inlinable
        public var code: SegmentID { SegmentID(packed: storage.rows[row].id) }

        /// Its place in the set as sent, ST being 1.
        public var ordinal: Int { storage.ordinal(row) }

        /// Its bytes in the file, without the terminator.
        public var byteRange: Range<Int> { storage.fileRange(ofSegment: row) }

        /// The number of elements, trailing empty ones not counted.
        @inlinable
        public var elementCount: Int { storage.elementCount(row) }

        /// The text of an element, its first repetition; nil when absent or empty.
        @inlinable
        public subscript(_ element: Int) -> String? {
            let bytes = storage.part(row, element, component: nil)
            return bytes.isEmpty ? nil : storage.text(bytes)
        }

        /// The text of a component of an element's first repetition; nil when absent or empty.
        @inlinable
        public subscript(_ element: Int, component component: Int) -> String? {
            let bytes = storage.part(row, element, component: component)
            return bytes.isEmpty ? nil : storage.text(bytes)
        }

        /// The text of a repetition of an element, or of a component of it; nil when absent or empty.
        public subscript(_ element: Int, component: Int? = nil, repetition repetition: Int) -> String? {
            let bytes = storage.part(row, element, component: component, repetition: repetition)
            return bytes.isEmpty ? nil : storage.text(bytes)
        }

        /// How often an element is repeated; 0 when absent or empty.
        public func repetitionCount(_ element: Int) -> Int { storage.repetitionCount(row, element) }

        /// How many components a repetition of an element has; 0 when absent or empty.
        public func componentCount(_ element: Int, repetition: Int = 1) -> Int {
            storage.componentCount(row, element, repetition: repetition)
        }

        /// The bytes of an element in the file; nil when absent or empty.
        public func elementRange(_ element: Int) -> Range<Int>? {
            storage.fileRange(ofElement: element, segment: row)
        }

        /// Whether an element has a value.
        @inlinable
        public func has(_ element: Int) -> Bool { !storage.part(row, element, component: nil).isEmpty }

        /// A bit for each element with a value, element 1 in bit 1; elements behind the 63rd have none.
        package var presentElements: UInt64 { storage.presentElements(row) }

        /// Gives the bytes of an element's first repetition, or of a component of it, to a function; nil
        /// when absent or empty.
        ///
        /// Spares the text where a number or a code is wanted. The bytes are valid inside the function only.
        @inlinable
        @inline(__always)
        public func withBytes<Result>(
            _ element: Int, component: Int? = nil, _ body: (UnsafeBufferPointer<UInt8>) -> Result
        ) -> Result? {
            let bytes = storage.part(row, element, component: component)
            return bytes.isEmpty ? nil : body(bytes)
        }
    }
}
