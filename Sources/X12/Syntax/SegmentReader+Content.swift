/// What a segment holds, for those who use the reader alone.
extension SegmentReader {
    /// The id of the current segment, as `N1`.
    public var segmentID: String { SegmentView.text(current.element(0)) }

    /// The elements of the current segment after its id, trailing empty ones not counted.
    public var elementCount: Int { current.elementCount }

    /// The bytes of the current segment in the file, its terminator not counted.
    public var byteRange: Range<Int> { current.fileOffset..<max(current.fileEnd, current.fileOffset) }

    /// Where what follows the current segment begins in the file, behind its terminator.
    public var endOffset: Int { window.end(after: pending) }

    /// The text of an element of the current segment, 0 being its id; nil when it is absent or empty.
    ///
    /// UTF-8 is read as such, other bytes as Latin-1.
    public func text(_ element: Int) -> String? { element < 0 ? nil : current.text(element) }

    /// Gives the bytes of an element of the current segment to a function; none when the element is absent.
    ///
    /// The bytes are those of the window and must not be kept: they are valid within the function alone.
    ///
    /// - Parameters:
    ///   - element: the position, 0 for the id.
    ///   - body: what to do with the bytes.
    /// - Returns: what the function returns.
    /// - Throws: what the function throws.
    public borrowing func withElement<Result>(
        _ element: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try body(current.element(max(element, 0)))
    }

    /// Gives all bytes of the current segment without its terminator to a function.
    ///
    /// The bytes are those of the window and must not be kept: they are valid within the function alone.
    ///
    /// - Parameter body: what to do with the bytes.
    /// - Returns: what the function returns.
    /// - Throws: what the function throws.
    public borrowing func withSegment<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try body(UnsafeBufferPointer(start: current.base, count: current.count))
    }

    /// Whether an element of the current segment is just this text.
    public borrowing func isEqual(_ element: Int, _ text: StaticString) -> Bool {
        let bytes = current.element(max(element, 0))
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        for place in 0..<bytes.count where bytes[place] != text.utf8Start[place] { return false }
        return true
    }
}
