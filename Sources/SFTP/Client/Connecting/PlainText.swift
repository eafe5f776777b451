/// Text of a server, made fit for one line of ours.
enum PlainText {
    /// The longest text of a server that is passed on, in characters.
    static let limit = 300
    /// The same for lists of algorithms.
    static let longLimit = 4_096

    /// Without control characters and cut; bytes that are no UTF-8 are replaced.
    static func line(_ text: String, limit: Int = limit) -> String {
        let shown = text.unicodeScalars.prefix(limit * 4).map { scalar -> Character in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : Character(scalar)
        }
        return String(shown.prefix(limit)).split(separator: " ").joined(separator: " ")
    }

    static func line(_ bytes: some Collection<UInt8>, limit: Int = limit) -> String {
        line(String(decoding: bytes.prefix(limit * 4), as: UTF8.self), limit: limit)
    }
}
