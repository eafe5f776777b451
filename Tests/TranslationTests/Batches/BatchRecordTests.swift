import Documents
import Testing

@testable import Partners
@testable import Translation

/// Files whose lines are of two kinds: one begins a document, those behind it are within.
struct BatchRecordTests {
    private static let invoices = BatchFixture.profile(
        """
        invoices:
          match: ["*"]
          format: csv
          document: invoice
          separator: comma
          records: { at: 1, header: H, detail: D }
          columns:
            invoiceNumber: { at: 2, record: header }
            total: { at: 3, record: header }
            lines.lineNumber: { at: 2 }
            lines.quantity.value: { at: 3 }
        """)

    private static func read(_ text: String) throws -> WholeReading {
        try WholeReading(Array(text.utf8), invoices)
    }

    private static func keys(_ reading: WholeReading) -> [String] { reading.documents.map(\.businessKey) }

    @Test func `the line that begins a document and the lines behind it are one document`() throws {
        let reading = try Self.read("H,A,10\nD,1,2\nD,2,3\nH,B,5\nD,1,1\n")
        #expect(Self.keys(reading) == ["INVOICE/A", "INVOICE/B"])
        let counts = reading.documents.map { document in
            if case .invoice(let invoice) = document { invoice.lines.count } else { 0 }
        }
        #expect(counts == [2, 1])
        #expect((reading.acceptedRows, reading.faultyRows) == (3, 0))
    }

    @Test func `a document without lines is one all the same, at any place of the file`() throws {
        let reading = try Self.read("H,A,10\nH,B,5\nD,1,1\nH,C,1\n")
        #expect(Self.keys(reading) == ["INVOICE/A", "INVOICE/B", "INVOICE/C"])
    }

    @Test func `what is wrong with the first line is told there and once, and takes the lines with it`()
        throws
    {
        let reading = try Self.read("H,A,ten\nD,1,2\nD,2,3\nH,B,5\nD,1,1\n")
        #expect(Self.keys(reading) == ["INVOICE/B"])
        #expect(reading.faults.map(\.line) == [1, 3])
        #expect(reading.faultyRows == 2)
    }

    @Test func `a line that cannot be read spoils the document it is within and no other`() throws {
        for odd in ["D,\"2,3", "D,2,3\"", "D,2,\u{7F}x"] {
            let reading = try Self.read("H,A,10\nD,1,2\nH,B,5\nD,1,1\n\(odd)\nH,C,5\nD,1,1\n")
            #expect(Self.keys(reading) == ["INVOICE/A", "INVOICE/C"], "\(odd)")
            #expect(reading.faultyRows == 2, "\(odd)")
        }
    }

    @Test func `lines before any that begins a document, and of other kinds, are told of`() throws {
        let reading = try Self.read("D,1,2\nH,A,10\nD,1,2\nZ,1,2\nD,2,2\nH,B,5\nD,1,1\n")
        #expect(Self.keys(reading) == ["INVOICE/B"])
        #expect(Set(reading.faults.map(\.line)) == [1, 3, 4, 5])
    }

    @Test func `the same document begun twice is not taken as one`() throws {
        let reading = try Self.read("H,A,10\nD,1,2\nH,A,10\nD,2,3\nH,B,5\nD,1,1\n")
        #expect(Self.keys(reading) == ["INVOICE/B"])
    }

    @Test func `the last line counts the lines of both kinds`() throws {
        var agreement = Self.invoices
        agreement.taking.trailerLine = .init(prefix: "T", count: .position(2, length: nil))
        let text = "H,A,10\nD,1,2\nH,B,5\nT,"
        let reading = try WholeReading(Array("\(text)3\n".utf8), agreement)
        #expect(Self.keys(reading) == ["INVOICE/A", "INVOICE/B"])
        let error = #expect(throws: BatchError.self) { try WholeReading(Array("\(text)2\n".utf8), agreement) }
        #expect(error?.code == .countDisagrees)
    }

    @Test(arguments: [
        ("records: { at: 1, header: H, detail: H }", "different words"),
        ("records: { header: H, detail: D }", "`from` is missing"),
        ("skipLines: 0", "only a file whose lines are of two kinds"),
    ])
    func `a profile that tells the kinds of lines wrongly is refused in words`(_ key: String, _ words: String)
    {
        let reading = FileReading(file: "test.yaml")
        let yaml = """
            inbound:
              invoices:
                match: ["*"]
                format: csv
                document: invoice
                \(key)
                columns: { invoiceNumber: { from: Nr, record: header }, total: Total }
            """
        if let node = StrictYAML.read(Array(yaml.utf8), into: reading),
            let section = Section(node, path: "batch", shape: .batch, reading: reading)
        {
            _ = BatchDecoder.decode(section)
        }
        #expect(reading.faults.contains { "\($0)".contains(words) }, "\(reading.faults)")
    }
}
