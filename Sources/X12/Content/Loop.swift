extension TransactionSet {
    /// One iteration of a loop.
    public struct Loop: Sendable {
        @usableFromInline let storage: SetStorage
        /// The row of the segment that opens it.
        @usableFromInline let row: Int

        @inlinable
        init(storage: SetStorage, row: Int) {
            self.storage = storage
            self.row = row
        }

        /// The id of the loop: its opening segment, `ST` for the root.
        public var id: String { storage.segmentID(row) }

        /// The id of the loop as a number, to be compared with a literal.
        @inlinable
        public var code: SegmentID { SegmentID(packed: storage.rows[row].id) }

        /// Its own segments in order, the opening one first.
        @inlinable
        public var segments: Segments { Segments(storage: storage, row: row, wanted: 0) }

        /// The loops directly in it, in order.
        @inlinable
        public var loops: Loops { Loops(storage: storage, row: row, wanted: 0) }

        /// The first of its own segments with the id.
        @inlinable
        public func first(_ id: SegmentID) -> Segment? {
            let found = all(id).firstRow
            return found == Segments.end ? nil : Segment(storage: storage, row: found)
        }

        /// The first of its own segments with the id whose element has the value.
        @inlinable
        public func first(_ id: SegmentID, _ element: Int, _ value: String) -> Segment? {
            for segment in all(id) where segment[element] == value { return segment }
            return nil
        }

        /// All of its own segments with the id.
        @inlinable
        public func all(_ id: SegmentID) -> Segments {
            Segments(storage: storage, row: row, wanted: id.packed == 0 ? .max : id.packed)
        }

        /// The loops directly in it with the id.
        @inlinable
        public func loops(_ id: SegmentID) -> Loops {
            Loops(storage: storage, row: row, wanted: id.packed == 0 ? .max : id.packed)
        }
    }
}

extension TransactionSet.Loop {
    /// The first of its own segments with the id.
    @_disfavoredOverload
    @inlinable
    public func first(_ id: String) -> TransactionSet.Segment? { first(SegmentID(id)) }

    /// All of its own segments with the id, as an array.
    @_disfavoredOverload
    @inlinable
    public func all(_ id: SegmentID) -> [TransactionSet.Segment] {
        let segments: Segments = all(id)
        return Array(segments)
    }

    /// The loops directly in it with the id, as an array.
    @_disfavoredOverload
    @inlinable
    public func loops(_ id: SegmentID) -> [TransactionSet.Loop] {
        let loops: Loops = loops(id)
        return Array(loops)
    }

    /// A place in a list of segments or loops.
    public struct Index: Comparable, Sendable {
        /// The row of the segment, `Int.max` behind the last.
        @usableFromInline let row: Int

        @inlinable
        init(row: Int) { self.row = row }

        /// In the order of the file.
        @inlinable
        public static func < (left: Index, right: Index) -> Bool { left.row < right.row }
    }

    /// Segments standing directly in a loop, found as they are asked for.
    public struct Segments: Collection, Sendable {
        @usableFromInline let storage: SetStorage
        /// The row of the segment that opens the loop.
        @usableFromInline let row: Int
        /// The packed id of the segments wanted, 0 for all.
        @usableFromInline let wanted: UInt32

        @inlinable
        init(storage: SetStorage, row: Int, wanted: UInt32) {
            self.storage = storage
            self.row = row
            self.wanted = wanted
        }

        @inlinable
        static var end: Int { .max }

        /// The row of the first one.
        @inlinable
        public var startIndex: Index { Index(row: firstRow) }
        /// Behind the last one.
        @inlinable
        public var endIndex: Index { Index(row: Self.end) }

        /// The row of the next one.
        @inlinable
        public func index(after index: Index) -> Index { Index(row: following(index.row)) }

        /// The segment of a row.
        @inlinable
        public subscript(_ index: Index) -> TransactionSet.Segment {
            TransactionSet.Segment(storage: storage, row: index.row)
        }

