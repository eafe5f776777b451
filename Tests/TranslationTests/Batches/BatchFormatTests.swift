import Documents
import Foundation
import Testing

@testable import Partners
@testable import Translation

/// Fixed width, JSON and XML as they come, not as they should be.
struct BatchFormatTests {
    private static func stock(_ format: String, _ more: String, columns: String) -> BatchAgreement {
        BatchFixture.profile(
            "stock:\n  match: [\"*\"]\n  format: \(format)\n  document: inventory\n"
                + more.split(separator: "\n").map { "  \($0)\n" }.joined() + "  columns: { \(columns) }\n")
    }

    private static let fixed = stock(
        "fixed", "", columns: "itemNumber: { at: 1, length: 4 }, quantityOnHand: { at: 5, length: 4 }")
    private static let json = stock(
        "json", "rows: data.items", columns: "itemNumber: id, quantityOnHand: qty")
    private static let xml = stock("xml", "", columns: "itemNumber: id, quantityOnHand: qty")

    private func quantities(_ reading: WholeReading) -> [String] {
        reading.lines.map {
            "\($0.item.identifiers.first?.value ?? "")=\($0.onHand?.value.description ?? "")"
        }
    }

    // MARK: Fixed width

    @Test func `a fixed width line that ends within a number is told of, not read as a smaller number`()
        throws
    {
        let reading = try WholeReading(Array("A1  0012\nB2  001\nC3\n".utf8), Self.fixed)
        #expect(quantities(reading) == ["A1=12"])
        #expect(reading.faults.map(\.line) == [2, 3])
    }

    @Test func `a line of another length than agreed is told of`() throws {
        let agreement = Self.stock(
            "fixed", "lineLength: 8",
            columns: "itemNumber: { at: 1, length: 4 }, quantityOnHand: { at: 5, length: 4 }")
        let reading = try WholeReading(Array("A1  0012\nB2 0012\nC3   0012\n".utf8), agreement)
        #expect(quantities(reading) == ["A1=12"])
    }

    @Test func `places count characters, or bytes where that is agreed`() throws {
        let text = Array("Mü1 0012\n".utf8)
        #expect(quantities(try WholeReading(text, Self.fixed)) == ["Mü1=12"])
        let inBytes = Self.stock(
            "fixed", "count: bytes",
            columns: "itemNumber: { at: 1, length: 5 }, quantityOnHand: { at: 6, length: 4 }")
        #expect(quantities(try WholeReading(text, inBytes)) == ["Mü1=12"])
        let within = Self.stock(
            "fixed", "count: bytes",
            columns: "itemNumber: { at: 1, length: 2 }, quantityOnHand: { at: 6, length: 4 }")
        #expect(try WholeReading(text, within).faults.count == 1)
    }

    // MARK: Encodings

    @Test(arguments: [true, false])
    func `UTF-16 with its mark is read, with characters beyond its first plane`(_ isLittle: Bool) throws {
        let text = "Artikel;Bestand;Einheit;Stand\nMü🔩;1;;\n"
        let units = [0xFEFF] + Array(text.utf16)
        let bytes = units.flatMap { unit -> [UInt8] in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return isLittle ? pair : pair.reversed()
        }
        #expect(quantities(try WholeReading(bytes, BatchFixture.stock(BatchFixture.cobalt))) == ["Mü🔩=1"])
        // Half a character at the end is told of, not dropped.
        let cut = try? WholeReading(Array(bytes.dropLast(1)), BatchFixture.stock(BatchFixture.cobalt))
        #expect(cut?.faultyRows != 0)
    }

    @Test(arguments: 1...9)
    func `half a character at the end is told of, wherever the pieces end`(pieceBytes: Int) throws {
        let bytes: [UInt8] = [0xFE, 0xFF, 0, 0x41, 0, 0x42, 0xD8, 0x3D, 0xDD, 0x29, 0]
        var decoded = DecodedBytes(
            BatchBytes(byteCount: bytes.count, pieceBytes: pieceBytes) { Array(bytes[$0]) },
            .utf16(isLittleEndian: false), from: 2)
        var text: [UInt8] = []
        while true {
            let piece = try decoded.next()
            if piece.isEmpty { break }
            text += piece
        }
        #expect(text == Array("AB🔩".utf8) + [0xFF])
    }

    // MARK: JSON

    static let notJSON = [
        #"{"data": {"items": [{"id": "A", "qty": 01}]}}"#, #"{"data": {"items": [{"id": "A" "qty": 1}]}}"#,
        #"{"data": {"items": [{"id": "A", "qty": 1},]}}"#,
        #"{"data": {"items": [{"id": "\ud800", "qty": 1}]}}"#,
        #"{"data": {"items": [{"id": "A", "qty": 1}]}} x"#, "[" + String(repeating: "[", count: 100),
        #"{"data": {"items": [1]}}"#, "nothing", #"{"data": {"items": [{"id": "A", "qty": 1e}]}}"#,
    ]

    @Test(arguments: notJSON)
    func `JSON that is none is refused as a whole, with its place`(_ text: String) throws {
        let error = #expect(throws: BatchError.self) { try WholeReading(Array(text.utf8), Self.json) }
        #expect(error?.code == .notJSON)
        #expect(error?.description.contains("Line 1") == true)
    }

