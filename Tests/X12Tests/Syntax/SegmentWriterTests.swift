import Testing

@testable import X12

@Suite struct SegmentWriterTests {
    private let delimiters = Delimiters(repetition: UInt8(ascii: "^"))

    private func text(_ writer: SegmentWriter) -> String { String(decoding: writer.bytes, as: UTF8.self) }

    @Test func `composites and repetitions are written by structure, empty ends dropped`() throws {
        var writer = SegmentWriter(delimiters: delimiters)
        try writer.segment(
            "SV1",
            values: [
                .composite(["HC", "99213", nil, "25", nil, ""]), .text("10.5"), .empty,
                .repeated([.text("A"), .composite(["B", "C"]), .text("D")]), .composite([nil, ""]), .empty,
            ])
        try writer.segment("REF", ["DP", nil, "", nil])
        try writer.segment("N3", [nil, ""])
        try writer.segment(OutgoingSegment("BIN", values: [.text("3"), .binary([0x2A, 0x7E, 0x00])]))
        #expect(text(writer) == "SV1*HC>99213>>25*10.5**A^B>C^D~REF*DP~BIN*3**~\0~")
        #expect(writer.segmentCount == 3)
    }

    @Test func `a separator in data is an error with its whole place, and nothing is written`() {
        let cases: [([ElementValue], Int, Int?, Int?, Character)] = [
            ([.text("A"), .text("B*C")], 2, nil, nil, "*"), ([.text("A>B")], 1, nil, nil, ">"),
            ([.composite(["A", "B~"])], 1, 2, nil, "~"),
            ([.repeated([.text("A"), .text("B^")])], 1, nil, 2, "^"),
            ([.empty, .repeated([.text("A"), .composite(["B", "C", "D\n"])])], 2, 3, 2, "\n"),
        ]
        for (values, element, component, repetition, byte) in cases {
            var writer = SegmentWriter(delimiters: delimiters)
            let error = #expect(throws: WriteError.self) { try writer.segment("REF", values: values) }
            #expect(error?.code == .separatorInData && error?.segmentID == "REF" && error?.segment == 1)
            #expect(error?.element == element && error?.component == component)
            #expect(error?.repetition == repetition && error?.byte == byte.asciiValue)
            #expect(writer.bytes.isEmpty && writer.segmentCount == 0)
        }
    }

    @Test func `where it is agreed a separator gives way to another byte, recorded with its place`() throws {
        var writer = SegmentWriter(
            delimiters: delimiters, rules: WritingRules(onDelimiterInData: .replace(with: 0x20)))
        try writer.segment("MSG", ["A*B~C", "D>E"])
        #expect(text(writer) == "MSG*A B C*D E~")
        #expect(writer.replacementCount == 3 && writer.replacements.map(\.element) == [1, 1, 2])
        #expect(writer.replacements.map(\.byte) == Array("*~>".utf8))
        var broken = SegmentWriter(
            delimiters: delimiters, rules: WritingRules(onDelimiterInData: .replace(with: 0x2A)))
        #expect(throws: WriteError.self) { try broken.segment("MSG", ["A*B"]) }
    }

    @Test func `character sets are kept where one is agreed`() throws {
        let cases: [(CharacterRepertoire, String, Bool)] = [
            (.basic, "NORTH DOCK 12, (A) +1/2?", true), (.basic, "North", false), (.basic, "A_B", false),
            (.extended, "North_Dock #4 <a@b> {x}", true), (.extended, "Müller", true),
            (.extended, "A`B", false), (.any, "A`B ~".replacing("~", with: "!"), true),
            (.any, "A\u{7F}", false),
        ]
        for (characters, value, isAllowed) in cases {
            var writer = SegmentWriter(
                delimiters: Delimiters(component: 0x1F), rules: WritingRules(characters: characters))
            if isAllowed {
                try writer.segment("MSG", [value])
                #expect(text(writer) == "MSG*\(value)~")
            } else {
                let error = #expect(throws: WriteError.self) { try writer.segment("MSG", [value]) }
                #expect(error?.code == (characters == .any ? .separatorInData : .characterNotAllowed))
            }
        }
    }

    @Test func `ids that are none and repetitions that cannot be told are refused`() {
        var writer = SegmentWriter(delimiters: Delimiters())
        for id in ["", "N", "N1*A", "ref", "REFX", "N~"] {
            #expect(throws: WriteError.self) { try writer.segment(id, ["A"]) }
        }
        let error = #expect(throws: WriteError.self) {
            try writer.segment("REF", values: [.repeated([.text("A"), .text("B")])])
        }
        #expect(error?.code == .noRepetitionSeparator && writer.bytes.isEmpty)
        #expect(error?.description.contains("REF element 1") == true)
    }

    @Test func `draining keeps memory flat and what follows whole`() throws {
        var writer = SegmentWriter(delimiters: Delimiters(lineBreak: .crlf))
        var output: [UInt8] = []
        var largest = 0
        for index in 0..<5_000 {
            try writer.segment("PO1", [String(index), "1", "EA"])
            largest = max(largest, writer.bytes.count)
            if writer.bytes.count > 1_000 { writer.drain { output += $0 } }
        }
        writer.drain { output += $0 }
        #expect(largest < 1_100 && writer.segmentCount == 5_000)
        #expect(String(decoding: output, as: UTF8.self).split(separator: "~\r\n").count == 5_000)
    }

    @Test func `what the values API writes, the reader takes apart into the same values`() throws {
        var numbers = SeededNumbers(seed: 4714)
        let letters = Array("ABC 019.-".utf8)
        func word() -> String {
            String(
                decoding: (0..<Int.random(in: 1...4, using: &numbers)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &numbers)]
                }, as: UTF8.self)
        }
        for round in 0..<300 {
            let picked = Array(
                InterchangeCopierTests.separators.filter { !letters.contains($0) && $0 >= 0x1C }
                    .shuffled(using: &numbers).prefix(4))
            let delimiters = Delimiters(
                element: picked[0], component: picked[1], segment: picked[2], repetition: picked[3])
            let values: [[[String]]] = (0..<Int.random(in: 1...5, using: &numbers)).map { _ in
                (0..<Int.random(in: 1...3, using: &numbers)).map { _ in
                    (0..<Int.random(in: 1...3, using: &numbers)).map { _ in word() }
                }
            }
            var writer = SegmentWriter(delimiters: delimiters)
            try writer.segment("ZZ1", values: values.map { .repeated($0.map { .composite($0) }) })
            let read = writer.bytes.dropLast().split(separator: picked[0], omittingEmptySubsequences: false)
                .dropFirst().map { element in
                    element.split(separator: picked[3], omittingEmptySubsequences: false).map { value in
                        value.split(separator: picked[1], omittingEmptySubsequences: false).map {
                            String(decoding: $0, as: UTF8.self)
                        }
                    }
                }
            #expect(read == values, "round \(round), seed 4714")
        }
    }
}
