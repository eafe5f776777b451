import Testing

@testable import Partners

struct StrictYAMLTests {
    private func faults(_ bytes: [UInt8]) -> [String] {
        let reading = FileReading(file: "x.yaml")
        _ = StrictYAML.read(bytes, into: reading)
        return reading.faults.map(\.description)
    }

    private func faults(_ text: String) -> [String] { faults(Array(text.utf8)) }

    @Test func `an empty file, a lone text and a list are no profile`() {
        #expect(faults("") == ["x.yaml:1:1: error: the file is empty"])
        #expect(faults("# nothing\n") == ["x.yaml:1:1: error: the file is empty"])
        #expect(
            faults("text") == ["x.yaml:1:1: error: a profile is a mapping of keys and values, this is text"])
        #expect(
            faults("- a") == ["x.yaml:1:1: error: a profile is a mapping of keys and values, this is a list"])
    }

    @Test func `a byte that is not UTF-8 is found by line and column`() {
        let bytes = Array("a: 1\nbé: ".utf8) + [0xFF] + Array("\nc: 2\n".utf8)
        #expect(faults(bytes) == ["x.yaml:2:5: error: the file is not UTF-8 (hint: save it as UTF-8)"])
    }

    @Test func `a file of 256 KiB is read, one byte more is not`() {
        let head = Array("a: 1\n#".utf8)
        let full = head + [UInt8](repeating: 0x78, count: StrictYAML.maximumBytes - head.count)
        #expect(faults(full) == [])
        #expect(
            faults(full + [0x78]) == ["x.yaml:1:1: error: the file has 262145 bytes, 262144 are the most"])
    }

    @Test func `twelve levels are read, thirteen are not`() {
        let twelve = "a: " + String(repeating: "[", count: 11) + String(repeating: "]", count: 11)
        #expect(faults(twelve) == [])
        let thirteen = "a: " + String(repeating: "[", count: 12) + String(repeating: "]", count: 12)
        #expect(faults(thirteen) == ["x.yaml:1:15: error: deeper than 12 levels"])
    }

    @Test func `a quarter million brackets do not exhaust the stack`() {
        #expect(faults("a: " + String(repeating: "[", count: 250_000)).count == 1)
        #expect(faults("a: " + String(repeating: "{b: ", count: 60_000)).count == 1)
        #expect(faults(String(repeating: "- ", count: 100_000)).count == 1)
        #expect(faults(String(repeating: "? ", count: 100_000)).count == 1)
    }

    @Test func `aliases that stand for billions of nodes are refused at once`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let names = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(names)]\n"
        }
        #expect(faults(text) == ["x.yaml:6:30: error: anchors and aliases are not allowed"])
        let few = "a: &a [x, y]\nb: *a\nc: *a\n"
        let once = "x.yaml:1:4: error: anchors and aliases are not allowed (hint: write the value out)"
        #expect(faults(few) == [once])
    }

    @Test func `every duplicate key is found, with all else`() {
        let text = "a: 1\nb: 2\na: 3\nb: 4\na: 5\n\"a\": 6\n'b': 7\nc: { d: 1, d: 2 }\n"
        #expect(
            faults(text).map { String($0.prefix { $0 != "(" }) } == [
                "x.yaml:3:1: error: duplicate key `a` ", "x.yaml:4:1: error: duplicate key `b` ",
                "x.yaml:5:1: error: duplicate key `a` ", "x.yaml:6:1: error: duplicate key `a` ",
                "x.yaml:7:1: error: duplicate key `b` ", "x.yaml:8:12: error: duplicate key `d` ",
            ])
    }

    @Test func `duplicates that cannot be masked still stop the file`() {
        #expect(faults("\"\": 1\n\"\": 2\n") == ["x.yaml:1:1: error: duplicate key ``"])
        let many = (0..<70).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        #expect(faults(many).count == 1)
    }

    @Test func `numbers of one value in two spellings are different keys, the same text is one`() {
        #expect(faults("0x10: 1\n16: 2\n") == [])
        #expect(faults("16: 1\n\"16\": 2\n").count == 1)
    }

    @Test func `the nearest word is found for slips and not for other words`() {
        #expect(NearestWord.nearest(to: "prot", among: ["port", "host"]) == "port")
        #expect(NearestWord.nearest(to: "Port", among: ["port", "host"]) == "port")
        #expect(NearestWord.nearest(to: "xyz", among: ["port", "host"]) == nil)
        #expect(NearestWord.nearest(to: "", among: []) == nil)
        #expect(NearestWord.distance("keep", "kepe") == 1)
        #expect(NearestWord.distance("", "abc") == 3)
    }
}
