internal import Glibc

/// Memory that grows as needed and is freed with its last owner, or handed over.
final class GrowingMemory {
    private(set) var start: UnsafeMutableRawPointer
    private var capacity: Int

    init() {
        capacity = 4096
        start = Self.allocated(capacity)
    }

    deinit { free(start) }

    /// The memory, grown to hold so many bytes.
    @inline(__always)
    func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        if count > capacity { grow(to: count) }
        return start
    }

    private func grow(to count: Int) {
        capacity = max(count, capacity + capacity / 2)
        start = Self.checked(realloc(start, capacity))
    }

    /// A copy of the first bytes, for somebody else to free.
    func copy(_ count: Int) -> UnsafeMutableRawPointer {
        let copy = Self.allocated(max(count, 1))
        copy.copyMemory(from: start, byteCount: count)
        return copy
    }

    /// The memory itself, cut to so many bytes, for somebody else to free; this one begins anew.
    func handOver(_ count: Int) -> UnsafeMutableRawPointer {
        let given = Self.checked(realloc(start, max(count, 1)))
        capacity = 4096
        start = Self.allocated(capacity)
        return given
    }

    private static func allocated(_ count: Int) -> UnsafeMutableRawPointer { checked(malloc(count)) }

    private static func checked(_ memory: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
        guard let memory else { preconditionFailure("There is no memory left.") }
        return memory
    }
}
