import Documents
import Testing
import Translation

@testable import Partners

/// Files as they come, not as they should be.
struct OddCSVTests {
    /// A file with what is read of it: `item=quantity` each, and the lines of rows with faults.
    struct Odd: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let rows: [String]
        let faults: [Int]

        init(_ name: String, _ text: String, _ rows: [String], faults: [Int] = []) {
            testDescription = name
            self.text = text
            self.rows = rows
            self.faults = faults
        }
    }

    private static let head = "Artikel;Bestand;Einheit;Stand\n"

    static let odd = [
        Odd("no line break at the end", head + "A;1;ST;", ["A=1"]),
        Odd("carriage returns only", "Artikel;Bestand;Einheit;Stand\rA;1;ST;\rB;2;ST;\r", ["A=1", "B=2"]),
        Odd("carriage return and line feed", "Artikel;Bestand;Einheit;Stand\r\nA;1;ST;\r\n", ["A=1"]),
        Odd("blank lines", "\n" + head + "\n\nA;1;ST;\n  \n;;;\nB;2;;\n\n", ["A=1", "B=2"]),
        Odd("the end mark of old systems", head + "A;1;ST;\n\u{1A}", ["A=1"]),
        Odd(
            "everything in quotation marks",
            "\"Artikel\";\"Bestand\";\"Einheit\";\"Stand\"\n\"A\";\"1\";\"\";\"\"\n", ["A=1"]),
        Odd("a separator and a quotation mark within a value", head + "\"A;\"\"x\"\"\";1;;\n", ["A;\"x\"=1"]),
        Odd(
            "line breaks within a value, then a fault", head + "\"A\n\nx\";1;;\nB;x;;\n", ["A\n\nx=1"],
            faults: [5]),
        Odd("white space around values", head + "  A  ; 1 ; ST ;\n", ["A=1"]),
        Odd("headings in other letters and order", "BESTAND;stand;einheit;artikel;x\n1;;;A;y\n", ["A=1"]),
        Odd(
            "the separator named first", "sep=,\nArtikel,Bestand,Einheit,Stand\nA,1,,\nB,x,,\n", ["A=1"],
            faults: [4]),
        Odd("a comma in a heading", "\"Artikel, neu\";Artikel;Bestand;Einheit;Stand\nx;A;1,5;;\n", ["A=1.5"]),
        Odd(
            "commas", "Artikel,Bestand,Einheit,Stand\nA,1.5,,\nB,\"1,5\",,\nC,1,5,ST,\n", ["A=1.5"],
            faults: [3, 4]),
        Odd(
            "numbers that are none", head + "A;x;;\nB;1.000,5;;\nC;1,2,3;;\nD;0x1F;;\nE;NaN;;\nF;-;;\n", [],
            faults: [2, 3, 4, 5, 6, 7]),
        Odd(
            "numbers as ERPs write them", head + "A;5-;;\nB;,5;;\nC;+7;;\nD;1E3;;\nE;007;;\nF;-0,250;;\n",
            ["A=-5", "B=0.5", "C=7", "D=1000", "E=7", "F=-0.250"]),
        Odd(
            "a point that may mean thousands", head + "A;1.234;;\nB;0.234;;\nC;12.5;;\nD;1.2345;;\n",
            ["B=0.234", "C=12.5", "D=1.2345"], faults: [2]),
        Odd(
            "a number too long to be exact", head + "A;" + String(repeating: "9", count: 40) + ";;\n", [],
            faults: [2]),
        Odd("a text kept from the spreadsheet", head + "\"=\"\"00123\"\"\";1;;\n", ["00123=1"]),
        Odd("a formula", head + "=A1*2;1;;\n@SUM;2;;\n", ["@SUM=2"], faults: [2]),
        Odd("a row cut short", head + "A;1;ST\nB;2;ST;\n", ["B=2"], faults: [2]),
        Odd("a quotation mark never closed", head + "A;1;;\n\"B;2;;\nC;3;;\n", ["A=1", "C=3"], faults: [3]),
        Odd("text behind a closing quotation mark", head + "\"A\"x;1;;\nB;2;;\n", ["B=2"], faults: [2]),
        Odd("inches", head + "3/4\" pipe;1;;\nB;2;;\n", ["B=2"], faults: [2]),
        Odd(
            "separators and combining marks", head + "A\u{301};1;;\nB;\u{301}2;;\nC;3;;\n", ["Á=1", "C=3"],
            faults: [3]),
        Odd("line breaks only Unicode knows", head + "A\u{2028}B;1;;\nC;3;;\n", ["A\u{2028}B=1", "C=3"]),
        Odd(
            "a quotation mark behind a space only Unicode knows", head + "\u{A0}\"A\nB;2;;\nC;3;;\n",
            ["B=2", "C=3"], faults: [2]),
        Odd(
            "days",
            head
                + "A;1;;2026-03-02\nB;1;;2.3.2026\nC;1;;20260302\nD;1;;2026/03/02\nE;1;;2026-03-02T06:00:00Z\n"
                + "F;1;;03/02/2026\nG;1;;30.02.2026\nH;1;;2.3.26\nI;1;;yesterday\n",
            ["A=1", "B=1", "C=1", "D=1", "E=1"], faults: [7, 8, 9, 10]),
    ]

    @Test(arguments: odd)
    func `an odd file is read, and every row is either in the document or told of`(_ odd: Odd) throws {
        let reading = try readStock(odd.text)
        let found = reading.lines.map {
            "\($0.item.identifiers.first?.value ?? "")=\($0.onHand?.value.description ?? "")"
        }
        #expect(found == odd.rows)
        var lines: [Int] = []
        for fault in reading.faults where lines.last != fault.line { lines.append(fault.line) }
        #expect(lines == odd.faults)
        #expect(reading.rowCount == odd.rows.count + odd.faults.count)
        #expect(reading.faults.allSatisfy { $0.message.hasSuffix(".") && $0.fix.hasSuffix(".") })
    }

    static let unreadable: [(String, BatchError.Code)] = [
        ("", .noRows), ("\n\n", .noRows), (head, .noRows), ("\u{FEFF}", .noRows), ("sep=;", .noRows),
        ("Artikel;Bestand;Einheit\nA;1;ST\n", .headingMissing),
        ("Artikel;Bestand;Einheit;Stand;Bestand\nA;1;ST;;2\n", .headingRepeated),
        ("A\u{0}r\u{0}", .notText), ("PK\u{3}\u{4}\u{0}", .notText), ("\"Artikel;Bestand\n", .notText),
    ]

    @Test(arguments: unreadable)
    func `a file that is nothing to read rows from is refused as a whole`(
        _ text: String, _ code: BatchError.Code
    ) {
        let error = #expect(throws: BatchError.self) { try readStock(text) }
        #expect(error?.code == code)
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test
    func `a missing column is named`() {
        let error = #expect(throws: BatchError.self) { try readStock("Artikel;Menge;Einheit;Stand\nA;1;;\n") }
        #expect(error?.heading == "Bestand")
    }

    @Test
    func `a file over the limit is refused before it is read`() {
        let bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: BatchReader.byteMaximum + 1)
        let error = #expect(throws: BatchError.self) {
            try WholeReading(bytes, BatchFixture.stock(BatchFixture.cobalt))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test
    func `bytes that are no UTF-8 are read as Latin-1, and a byte order mark forbids that`() throws {
        let rows =
            Array(("Artikel;Bestand;Einheit;Stand\nM").utf8) + [0xFC, 0x80] + Array(";1;;\nB;2;;\n".utf8)
        let agreement = BatchFixture.stock(BatchFixture.cobalt)
        let latin = try WholeReading(rows, agreement)
        #expect(latin.lines.map { $0.item.identifiers[0].value } == ["Mü€", "B"])
        let marked = try WholeReading([0xEF, 0xBB, 0xBF] + rows, agreement)
        #expect(marked.lines.map { $0.item.identifiers[0].value } == ["B"])
        #expect(marked.faults.map(\.line) == [2])
    }

    @Test
    func `columns by their place need no heading`() throws {
        let agreement = BatchFixture.agreement([
            BatchColumn(field: "itemNumber", place: .position(2, length: nil)),
            BatchColumn(field: "quantityOnHand", place: .position(1, length: nil)),
        ])
        let reading = try readStock("5,A,x\n6,B,y\n7,C,1,5\n", as: agreement)
        #expect(reading.lines.map { $0.onHand?.value.description } == ["5", "6"])
        #expect(reading.faults.map(\.line) == [3])
    }

    @Test
    func `rows of another report than the first are told of`() throws {
        let agreement = BatchFixture.stock([
            ("reference", "Nr"), ("buyerPart", "Part"), ("quantityOnHand", "Qty"),
        ])
        let reading = try readStock("Nr,Part,Qty\nR1,A,1\n,B,2\nR2,C,3\n", as: agreement)
        #expect(reading.documents.map(\.businessKey) == ["INVENTORY/R1"])
        #expect(reading.acceptedRows == 2)
        #expect(reading.faults.map(\.found) == ["R2"])
    }

    @Test
    func `an agreement without a quantity or an item is our fault, not the sender's`() {
        for columns in [
            [("itemNumber", "A")], [("quantityOnHand", "A")], [("lot", "A"), ("quantityOnHand", "B")],
        ] {
            let error = #expect(throws: BatchError.self) {
                try readStock("A,B\n1,2\n", as: BatchFixture.stock(columns))
            }
            #expect(error?.isOurs == true)
        }
    }
}
