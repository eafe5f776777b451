/// How far segments are set in: one step for each envelope, loop and hierarchical level around them.
struct LayoutDepth: ~Copyable {
    private let library: GrammarLibrary?
    private var release = ""
    private var isInGroup = false
    /// Tells which loops are open; only its places matter, nothing of it is reported.
    private var set: SetValidator
    private var isInSet = false
    /// The level of each HL of the set at hand, by HL01.
    private var levels: [UInt64: Int] = [:]
    private var level = 0

    /// Levels that are remembered; the HLs after them stand at the first.
    private static let maximumLevels = 100_000
    /// Steps at most, so that a set of absurd depth keeps its size.
    private static let maximumSteps = 40

    init(delimiters: Delimiters = Delimiters(), library: GrammarLibrary? = nil, limits: Limits = .standard) {
        self.library = library
        var limits = limits
        limits.maximumFindings = 0
        set = SetValidator(
            SetValidator.Setting(
                delimiters: delimiters, wrapping: nil, repetition: nil, isLate: false,
                levels: ValidationLevels(
                    Dictionary(uniqueKeysWithValues: ValidationLevels.Family.allCases.map { ($0, .off) })),
                openCodeLists: [], keepsContent: false, limits: limits))
    }

    /// The steps before a segment.
    mutating func next(_ segment: SegmentView) -> Int {
        switch segment.packedID {
        case SegmentCode.iea:
            isInGroup = false
            isInSet = false
            return 0
        case SegmentCode.gs:
            isInGroup = true
            isInSet = false
            release = String(segment.text(8)?.prefix(6) ?? "")
            return 1
        case SegmentCode.ge:
            isInGroup = false
            isInSet = false
            return 1
        case SegmentCode.st:
            begin(segment)
            return 2
        case SegmentCode.se:
            isInSet = false
            return 2
        default:
            guard isInSet else { return isInGroup ? 2 : 1 }
            return min(3 + loops(segment), LayoutDepth.maximumSteps)
        }
    }

    private mutating func begin(_ segment: SegmentView) {
        levels.removeAll(keepingCapacity: true)
        level = 0
        let id = segment.text(1) ?? ""
        set.begin(
            library?.grammar(set: id, release: release),
            at: SetValidator.Place(interchange: 1, group: 1, transaction: 1, set: id, control: ""))
        set.consume(segment, isOversize: false)
        isInSet = true
    }

    /// The loops open around a segment; those of HL count from the level of the HL.
    private mutating func loops(_ segment: SegmentView) -> Int {
        set.consume(segment, isOversize: false)
        if segment.packedID == SegmentCode.hl {
            let parent = segment.element(2)
            level = parent.isEmpty ? 0 : (levels[LayoutDepth.key(parent)] ?? -1) + 1
            if levels.count < LayoutDepth.maximumLevels {
                levels[LayoutDepth.key(segment.element(1))] = level
            }
        }
        if set.depth == 1 { level = 0 }
        // A segment that opens a loop stands where the loop stands, the others one step further.
        let open = set.depth - 1
        let isOpening = open > 0 && set.frames[open].place == 0 && set.frames[open].count == 1
        return max(0, isOpening ? open - 1 : open) + level
    }

    private static func key(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        for byte in bytes.prefix(12) { value = value &* 257 &+ UInt64(byte) }
        return value
    }
}
