import Documents
import Foundation
import Testing

/// The documents that received files became, written for people.
private let goldens: [URL] = {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")
    let folders =
        (try? FileManager.default.contentsOfDirectory(at: fixtures, includingPropertiesForKeys: nil)) ?? []
    return folders.flatMap { folder in
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }.filter { file in
        // Files of batches become several documents.
        file.pathExtension == "json" && file.deletingLastPathComponent().lastPathComponent != "batch"
    }.sorted { $0.path < $1.path }
}()

/// A text, the place of its first fault, and what is expected there.
struct Fault: Sendable, CustomTestStringConvertible {
    let text: String
    let place: String
    let expected: String
    var testDescription: String { place }

    init(_ text: String, _ place: String, _ expected: String) {
        self.text = text
        self.place = place
        self.expected = expected
    }
}

/// An order with some more fields.
private func order(_ fields: String) -> String {
    "{\"documentType\":\"purchase-order\",\"purpose\":{\"code\":\"00\"},\"orderType\":{\"code\":\"SA\"},"
        + "\"orderNumber\":\"1\",\(fields)}"
}

private let faults = [
    Fault("", "syntax 1:1 ", "the text ends where a value was expected"),
    Fault("\u{FEFF}{}", "syntax 1:1 ", "JSON begins without a byte order mark"),
    Fault("[]", "kind 1:1 ", "a document is an object in braces"),
    Fault("{}", "missing 1:1 documentType", "documentType is required"),
    Fault("{} x", "syntax 1:4 ", "nothing may follow the document"),
    Fault(
        "{\"documentType\":\"purchase-order\",}", "syntax 1:34 ", "a key in quotes was expected"),
    Fault("{\"a\":[1,2,]}", "syntax 1:11 a[2]", "a value was expected"),
    Fault("{\"a\":01}", "syntax 1:6 a", "a number has no leading zeros"),
    Fault("{\"a\":1.}", "syntax 1:8 a", "a digit was expected after the point"),
    Fault("{\"a\":tru}", "syntax 1:6 a", "true was expected"),
    Fault("{\"a\":'x'}", "syntax 1:6 a", "a value was expected"),
    Fault("{\"a\":\"\\x\"}", "syntax 1:7 a", "a backslash is followed by one of \" \\ / b f n r t u"),
    Fault("{\"a\":\"\\ud800\"}", "text 1:7 a", "the first half of a pair stands alone"),
    Fault("{\"a\":\"\\udc00\"}", "text 1:7 a", "the second half of a pair stands alone"),
    Fault("{\"a\":\"tab\there\"}", "syntax 1:10 a", "a control character stands in a text only escaped"),
    Fault("{\"a\":{\"b\":[{\"c\":1 2}]}}", "syntax 1:19 a.b[0]", "a comma or } was expected"),
    Fault(
        "{\"documentType\":\"purchase-odrer\"}", "value 1:17 documentType",
        "one of \(DocumentType.allCases.map(\.rawValue).joined(separator: ", ")); did you mean purchase-order?"
    ),
    Fault(
        order("\"orderDate\":\"2026-02-30\",\"lines\":[]"), "value 1:114 orderDate",
        "a day of the calendar as YYYY-MM-DD"),
    Fault(order("\n\"lines\":[{},7]"), "kind 2:13 lines[1]", "an object in braces"),
    Fault(order("\n\"lines\":[{\"lineNumber\":1}]"), "kind 2:24 lines[0].lineNumber", "a text in quotes"),
    Fault(
        order("\n\"lines\":[{\"price\":{\"amount\":1,\"perQuantity\":1.5}}]"),
        "value 2:45 lines[0].price.perQuantity",
        "a whole number without point or exponent, of at most 18 digits"),
]

struct DocumentReaderTests {
    @Test(arguments: goldens)
    func `a document's JSON is read and written to the same bytes`(_ golden: URL) throws {
        let text = [UInt8](try Data(contentsOf: golden))
        let document = try DocumentReader.read(text)
        let json = document.json()
        #expect(try DocumentReader.read(json) == document)
        #expect(compact(text) == String(decoding: json, as: UTF8.self))
    }