        @inlinable
        var firstRow: Int { matching(row) }

        @inlinable
        func following(_ place: Int) -> Int {
            matching(storage.segment(after: place, inLoopOf: row))
        }

        @inlinable
        func matching(_ start: Int) -> Int {
            var place = start
            while place != Self.end, wanted != 0, storage.rows[place].id != wanted {
                place = storage.segment(after: place, inLoopOf: row)
            }
            return place
        }

        /// The segments of two lists, one after the other.
        @inlinable
        public static func + (left: Segments, right: Segments) -> [TransactionSet.Segment] {
            Array(left) + Array(right)
        }

        /// Goes through the segments.
        @inlinable
        public func makeIterator() -> Iterator { Iterator(segments: self, place: firstRow) }

        /// A walk through the segments.
        public struct Iterator: IteratorProtocol {
            @usableFromInline let segments: Segments
            @usableFromInline var place: Int

            @inlinable
            init(segments: Segments, place: Int) {
                self.segments = segments
                self.place = place
            }

            /// The next segment; nil after the last.
            @inlinable
            public mutating func next() -> TransactionSet.Segment? {
                guard place != Segments.end else { return nil }
                defer { place = segments.following(place) }
                return TransactionSet.Segment(storage: segments.storage, row: place)
            }
        }
    }

    /// Loops standing directly in a loop, found as they are asked for.
    public struct Loops: Collection, Sendable {
        @usableFromInline let storage: SetStorage
        /// The row of the segment that opens the loop around them.
        @usableFromInline let row: Int
        /// The packed id of the loops wanted, 0 for all.
        @usableFromInline let wanted: UInt32

        @inlinable
        init(storage: SetStorage, row: Int, wanted: UInt32) {
            self.storage = storage
            self.row = row
            self.wanted = wanted
        }

        /// The row of the first one.
        @inlinable
        public var startIndex: Index { Index(row: matching(row + 1)) }
        /// Behind the last one.
        @inlinable
        public var endIndex: Index { Index(row: Segments.end) }

        /// The row of the next one.
        @inlinable
        public func index(after index: Index) -> Index { Index(row: following(index.row)) }

        /// The loop of a row.
        @inlinable
        public subscript(_ index: Index) -> TransactionSet.Loop {
            TransactionSet.Loop(storage: storage, row: index.row)
        }

        @inlinable
        func following(_ place: Int) -> Int { matching(Int(storage.rows[place].next)) }

        @inlinable
        func matching(_ start: Int) -> Int {
            let end = Int(storage.rows[row].next)
            var place = start
            while place < end {
                let found = storage.rows[place]
                if !found.opensLoop {
                    place += 1
                } else if wanted == 0 || found.id == wanted {
                    return place
                } else {
                    place = Int(found.next)
                }
            }
            return Segments.end
        }

        /// Goes through the loops.
        @inlinable
        public func makeIterator() -> Iterator { Iterator(loops: self, place: matching(row + 1)) }

        /// A walk through the loops.
        public struct Iterator: IteratorProtocol {
            @usableFromInline let loops: Loops
            @usableFromInline var place: Int

            @inlinable
            init(loops: Loops, place: Int) {
                self.loops = loops
                self.place = place
            }

            /// The next loop; nil after the last.
            @inlinable
            public mutating func next() -> TransactionSet.Loop? {
                guard place != Segments.end else { return nil }
                defer { place = loops.following(place) }
                return TransactionSet.Loop(storage: loops.storage, row: place)
            }
        }
    }
}

extension SetStorage {
    /// The row of the next segment directly in the loop that a segment opens; `Int.max` behind the last.
    @inlinable
    func segment(after row: Int, inLoopOf opening: Int) -> Int {
        if row != opening {
            let next = Int(rows[row].next)
            return next == 0 ? .max : next
        }
        let end = Int(rows[opening].next)
        var place = opening + 1
        while place < end {
            if !rows[place].opensLoop { return place }
            place = Int(rows[place].next)
        }
        return .max
    }
}
