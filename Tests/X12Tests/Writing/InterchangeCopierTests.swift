import Testing

@testable import X12

@Suite struct InterchangeCopierTests {
    /// Every byte that may separate, by what each place asks for.
    static let separators: [UInt8] =
        (0x01...0x1F).map { UInt8($0) } + Array("!\"%&'()+,;<=?@[]^_`{|}~*:>$#/\\".utf8)

    @Test(arguments: ["004010", "005010", "003040", "007020"])
    func `parse and write give the input back for all legal separators and layouts`(release: String) throws {
        var numbers = SeededNumbers(seed: 4712)
        for round in 0..<250 {
            let sample = Samples.all[round % Samples.all.count]
            let picked = Array(Self.separators.shuffled(using: &numbers).prefix(4))
            let isLate = release >= "005010"
            var bytes = Samples.bytes(
                Samples.header(envelope: isLate ? "00501" : "00401", repetition: isLate ? "^" : "U"))
            for place in InterchangeHeader.separatorPlaces { bytes[place] = picked[0] }
            bytes[104] = picked[1]
            if isLate { bytes[82] = picked[3] }
            let layouts: [[UInt8]] = [[], [0x0A], [0x0D, 0x0A], [0x0D], [0x0A, 0x0A], [0x20, 0x0A]]
            let layout = layouts[round % layouts.count]
            let text = Samples.interchange(
                [(sample.id, sample.lines), (sample.id, sample.lines)], group: sample.group, release: release)
            bytes.append(picked[2])
            bytes += layout
            for line in text.split(separator: "\n").dropFirst() {
                bytes += line.dropLast().utf8.map { $0 == 0x2A ? picked[0] : $0 }
                switch Int.random(in: 0..<8, using: &numbers) {
                case 0: bytes += [picked[0], picked[0]]
                case 1: bytes += [picked[0], 0x41, picked[1], 0x42, picked[3], 0x43, picked[1]]
                default: break
                }
                bytes.append(picked[2])
                bytes += layout
            }
            if round % 7 == 0 { bytes += [0x1A, 0, 0] }
            if round % 11 == 0 { bytes = [0xEF, 0xBB, 0xBF] + bytes }
            if round % 13 == 0 { bytes += bytes }
            #expect(
                try InterchangeCopier().copy(bytes) == bytes,
                "separators \(picked), layout \(layout), seed 4712")
        }
    }

    @Test func `wrapped, trimmed and cut files and text around them come back as they were`() throws {
        let order = Samples.interchange([("850", Samples.order)], group: "PO")
        let plain = Samples.bytes(order)
        for width in [40, 77, 80, 132] {
            var wrapped: [UInt8] = []
            for (index, byte) in Samples.bytes(order.replacing("\n", with: "")).enumerated() {
                if index > 0, index % width == 0 { wrapped += [0x0D, 0x0A] }
                wrapped.append(byte)
            }
            #expect(try InterchangeCopier().copy(wrapped) == wrapped)
        }
        for text in [
            order.replacing("ACMECAST       ", with: "ACMECAST"), "hello\n" + order + "\nbye", "", "no X12",
            order.replacing("N3*", with: "  N3*"),
        ] {
            #expect(try InterchangeCopier().copy(Samples.bytes(text)) == Samples.bytes(text))
        }
        for count in stride(from: 0, to: plain.count, by: 3) {
            #expect(try InterchangeCopier().copy(Array(plain[..<count])) == Array(plain[..<count]))
        }
    }

    @Test func `mutated files come back as they were`() throws {
        var numbers = SeededNumbers(seed: 4713)
        let source = Samples.bytes(
            Samples.interchange([("856", Samples.shipNotice), ("856", Samples.shipNotice)], group: "SH"))
        for round in 0..<600 {
            var bytes = source
            for _ in 0..<Int.random(in: 1...8, using: &numbers) {
                bytes[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(
                    in: 0...255, using: &numbers)
            }
            #expect(try InterchangeCopier().copy(bytes) == bytes, "round \(round), seed 4713")
        }
    }

    @Test func `a file larger than any window comes back in pieces`() throws {
        let one = Samples.interchange([("850", Samples.order)], group: "PO")
        let bytes = Samples.bytes(String(repeating: one, count: 600))
        var output: [UInt8] = []
        var calls = 0
        try InterchangeCopier().copy(BytesSource(bytes)) { piece in
            output += piece
            calls += 1
        }
        #expect(output == bytes && calls > 3)
    }
}
