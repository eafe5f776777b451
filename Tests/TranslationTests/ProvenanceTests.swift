import Documents
import Foundation
import Testing
import Translation

struct ProvenanceTests {
    /// Fields that say something about the whole and stand in no element.
    private static let derived: Set<String> = ["documentType", "coversWholeOrder", "direction", "asOfStated"]

    @Test(arguments: Fixture.all)
    func `every value of a document has a source, and every source a value`(_ fixture: Fixture) throws {
        let translated = try fixture.translated()
        let object = try JSONSerialization.jsonObject(with: Data(translated.document.json()))
        var leaves = Set<String>()
        Self.collect(object, "", into: &leaves)
        let paths = Set(translated.provenance.map(\.path))
        #expect(leaves.subtracting(paths) == Self.derived.intersection(leaves))
        #expect(paths.subtracting(leaves) == [])
    }

    @Test(arguments: Fixture.all)
    func `the bytes of a source hold the value, and no element is both used and unused`(_ fixture: Fixture)
        throws
    {
        let bytes = try fixture.bytes()
        let translated = try fixture.translated()
        var used = Set<String>()
        for field in translated.provenance {
            used.insert("\(field.segment)/\(field.element)")
            #expect(bytes.indices.contains(field.bytes.lowerBound) && !field.bytes.isEmpty)
        }
        let number = translated.provenance.first { $0.path == "orderNumber" || $0.path == "shipmentNumber" }
        if let number {
            let text = String(decoding: bytes[number.bytes], as: UTF8.self)
            #expect(translated.document.references.contains { $0.value == text })
        }
        #expect(!used.isEmpty)
    }

    @Test
    func `a quantity names the element and bytes it came from`() throws {
        let fixture = try Fixture.named("850/stand-alone-with-kit")
        let field = try #require(
            try fixture.translated().provenance.first { $0.path == "lines[1].quantity.value" })
        #expect(field.segmentID == "PO1")
        #expect(field.element == 2)
        #expect(String(decoding: try fixture.bytes()[field.bytes], as: UTF8.self) == "3.5")
    }

    @Test
    func `what no field was read from is listed with its count and a sample`() throws {
        let set = interchange(
            "850", ["BEG*00*SA*1**20260301", "DTM*002*20261399", "PO1*1*1*EA**PE*VP*A", "CN1*SC"])
        let unused = try #require(try translate(set).first).unused
        #expect(
            unused.contains { $0.segmentID == "CN1" && $0.element == 1 && $0.sample == "SC" && $0.count == 1 }
        )
        #expect(unused.contains { $0.segmentID == "PO1" && $0.element == 5 })
        #expect(!unused.contains { $0.segmentID == "ST" || $0.segmentID == "DTM" })
    }

    @Test
    func `provenance is JSON with offsets`() throws {
        let translated = try Fixture.named("855/header-only-accepted").translated()
        let object =
            try JSONSerialization.jsonObject(with: Data(translated.provenanceJSON())) as? [String: Any]
        let fields = try #require(object?["fields"] as? [[String: Any]])
        #expect(fields.count == translated.provenance.count)
        #expect(fields.allSatisfy { $0["offset"] is Int && $0["length"] is Int && $0["path"] is String })
        #expect(object?["unused"] is [[String: Any]])
    }

    private static func collect(_ value: Any, _ path: String, into leaves: inout Set<String>) {
        if let object = value as? [String: Any] {
            for (key, child) in object {
                collect(child, path.isEmpty ? key : "\(path).\(key)", into: &leaves)
            }
        } else if let list = value as? [Any] {
            for (index, child) in list.enumerated() { collect(child, "\(path)[\(index)]", into: &leaves) }
        } else {
            leaves.insert(path)
        }
    }
}
