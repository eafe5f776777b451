/// Which places of a set a rule is about, as `HL/N1` or `REF01`.
struct OverlayPath: Sendable {
    /// A loop or segment on the way.
    struct Step: Sendable, Hashable {
        var id: String
        /// Which one, where the loop has several of the id; from 1, nil for any.
        var ordinal: Int?
    }

    /// Whether it begins at the set itself: `/N1`.
    var isAnchored = false
    /// Whether it may name several places: `*/N1`.
    var isEvery = false
    /// From the outermost loop to the segment; at least one.
    var steps: [Step]
    var word: OverlayWord
}

/// A line of an overlay that changes something.
enum OverlayRule: Sendable {
    /// A change of a segment or loop at its place.
    case segment(OverlayPath, [SegmentChange])
    /// A change of an element of a segment, or of a component of it.
    case element(OverlayPath, position: Int, component: Int?, [ElementChange])
    /// A segment more.
    case addition(Addition)

    /// What changes about the use of a segment or loop.
    struct SegmentChange: Sendable {
        enum Kind: Sendable, Hashable {
            case mandatory
            case optional
            case notUsed
            case maximum(Int32)
        }
        var kind: Kind
        var word: OverlayWord
    }

    /// What changes about an element.
    struct ElementChange: Sendable {
        enum Kind: Sendable, Hashable {
            case mandatory
            case optional
            case notUsed
            case length(UInt32, UInt32)
            case `repeat`(UInt16)
            case onlyCodes([OverlayWord])
            case addedCodes([OverlayWord])
            case removedCodes([OverlayWord])
            case anyCode
        }
        var kind: Kind
        var word: OverlayWord
    }

    /// A segment that the standard does not have at the place, or not at all.
    struct Addition: Sendable {
        var id: OverlayWord
        var isAfter: Bool
        var path: OverlayPath
        var isMandatory = false
        var maximum: Int32 = 1
        var elements: [Element] = []
    }

    /// An element of a private segment.
    struct Element: Sendable {
        /// What its values are.
        enum Form: Sendable {
            case own(SlotRule.Kind, UInt32, UInt32)
            /// An element of the standard by its number.
            case standard(OverlayWord)
        }
        var word: OverlayWord
        var form: Form
        var isMandatory = false
        var maximumRepeat: UInt16 = 1
        var name = ""
        var codes: [OverlayWord] = []
    }
}
