import Documents
import Foundation
import Testing

@testable import Partners
@testable import Translation

/// Files of the supplier master as targets get them.
struct SupplierFileTests {
    static func agreement(
        _ format: BatchAgreement.Format, _ columns: [BatchColumn], trailer: BatchAgreement.Trailer = .digest,
        separator: CSVSeparator = .semicolon
    ) -> BatchAgreement {
        BatchAgreement(
            direction: .outbound, name: "suppliers", match: [], fileName: nil, format: format,
            document: .supplierMaster, columns: columns, trailer: trailer,
            sending: BatchAgreement.Sending(scope: .full, separator: separator))
    }

    static func headings(_ fields: (String, String)...) -> [BatchColumn] {
        fields.map { BatchColumn(field: $0.0, place: .heading($0.1)) }
    }

    static let lines: [SupplierLine] = {
        var first = Supplier(number: "0007", name: "=Bolt; \"Works\"")
        first.addresses = [SupplierAddress(kind: "main")]
        first.addresses[0].city = "Köln <am> Rhein & mehr"
        let second = Supplier(number: "12", name: "Cobalt\nPlastics")
        return [
            SupplierLine(supplier: first, action: .changed, revision: 3),
            SupplierLine(supplier: second, action: .retired, revision: 2),
        ]
    }()

    static func written(_ agreement: BatchAgreement) throws -> String {
        let file = try SupplierFile(agreement)
        var counts = SupplierFile.Counts()
        (counts.rows, counts.changed, counts.retired) = (2, 1, 1)
        var bytes = file.opening(.init(scope: .delta, generation: 9, base: 8))
        var cut = 0
        for (place, line) in lines.enumerated() {
            bytes += try file.line(line, isFirst: place == 0, cut: &cut)
        }
        return String(decoding: bytes + file.closing(counts, digest: "ab12"), as: UTF8.self)
    }

    static let columns = headings(
        ("action", "Do"), ("number", "No"), ("name", "Name"), ("city", "City"), ("status", "Status"))

