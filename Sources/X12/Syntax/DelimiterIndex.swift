/// Where the separators and terminators of a window stand, found 64 bytes at a look.
///
/// The places are those in the window's memory. A segment is a run of places up to a terminator's, so cutting
/// it costs nothing per byte. Besides, a bit for each byte that plain text does not have tells for which
/// segments the characters need no second look.
struct DelimiterIndex: ~Copyable {
    /// The bytes looked for.
    struct Marks {
        var element: UInt8
        var terminator: UInt8
        var component: UInt8
        /// The component separator again where there is no repetition separator.
        var repetition: UInt8
        /// Whether only terminators are looked for.
        var isSkimming = false
    }

    /// The places of one stretch; more are taken only after those before were used.
    private static let fullCapacity = 4_096

    private let memory: UnsafeMutableRawPointer
    let places: UnsafeMutablePointer<Int32>
    /// The rows of `places` that are terminators.
    let terminators: UnsafeMutablePointer<Int32>
    /// Memory that whoever uses the index asked for with it.
    let spare: UnsafeMutableRawPointer
    /// A bit for each byte of memory that is no plain character; one word for 64 bytes.
    private var odd: UnsafeMutablePointer<UInt64>
    /// Whether those bits have memory of their own.
    private var hasGrown = false
    private var oddCapacity: Int
    private let capacity: Int
    private(set) var placeCount = 0
    private(set) var terminatorCount = 0
    /// The first place not used yet.
    var place = 0
    /// The first terminator not used yet.
    var terminator = 0
    /// The place in memory up to which was looked.
    private(set) var indexed = 0

    /// Creates an index for windows of a size; a small one is enough for a small window.
    init(windowCapacity: Int, spareBytes: Int) {
        capacity = min(windowCapacity, DelimiterIndex.fullCapacity)
        // One piece of memory for all: many files are small, and asking for it is much of their cost.
        oddCapacity = windowCapacity / 64 + 2
        let room = capacity + 66
        memory = UnsafeMutableRawPointer.allocate(
            byteCount: room * 8 + oddCapacity * 8 + spareBytes, alignment: 16)
        odd = memory.bindMemory(to: UInt64.self, capacity: oddCapacity)
        places = (memory + oddCapacity * 8).bindMemory(to: Int32.self, capacity: room * 2)
        terminators = places + room
        spare = UnsafeMutableRawPointer(terminators + room)
    }

    deinit {
        if hasGrown { odd.deallocate() }
        memory.deallocate()
    }

    /// Whether a terminator is known that was not used yet.
    @inline(__always)
    var hasTerminator: Bool { terminator < terminatorCount }

    /// Forgets everything and begins anew at a place in memory.
    mutating func restart(at start: Int) {
        placeCount = 0
        terminatorCount = 0
        place = 0
        terminator = 0
        indexed = start
    }

    /// Leaves out what stands before a place in memory.
    mutating func skip(to start: Int) {
        while place < placeCount, Int(places[place]) < start { place += 1 }
        while terminator < terminatorCount, Int(terminators[terminator]) < place { terminator += 1 }
        indexed = max(indexed, start)
    }

    /// Makes room before more is looked for; of a segment with very many elements the first are kept.
    mutating func compact(keeping limit: Int) {
        let kept = min(placeCount - place, limit)
        if place > 0 { places.update(from: places + place, count: kept) }
        placeCount = kept
        terminatorCount = 0
        place = 0
        terminator = 0
    }

    /// Whether a stretch of memory holds a byte that is no plain character.
    @inline(__always)
    func isOdd(_ start: Int, _ end: Int) -> Bool {
        guard start < end else { return false }
        var block = start &>> 6
        let last = (end &- 1) &>> 6
        var bits = odd[block] & (UInt64.max &<< UInt64(truncatingIfNeeded: start & 63))
        while block < last {
            if bits != 0 { return true }
            block &+= 1
            bits = odd[block]
        }
        return bits & (UInt64.max &>> UInt64(truncatingIfNeeded: 63 &- ((end &- 1) & 63))) != 0
    }

    /// Looks on in memory up to an end, until there is no room for more places.
    mutating func run(_ memory: UnsafeMutablePointer<UInt8>, capacity size: Int, to end: Int, _ marks: Marks)
    {
        if size / 64 + 2 > oddCapacity { grow(size) }
        if marks.isSkimming { skim(memory, to: end, marks.terminator) } else { look(memory, to: end, marks) }
    }

