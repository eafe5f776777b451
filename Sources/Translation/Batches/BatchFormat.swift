public import Documents
public import Partners

/// Turns one kind of batch file into documents.
///
/// Pure: the same bytes, agreement, day and name give the same documents, byte for byte.
public protocol BatchFormat: SendableMetatype {
    /// How the files it reads are written.
    static var format: BatchAgreement.Format { get }

    /// The largest file that it reads, in bytes; of a larger one no more than a byte over this need be given.
    static var byteMaximum: Int { get }

    /// The kinds of documents that its files may become.
    static var documents: Set<CanonicalKind> { get }

    /// The documents that a file stands for, and the rows that stand for none.
    ///
    /// `bytes`: the whole file.
    /// `agreement`: what the profile says of such files.
    /// `day`: the day the file came, `YYYY-MM-DD`; for what the file does not date.
    /// `name`: the name the file came under.
    /// Throws ``BatchError`` when the file as a whole cannot be read.
    static func read(
        _ bytes: [UInt8], as agreement: BatchAgreement, arrivedOn day: String, name: String,
    ) throws(BatchError) -> BatchReading
}

/// What a batch file says: its documents, and what was wrong with it row by row.
public struct BatchReading: Sendable {
    /// How many faults are kept; further ones are counted.
    public static let faultsMaximum = 1_000

    /// The documents, in the order of the file; empty when every row has a fault.
    public internal(set) var documents: [Document] = []
    /// How many rows the file has: those in documents and those with a fault.
    public var rowCount: Int { acceptedRows + faultyRows }
    /// How many rows are in documents.
    public internal(set) var acceptedRows = 0
    /// How many rows have a fault and are in no document.
    public internal(set) var faultyRows = 0
    /// What is wrong, in the order of the file; at most ``faultsMaximum``.
    public private(set) var faults: [BatchFault] = []
    /// How many faults there are beside those kept.
    public private(set) var furtherFaults = 0
    /// Where each document's fields came from.
    var origin = BatchOrigin()

    init() {}

    /// Counts a row as faulty and keeps why.
    mutating func refuse(_ rowFaults: [BatchFault]) {
        faultyRows += 1
        let room = Self.faultsMaximum - faults.count
        faults += rowFaults.prefix(room)
        furtherFaults += max(0, rowFaults.count - room)
    }

    /// Where a document's fields came from, and the columns that nothing was read from, as JSON.
    ///
    /// `place`: the document's place in ``documents``.
    public func provenanceJSON(ofDocument place: Int) -> [UInt8] {
        origin.json(ofDocument: place)
    }
}

/// What is wrong with one row of a batch file, and how to put it right.
public struct BatchFault: Sendable, Hashable, Codable {
    /// The line of the file the row begins in, from 1.
    public let line: Int
    /// The column, from 1; absent when the fault is of the row as a whole.
    public let column: Int?
    /// The column's heading.
    public let heading: String?
    /// What was found there, at most 80 characters.
    public let found: String?
    /// What is wrong, in a sentence.
    public let message: String
    /// What the sender can do.
    public let fix: String

    /// Describes a fault; what was found is cut.
    public init(
        line: Int, column: Int? = nil, heading: String? = nil, found: String? = nil, message: String,
        fix: String,
    ) {
        self.line = line
        self.column = column
        self.heading = heading
        self.found = found.map { String($0.prefix(80)) }
        self.message = message
        self.fix = fix
    }
}

/// Where the documents of a batch file came from.
struct BatchOrigin: Sendable {
    /// A column that a field was read from.
    struct Source: Sendable {
        let field: String
        let heading: String?
        let column: Int
    }

    /// A column that nothing was read from.
    struct Unused: Sendable {
        let heading: String
        let column: Int
    }

    /// The columns read.
    var sources: [Source] = []
    /// The columns not read.
    var unused: [Unused] = []
    /// For each document, the line of the file that each of its lines began in.
    var lines: [ArraySlice<Int>] = []

    func json(ofDocument place: Int) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.list("columns", of: sources) { json, source in
                json.object { json in
                    json.field("field", source.field)
                    json.field("heading", source.heading)
                    json.field("column", source.column)
                }
            }
            json.list("unused", of: unused) { json, unused in
                json.object { json in
                    json.field("heading", unused.heading)
                    json.field("column", unused.column)
                }
            }
            let lines = lines.indices.contains(place) ? lines[place] : []
            json.field("fileLines", json: Array("[\(lines.map(String.init).joined(separator: ","))]".utf8))
        }
        return json.bytes
    }
}
