public import Documents

/// What a batch file says as a whole: how many rows became documents, and what was wrong with the others.
public struct BatchReading: Sendable {
    /// How many faults are kept; further ones are counted.
    public static let faultsMaximum = 1_000

    /// How many documents the file becomes.
    public internal(set) var documentCount = 0
    /// How many rows the file has: those in documents and those with a fault.
    public var rowCount: Int { acceptedRows + faultyRows }
    /// How many rows are in documents.
    public internal(set) var acceptedRows = 0
    /// How many rows have a fault, or belong to a document that has one, and are in no document.
    public internal(set) var faultyRows = 0
    /// What is wrong, in the order of the file; at most ``faultsMaximum``.
    public private(set) var faults: [BatchFault] = []
    /// How many faults there are beside those kept.
    public private(set) var furtherFaults = 0
    /// Whether nothing of the file may be taken, because one of its rows cannot.
    public internal(set) var isRefused = false
    /// Where the columns were found.
    var found = FoundColumns()
    /// The keys of documents whose rows stand apart, which are not taken.
    var apart: Set<String> = []
    /// What a report of stock says as a whole.
    var stock = StockSummary()

    init() {}

    /// Counts a row as faulty and keeps why.
    mutating func refuse(_ rowFaults: [BatchFault]) {
        faultyRows += 1
        note(rowFaults)
    }

    /// Keeps faults.
    mutating func note(_ new: [BatchFault]) {
        let room = Self.faultsMaximum - faults.count
        faults += new.prefix(room)
        furtherFaults += max(0, new.count - room)
    }
}

/// A document that a batch file became, and where it came from.
public struct BatchDocument: Sendable {
    /// The document.
    public let document: Document
    /// For each of its rows, the line of the file that it began in.
    let lines: ArraySlice<Int>
    let columns: [BatchProvenance.Source]
    let unused: [FoundColumns.Place]

    /// Where the document's fields came from, and the columns that nothing was read from, as JSON.
    public func provenanceJSON() -> [UInt8] {
        BatchProvenance.json(columns: columns, unused: unused, lines: lines)
    }
}

/// Where the documents of a batch file came from.
enum BatchProvenance {
    /// A column that a field was read from.
    struct Source: Sendable {
        let field: String
        let place: FoundColumns.Place
    }

    static func json(
        columns: [Source], unused: [FoundColumns.Place], lines: ArraySlice<Int>
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.list("columns", of: columns) { json, source in
                json.object { json in
                    json.field("field", source.field)
                    write(source.place, to: &json)
                }
            }
            json.list("unused", of: unused) { json, place in
                json.object { json in write(place, to: &json) }
            }
            json.field("fileLines", json: Array("[\(lines.map(String.init).joined(separator: ","))]".utf8))
        }
        return json.bytes
    }

    private static func write(_ place: FoundColumns.Place, to json: inout JSONWriter) {
        json.field("heading", place.heading)
        json.field("column", place.column)
        json.field("path", place.path)
    }
}

/// What the rows of a report of stock say of it as a whole.
struct StockSummary: Sendable {
    /// The newest day that a row names.
    var newestDay: CalendarDay?
    /// The report's number.
    var reference: String?
    /// How many lines it has.
    var lineCount = 0
}