    @Test func `CSV is written as RFC 4180 says, and values are left as they are`() throws {
        #expect(
            try Self.written(Self.agreement(.csv, Self.columns)) == """
                Do;No;Name;City;Status\r
                changed;0007;"=Bolt; ""Works""\";Köln <am> Rhein & mehr;active\r
                retired;12;"Cobalt
                Plastics";;retired\r
                TRAILER;2;0;1;1;ab12\r

                """)
    }

    @Test func `fixed width fills its columns with characters, and cuts names but not numbers`() throws {
        let columns = [
            BatchColumn(field: "number", place: .position(1, length: 6)),
            BatchColumn(field: "name", place: .position(8, length: 8)),
            BatchColumn(field: "city", place: .position(16, length: 4)),
        ]
        #expect(
            try Self.written(Self.agreement(.fixed, columns)) == """
                0007   =Bolt; "Köln\r
                12     Cobalt P    \r
                TRAILER 000000002000000000000000001000000001ab12\r

                """)
        var narrow = columns
        narrow[0] = BatchColumn(field: "number", place: .position(1, length: 3))
        let error = try #require(throws: BatchError.self) { try Self.written(Self.agreement(.fixed, narrow)) }
        #expect(error.description.contains("`number` of supplier 0007 has 4 characters, its column 3"))
    }

    @Test func `JSON without columns holds canonical documents, which our own reader reads`() throws {
        let text = try Self.written(Self.agreement(.json, []))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let suppliers = try #require(object["suppliers"] as? [[String: Any]])
        #expect(suppliers.map { $0["action"] as? String } == ["changed", "retired"])
        #expect(object["generation"] as? Int == 9)
        #expect((object["trailer"] as? [String: Any])?["rows"] as? Int == 2)
        let part = try #require(text.firstRange(of: "\"supplier\":"))
        let rest = text[part.upperBound...].prefix { $0 != "\n" }.dropLast()
        #expect(try DocumentReader.read(Array(rest.utf8)) == .supplier(Self.lines[0].supplier))
    }

    @Test func `JSON with columns holds their headings`() throws {
        let text = try Self.written(Self.agreement(.json, Self.columns, trailer: .none))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let suppliers = try #require(object["suppliers"] as? [[String: String]])
        #expect(suppliers[0]["Name"] == "=Bolt; \"Works\"")
        #expect(suppliers[1]["City"] == "")
        #expect(object["trailer"] == nil)
    }

    @Test func `XML escapes what it must, and leaves out what is absent`() throws {
        let text = try Self.written(Self.agreement(.xml, Self.columns, trailer: .counts))
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <suppliers scope="delta" generation="9" base="8">
                <supplier><Do>changed</Do><No>0007</No><Name>=Bolt; "Works"</Name>\
                <City>Köln &lt;am&gt; Rhein &amp; mehr</City><Status>active</Status></supplier>
                <supplier><Do>retired</Do><No>12</No><Name>Cobalt Plastics</Name><Status>retired</Status></supplier>
                <trailer rows="2" added="0" changed="1" retired="1"/>
                </suppliers>

                """)
    }

    static let unusable: [(BatchAgreement.Format, [BatchColumn], String)] = [
        (.csv, headings(("number", "No"), ("bankAccount", "IBAN")), "`bankAccount` is not kept"),
        (.csv, headings(("name", "Name")), "no column holds `number`"),
        (.csv, [BatchColumn(field: "number", place: .position(2, length: nil))], "column 1 is missing"),
        (.xml, headings(("number", "Number of it")), "no name of an XML element"),
        (
            .fixed,
            [
                BatchColumn(field: "number", place: .position(1, length: 6)),
                BatchColumn(field: "name", place: .position(6, length: 8)),
            ], "`name` overlaps"
        ),
    ]

    @Test(arguments: unusable)
    func `columns that cannot be written are told of`(
        _ format: BatchAgreement.Format, _ columns: [BatchColumn], _ part: String
    ) throws {
        let error = try #require(throws: BatchError.self) {
            try SupplierFile(Self.agreement(format, columns))
        }
        #expect(error.isOurs)
        #expect(error.description.contains(part))
    }

    static let forms: [(BatchAgreement.Format, [BatchColumn])] = [
        (.csv, columns), (.json, columns), (.json, []), (.xml, columns), (.xml, []),
        (
            .fixed,
            [
                BatchColumn(field: "number", place: .position(1, length: 6)),
                BatchColumn(field: "name", place: .position(8, length: 10)),
                BatchColumn(field: "action", place: .position(18, length: 10)),
            ]
        ),
    ]

    @Test(arguments: forms)
    func `what a target gives back is compared value by value`(
        _ format: BatchAgreement.Format, _ columns: [BatchColumn]
    ) throws {
        let agreement = Self.agreement(format, columns)
        let file = try SupplierFile(agreement)
        let text = try Self.written(agreement)
        let lines = try file.returned(Array(text.utf8))
        #expect(lines.map(\.number) == ["0007", "12"])
        #expect(lines.map(\.isRetired) == [false, true])
        #expect(file.differences(of: lines[0], from: Self.lines[0].supplier) == [])
        let other = try file.returned(Array(text.replacing("Bolt", with: "Belt").utf8))
        let found = file.differences(of: other[0], from: Self.lines[0].supplier)
        #expect(found.count == 1)
        #expect(found.first?.found.contains("Belt") == true)
        #expect(found.first?.expected.contains("Bolt") == true)
    }

    @Test func `a file in another form is told of and not compared`() throws {
        let file = try SupplierFile(Self.agreement(.csv, Self.columns))
        let error = #expect(throws: BatchError.self) { try file.returned(Array("No;Nom\r\n1;A\r\n".utf8)) }
        #expect(error?.description.contains("'Do'") == true)
    }
}
