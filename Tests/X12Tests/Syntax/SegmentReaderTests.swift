import Testing

@testable import X12

/// Hands out its bytes in pieces of changing size.
struct PiecewiseSource: ByteSource {
    let bytes: [UInt8]
    var position = 0
    var numbers: SeededNumbers
    let largest: Int

    init(_ bytes: [UInt8], largest: Int, seed: UInt64 = 1) {
        self.bytes = bytes
        self.largest = largest
        numbers = SeededNumbers(seed: seed)
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(buffer.count, bytes.count - position, Int.random(in: 1...largest, using: &numbers))
        for index in 0..<count { buffer[index] = bytes[position + index] }
        position += count
        return count
    }
}

/// A segment as a test compares it.
struct ReadSegment: Equatable, CustomStringConvertible {
    var elements: [String]
    var range: Range<Int>
    var description: String { "\(elements.joined(separator: "*")) at \(range)" }
}

@Suite struct SegmentReaderTests {
    private func read(
        _ source: consuming some ByteSource, _ delimiters: Delimiters = Delimiters(),
        limits: Limits = .standard
    ) throws -> [ReadSegment] {
        var reader = SegmentReader(source, delimiters: delimiters, limits: limits)
        var segments: [ReadSegment] = []
        while try reader.next() {
            let elements = (0...reader.elementCount).map { reader.text($0) ?? "" }
            segments.append(ReadSegment(elements: elements, range: reader.byteRange))
        }
        return segments
    }

    /// What the rules say, byte by byte: the slow and plain way.
    private func expected(_ bytes: [UInt8], _ delimiters: Delimiters) -> [ReadSegment] {
        var segments: [ReadSegment] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: delimiters.segment) ?? bytes.count
            var first = start
            let isLayout: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D, 0x00, 0x1A].contains($0) }
            while first < end, isLayout(bytes[first]) { first += 1 }
            if first < end {
                var parts = bytes[first..<end].split(
                    separator: delimiters.element, omittingEmptySubsequences: false)
                while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
                segments.append(
                    ReadSegment(
                        elements: parts.map { String(decoding: $0, as: UTF8.self) }, range: first..<end))
            }
            start = end + 1
        }
        return segments
    }

    @Test func `segments are the same whatever the pieces the bytes come in`() throws {
        var numbers = SeededNumbers(seed: 99)
        let signs = Array("AB1*~*~ \n.>-".utf8)
        for round in 0..<120 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...3_000, using: &numbers) {
                bytes.append(signs[Int.random(in: 0..<signs.count, using: &numbers)])
            }
            let wanted = expected(bytes, Delimiters())
            #expect(try read(BytesSource(bytes)) == wanted, "round \(round)")
            let largest = [1, 7, 64, 900][round % 4]
            #expect(try read(PiecewiseSource(bytes, largest: largest)) == wanted, "round \(round)")
        }
    }

    @Test func `a large file is cut right across the borders of the window`() throws {
        var bytes: [UInt8] = []
        for number in 0..<10_000 {
            bytes += Array("PO1*\(number)*\(String(repeating: "X", count: number % 37))*EA~\n".utf8)
        }
        #expect(try read(BytesSource(bytes)) == expected(bytes, Delimiters()))
        #expect(try read(PiecewiseSource(bytes, largest: 10_000)).count == 10_000)
    }

    @Test func `a segment of very many elements keeps the first of them`() throws {
        let text = "N1" + String(repeating: "*A", count: 9_000) + "~N2*B~"
        let segments = try read(BytesSource(Array(text.utf8)))
        #expect(segments.map(\.elements.count) == [SegmentReader.maximumElements + 1, 2])
        #expect(segments.last?.elements == ["N2", "B"])
    }

    @Test func `binary data holds separators and is cut by its stated length`() throws {
        let data = "a~b*c~IEA*1*2~\nd"
        let text = "BIN*\(data.utf8.count)*\(data)~BDS*ASC*\(data.utf8.count)*\(data)~SE*3*0001~"
        for largest in [1, 5, 1_000] {
            let segments = try read(PiecewiseSource(Array(text.utf8), largest: largest))
            #expect(
                segments.map(\.elements) == [
                    ["BIN", "16", data], ["BDS", "ASC", "16", data], ["SE", "3", "0001"],
                ])
        }
    }

    @Test func `a stated length that leads nowhere ends the segment at the next terminator`() throws {
        for length in ["3", "999", "X", "99999999999999999999", "-1", "0"] {
            let text = "BIN*\(length)*ABCDE~N1*ST~"
            let segments = try read(BytesSource(Array(text.utf8)))
            #expect(segments.map(\.elements) == [["BIN", length, "ABCDE"], ["N1", "ST"]])
        }
    }

    @Test func `a segment over the limit is skipped in flat memory and the next one read`() throws {
        var limits = Limits.standard
        limits.maximumSegmentBytes = 1_000
        let long = "MSG*" + String(repeating: "X", count: 400_000)
        var reader = SegmentReader(
            BytesSource(Array("N1*A~\(long)~N2*B~".utf8)), delimiters: Delimiters(), limits: limits)
        var seen: [String] = []
        while try reader.next() {
            seen.append("\(reader.segmentID)\(reader.isOversize ? " skipped" : "") \(reader.byteRange)")
        }
        #expect(seen == ["N1 0..<4", "MSG skipped 5..<400009", "N2 400010..<400014"])
        #expect(reader.window.capacity <= 128 * 1024)
    }

    @Test func `an element is compared and handed out without a copy`() throws {
        var reader = SegmentReader(BytesSource(Array("N1*ST*É~".utf8)), delimiters: Delimiters())
        let isNext = try reader.next()
        #expect(isNext)
        #expect(reader.isEqual(0, "N1") && reader.isEqual(1, "ST") && !reader.isEqual(2, "E"))
        #expect(reader.withElement(2) { $0.count } == 2)
        #expect(reader.withElement(7) { $0.isEmpty } && reader.text(7) == nil && reader.text(-1) == nil)
        #expect(reader.withSegment { $0.count } == 8)
    }

    @Test func `text is UTF-8 where it is, else Latin-1`() throws {
        var reader = SegmentReader(
            BytesSource([0x4E, 0x31, 0x2A, 0xC9, 0x74, 0xE9, 0x7E]), delimiters: Delimiters())
        let isNext = try reader.next()
        #expect(isNext && reader.text(1) == "Été")
    }
}
