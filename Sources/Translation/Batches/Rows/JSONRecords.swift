/// The records of a JSON file: the objects of an array, those at a path, or an object a line.
///
/// A fault of the JSON refuses the file; in a file of an object a line only that line.
struct JSONRecords: RowSource {
    private let bytes: BatchBytes
    private let layout: RecordLayout
    private var builder: RecordBuilder

    init(_ bytes: BatchBytes, _ layout: RecordLayout) {
        self.bytes = bytes
        self.layout = layout
        builder = RecordBuilder(layout, separator: ".")
    }

    var found: FoundColumns { builder.found }

    /// Gives the rows one after the other.
    mutating func read(_ take: (BatchRow) throws -> Void) throws {
        let mark = try bytes.bytes(0..<3) == [0xEF, 0xBB, 0xBF] ? 3 : 0
        if layout.rows == nil, try isObjectALine(from: mark) {
            return try readLines(from: mark, take)
        }
        var tokens = JSONTokens(ByteWindow(DecodedBytes(bytes, .utf8, from: mark)), line: 1)
        try read(&tokens, isLine: false, take)
    }

    /// Whether the first line that is not blank is an object by itself.
    private func isObjectALine(from mark: Int) throws -> Bool {
        var lines = TextLines(DecodedBytes(bytes, .utf8, from: mark))
        while let line = try lines.next() {
            let text = lines.bytes[line.bytes]
            guard let first = text.first(where: { $0 > 0x20 }) else { continue }
            guard first == UInt8(ascii: "{"), !line.isTooLong else { return false }
            var tokens = Self.tokens(of: text, line: line.number)
            do {
                try tokens.skipValue()
                return try tokens.next() == nil
            } catch let error as BatchError {
                // A broken first line among others is still a line; an object that goes on is none.
                return error.code == .notJSON
            }
        }
        return false
    }

    private mutating func readLines(from mark: Int, _ take: (BatchRow) throws -> Void) throws {
        var lines = TextLines(DecodedBytes(bytes, .utf8, from: mark))
        while let line = try lines.next() {
            guard !line.isTooLong else {
                try take(
                    BatchRow(
                        line: line.number,
                        fault: BatchFault(
                            line: line.number,
                            message: "The line is longer than \(RowLimits.rowBytes) bytes.",
                            fix: "Send one object a line.")))
                continue
            }
            let text = lines.bytes[line.bytes]
            if text.allSatisfy({ $0 <= 0x20 }) { continue }
            var tokens = Self.tokens(of: text, line: line.number)
            var rows: [BatchRow] = []
            do {
                // Nothing of a line is given on before all of it was read.
                try read(&tokens, isLine: true) { rows.append($0) }
            } catch let error as BatchError {
                if error.code == .endMissing, !line.hasBreak { throw error }
                let fault = BatchFault(
                    line: line.number, found: String(decoding: text.prefix(80), as: UTF8.self),
                    message: error.code == .endMissing
                        ? "The line ends before its object does."
                        : "The line is no JSON object. \(error.description)",
                    fix: "Send one whole object a line.")
                rows = [BatchRow(line: line.number, fault: fault)]
            }
            for row in rows { try take(row) }
        }
    }

    private static func tokens(of line: ArraySlice<UInt8>, line number: Int) -> JSONTokens {
        JSONTokens(ByteWindow(DecodedBytes(BatchBytes(Array(line)), .utf8, from: 0)), line: number)
    }

    /// Reads one text to its end.
    private mutating func read(
        _ tokens: inout JSONTokens, isLine: Bool, _ take: (BatchRow) throws -> Void
    ) throws {
        let wanted = layout.rows.map { $0.split(separator: ".").map(String.init) } ?? []
        // Names outside of records, where the records are looked for.
        var path: [String] = []
        var hasPending = false
        /// For each open container, whether it came with a name.
        var hadName: [Bool] = []
        var recordDepth: Int?
        var sawRecord = false
        while let token = try tokens.next() {
            switch token {
            case .key:
                hasPending = true
                let isInRecord = recordDepth != nil
                tokens.value.withUnsafeBufferPointer { name in
                    if isInRecord {
                        builder.enter(name)
                    } else {
                        path.append(String(decoding: name, as: UTF8.self))
                    }
                }
            case .beginObject, .beginArray:
                hadName.append(hasPending)
                hasPending = false
                if recordDepth != nil {
                    if token == .beginObject { builder.beginElement(line: tokens.line) }
                } else if token == .beginObject, path == wanted {
                    recordDepth = hadName.count
                    sawRecord = true
                    builder.beginRecord(line: tokens.line)
                }
            case .endObject, .endArray:
                let depth = hadName.count
                let name = hadName.removeLast()
                if recordDepth == depth {
                    recordDepth = nil
                    try builder.endRecord(take)
                    if name { path.removeLast() }
                } else if recordDepth != nil {
                    if token == .endObject { builder.endElement() }
                    if name { builder.leave() }
                } else if name {
                    path.removeLast()
                }
            case .text, .number, .word, .null:
                let name = hasPending
                hasPending = false
                guard recordDepth != nil else {
                    if path == wanted, hadName.count > 0 || !wanted.isEmpty { throw noRecord(tokens.line) }
                    if name { path.removeLast() }
                    continue
                }
                if token != .null {
                    let (line, kind) = (tokens.line, token == .number ? BatchCell.Kind.number : .text)
                    tokens.value.withUnsafeBufferPointer { builder.value($0, kind, line: line) }
                }
                if name { builder.leave() }
            }
        }
        guard sawRecord || !isLine else { throw noRecord(tokens.line) }
    }

    private func noRecord(_ line: Int) -> BatchError {
        BatchError(
            .notJSON,
            "Line \(line): an object was expected where the rows are. Nothing in the file was processed.")
    }
}
