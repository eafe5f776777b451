import Documents
import Testing

@testable import Partners
@testable import Translation

/// Extracts of the supplier master, row by row.
struct SupplierExtractTests {
    static let columns: [(field: String, heading: String)] = [
        ("number", "LIFNR"), ("name", "NAME1"), ("status", "STATUS"), ("vatId", "STCEG"),
        ("bankAccount", "IBAN"),
        ("street", "STRAS"), ("city", "ORT01"), ("country", "LAND1"), ("remitTo.city", "ZORT"),
        ("email", "MAIL"),
        ("netDays", "ZTAGE"), ("more.plant", "WERK"),
    ]
    static let heading = columns.map(\.heading).joined(separator: ";") + "\r\n"

    static func section(
        _ columns: [(field: String, heading: String)] = columns, separator: CSVSeparator? = nil
    )
        -> SupplierSection
    {
        SupplierSection(
            columns: columns.map { BatchColumn(field: $0.field, place: .heading($0.heading)) },
            separator: separator,
            kind: .full, onFault: .skipRow, holdIfShrinksBy: .zero, targets: [])
    }

    /// What a text says when it comes in pieces of so many bytes.
    static func read(_ text: String, _ section: SupplierSection = section(), pieces: Int = 1 << 20) throws
        -> (suppliers: [Supplier], faults: [BatchFault], numbers: [String?])
    {
        var rest = Array(text.utf8)[...]
        var extract = try SupplierExtract(section) {
            defer { rest = rest.dropFirst(pieces) }
            return rest.isEmpty ? nil : Array(rest.prefix(pieces))
        }
        var suppliers: [Supplier] = []
        var faults: [BatchFault] = []
        var numbers: [String?] = []
        while let row = try extract.next() {
            switch row {
            case .supplier(let supplier, _): suppliers.append(supplier)
            case .faulty(let number, let found):
                faults += found
                numbers.append(number)
            }
        }
        return (suppliers, faults, numbers)
    }

    @Test func `a row becomes a supplier by the columns agreed`() throws {
        let row =
            "0000104711;\"ACME \"\"Castings\"\"; Inc.\";;DE129273398;DE89 3704 0044 0532 0130 00;Hauptstr. 4;"
            + "Köln;de;Laredo;edi@acme.example.com;30;0042\r\n"
        let found = try Self.read(Self.heading + row)
        #expect(found.faults == [])
        let supplier = try #require(found.suppliers.first)
        #expect(supplier.number == "0000104711")
        #expect(supplier.name == "ACME \"Castings\"; Inc.")
        #expect(supplier.status == .active)
        #expect(supplier.identifier("vat") == "DE129273398")
        #expect(supplier.bank?.account == "DE89370400440532013000")
        #expect(supplier.addresses.map(\.kind) == ["main", "remitTo"])
        #expect(supplier.addresses.map(\.city) == ["Köln", "Laredo"])
        #expect(supplier.addresses.first?.country == "DE")
        #expect(supplier.contacts.first?.channels.map(\.value) == ["edi@acme.example.com"])
        #expect(supplier.paymentTerms?.netDays == 30)
        #expect(supplier.more == [NamedText(name: "plant", value: "0042")])
    }

    @Test func `how the bytes are cut into pieces changes nothing`() throws {
        let rows = "1;\"A\r\nB\";;;;;;;;;;\r\n2;\"say \"\"so\"\"\";;;;;Zürich;;;;;\n3;C;;;;;;;;;;"
        let whole = try Self.read(Self.heading + rows)
        for pieces in 1...80 {
            let cut = try Self.read(Self.heading + rows, pieces: pieces)
            #expect(cut.suppliers == whole.suppliers)
            #expect(cut.faults == whole.faults)
        }
        #expect(whole.suppliers.map(\.number) == ["2", "3"])
        #expect(whole.faults.map(\.line) == [2])
    }

    static let refused: [(row: String, column: Int, part: String)] = [
        (";Acme;;;;;;;;;;", 1, "no supplier number"),
        ("7;;;;;;;;;;;", 2, "no name"),
        ("1.04E+08;Acme;;;;;;;;;;", 1, "shortened"),
        ("=A1+1;Acme;;;;;;;;;;", 1, "formula"),
        ("7;Acme;gone;;;;;;;;;", 3, "no status"),
        ("7;Acme;;;DE89370400440532013001;;;;;;;", 5, "check digits"),
        ("7;Acme;;;;;;Germany;;;;", 8, "no country code"),
        ("7;Acme;;;;;;;;nobody;;", 10, "no mail address"),
        ("7;Acme;;;;;;;;;soon;", 11, "no number of days"),
        ("7;Acme", 2, "ends before column 12"),
        ("7;3\" pipe;;;;;;;;;;", 2, "quotation mark"),
    ]

    @Test(arguments: refused)
    func `a row that cannot be taken is told of with line and column, and the next ones are read`(
        _ row: String, _ column: Int, _ part: String
    ) throws {
        let found = try Self.read(Self.heading + row + "\r\n8;Bolt;;;;;;;;;;\r\n")
        #expect(found.suppliers.map(\.number) == ["8"])
        let fault = try #require(found.faults.first)
        #expect(fault.line == 2)
        #expect(fault.column == column)
        #expect(fault.message.contains(part))
        #expect(fault.found?.contains("3704") != true)
    }

