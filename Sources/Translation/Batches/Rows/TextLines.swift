/// The lines of a text, read in memory that does not grow with it.
struct TextLines {
    /// One line, without its line break.
    struct Line {
        /// From 1.
        var number: Int
        /// Where its bytes are in ``TextLines/bytes``, until the next line is read.
        var bytes: Range<Int>
        /// Whether it is longer than a row may be; it has no bytes then.
        var isTooLong = false
        /// Whether a line break ends it; the last line of a file may lack it.
        var hasBreak = true
    }

    private var window: ByteWindow
    private var place = 0
    private var number = 1

    init(_ source: DecodedBytes) {
        window = ByteWindow(source)
    }

    /// The bytes that a line's range is of.
    var bytes: [UInt8] { window.bytes }

    /// What follows the last line read.
    consuming func rest() throws -> ByteWindow {
        var window = window
        try window.advance(dropping: place)
        return window
    }

    /// The next line, blank ones too; `nil` after the last.
    mutating func next() throws -> Line? {
        var seen = place
        while true {
            if let line = take(from: seen) { return line }
            if window.bytes.count - place > RowLimits.rowBytes { return try skip() }
            if window.isAtEnd {
                guard place < window.bytes.count else { return nil }
                defer { place = window.bytes.count }
                return Line(number: number, bytes: place..<window.bytes.count, hasBreak: false)
            }
            // A carriage return at the end may have its line feed in the next piece.
            seen = max(0, window.bytes.count - place - 1)
            try window.advance(dropping: place)
            place = 0
        }
    }

    private mutating func take(from seen: Int) -> Line? {
        let found = window.bytes.withUnsafeBufferPointer { bytes -> Int? in
            var at = seen
            while at < bytes.count {
                if bytes[at] == UInt8(ascii: "\n") || bytes[at] == UInt8(ascii: "\r") { return at }
                at &+= 1
            }
            return nil
        }
        guard let at = found else { return nil }
        let isReturn = window.bytes[at] == UInt8(ascii: "\r")
        if isReturn, at + 1 == window.bytes.count, !window.isAtEnd { return nil }
        let isPair = isReturn && at + 1 < window.bytes.count && window.bytes[at + 1] == UInt8(ascii: "\n")
        defer {
            place = at + (isPair ? 2 : 1)
            number += 1
        }
        return Line(number: number, bytes: place..<at)
    }

    /// A line that is too long, which is passed over.
    private mutating func skip() throws -> Line {
        defer { number += 1 }
        while true {
            if let end = window.bytes[place...].firstIndex(of: UInt8(ascii: "\n")) {
                place = end + 1
                break
            }
            place = window.bytes.count
            if window.isAtEnd { break }
            try window.advance(dropping: place)
            place = 0
        }
        return Line(number: number, bytes: 0..<0, isTooLong: true)
    }
}
