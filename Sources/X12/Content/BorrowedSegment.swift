/// A segment of a set that somebody else keeps: using it counts no references.
///
/// It must not be used when the set is gone. Whoever hands one out holds the set for as long as it is used.
public struct BorrowedSegment {
    @usableFromInline let owner: Unmanaged<SetStorage>
    /// The segment's first byte.
    @usableFromInline let first: UnsafePointer<UInt8>
    /// Its place among the segments of the tree, from 0.
    public let row: Int
    @usableFromInline let head: UInt32

    @inlinable
    @inline(__always)
    init(_ owner: Unmanaged<SetStorage>, row: Int) {
        self.owner = owner
        self.row = row
        (first, head) = owner._withUnsafeGuaranteedRef { storage in
            let found = storage.rows[row]
            return (storage.bytes + Int(found.place), found.head)
        }
    }

    /// The segment's id as a number, to be compared with a literal.
    @inlinable package var code: SegmentID { SegmentID(packed: head >> 8) }

    @inlinable var isWide: Bool { head & 2 != 0 }

    /// The segment's id, as `BSN`.
    public var id: String { owner._withUnsafeGuaranteedRef { $0.segmentID(row) } }

    /// Its place in the set as sent, ST being 1.
    public var ordinal: Int { owner._withUnsafeGuaranteedRef { $0.ordinal(row) } }

    /// The number of elements, trailing empty ones not counted.
    @inlinable
    @inline(__always)
    public var elementCount: Int { isWide ? SetStorage.wide(first, 1) : Int(first[-1]) }

    /// Whether an element's first repetition has more than one component.
    @inlinable
    public func isComposite(_ element: Int) -> Bool {
        let separator = owner._withUnsafeGuaranteedRef { $0.componentSeparator }
        for byte in bytes(element) where byte == separator { return true }
        return false
    }

    /// How many components an element's first repetition has; 0 when absent or empty.
    public func componentCount(_ element: Int) -> Int {
        owner._withUnsafeGuaranteedRef { $0.componentCount(row, element, repetition: 1) }
    }

    /// How often an element is repeated; 0 when absent or empty.
    public func repetitionCount(_ element: Int) -> Int {
        owner._withUnsafeGuaranteedRef { $0.repetitionCount(row, element) }
    }

    /// The bytes of an element in the file; nil when absent or empty.
    public func elementRange(_ element: Int) -> Range<Int>? {
        owner._withUnsafeGuaranteedRef { $0.fileRange(ofElement: element, segment: row) }
    }

    /// A bit for each element with a value, element 1 in bit 1; elements behind the 63rd have none.
    public var presentElements: UInt64 { owner._withUnsafeGuaranteedRef { $0.presentElements(row) } }

    /// The bytes of an element's first repetition, or of a component of it; empty when absent.
    @inlinable
    @inline(__always)
    public func bytes(_ element: Int, component: Int? = nil) -> UnsafeBufferPointer<UInt8> {
        guard !isWide, component == nil else { return furtherBytes(element, component) }
        // An element number below 1 becomes a huge one.
        guard UInt(bitPattern: element &- 1) < UInt(first[-1]) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let start = Int(first[-1 - element]) + 1
        let whole = UnsafeBufferPointer(start: first + start, count: Int(first[-2 - element]) - start)
        if owner._withUnsafeGuaranteedRef({ $0.repetitionSeparator }) < 0 || whole.isEmpty { return whole }
        return firstRepetition(of: whole)
    }

    @usableFromInline
    @inline(never)
    func furtherBytes(_ element: Int, _ component: Int?) -> UnsafeBufferPointer<UInt8> {
        owner._withUnsafeGuaranteedRef { $0.part(row, element, component: component) }
    }

    @usableFromInline
    @inline(never)
    func firstRepetition(of whole: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        owner._withUnsafeGuaranteedRef { $0.cut(whole, component: nil, repetition: 1) }
    }

    /// The text of an element, its first repetition; nil when absent or empty.
    @inlinable
    @inline(__always)
    public subscript(_ element: Int) -> String? {
        let bytes = bytes(element)
        return bytes.isEmpty ? nil : text(bytes)
    }

    /// The text of a component of an element's first repetition; nil when absent or empty.
    @inlinable
    public subscript(_ element: Int, component component: Int) -> String? {
        let bytes = bytes(element, component: component)
        return bytes.isEmpty ? nil : text(bytes)
    }

    /// The text of a repetition of an element, or of a component of it; nil when absent or empty.
    public subscript(_ element: Int, component: Int? = nil, repetition repetition: Int) -> String? {
        let bytes = owner._withUnsafeGuaranteedRef {
            $0.part(row, element, component: component, repetition: repetition)
        }
        return bytes.isEmpty ? nil : text(bytes)
    }

    /// Text as it was sent: UTF-8 where it is that, Latin-1 otherwise.
    @inlinable
    @inline(__always)
    public func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        owner._withUnsafeGuaranteedRef { $0.text(bytes) }
    }

    /// Whether an element has a value.
    @inlinable
    @inline(__always)
    public func has(_ element: Int) -> Bool { !bytes(element).isEmpty }

    /// Gives the bytes of an element's first repetition, or of a component of it, to a function; nil when
    /// absent or empty.
    ///
    /// Spares the text where a number or a code is wanted.
    @inlinable
    @inline(__always)
    public func withBytes<Result>(
        _ element: Int, component: Int? = nil, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        let bytes = bytes(element, component: component)
        return bytes.isEmpty ? nil : body(bytes)
    }
}
