/// The search for the next ISA, over what may and what may not stand outside the interchanges.
struct HeaderSearch {
    /// Where the line begins that was read last.
    var lineStart: Int
    /// What was met on the way.
    private(set) var findings: [Finding] = []
    /// Where the search ended: at the ISA, or at the end of the file.
    private(set) var endOffset = 0
    /// Whether the ISA found is the first of a wrapped file.
    private(set) var isNewWrapping = false
    private var textStart = -1
    private var text: [UInt8] = []
    private var noted: Set<Finding.Code> = []

    /// The terminator of the interchange before; one more of it is an empty segment.
    private let terminator: UInt8?

    init(lineStart: Int, terminator: UInt8?) {
        self.lineStart = lineStart
        self.terminator = terminator
    }

    /// Moves the window to the next ISA and reads it, its bytes still in the window; nil at the end.
    mutating func run(_ window: inout ByteWindow) throws -> HeaderReader.Reading? {
        while true {
            if window.count < HeaderReader.lookAhead { try window.ensure(HeaderReader.lookAhead) }
            guard window.count > 0 else { break }
            if let reading = header(&window) {
                endText()
                endOffset = window.offset
                return reading
            }
            step(&window)
        }
        endText()
        endOffset = window.offset
        return nil
    }

    private mutating func header(_ window: inout ByteWindow) -> HeaderReader.Reading? {
        let base = window.base
        guard window.count > 4, base[0] == 0x49, base[1] == 0x53, base[2] == 0x41 else { return nil }
        let bytes = Array(UnsafeBufferPointer(start: base, count: min(window.count, HeaderReader.lookAhead)))
        let line = window.wrapping == nil ? lineStart : window.offset
        let reading = HeaderReader(bytes: bytes, offset: window.offset, lineStart: line).read()
        if let wrapping = reading?.wrapping {
            window.unwrap(wrapping)
            isNewWrapping = true
        }
        // In the midst of other text the three letters prove nothing.
        if reading == nil, textStart < 0, !Delimiters.isWordCharacter(base[3]) {
            reportUnreadable(bytes, at: window.offset)
        }
        return reading
    }

    private mutating func reportUnreadable(_ bytes: [UInt8], at offset: Int) {
        let isCut = bytes.count < 106
        var finding = Finding(
            .headerUnreadable, offset: offset,
            found: bytes.withUnsafeBufferPointer { Finding.readable($0) },
            expected: "an ISA of 106 characters",
            message: isCut
                ? "The data ended within an ISA."
                : "An ISA begins here but its separators cannot be told for certain.",
            fix: isCut
                ? "Send the whole interchange again."
                : "Pad the elements of ISA to their fixed widths, and end it with its terminator.")
        finding.segmentID = "ISA"
        findings.append(finding)
    }

    /// Takes one byte that begins no ISA.
    private mutating func step(_ window: inout ByteWindow) {
        let byte = window.base[0]
        let offset = window.offset
        if offset == 0, window.count >= 3, byte == 0xEF, window.base[1] == 0xBB, window.base[2] == 0xBF {
            note(.byteOrderMark, 0)
            window.release(3)
            lineStart = 3
            return
        }
        switch byte {
        case 0x0A, 0x0D:
            lineStart = offset + 1
            endText()
        case 0x20, 0x09, 0x00, 0x1A:
            if textStart >= 0 {
                if text.count < 200 { text.append(byte) }
            } else {
                note(.padding, offset)
            }
        case terminator where textStart < 0:
            note(.emptySegment, offset)
        default:
            if textStart < 0 { textStart = offset }
            if text.count < 200 { text.append(byte) }
        }
        window.release(1)
    }

    private mutating func note(_ code: Finding.Code, _ offset: Int) {
        guard noted.insert(code).inserted else { return }
        findings.append(ToleranceNotes.note(code, offset: offset))
    }

    /// Reports the text that was met, the first of it for each stretch between two interchanges.
    private mutating func endText() {
        guard textStart >= 0 else { return }
        if noted.insert(.textOutsideInterchange).inserted {
            findings.append(
                Finding(
                    .textOutsideInterchange, offset: textStart,
                    found: text.withUnsafeBufferPointer { Finding.readable($0) },
                    expected: "ISA or the end of the file",
                    message: "Text stands outside of any interchange.",
                    fix: "Send nothing but whitespace before ISA and after IEA."))
        }
        textStart = -1
        text = []
    }
}