    @Test func `a refused row tells its number where it has one`() throws {
        let found = try Self.read(Self.heading + "7;;;;;;;;;;;\r\n;Acme;;;;;;;;;;\r\n")
        #expect(found.numbers == ["7", nil])
    }

    @Test func `leading zeros stay, also where a spreadsheet is kept from dropping them`() throws {
        let found = try Self.read(Self.heading + "=\"007\";A;;;;;;;;;;\r\n008;B;;;;;;;;;;\r\n")
        #expect(found.suppliers.map(\.number) == ["007", "008"])
    }

    @Test func `an open quotation mark costs its own line and not the file`() throws {
        let rows = "1;\"A;;;;;;;;;;\r\n2;B;;;;;;;;;;\r\n3;C;;;;;;;;;;\r\n"
        let found = try Self.read(Self.heading + rows)
        #expect(found.suppliers.map(\.number) == ["2", "3"])
        #expect(found.faults.map(\.line) == [2])
    }

    @Test(arguments: CSVSeparator.allCases)
    func `the separator is found out by the heading`(_ separator: CSVSeparator) throws {
        let mark = String(decoding: [separator.byte], as: UTF8.self)
        let found = try Self.read(
            "\u{FEFF}LIFNR\(mark)NAME1\n7\(mark)Acme\n", Self.section(Array(Self.columns.prefix(2))))
        #expect(found.suppliers.map(\.name) == ["Acme"])
    }

    @Test func `a missing heading refuses the file with the headings it has`() throws {
        let error = try #require(throws: BatchError.self) { try Self.read("LIFNR;NAME\n7;A\n") }
        #expect(error.code == .headingMissing)
        #expect(error.description.contains("'NAME1'"))
    }

    @Test func `columns that no supplier has are told of before any file comes`() {
        let columns = ["number", "bankMasked", "colour"].map { BatchColumn(field: $0, place: .heading($0)) }
        let flaws = SupplierExtract.flaws(of: columns, isRead: true)
        #expect(flaws.count == 3)
        #expect(flaws.contains { $0.contains("colour") })
        #expect(flaws.contains { $0.contains("`name`") })
        #expect(SupplierExtract.flaws(of: [columns[0]], isRead: false) == [])
    }

    static let one = #"{"documentType":"supplier","number":"7","name":"Acme","status":"active"}"#
    static let two = #"{"documentType":"supplier","number":"8","name":"B{}\"]","status":"blocked"}"#

    @Test(arguments: [
        "[\(one),\n\(two)]\n", "\(one)\n\(two)\n", " [ \(one) , \(two) ] ", "\u{FEFF}\(one)\(two)",
    ])
    func `canonical JSON comes as a list or as an object a line`(_ text: String) throws {
        for pieces in [1, 3, 40, 4_096] {
            let found = try Self.read(text, pieces: pieces)
            #expect(found.suppliers.map(\.number) == ["7", "8"])
            #expect(found.suppliers.map(\.name) == ["Acme", "B{}\"]"])
        }
    }

    @Test func `a wrong object is told of with its line and path`() throws {
        let found = try Self.read(
            "\(Self.one)\n{\"documentType\":\"supplier\",\"number\":5,\"name\":\"A\",\"status\":\"active\"}\n"
        )
        #expect(found.suppliers.count == 1)
        #expect(found.faults.map(\.heading) == ["number"])
        #expect(found.faults.map(\.line) == [2])
    }

    @Test(arguments: ["[\(one)", "\(one)\n{\"documentType\"", "[\(one)\n"])
    func `a list that is not closed is only a part of a file`(_ text: String) throws {
        let error = try #require(throws: BatchError.self) { try Self.read(text) }
        #expect(error.meansIncomplete)
    }

    @Test(arguments: ["[\(one) \(two)]", "[1,2]", "\(one),\(two)"])
    func `what is no list of objects is refused`(_ text: String) throws {
        #expect(throws: BatchError.self) { try Self.read(text) }
    }

    @Test(arguments: [
        ("ACME Castings GmbH & Co. KG", "Acme-Castings"), ("The Müller Company", "MUELLER AG"),
        ("Bolt  Works, Inc.", "bolt works"),
    ])
    func `names are alike but for case, marks and legal form`(_ one: String, _ other: String) {
        #expect(SupplierLikeness.name(one) == SupplierLikeness.name(other))
    }

    @Test func `a stopgap for a tax number makes no suspicion`() {
        func marks(_ vat: String) -> [Int64] {
            var supplier = Supplier(number: "1", name: "A very own name \(vat)")
            supplier.identifiers = [PartyIdentifier(kind: "vat", value: vat)]
            return SupplierLikeness(supplier).marks
        }
        #expect(marks("000000000")[0] == 0)
        #expect(marks("DE 129.273-398")[0] == marks("de129273398")[0])
        #expect(marks("DE129273398")[0] != 0)
    }
}
