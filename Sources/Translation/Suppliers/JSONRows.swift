/// The objects of a JSON file of any size, as an array or one after the other, read as its bytes come.
struct JSONRows {
    /// The bytes of one object, with the line it begins in.
    struct Row {
        var line: Int
        var bytes: [UInt8]
    }

    private var source: RowBytes
    private var place = 0
    private var line = 1
    private var isArray = false
    private var isClosed = false
    private var isStarted = false
    private var needsComma = false

    init(_ source: RowBytes) {
        self.source = source
    }

    /// The next object; `nil` after the last.
    ///
    /// - Throws: ``BatchError`` where no object stands, or the file ends within one.
    mutating func next() throws -> Row? {
        try start()
        guard let first = try significantByte() else {
            guard !isArray || isClosed else {
                throw BatchError(
                    .trailerMissing,
                    "The file ends in line \(line) without the bracket that closes its list: only a part arrived."
                )
            }
            return nil
        }
        if isArray, first == UInt8(ascii: "]"), !isClosed {
            place += 1
            isClosed = true
            return try next()
        }
        if isArray, needsComma, first == UInt8(ascii: ",") {
            place += 1
            needsComma = false
            return try next()
        }
        guard first == UInt8(ascii: "{"), !isClosed, !(isArray && needsComma) else {
            throw BatchError(
                .notText,
                "In line \(line) stands no supplier: the file is a list of objects in brackets, or an object a line."
            )
        }
        needsComma = isArray
        return try object()
    }

    private mutating func start() throws {
        guard !isStarted else { return }
        isStarted = true
        _ = try source.refill(keeping: &place)
        if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
        if try significantByte() == UInt8(ascii: "[") {
            isArray = true
            place += 1
        }
    }

    /// The next byte that is no space.
    private mutating func significantByte() throws -> UInt8? {
        while true {
            while place < source.bytes.count {
                switch source.bytes[place] {
                case UInt8(ascii: "\n"): line += 1
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
                default: return source.bytes[place]
                }
                place += 1
            }
            guard try source.refill(keeping: &place) else { return nil }
        }
    }

    private mutating func object() throws -> Row {
        let first = line
        var (at, depth, isText, isEscaped, lines) = (place, 0, false, false, 0)
        while true {
            let bytes = source.bytes
            while at < bytes.count {
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: "\n") { lines += 1 }
                if isText {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isText = false
                    }
                } else if byte == UInt8(ascii: "\"") {
                    isText = true
                } else if byte == UInt8(ascii: "{") {
                    depth += 1
                } else if byte == UInt8(ascii: "}") {
                    depth -= 1
                    if depth == 0 {
                        defer { (place, line) = (at, first + lines) }
                        return Row(line: first, bytes: Array(bytes[place..<at]))
                    }
                }
            }
            guard at - place <= RowBytes.rowMaximum else {
                throw BatchError(
                    .notText, "The object in line \(first) has more than \(RowBytes.rowMaximum) bytes.")
            }
            let seen = at - place
            guard try source.refill(keeping: &place) else {
                throw BatchError(
                    .trailerMissing, "The file ends within the object of line \(first): only a part arrived.")
            }
            at = place + seen
        }
    }
}
