/// Which names may become file names: nothing a partner sends reaches the disk unless it passes here.
public enum SafeName {
    /// The longest name, in bytes.
    public static let byteCountMaximum = 200
    private static let extensionByteMaximum = 16

    /// Whether a name may be used as it is.
    ///
    /// Letters and digits of ASCII and `. _ - + = , @`; it starts with none of `.` and `-`.
    public static func isSafe(_ name: String) -> Bool {
        let bytes = name.utf8
        guard (1...byteCountMaximum).contains(bytes.count), let first = bytes.first else { return false }
        return first != UInt8(ascii: ".") && first != UInt8(ascii: "-") && bytes.allSatisfy(isSafe)
    }

    /// The name with each byte that is not safe replaced by `_`, shortened to the limit with its extension
    /// kept.
    ///
    /// Two names can become one; put an identifier before it.
    public static func made(from name: String, byteCountMaximum limit: Int = 120) -> String {
        var bytes = name.utf8.prefix(4 * limit).map { isSafe($0) ? $0 : UInt8(ascii: "_") }
        if bytes.count > limit {
            let dot = bytes.lastIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
            let suffix = bytes[dot...].count <= extensionByteMaximum ? Array(bytes[dot...]) : []
            bytes = bytes.prefix(limit - suffix.count) + suffix
        }
        if let first = bytes.first, first == UInt8(ascii: ".") || first == UInt8(ascii: "-") {
            bytes[0] = UInt8(ascii: "_")
        }
        return bytes.isEmpty ? "unnamed" : String(decoding: bytes, as: UTF8.self)
    }

    /// Refuses a name that is not safe.
    static func check(_ name: String, in folder: String) throws(SpoolError) {
        guard isSafe(name) else {
            let shown = made(from: name, byteCountMaximum: 60)
            throw SpoolError(
                .invalidName, path: folder, detail: "\"\(shown)\" (cleaned) cannot be a file name here")
        }
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
