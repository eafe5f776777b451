/// The ids of segments that have rules of their own, as numbers: their bytes, most significant first.
enum SegmentCode {
    static let isa: UInt32 = 0x49_53_41
    static let iea: UInt32 = 0x49_45_41
    static let gs: UInt32 = 0x47_53
    static let ge: UInt32 = 0x47_45
    static let st: UInt32 = 0x53_54
    static let se: UInt32 = 0x53_45
    static let ta1: UInt32 = 0x54_41_31
    static let ta3: UInt32 = 0x54_41_33
    static let isb: UInt32 = 0x49_53_42
    static let ise: UInt32 = 0x49_53_45
    static let bin: UInt32 = 0x42_49_4E
    static let bds: UInt32 = 0x42_44_53
    static let hl: UInt32 = 0x48_4C
    static let ls: UInt32 = 0x4C_53
    static let le: UInt32 = 0x4C_45
    static let ctt: UInt32 = 0x43_54_54
    static let po1: UInt32 = 0x50_4F_31
    static let it1: UInt32 = 0x49_54_31
    static let poc: UInt32 = 0x50_4F_43
    static let lin: UInt32 = 0x4C_49_4E
    static let rcd: UInt32 = 0x52_43_44
    static let sn1: UInt32 = 0x53_4E_31
    static let fst: UInt32 = 0x46_53_54
    static let sac: UInt32 = 0x53_41_43
    static let txi: UInt32 = 0x54_58_49
    static let tds: UInt32 = 0x54_44_53

    /// Whether an id belongs to the envelopes of interchange, group and set, or is none.
    @inline(__always)
    static func isEnvelope(_ id: UInt32) -> Bool {
        switch id {
        case isa, iea, gs, ge, st, se, 0: true
        default: false
        }
    }

    /// An id of at most four bytes as a number; 0 when it is empty or longer.
    static func packed(_ id: String) -> UInt32 {
        let packed = PackedTable.pack(id.utf8)
        return packed > UInt64(UInt32.max) ? 0 : UInt32(packed)
    }

    /// The id that a number stands for.
    static func text(_ packed: UInt32) -> String { PackedTable.word(UInt64(packed)) }
}
