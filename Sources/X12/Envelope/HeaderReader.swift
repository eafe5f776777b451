/// Reads an ISA from the bytes at its place, trimmed, padded or wrapped ones where that is certain.
struct HeaderReader {
    /// An ISA that was read.
    struct Reading {
        var fields: [String]
        var delimiters: Delimiters
        /// Bytes up to and with the terminator, breaks of a wrapping taken out.
        var byteCount: Int
        var wrapping: LineWrapping?
        /// Whether the ISA had not the standard's width.
        var isOddWidth: Bool
        /// Whether the terminator is the first byte of a character that UTF-8 writes in several.
        var hasWideTerminator = false
        /// Whether the component separator is a character that UTF-8 writes in several bytes.
        var hasWideComponent = false
    }

    /// The bytes from the I of ISA on.
    let bytes: [UInt8]
    /// Where they begin in the file.
    let offset: Int
    /// Where their line begins in the file.
    let lineStart: Int

    /// How many bytes are needed to judge an ISA.
    static let lookAhead = 400
    /// The bytes of an ISA of the standard's width, its terminator counted.
    static let fixedWidth = 106

    /// Whether four bytes are ISA and what may separate.
    @inline(__always)
    static func begins(at bytes: UnsafePointer<UInt8>) -> Bool {
        bytes[0] == 0x49 && bytes[1] == 0x53 && bytes[2] == 0x41 && !Delimiters.isWordCharacter(bytes[3])
    }

    /// Whether the bytes are an ISA of the standard's width that a segment of the envelope follows.
    var isCertain: Bool {
        guard let reading = fixed(bytes, wrapping: nil) else { return false }
        return isFollowed(from: reading.byteCount, reading.delimiters.element)
    }

    /// The ISA at the front of the bytes; nil when none can be read for certain.
    func read() -> Reading? {
        guard bytes.count > 4, bytes.starts(with: [0x49, 0x53, 0x41]) else { return nil }
        if let reading = fixed(bytes, wrapping: nil) { return reading }
        if let reading = wrapped() { return reading }
        return split()
    }

    /// An ISA of the standard's width.
    private func fixed(_ bytes: [UInt8], wrapping: LineWrapping?) -> Reading? {
        guard var delimiters = try? Delimiters(readingISA: bytes) else { return nil }
        // A file that was turned into UTF-8 may have made several bytes of one; the terminator comes after them.
        let width = HeaderReader.characterWidth(bytes[104...])
        if width > 1 {
            guard 104 + width < bytes.count else { return nil }
            delimiters.segment = bytes[104 + width]
            delimiters.lineBreak = Delimiters.LineBreak(after: bytes[104 + width], bytes[(105 + width)...])
        }
        var fields: [String] = []
        fields.reserveCapacity(16)
        bytes.withUnsafeBufferPointer { bytes in
            for (index, place) in InterchangeHeader.separatorPlaces.enumerated() {
                let width = InterchangeHeader.elementWidths[index]
                let field = UnsafeBufferPointer(rebasing: bytes[place + 1..<place + 1 + width])
                fields.append(SegmentView.repairedText(field))
            }
        }
        // Where letters or digits separate, only a version at its place proves that this is an ISA.
        guard
            !Delimiters.isWordCharacter(bytes[3])
                || fields[11].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Reading(
            fields: fields, delimiters: delimiters, byteCount: 105 + width, wrapping: wrapping,
            isOddWidth: false, hasWideTerminator: HeaderReader.characterWidth(bytes[(104 + width)...]) > 1,
            hasWideComponent: width > 1)
    }

