import Testing
import Translation

struct UsageTests {
    private func unused(_ segments: [String]) throws -> [UnusedElement] {
        let all = ["BEG*00*SA*1**20260301"] + segments + ["PO1*1*1*EA*1*PE*VP*A"]
        return try #require(try translate(interchange("850", all)).first).unused
    }

    @Test
    func `components that nobody read are listed beside the one that was`() throws {
        let found = try unused(["MEA**WT*12*KG>1>2"]).filter { $0.segmentID == "MEA" }
        #expect(found.map(\.component) == [2, 3])
        #expect(found.map(\.sample) == ["1", "2"])
        #expect(found.allSatisfy { $0.element == 4 && $0.repetition == nil && $0.count == 1 })
    }

    @Test
    func `repetitions behind the first are listed unless they were understood`() throws {
        let text = String(
            decoding: interchange(
                "850", ["BEG*00*SA*1**20260301", "REF*DP*1^2^3", "PO1*1*1*EA*1*PE*VP*A"]), as: UTF8.self
        ).replacing("*U*00401*", with: "*^*00501*").replacing("*X*004010", with: "*X*005010")
        let found = try #require(try translate([UInt8](text.utf8)).first).unused
        #expect(
            found.contains {
                $0.segmentID == "REF" && $0.element == 2 && $0.repetition == 2 && $0.sample == "2"
            })
    }

    @Test
    func `the same element of many segments is one entry with its count and first value`() throws {
        let found = try unused(["DTM*002*20260230*9999", "DTM*010*20260231*8888"])
            .filter { $0.segmentID == "DTM" }
        #expect(found.map(\.element) == [3])
        #expect(found.first?.count == 2 && found.first?.sample == "9999")
    }
}