    @Test(arguments: faults)
    func `a fault is told with its place and what was expected`(_ fault: Fault) throws {
        let caught = #expect(throws: DocumentFaults.self) {
            try DocumentReader.read([UInt8](fault.text.utf8))
        }
        let first = try #require(caught?.faults.first)
        #expect("\(first.code.rawValue) \(first.line):\(first.column) \(first.path)" == fault.place)
        #expect(first.expected == fault.expected)
    }

    @Test
    func `all faults of a document are told at once, in their order`() throws {
        let text = """
            {
              "documentType": "purchase-order",
              "purpose": { "kind": "original" },
              "orderTypo": { "code": "SA" },
              "orderNumber": 4711,
              "lines": [
                { "quantity": { "value": "3" } },
                { "quantity": { "value": 3, "value": 4 }, "price": null }
              ]
            }
            """
        let caught = #expect(throws: DocumentFaults.self) { try DocumentReader.read([UInt8](text.utf8)) }
        let told = try #require(caught).faults.map { "\($0.code.rawValue) \($0.line) \($0.path)" }
        #expect(
            told == [
                "missing 1 orderType", "missing 3 purpose.code", "unknown-key 4 orderTypo",
                "kind 5 orderNumber",
                "kind 7 lines[0].quantity.value", "duplicate-key 8 lines[1].quantity.value",
                "kind 8 lines[1].price",
            ])
        #expect(caught?.faults[2].expected == "no such key here; did you mean orderType?")
        #expect(caught?.faults[6].expected == "an object in braces; what is absent is left out")
    }

    @Test
    func `more faults than the limit are counted`() throws {
        let lines = Array(repeating: "{ \"quantity\": 1 }", count: 130).joined(separator: ", ")
        let text = order("\"lines\": [\(lines)]")
        let caught = #expect(throws: DocumentFaults.self) { try DocumentReader.read([UInt8](text.utf8)) }
        #expect(caught?.faults.count == 100)
        #expect(caught?.suppressed == 30)
    }

    @Test
    func `numbers keep every digit`() throws {
        for number in ["0", "12.50", "-0.00100", "99999999999999999999999999.99", "0.1234567890123456789"] {
            let text = order("\"lines\":[{\"quantity\":{\"value\":\(number)}}]")
            let json = try DocumentReader.read([UInt8](text.utf8)).json()
            #expect(String(decoding: json, as: UTF8.self).contains("\"value\":\(number)}"))
        }
    }

    @Test
    func `texts keep every character, escaped or not`() throws {
        let text = order("\"release\": \"\\u00e9\\n\\ud83d\\ude00 é😀 \\\"\\/\", \"lines\": []")
        guard case .purchaseOrder(let order) = try DocumentReader.read([UInt8](text.utf8)) else {
            Issue.record("no order")
            return
        }
        #expect(order.release == "é\n😀 é😀 \"/")
    }

    @Test
    func `the limits hold`() {
        var small = DocumentReader.Limits()
        small.bytes = 200
        small.depth = 3
        small.elements = 2
        small.textBytes = 30
        let faulty = [
            order("\"lines\": []" + String(repeating: " ", count: 200)),
            order("\"lines\": [{\"item\":{\"identifiers\":[]}}]"),
            order("\"lines\": [{}, {}, {}]"), order("\"release\": \"\(String(repeating: "x", count: 31))\""),
        ]
        for text in faulty {
            let caught = #expect(throws: DocumentFaults.self) {
                try DocumentReader.read([UInt8](text.utf8), limits: small)
            }
            #expect(caught?.faults.map(\.code) == [.limit], "\(text)")
        }
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: DocumentFaults.self) { try DocumentReader.read(deep) }
    }

    @Test(arguments: goldens)
    func `damaged bytes are a document or faults, never anything else`(_ golden: URL) throws {
        let text = [UInt8](try Data(contentsOf: golden))
        var random = SeededGenerator(seed: UInt64(text.count))
        for _ in 0..<150 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
                case 1: damaged.remove(at: place)
                case 2: damaged.insert(UInt8(ascii: "\""), at: place)
                default: damaged.removeSubrange(place..<min(place + 40, damaged.count))
                }
                if damaged.isEmpty { damaged = [0] }
            }
            do {
                let document = try DocumentReader.read(damaged)
                let again = try DocumentReader.read(document.json())
                #expect(again == document)
            } catch {
                #expect(!error.faults.isEmpty)
            }
        }
    }
}

/// A text of JSON without the white space between its values.
private func compact(_ json: [UInt8]) -> String {
    var compact: [UInt8] = []
    var isInText = false
    var isEscaped = false
    for byte in json {
        if !isInText, byte == 0x20 || byte == 0x0A { continue }
        compact.append(byte)
        if isInText {
            isInText = isEscaped || byte != UInt8(ascii: "\"")
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        } else {
            isInText = byte == UInt8(ascii: "\"")
        }
    }
    return String(decoding: compact, as: UTF8.self)
}

/// Numbers that only look random: the same for the same seed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
