import Documents
import Testing
import X12

@testable import Translation

struct GeneratedDocumentTests {
    private static let separators: [Delimiters] = [
        Delimiters(),
        Delimiters(element: 0x7C, component: 0x3A, segment: 0x7E, repetition: 0x5E, lineBreak: .lf),
        Delimiters(element: 0x1D, component: 0x1F, segment: 0x1C, lineBreak: .crlf),
        Delimiters(element: 0x2B, component: 0x3A, segment: 0x27, repetition: 0x2A),
    ]

    @Test(arguments: OutboundRegistry.outbound.map { $0.documentType }, 0..<60)
    func `a document is the same after JSON, X12 and JSON again`(_ type: DocumentType, _ seed: Int) throws {
        var made = GeneratedDocument(seed: seed * 31 + type.rawValue.utf8.count)
        let generated = made.document(type)
        let document = try #require(generated)
        let json = document.json()
        let read = try DocumentReader.read(json)
        #expect(read == document)
        var options = OutboundOptions(
            release: made.pick(["004010", "004030", "005010"]), controlNumber: "0042")
        options.delimiters = made.pick(Self.separators)
        options.totals = .asStated
        let set = try OutboundRegistry.outbound(from: read, options)
        #expect(set.unplaced == [])
        let again = try #require(try translate(interchange(of: set)).first)
        #expect(
            readable(again.document.json()) == readable(json), "\(String(decoding: set.bytes, as: UTF8.self))"
        )
    }

    @Test(arguments: OutboundRegistry.outbound.map { $0.documentType }, 0..<20)
    func `every value is placed`(_ type: DocumentType, _ seed: Int) throws {
        var made = GeneratedDocument(seed: seed)
        let generated = made.document(type)
        let document = try #require(generated)
        let set = try #require(OutboundRegistry.translator(for: type)).set
        let trail = try #require(try placed(document, by: set, release: "004010"))
        #expect(try leafPaths(of: document).subtracting(trail).sorted() == [])
    }
}
