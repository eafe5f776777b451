internal import X12

/// Which elements of a set were read: a bit an element, and only where it matters the components.
struct Usage: ~Copyable {
    /// An element of a segment.
    private struct Place: Hashable {
        var row: Int
        var element: Int
    }

    /// What is known of further elements than a word has bits.
    private struct Key: Hashable {
        var segmentID: String
        var element: Int
        var component: Int?
        var repetition: Int?
    }

    private typealias Tally = [Key: (count: Int, sample: String)]

    /// A bit for each element, by the row of its segment: set when its first repetition was read.
    private var read: PlainList<UInt64>
    /// The same for elements of which all repetitions were understood.
    private var understood: PlainList<UInt64>
    /// The components read of elements that were read in part.
    private var components: [Place: Set<Int>] = [:]
    /// Elements read behind the last that has a bit.
    private var further: [Place: Bool] = [:]

    init(of set: TransactionSet) {
        read = PlainList(repeating: 0, count: set.segmentCount)
        understood = PlainList(repeating: 0, count: set.segmentCount)
    }

    /// Notes that the first repetition of an element, or a component of it, was read.
    @inline(__always)
    mutating func read(row: Int, _ element: Int, component: Int?) {
        guard component == nil, element < UInt64.bitWidth else {
            return readPart(row: row, element, component: component)
        }
        read[row] |= 1 &<< UInt64(truncatingIfNeeded: element)
    }

    /// Notes that the first repetitions of an element and of the next one were read.
    @inline(__always)
    mutating func readPair(row: Int, _ element: Int) {
        guard element < UInt64.bitWidth - 1 else {
            read(row: row, element, component: nil)
            return read(row: row, element + 1, component: nil)
        }
        read[row] |= 3 &<< UInt64(truncatingIfNeeded: element)
    }

    @inline(never)
    private mutating func readPart(row: Int, _ element: Int, component: Int?) {
        let place = Place(row: row, element: element)
        if let component {
            components[place, default: []].insert(component)
        } else if further[place] == nil {
            further[place] = false
        }
    }

    /// Notes that an element was understood with all its components and repetitions.
    @inline(__always)
    mutating func understand(_ segment: Segment, _ element: Int) {
        guard element < UInt64.bitWidth else {
            further[Place(row: segment.row, element: element)] = true
            return
        }
        understood[segment.row] |= 1 << UInt64(truncatingIfNeeded: element)
    }

    // MARK: What is left

    /// Elements received and never read, counted by segment and element, sorted.
    func unusedElements(of set: TransactionSet) -> [UnusedElement] {
        var tally: Tally = [:]
        let mayRepeat = set.mayRepeat
        for row in 0..<set.segmentCount {
            let bits = mayRepeat ? understood[row] : understood[row] | read[row]
            let segment = set.borrowedSegment(row: row)
            // ST and SE belong to the envelope: the exchange reads them.
            guard segment.presentElements & ~bits != 0 || segment.elementCount >= UInt64.bitWidth,
                segment.code != "ST", segment.code != "SE"
            else { continue }
            count(segment, bits, &tally)
        }
        return tally.map { key, value in
            UnusedElement(
                segmentID: key.segmentID, element: key.element, component: key.component,
                repetition: key.repetition, count: value.count, sample: value.sample)
        }.sorted {
            ($0.segmentID, $0.element, $0.component ?? 0, $0.repetition ?? 0)
                < ($1.segmentID, $1.element, $1.component ?? 0, $1.repetition ?? 0)
        }
    }

    private func count(_ segment: Segment, _ bits: UInt64, _ tally: inout Tally) {
        for element in 1..<(segment.elementCount + 1) {
            let place = Place(row: segment.row, element: element)
            let hasBit = element < UInt64.bitWidth
            let bit: UInt64 = hasBit ? 1 << UInt64(element) : 0
            guard bits & bit == 0, further[place] != true, segment.has(element) else { continue }
            if read[segment.row] & bit != 0 || further[place] == false {
                countRepetitions(segment, element, &tally)
            } else if let known = components[place] {
                countComponents(segment, element, known, &tally)
                countRepetitions(segment, element, &tally)
            } else {
                add(segment, element, sample: segment[element], to: &tally)
            }
        }
    }

    private func countRepetitions(_ segment: Segment, _ element: Int, _ tally: inout Tally) {
        guard segment.repetitionCount(element) > 1 else { return }
        add(segment, element, repetition: 2, sample: segment[element, repetition: 2], to: &tally)
    }

    private func countComponents(
        _ segment: Segment, _ element: Int, _ known: Set<Int>, _ tally: inout Tally
    ) {
        for component in 1..<(segment.componentCount(element) + 1) where !known.contains(component) {
            guard let value = segment[element, component: component] else { continue }
            add(segment, element, component: component, sample: value, to: &tally)
        }
    }

    private func add(
        _ segment: Segment, _ element: Int, component: Int? = nil, repetition: Int? = nil, sample: String?,
        to tally: inout Tally
    ) {
        let key = Key(
            segmentID: segment.id, element: element, component: component, repetition: repetition)
        tally[key, default: (0, String((sample ?? "").prefix(80)))].count += 1
    }
}
