/// A list of plain values that grows, without the checks an array makes at each change.
///
/// It is not copied, so its memory has one owner.
struct PlainList<Element: BitwiseCopyable>: ~Copyable {
    private var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        start = .allocate(capacity: self.capacity)
    }

    init(repeating element: Element, count: Int) {
        self.init(capacity: count)
        start.initialize(repeating: element, count: count)
        self.count = count
    }

    deinit { start.deallocate() }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow() }
        (start + count).initialize(to: element)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.initialize(from: start, count: count)
        start.deallocate()
        start = larger
        capacity *= 2
    }

    mutating func removeLast(_ number: Int) {
        assert(number <= count)
        count -= number
    }

    /// Gives the elements to a function; they are there inside the function only.
    func withElements<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: start, count: count))
    }

    /// The element at a place below ``count``.
    @inline(__always)
    subscript(_ place: Int) -> Element {
        get {
            assert(place < count)
            return start[place]
        }
        set {
            assert(place < count)
            start[place] = newValue
        }
    }
}
