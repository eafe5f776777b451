/// The bytes of a file that comes piece by piece: what was not used yet, and where it stands.
struct RowBytes {
    /// The longest row that is read.
    static let rowMaximum = 256 << 10

    private let more: () throws -> [UInt8]?
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false

    /// `more`: the next bytes of the file; `nil` after the last.
    init(more: @escaping () throws -> [UInt8]?) {
        self.more = more
    }

    /// Forgets the bytes before a place and adds the next piece; false when there is none.
    mutating func refill(keeping place: inout Int) throws -> Bool {
        guard !isAtEnd else { return false }
        guard let piece = try more(), !piece.isEmpty else {
            isAtEnd = true
            return false
        }
        bytes = place == bytes.count ? piece : Array(bytes[place...]) + piece
        place = 0
        return true
    }
}