    private mutating func grow(_ size: Int) {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: size / 64 + 2)
        larger.update(from: odd, count: oddCapacity)
        if hasGrown { odd.deallocate() }
        hasGrown = true
        odd = larger
        oddCapacity = size / 64 + 2
    }

    /// The marks spread over whole vectors.
    private struct Patterns {
        let element: SIMD16<UInt8>
        let terminator: SIMD16<UInt8>
        let component: SIMD16<UInt8>
        let repetition: SIMD16<UInt8>
        let lowest = SIMD16<UInt8>(repeating: 0x20)
        let highest = SIMD16<UInt8>(repeating: 0x7E)

        init(_ marks: Marks) {
            element = SIMD16(repeating: marks.element)
            terminator = SIMD16(repeating: marks.terminator)
            component = SIMD16(repeating: marks.component)
            repetition = SIMD16(repeating: marks.repetition)
        }

        @inline(__always)
        func isMark(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<UInt8.SIMDMaskScalar>> {
            (bytes .== element) .| (bytes .== terminator)
        }

        @inline(__always)
        func isOdd(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<UInt8.SIMDMaskScalar>> {
            (bytes .< lowest) .| (bytes .> highest) .| (bytes .== component) .| (bytes .== repetition)
        }
    }

    private mutating func look(_ memory: UnsafeMutablePointer<UInt8>, to end: Int, _ marks: Marks) {
        let raw = UnsafeRawPointer(memory)
        let patterns = Patterns(marks)
        var count = placeCount
        var found = terminatorCount
        while indexed < end, count <= capacity {
            let block = indexed & ~63
            let first = raw.loadUnaligned(fromByteOffset: block, as: SIMD16<UInt8>.self)
            let second = raw.loadUnaligned(fromByteOffset: block &+ 16, as: SIMD16<UInt8>.self)
            let third = raw.loadUnaligned(fromByteOffset: block &+ 32, as: SIMD16<UInt8>.self)
            let fourth = raw.loadUnaligned(fromByteOffset: block &+ 48, as: SIMD16<UInt8>.self)
            var bits = DelimiterIndex.bits(
                patterns.isMark(first), patterns.isMark(second), patterns.isMark(third),
                patterns.isMark(fourth))
            odd[block &>> 6] =
                ~bits
                & DelimiterIndex.bits(
                    patterns.isOdd(first), patterns.isOdd(second), patterns.isOdd(third),
                    patterns.isOdd(fourth))
            if block < indexed { bits &= UInt64.max &<< UInt64(indexed &- block) }
            if end &- block < 64 { bits &= ~(UInt64.max &<< UInt64(end &- block)) }
            while bits != 0 {
                let spot = block &+ bits.trailingZeroBitCount
                places[count] = Int32(truncatingIfNeeded: spot)
                terminators[found] = Int32(truncatingIfNeeded: count)
                count &+= 1
                found &+= memory[spot] == marks.terminator ? 1 : 0
                bits &= bits &- 1
            }
            indexed = min(block &+ 64, end)
        }
        placeCount = count
        terminatorCount = found
    }

    private mutating func skim(_ memory: UnsafeMutablePointer<UInt8>, to end: Int, _ terminator: UInt8) {
        let raw = UnsafeRawPointer(memory)
        let ends = SIMD16<UInt8>(repeating: terminator)
        var count = placeCount
        while indexed < end, count <= capacity {
            let block = indexed & ~63
            let first = raw.loadUnaligned(fromByteOffset: block, as: SIMD16<UInt8>.self)
            let second = raw.loadUnaligned(fromByteOffset: block &+ 16, as: SIMD16<UInt8>.self)
            let third = raw.loadUnaligned(fromByteOffset: block &+ 32, as: SIMD16<UInt8>.self)
            let fourth = raw.loadUnaligned(fromByteOffset: block &+ 48, as: SIMD16<UInt8>.self)
            var bits = DelimiterIndex.bits(first .== ends, second .== ends, third .== ends, fourth .== ends)
            if block < indexed { bits &= UInt64.max &<< UInt64(indexed &- block) }
            if end &- block < 64 { bits &= ~(UInt64.max &<< UInt64(end &- block)) }
            while bits != 0 {
                places[count] = Int32(truncatingIfNeeded: block &+ bits.trailingZeroBitCount)
                terminators[count] = Int32(truncatingIfNeeded: count)
                count &+= 1
                bits &= bits &- 1
            }
            indexed = min(block &+ 64, end)
        }
        placeCount = count
        terminatorCount = count
    }

    /// Sixty-four answers as bits, the first one lowest.
    @inline(__always)
    private static func bits(
        _ first: SIMDMask<SIMD16<UInt8.SIMDMaskScalar>>, _ second: SIMDMask<SIMD16<UInt8.SIMDMaskScalar>>,
        _ third: SIMDMask<SIMD16<UInt8.SIMDMaskScalar>>, _ fourth: SIMDMask<SIMD16<UInt8.SIMDMaskScalar>>
    ) -> UInt64 {
        bits(first) | bits(second) &<< 16 | bits(third) &<< 32 | bits(fourth) &<< 48
    }

    /// Sixteen answers as bits, the first one lowest.
    @inline(__always)
    private static func bits(_ mask: SIMDMask<SIMD16<UInt8.SIMDMaskScalar>>) -> UInt64 {
        let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        return bits(words[0]) | bits(words[1]) &<< 8
    }

    /// Eight bytes that are all ones or all zeros as bits: each byte keeps its own bit, then all are added.
    @inline(__always)
    private static func bits(_ bytes: UInt64) -> UInt64 {
        ((bytes & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) &>> 56
    }
}
