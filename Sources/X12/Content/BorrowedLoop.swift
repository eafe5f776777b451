extension TransactionSet {
    /// The whole set, to be used only while somebody holds the set.
    @inlinable
    public var borrowedRoot: BorrowedLoop { BorrowedLoop(.passUnretained(storage), row: 0) }

    /// The segment of a row, from 0 to below ``segmentCount``; to be used only while somebody holds the set.
    public func borrowedSegment(row: Int) -> BorrowedSegment {
        precondition((0..<storage.rowCount).contains(row), "The set has no such row.")
        return BorrowedSegment(.passUnretained(storage), row: row)
    }
}

/// One iteration of a loop of a set that somebody else keeps: using it counts no references.
///
/// It must not be used when the set is gone. Whoever hands one out holds the set for as long as it is used.
public struct BorrowedLoop {
    @usableFromInline let owner: Unmanaged<SetStorage>
    /// The row of the segment that opens it.
    @usableFromInline let row: Int
    /// A bit for each id among its segments, all bits when nobody has looked; ids may share a bit.
    @usableFromInline var segmentMask = UInt64.max
    /// The same for its loops.
    @usableFromInline var loopMask = UInt64.max

    @inlinable
    init(_ owner: Unmanaged<SetStorage>, row: Int) {
        self.owner = owner
        self.row = row
    }

    /// The same loop, looked through once so that asking for what is not there costs nothing.
    @inlinable
    public var surveyed: BorrowedLoop {
        var loop = self
        owner._withUnsafeGuaranteedRef { storage in
            loop.segmentMask = Self.bit(storage.rows[row].id)
            loop.loopMask = 0
            let end = Int(storage.rows[row].next)
            var place = row + 1
            while place < end {
                let found = storage.rows[place]
                if found.opensLoop {
                    loop.loopMask |= Self.bit(found.id)
                    place = Int(found.next)
                } else {
                    loop.segmentMask |= Self.bit(found.id)
                    place += 1
                }
            }
        }
        return loop
    }

    @inlinable
    @inline(__always)
    static func bit(_ id: UInt32) -> UInt64 {
        1 << UInt64(truncatingIfNeeded: (id &* 0x9E37_79B1) >> 26)
    }

    /// The id to look for, `UInt32.max` when no segment or loop can have it.
    @inlinable
    @inline(__always)
    static func wanted(_ id: SegmentID, in mask: UInt64) -> UInt32 {
        id.packed == 0 || mask & bit(id.packed) == 0 ? .max : id.packed
    }

    /// The id of the loop as a number, to be compared with a literal.
    @inlinable
    public var code: SegmentID { opening.code }

    /// Text of the set as it was sent: UTF-8 where it is that, Latin-1 otherwise.
    @inlinable
    @inline(__always)
    public func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        owner._withUnsafeGuaranteedRef { $0.text(bytes) }
    }

    /// The segment that opens it.
    @inlinable
    public var opening: BorrowedSegment { BorrowedSegment(owner, row: row) }

    /// Its own segments in order, the opening one first.
    @inlinable
    public var segments: BorrowedSegments { BorrowedSegments(owner, row: row, wanted: 0) }

    /// The loops directly in it, in order.
    @inlinable
    public var loops: BorrowedLoops { BorrowedLoops(owner, row: row, wanted: loopMask == 0 ? .max : 0) }

    /// The first of its own segments with the id.
    @inlinable
    public func first(_ id: SegmentID) -> BorrowedSegment? { all(id).first }

    /// The first of its own segments with the id whose element has the value.
    public func first(_ id: SegmentID, _ element: Int, _ value: String) -> BorrowedSegment? {
        all(id).first { $0[element] == value }
    }

    /// All of its own segments with the id.
    @inlinable
    public func all(_ id: SegmentID) -> BorrowedSegments {
        BorrowedSegments(owner, row: row, wanted: Self.wanted(id, in: segmentMask))
    }

    /// The loops directly in it with the id.
    @inlinable
    public func loops(_ id: SegmentID) -> BorrowedLoops {
        BorrowedLoops(owner, row: row, wanted: Self.wanted(id, in: loopMask))
    }

    /// All of its own segments with the id, as an array.
    @_disfavoredOverload
    public func all(_ id: SegmentID) -> [BorrowedSegment] {
        let segments: BorrowedSegments = all(id)
        return Array(segments)
    }

    /// The loops directly in it with the id, as an array.
    @_disfavoredOverload
    public func loops(_ id: SegmentID) -> [BorrowedLoop] {
        let loops: BorrowedLoops = loops(id)
        return Array(loops)
    }
}

/// Segments standing directly in a loop, found as they are asked for.
public struct BorrowedSegments: Collection {
    @usableFromInline let owner: Unmanaged<SetStorage>
    /// The row of the segment that opens the loop.
    @usableFromInline let row: Int
    /// The packed id of the segments wanted, 0 for all, the largest number for none.
    @usableFromInline let wanted: UInt32

    @inlinable
    init(_ owner: Unmanaged<SetStorage>, row: Int, wanted: UInt32) {
        self.owner = owner
        self.row = row
        self.wanted = wanted
    }

    /// The row of the first one.
    @inlinable
    public var startIndex: Int {
        wanted == .max ? .max : owner._withUnsafeGuaranteedRef { matching(row, $0) }
    }

    /// Behind the last one.
    @inlinable
    public var endIndex: Int { .max }

    /// The row of the next one.
    @inlinable
    public func index(after place: Int) -> Int {
        owner._withUnsafeGuaranteedRef { matching($0.segment(after: place, inLoopOf: row), $0) }
    }

    /// The segment of a row.
    @inlinable
    public subscript(_ place: Int) -> BorrowedSegment { BorrowedSegment(owner, row: place) }

    @inlinable
    func matching(_ start: Int, _ storage: SetStorage) -> Int {
        var place = start
        while place != .max, wanted != 0, storage.rows[place].id != wanted {
            place = storage.segment(after: place, inLoopOf: row)
        }
        return place
    }

    /// The segments of two lists, one after the other.
    public static func + (left: BorrowedSegments, right: BorrowedSegments) -> [BorrowedSegment] {
        Array(left) + Array(right)
    }
}

/// Loops standing directly in a loop, found as they are asked for.
public struct BorrowedLoops: Collection {
    @usableFromInline let owner: Unmanaged<SetStorage>
    /// The row of the segment that opens the loop around them.
    @usableFromInline let row: Int
    /// The packed id of the loops wanted, 0 for all, the largest number for none.
    @usableFromInline let wanted: UInt32

    @inlinable
    init(_ owner: Unmanaged<SetStorage>, row: Int, wanted: UInt32) {
        self.owner = owner
        self.row = row
        self.wanted = wanted
    }

    /// The row of the first one.
    @inlinable
    public var startIndex: Int {
        wanted == .max ? .max : owner._withUnsafeGuaranteedRef { matching(row + 1, $0) }
    }

    /// Behind the last one.
    @inlinable
    public var endIndex: Int { .max }

    /// The row of the next one.
    @inlinable
    public func index(after place: Int) -> Int {
        owner._withUnsafeGuaranteedRef { matching(Int($0.rows[place].next), $0) }
    }

    /// The loop of a row.
    @inlinable
    public subscript(_ place: Int) -> BorrowedLoop { BorrowedLoop(owner, row: place) }

    @inlinable
    func matching(_ start: Int, _ storage: SetStorage) -> Int {
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
        return .max
    }
}
