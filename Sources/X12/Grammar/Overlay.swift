/// What a partner's guide says of a set beyond the standard: text that people write, read and checked.
///
/// Line based; `#` begins a comment. A line `set 856 004010` says what the lines below it are about: changes
/// of segments (`HL/MAN mandatory`), of elements (`REF01 codes only BM CN`), and segments more
/// (`segment ZA1 after DTM optional maximum 2: 01 AN 1..10 mandatory`). `Docs/overlays.md` is the reference.
///
/// Reading checks the form; ``GrammarLibrary/applying(_:)`` checks it against the grammar.
public struct Overlay: Sendable {
    /// The most bytes a file may have.
    public static let maximumBytes = 1_048_576
    /// The most lines a file may have.
    public static let maximumLines = 5_000
    /// The most mistakes that are reported; the rest is counted.
    public static let maximumFaults = 100
    /// The most segments a file may add.
    public static let maximumAdditions = 500
    /// The most codes that the lists of a changed set may have together.
    public static let maximumCodes = 500_000

    /// The rules for one set of one release.
    struct Section: Sendable {
        var set: OverlayWord
        var release: OverlayWord
        var rules: [OverlayRule] = []
    }

    /// The name of the file, for faults.
    public let file: String
    let sections: [Section]

    /// The sets and releases it changes, in the order of the file.
    public var targets: [(set: String, release: String)] { sections.map { ($0.set.text, $0.release.text) } }

    /// Reads an overlay.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8, lines ended by LF or CR LF.
    ///   - file: the name that faults tell, as `acme/856.overlay`.
    /// - Throws: every mistake found, with line, column and the nearest word.
    public init(reading bytes: [UInt8], file: String) throws(OverlayFaults) {
        self.file = file
        var parser = OverlayParser(file: file)
        parser.read(bytes)
        if let error = parser.faults.error { throw error }
        sections = parser.sections
    }
}
