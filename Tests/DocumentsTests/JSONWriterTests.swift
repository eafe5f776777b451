import Documents
import Foundation
import Testing

struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.object(body)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test
    func `absent values are left out and the order is kept`() {
        let written = text { json in
            json.field("b", "1")
            json.field("a", String?.none)
            json.field("count", 3)
            json.field("none", Int?.none)
            json.list("empty", [])
            json.list("list", ["x", "y"])
            json.field("inner", object: { $0.field("flag", true) })
            json.list("made", of: [1, 2]) { json, value in json.object { $0.field("n", value) } }
            json.list("nothing", of: [Int]()) { _, _ in }
            json.field("ready", json: [UInt8]("[1]".utf8))
        }
        let expected =
            #"{"b":"1","count":3,"list":["x","y"],"inner":{"flag":true},"#
            + #""made":[{"n":1},{"n":2}],"nothing":[],"ready":[1]}"#
        #expect(written == expected)
    }

    @Test
    func `decimals are numbers with their own digits`() throws {
        #expect(text { $0.field("price", ExactDecimal("12.50")) } == #"{"price":12.50}"#)
        #expect(text { $0.field("price", ExactDecimal("1E2")) } == #"{"price":100}"#)
    }

    @Test
    func `every control character is escaped and everything else survives a reader`() throws {
        let odd = (0..<0x100).map { String(UnicodeScalar(UInt8($0))) }.joined() + "\u{2028}😀\"\\/"
        let written = text { $0.field("text", odd) }
        #expect(!written.utf8.contains { $0 < 0x20 || $0 == 0x7F })
        let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: String]
        #expect(object?["text"] == odd)
    }

    @Test(arguments: ["\"", "\\", "\u{7F}", "\u{1F}", "\n", "é", "\u{80}", "~", " "])
    func `a character is written right wherever it stands`(_ character: String) throws {
        for length in 0..<20 {
            for place in 0...length {
                let before = String(repeating: "a", count: place)
                let whole = before + character + String(repeating: "b", count: length - place)
                let written = text { $0.field("text", whole) }
                let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: String]
                #expect(object?["text"] == whole)
                let value = written.dropFirst(#"{"text":"#.count).dropLast()
                #expect(text { $0.list("list", [whole, whole]) } == #"{"list":[\#(value),\#(value)]}"#)
            }
        }
    }

    @Test
    func `a decimal of any length is written as its own text`() throws {
        for digits in 1...20 {
            for scale in 0...digits + 2 {
                let units = try #require(Int128(String(repeating: "1029384756", count: 2).prefix(digits)))
                let number = ExactDecimal(units: units, scale: scale)
                #expect(text { $0.field("n", number) } == "{\"n\":\(number)}")
            }
        }
    }

    @Test(arguments: [0, 1, 1_000, 5_000])
    func `what outgrows the memory it began in is written the same`(_ count: Int) {
        func write(_ json: inout JSONWriter) {
            json.list("numbers", of: 0..<count) { json, number in
                json.object { json in
                    json.field("number", number)
                    json.field("text", "text \(number)")
                }
            }
        }
        var json = JSONWriter()
        write(&json)
        #expect(JSONWriter.bytes(write) == json.bytes)
    }

    @Test(arguments: [0, 9, 10, 99, 100, -1, -10, Int.max, Int.min])
    func `whole numbers are written with all digits`(_ number: Int) {
        #expect(text { $0.field("n", number) } == "{\"n\":\(number)}")
    }
}