    @Test func `every cut of a JSON or XML file is known as incomplete or holds no row`() throws {
        let files: [(String, BatchAgreement)] = [
            (#"{"data": {"items": [{"id": "A", "qty": 1}, {"id": "B", "qty": 22}]}}"#, Self.json),
            (
                "<?xml version='1.0'?><s><r><id>A</id><qty>1</qty></r><r><id>B</id><qty>22</qty></r></s>",
                Self.xml
            ),
        ]
        for (text, agreement) in files {
            let bytes = Array(text.utf8)
            for length in 0..<bytes.count {
                let error = #expect(throws: BatchError.self, "\(length)") {
                    try WholeReading(Array(bytes.prefix(length)), agreement)
                }
                #expect(
                    error?.meansIncomplete == true || length < 2, "\(length): \(String(describing: error))")
            }
        }
    }

    @Test func `a file of an object a line that ends within its last object came in part`() throws {
        let agreement = try #require(BatchFixture.written.last).agreement
        let text = "{\"sku\": \"A\", \"qty\": 1}\n{\"sku\": \"B\", \"qt"
        let error = #expect(throws: BatchError.self) { try WholeReading(Array(text.utf8), agreement) }
        #expect(error?.meansIncomplete == true)
    }

    @Test func `a number that would not survive binary fractions stays exact, and a repeated key is told of`()
        throws
    {
        let text = """
            {"data": {"other": [{"id": "no"}], "items": [{"id": "A", "qty": 0.1000000000000000055},
            {"id": "B", "qty": 1, "qty": 2}, {"id": "C", "qty": {"value": 1}}, {"id": "D", "qty": "1,5"}]}}
            """
        let reading = try WholeReading(Array(text.utf8), Self.json)
        #expect(quantities(reading) == ["A=0.1000000000000000055"])
        #expect(reading.faults.map(\.path) == ["qty", "qty", "qty"])
        #expect(reading.faults.allSatisfy { $0.line == 2 })
    }

    // MARK: XML

    static let refusedXML = [
        "<!DOCTYPE s SYSTEM \"http://127.0.0.1:9/x.dtd\"><s/>",
        "<?xml version='1.0'?>\n<!-- x --><!DOCTYPE s [<!ENTITY a \"b\">]><s><r>&a;</r></s>",
        "<?xml version='1.0' encoding='UTF-7'?><s/>", "<?xml version='1.0' encoding='UTF-16'?><s/>",
        "\u{FEFF}x<s/>", "<s><r><id>A</id><qty>1</qty></r>&undefined;</s>", "<s><r></s></r></s>",
        "<s><r a='1' a='2'/></s>", "<s/><t/>",
        String(repeating: "<r>", count: 70) + String(repeating: "</r>", count: 70),
        "<s><!DOCTYPE x></s>", "<s>\u{1}</s>",
    ]

    @Test(arguments: refusedXML)
    func `XML that could do harm, or is none, is refused as a whole`(_ text: String) throws {
        let error = #expect(throws: BatchError.self) { try WholeReading(Array(text.utf8), Self.xml) }
        #expect(error?.code == .notXML, "\(String(describing: error))")
    }

    @Test func `UTF-16 XML, in which a document type could hide, is refused`() {
        let bytes: [UInt8] =
            [0xFF, 0xFE]
            + "<!DOCTYPE s><s/>".utf16.flatMap { unit -> [UInt8] in [UInt8(truncatingIfNeeded: unit), 0] }
        let error = #expect(throws: BatchError.self) { try WholeReading(bytes, Self.xml) }
        #expect(error?.code == .notXML)
    }

    @Test func `a value that stands twice in an element is told of, and text around elements is none`() throws
    {
        let text = """
            <s><r>noise<id>A</id>noise<qty> 1 </qty></r>
            <r><id>B</id><qty>1</qty><qty>2</qty></r>
            <r><id>C<!-- x -->1</id><qty>3</qty></r></s>
            """
        let reading = try WholeReading(Array(text.utf8), Self.xml)
        #expect(quantities(reading) == ["A=1", "C1=3"])
        #expect(reading.faults.map(\.line) == [2])
    }

    // MARK: Streams

    @Test func `a file is read the same in pieces of any size`() throws {
        for fixture in BatchFixture.all {
            let bytes = try fixture.bytes()
            let whole = try fixture.reading()
            for size in [1, 2, 3, 7, 64] {
                let source = BatchBytes(byteCount: bytes.count, pieceBytes: size) { Array(bytes[$0]) }
                let reader = BatchReader(
                    fixture.agreement, arrivedOn: "2026-03-03", name: "\(fixture.name).\(fixture.ending)")
                let reading = try reader.survey(source)
                #expect(reading.faults == whole.faults, "\(fixture.name) by \(size)")
                var documents: [[UInt8]] = []
                try reader.documents(of: source, reading, dropping: 0) {
                    documents.append($0.document.json())
                }
                #expect(documents == whole.documents.map { $0.json() }, "\(fixture.name) by \(size)")
            }
        }
    }

    @Test func `documents taken before are not given again`() throws {
        let fixture = try #require(BatchFixture.written.first)
        let bytes = BatchBytes(try fixture.bytes())
        let reader = BatchReader(fixture.agreement, arrivedOn: "2026-03-03", name: "x.csv")
        let reading = try reader.survey(bytes)
        var rest: [String] = []
        try reader.documents(of: bytes, reading, dropping: 1) { rest.append($0.document.businessKey) }
        #expect(rest == ["PO/4500012346/RESPONSE"])
    }
}
