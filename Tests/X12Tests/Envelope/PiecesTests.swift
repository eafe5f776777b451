import Testing

@testable import X12

/// What is found must not depend on the pieces that the bytes arrive in.
@Suite struct PiecesTests {
    private static let order = Samples.interchange([("850", Samples.order)], group: "PO")

    /// A source that gives so many bytes at a time.
    ///
    /// Where none are named it gives one to seven, so that every place is once the end of what is at hand.
    private struct PieceSource: ByteSource {
        let bytes: ArraySlice<UInt8>
        private var position: Int
        private let size: Int?
        private var piece = 0

        init(_ bytes: [UInt8], _ range: Range<Int>, size: Int? = nil) {
            self.bytes = bytes[range]
            self.size = size
            position = range.lowerBound
        }

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            piece = piece % 7 + 1
            let count = min(size ?? piece, buffer.count, bytes.endIndex - position)
            for index in 0..<count { buffer[index] = bytes[position + index] }
            position += count
            return count
        }
    }

    /// The text with a break after each line of a width; the line given is longer by some bytes.
    private static func wrapped(
        _ text: String, at width: Int, _ lineBreak: [UInt8], longer line: Int? = nil, by surplus: Int = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        var column = 0
        var lines = 0
        for byte in Samples.bytes(text.replacing("\n", with: "")) {
            if column == width + (lines == line ? surplus : 0) {
                bytes += lineBreak
                column = 0
                lines += 1
            }
            bytes.append(byte)
            column += 1
        }
        return bytes
    }

    @Test(arguments: [
        Samples.bytes(order),
        Samples.bytes("\u{FEFF}" + order.replacing("ACMECAST       ", with: "ACMECAST")),
        wrapped(order, at: 80, [0x0D, 0x0A]), wrapped(order, at: 80, [0x0A]),
        wrapped(order, at: 80, [0x0D, 0x0A], longer: 7, by: 3),
        wrapped(order, at: 80, [0x0D, 0x0A], longer: 7, by: -5),
        wrapped(order, at: 80, [0x0A], longer: 8, by: 1),
        wrapped(order + order, at: 80, [0x0D, 0x0A]),
        wrapped(order, at: 80, [0x0D, 0x0A]) + [0x0D, 0x0A] + wrapped(order, at: 72, [0x0D, 0x0A]),
        wrapped(order, at: 80, [0x0A]) + [0x0A] + wrapped(order, at: 81, [0x0A]) + [0x0A],
    ])
    func `a file read in small pieces gives the findings and places of the whole`(bytes: [UInt8]) throws {
        let whole = try EnvelopeScanner.scan(BytesSource(bytes))
        let pieces = try EnvelopeScanner.scan(PieceSource(bytes, 0..<bytes.count))
        #expect(whole.byteCount == bytes.count && pieces.byteCount == bytes.count)
        #expect(whole.findings == pieces.findings && !whole.interchanges.isEmpty)
        #expect(whole.interchanges.map(\.bytes) == pieces.interchanges.map(\.bytes))
        #expect(whole.interchanges.map(\.findings) == pieces.interchanges.map(\.findings))
        for interchange in whole.interchanges {
            for group in interchange.groups {
                var one = GroupReader(BytesSource(bytes, range: group.bytes), group: group, in: interchange)
                var other = GroupReader(PieceSource(bytes, group.bytes), group: group, in: interchange)
                while let result = try one.next() {
                    let again = try #require(try other.next())
                    #expect(result.bytes == again.bytes)
                    #expect(result.verdict.findings == again.verdict.findings)
                }
            }
        }
    }

    /// Everything found in a file, in words, when so many of its bytes come at a time.
    private static func account(of bytes: [UInt8], piece: Int) throws -> [String] {
        let outline = try EnvelopeScanner.scan(PieceSource(bytes, 0..<bytes.count, size: piece))
        var account = ["\(outline.byteCount)"] + outline.findings.map { "\($0)" }
        for interchange in outline.interchanges {
            account.append("ISA \(interchange.bytes)")
            account += interchange.findings.map { "\($0)" }
            for group in interchange.groups {
                account.append("GS \(group.bytes)")
                let source = PieceSource(bytes, group.bytes, size: piece)
                var reader = GroupReader(source, group: group, in: interchange)
                while let set = try reader.next() {
                    account.append("ST \(set.bytes)")
                    account += set.verdict.findings.map { "\($0)" }
                }
                account += reader.finish().findings.map { "\($0)" }
            }
        }
        return account
    }

    @Test(arguments: 0..<40)
    func `wrapped files of uneven lines give the same in pieces of any size`(seed: UInt64) throws {
        var numbers = NumberGenerator(state: seed)
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let breaks: [[UInt8]] = [[0x0A], [0x0D, 0x0A], [0x0D]]
            let lineBreak = breaks.randomElement(using: &numbers) ?? []
            bytes += PiecesTests.wrapped(
                PiecesTests.order, at: Int.random(in: 78...82, using: &numbers), lineBreak,
                longer: Int.random(in: 0...12, using: &numbers), by: Int.random(in: -6...6, using: &numbers))
            if Bool.random(using: &numbers) { bytes += lineBreak }
        }
        for _ in 0..<Int.random(in: 0...4, using: &numbers) {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            if Bool.random(using: &numbers) {
                bytes.remove(at: place)
            } else {
                let odd: [UInt8] = [0x0A, 0x0D, 0x7E, 0x2A]
                bytes.insert(odd[Int.random(in: 0..<4, using: &numbers)], at: place)
            }
        }
        let whole = try PiecesTests.account(of: bytes, piece: bytes.count)
        for size in [1, 7, 64, 4_096] {
            #expect(
                try PiecesTests.account(of: bytes, piece: size) == whole, "seed \(seed), pieces of \(size)")
        }
    }

    /// Numbers that follow from a seed alone.
    private struct NumberGenerator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            let mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            return mixed ^ mixed >> 27
        }
    }

    @Test func `the places in a wrapped file are exact though a line is longer than the others`() throws {
        let bytes = PiecesTests.wrapped(PiecesTests.order, at: 80, [0x0D, 0x0A], longer: 7, by: 3)
        let interchange = try #require(try EnvelopeScanner.scan(BytesSource(bytes)).interchanges.first)
        let group = try #require(interchange.groups.first)
        #expect(bytes[group.bytes].starts(with: Array("GS*".utf8)))
        #expect(
            bytes[interchange.bytes].last == UInt8(ascii: "~") && interchange.bytes.upperBound == bytes.count)
        #expect(bytes[group.bytes.upperBound...].filter { $0 > 0x20 }.starts(with: Array("IEA*".utf8)))
    }
}
