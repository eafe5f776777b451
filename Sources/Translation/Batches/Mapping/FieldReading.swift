internal import Documents

/// What the columns of a row say, each value as it stands in JSON.
struct RowValues {
    /// One value.
    struct Value {
        let column: Int
        fileprivate let start: Int
        fileprivate let count: Int
        let isNumber: Bool
        /// The word for it, where it is a code.
        let word: String?
    }

    private(set) var values: [Value] = []
    private(set) var faults: [BatchFault] = []
    /// The lists that the row has an element in, a bit each.
    var levels = 0
    /// For each column, its place among the values; -1 when it has none.
    private var places: [Int]
    private var text: [UInt8] = []

    init(columnCount: Int) {
        places = Array(repeating: -1, count: columnCount)
    }

    /// Forgets everything.
    mutating func begin() {
        for value in values { places[value.column] = -1 }
        values.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        if !faults.isEmpty { faults.removeAll() }
        levels = 0
    }

    /// Whether a column has a value.
    func has(_ column: Int) -> Bool { places[column] >= 0 }

    /// Gives a function the bytes of a value.
    func withBytes<Result>(of value: Value, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        text.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[value.start..<value.start + value.count]))
        }
    }

    /// The value as a text.
    func text(of value: Value) -> String { withBytes(of: value) { String(decoding: $0, as: UTF8.self) } }

    /// Adds the bytes of a column's value to others; nothing when it has none.
    func append(_ column: Int, to bytes: inout [UInt8]) {
        guard places[column] >= 0 else { return }
        let value = values[places[column]]
        bytes.append(contentsOf: text[value.start..<value.start + value.count])
    }

    mutating func add(_ fault: BatchFault) { faults.append(fault) }

    /// Leaves out the value of a column.
    mutating func remove(_ column: Int) {
        guard places[column] >= 0 else { return }
        values.remove(at: places[column])
        places[column] = -1
        for (place, value) in values.enumerated() { places[value.column] = place }
    }

    /// Adds the value of a column, read as the field wants it.
    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ kind: BatchCell.Kind, column: Int, _ field: BatchField,
        _ reader: CellReader
    ) throws(CellFault) {
        let start = text.count
        var isNumber = false
        var word: String?
        switch field.kind {
        case .text: text.append(contentsOf: bytes)
        case .identifier, .account:
            try reader.checkIdentifier(bytes)
            text.append(contentsOf: bytes)
        case .gtin: text.append(contentsOf: try reader.gtin(reader.text(bytes)).utf8)
        case .sscc: text.append(contentsOf: try reader.sscc(reader.text(bytes)).utf8)
        case .decimal:
            isNumber = true
            text.append(contentsOf: try reader.decimal(bytes, kind).description.utf8)
        case .count:
            isNumber = true
            text.append(contentsOf: "\(try reader.count(reader.text(bytes)))".utf8)
        case .day: text.append(contentsOf: try reader.day(bytes).description.utf8)
        case .time: text.append(contentsOf: try reader.time(reader.text(bytes)).description.utf8)
        case .word(let words):
            guard words.contains(reader.text(bytes)) else {
                throw CellFault(
                    message: "This is none of the words agreed.",
                    fix: "Write \(words.joined(separator: " or ")).")
            }
            text.append(contentsOf: bytes)
        case .code(let table):
            word = table[reader.text(bytes)]
            guard word != nil else {
                let codes = table.elements.map(\.code).sorted().prefix(12).joined(separator: ", ")
                throw CellFault(
                    message: "This is no code that can stand here.",
                    fix: "Write one of the codes agreed, as \(codes).")
            }
            text.append(contentsOf: bytes)
        }
        places[column] = values.count
        values.append(
            Value(column: column, start: start, count: text.count - start, isNumber: isNumber, word: word))
    }
}