    /// The bytes of the first character when it is one that UTF-8 writes in several, else 1.
    private static func characterWidth(_ bytes: ArraySlice<UInt8>) -> Int {
        let width =
            switch bytes.first ?? 0 {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let isWhole = bytes.count >= width && bytes.prefix(width).dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
        return isWhole ? width : 1
    }

    /// An ISA cut by line breaks at a constant width.
    private func wrapped() -> Reading? {
        guard let first = bytes.prefix(106).firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
            return nil
        }
        let breakLength = bytes[first] == 0x0D && first + 1 < bytes.count && bytes[first + 1] == 0x0A ? 2 : 1
        let wrapping = LineWrapping(
            width: offset + first - lineStart, breakLength: breakLength, origin: lineStart)
        guard wrapping.width >= 20 else { return nil }
        var plain: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isBreak = byte == 0x0A || byte == 0x0D
            // One break elsewhere, or a line without one, and the width is not constant.
            guard isBreak == wrapping.isBreak(at: offset + index) else {
                // After the ISA the last line of the interchange may be short.
                if isBreak, plain.count > 106 { break }
                return nil
            }
            if !isBreak { plain.append(byte) }
        }
        guard let reading = fixed(plain, wrapping: wrapping), reading.delimiters.segment > 0x20 else {
            return nil
        }
        return reading
    }

    /// An ISA whose elements lost or gained spaces: sixteen elements, then a segment that may follow.
    private func split() -> Reading? {
        let separator = bytes[3]
        guard !Delimiters.isWordCharacter(separator) else { return nil }
        var fields: [[UInt8]] = []
        var place = 4
        while fields.count < 15 {
            guard let end = bytes[place...].firstIndex(of: separator), end - place <= 40 else { return nil }
            fields.append(Array(bytes[place..<end]))
            place = end + 1
            guard place + 1 < bytes.count else { return nil }
        }
        let component = bytes[place]
        // A mail tool may have put a space after the component separator.
        var end = place + 1
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        guard end < bytes.count, !Delimiters.isWordCharacter(bytes[end]), bytes[end] != separator else {
            return nil
        }
        var delimiters = Delimiters(element: separator, component: component, segment: bytes[end])
        delimiters.lineBreak = Delimiters.LineBreak(after: bytes[end], bytes[(end + 1)...])
        let texts = fields.enumerated().map { index, field in
            HeaderReader.padded(field, to: InterchangeHeader.elementWidths[index])
        }
        guard isPlausible(texts), isFollowed(from: end + 1, separator) else { return nil }
        if let claimed = texts[10].utf8.first, texts[11] >= "00402", !Delimiters.isWordCharacter(claimed) {
            delimiters.repetition = claimed
        }
        return Reading(
            fields: texts + [String(UnicodeScalar(component))], delimiters: delimiters, byteCount: end + 1,
            wrapping: nil, isOddWidth: true)
    }

    /// The field without surplus spaces at its end, filled up to its width; a longer value stays as it is.
    private static func padded(_ field: [UInt8], to width: Int) -> String {
        var bytes = field
        while bytes.count > width, bytes.last == 0x20 { bytes.removeLast() }
        if bytes.count < width { bytes += [UInt8](repeating: 0x20, count: width - bytes.count) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether ISA11 and ISA12 stand where the count of separators puts them.
    private func isPlausible(_ fields: [String]) -> Bool {
        fields[10].utf8.count == 1 && fields[11].utf8.count == 5
            && fields[11].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether GS, TA1 or IEA follows the terminator.
    private func isFollowed(from place: Int, _ separator: UInt8) -> Bool {
        let rest = bytes[place...].drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }
        return ["GS", "TA1", "IEA"].contains { rest.starts(with: Array($0.utf8) + [separator]) }
    }
}

extension SegmentReader {
    /// Whether a new interchange begins with the current segment: an ISA that can be read for certain.
    ///
    /// Its separators may be others than those in use, so the bytes are looked at, not the elements.
    mutating func beginsInterchange() throws -> Bool {
        let offset = current.fileOffset
        guard !isOversize, current.count > 3, HeaderReader.begins(at: current.base) else { return false }
        return try peek(HeaderReader.lookAhead) { bytes in
            HeaderReader(bytes: Array(bytes), offset: offset, lineStart: offset).read() != nil
        }
    }

    /// Cuts a long segment where an ISA begins within it: what an upload that broke off looks like when the next
    /// one was added to its end.
    ///
    /// Only an ISA of full width that GS, TA1 or IEA follows is taken for one, and never one in binary data.
    mutating func cutsBuriedHeader() throws -> Bool {
        // A peek may move the bytes, so the place of the segment is asked for anew each time.
        guard current.count >= 4, !isOversize, !isBinary else { return false }
        for place in 1..<current.count - 3
        where current.base[place] == 0x49 && current.base[place + 1] == 0x53
            && current.base[place + 2] == 0x41 && !Delimiters.isWordCharacter(current.base[place + 3])
        {
            let isHeader = try peek(place + HeaderReader.lookAhead) { bytes in
                HeaderReader(bytes: Array(bytes.dropFirst(place)), offset: 0, lineStart: 0).isCertain
            }
            if isHeader {
                cut(at: place)
                return true
            }
        }
        return false
    }
}
