/// One cell of a CSV file that people open in a spreadsheet (RFC 4180).
enum SheetCell {
    /// The cell's text: quoted where it must be, and never taken for a formula.
    static func text(_ value: String) -> String {
        let starters: Set<UInt8> = [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x00]
        let guarded = value.utf8.first.map { starters.contains($0) } ?? false ? "'" + value : value
        let isQuoted = guarded.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return isQuoted ? "\"\(guarded.replacing("\"", with: "\"\""))\"" : guarded
    }
}
