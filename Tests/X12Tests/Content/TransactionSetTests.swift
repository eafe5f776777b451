import Testing
import X12

struct TransactionSetTests {
    /// The only set of an interchange of 850s, accepted whatever its elements hold.
    private func set(
        _ segments: [[UInt8]], release: String = "004010", version: String = "00401", repetition: String = "U"
    ) throws -> TransactionSet {
        let head =
            "ISA*00*          *00*          *ZZ*NORDCAST       *ZZ*FJORDBUY       "
            + "*260302*0915*\(repetition)*\(version)*000000001*0*P*>~"
            + "GS*PO*NORDCAST*FJORDBUY*20260302*0915*1*X*\(release)~ST*850*0001~"
        var bytes = [UInt8](head.utf8)
        for segment in segments { bytes += segment + [UInt8(ascii: "~")] }
        bytes += "SE*\(segments.count + 2)*0001~GE*1*1~IEA*1*000000001~".utf8
        var found: TransactionSet?
        try Interpreter.walk(bytes, policy: ValidationPolicy(onError: ["850": .acceptGood])) { visit in
            if case .set(let result, _, _) = visit { found = result.content }
        }
        return try #require(found)
    }

    private func set(_ segments: String...) throws -> TransactionSet {
        try set(segments.map { [UInt8]($0.utf8) })
    }

    @Test
    func `a loop has its own segments and loops, in order, whatever stands between`() throws {
        let set = try set(
            "BEG*00*SA*1**20260301", "REF*DP*1", "N1*BT*A", "N3*STREET 1", "N4*TOWN", "N1*ST*B",
            "N3*STREET 2",
            "PO1*1*1*EA*1**VP*A", "PID*F****ONE", "PID*F****TWO", "PO4*1", "PO1*2*1*EA*1**VP*B", "CTT*2",
            "AMT*TT*3")
        let root = set.root
        #expect(root.id == "ST" && root.segments.map(\.id) == ["ST", "BEG", "REF", "SE"])
        #expect(root.loops.map(\.id) == ["N1", "N1", "PO1", "PO1", "CTT"])
        #expect(root.loops("N1").compactMap { $0.first("N3")?[1] } == ["STREET 1", "STREET 2"])
        let line = try #require(root.loops("PO1").first)
        #expect(line.segments.map(\.id) == ["PO1", "PO4"])
        #expect(line.loops("PID").compactMap { $0.first("PID")?[5] } == ["ONE", "TWO"])
        #expect(root.first("N1") == nil && line.first("CTT") == nil && root.first("TOOLONG") == nil)
        #expect(set.segments.map(\.ordinal) == Array(1...set.segmentCount))
    }

    @Test
    func `a segment skipped for standing wrongly leaves the others their places`() throws {
        let set = try set("BEG*00*SA*1**20260301", "ZZZ*1", "REF*DP*1", "PO1*1*1*EA*1**VP*A")
        #expect(set.root.first("BEG")?.ordinal == 2)
        #expect(set.root.first("REF")?.ordinal == 4)
        #expect(set.root.loops("PO1").first?.first("PO1")?.ordinal == 5)
    }

    @Test(arguments: [1, 60, 240, 247, 248, 255, 300, 5_000])
    func `elements are found in segments of any length`(_ length: Int) throws {
        let text = String(repeating: "x", count: length)
        let set = try set("BEG*00*SA*1**20260301", "MSG*\(text)", "PO1*1*1*EA*1**VP*A*UP*\(text)*VN**CB*c")
        let line = try #require(set.root.loops("PO1").first?.first("PO1"))
        #expect(line[9] == text && line[7] == "A" && line[13] == "c" && line.elementCount == 13)
        #expect(line[5] == nil && line[11] == nil && line[14] == nil && line[0] == nil && line[-1] == nil)
        #expect(line.has(9) && !line.has(11) && !line.has(99))
        #expect(line.elementRange(9)?.count == length)
        #expect(line.byteRange.count == "PO1*1*1*EA*1**VP*A*UP**VN**CB*c".utf8.count + length)
        let other = try #require(line.elementRange(13))
        #expect(other.upperBound == line.byteRange.upperBound)
    }

    @Test
    func `text is UTF-8 where it is that, and Latin-1 where it is not`() throws {
        let latin = [UInt8]("MSG*Stra".utf8) + [0xDF] + [UInt8]("e".utf8)
        let set = try set([
            [UInt8]("BEG*00*SA*1**20260301".utf8), [UInt8]("N9*ZZ*1".utf8), latin,
            [UInt8]("N1*BT*Straße".utf8), [UInt8]("PO1*1*1*EA*1**VP*A".utf8),
        ])
        #expect(set.root.loops("N1").first?.first("N1")?[2] == "Straße")
        #expect(set.segments.first { $0.code == "MSG" }?[1] == "Straße")
    }

    @Test
    func `repetitions and components are told apart`() throws {
        let set = try set(
            [
                [UInt8]("BEG*00*SA*1**20260301".utf8), [UInt8]("REF*DP*1**PO>4711>LI>2".utf8),
                [UInt8]("PO1*1*1*EA*1**VP*A".utf8),
            ], release: "005010", version: "00501", repetition: "^")
        let reference = try #require(set.root.first("REF"))
        #expect(reference[4] == "PO>4711>LI>2")
        #expect(reference[4, component: 2] == "4711" && reference[4, component: 5] == nil)
        #expect(reference.componentCount(4) == 4 && reference.componentCount(3) == 0)
        #expect(reference.repetitionCount(4) == 1 && reference[4, repetition: 2] == nil)
        #expect(!set.mayRepeat)
    }

    @Test
    func `a large set takes little more than its bytes`() throws {
        var segments = ["BEG*00*SA*1**20260301"]
        for line in 1...5_000 {
            segments.append("PO1*\(line)*370*CA*775.08*WE*UP*215729056418*VN*V432849*IN*14105718")
            segments.append("PID*F*08***BLUE WIDGET 12 OZ")
        }
        let set = try set(segments.map { [UInt8]($0.utf8) })
        let bytes = segments.reduce(0) { $0 + $1.utf8.count + 1 }
        #expect(set.footprint * 10 < bytes * 16)
        #expect(set.root.loops("PO1").count == 5_000)
        #expect(set.root.loops("PO1").last?.loops("PID").first?.first("PID")?[5] == "BLUE WIDGET 12 OZ")
    }

    @Test
    func `ids are numbers that read as text`() {
        #expect(SegmentID("PO1") == "PO1" && SegmentID("N1") == "N1" && SegmentID("PO1") != "PO4")
        #expect("\(SegmentID("PO1")) \(SegmentID("N1"))" == "PO1 N1")
        #expect(SegmentID("LONG") == SegmentID(""))
    }
}
