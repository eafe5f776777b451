import Testing

@testable import X12

@Suite struct InterchangeFormatterTests {
    private let notice = Samples.bytes(Samples.interchange([("856", Samples.shipNotice)], group: "SH"))

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `a file without breaks gets one segment a line`() throws {
        let compact = notice.filter { $0 != 0x0A }
        let (lines, report) = try InterchangeFormatter(layout: .lines).format(compact)
        #expect(lines == notice)
        #expect(report.interchanges == 1 && report.segments == 18 && report.findings.isEmpty)
    }

    @Test func `compact takes the breaks out`() throws {
        let (compact, _) = try InterchangeFormatter(layout: .compact).format(notice)
        #expect(compact == notice.filter { $0 != 0x0A })
    }

    @Test func `indentation follows envelopes, loops and levels and reads as the same data`() throws {
        let (indented, _) = try InterchangeFormatter(layout: .indented).format(notice)
        let expected = """
              GS*SH*ACMECAST*WHARF*20261123*1152*905*X*004010~
                ST*856*0001~
                  BSN*00*SHP001*20261130*0815*0001~
                  HL*1**S~
                    TD1*CTN25*2~
                    DTM*011*20261130~
                    N1*ST*NORTH DOCK*92*0417~
                    HL*2*1*O~
                      PRF*PO4711~
                      HL*3*2*P~
                        MAN*GM*00012345678901234567~
                        HL*4*3*I~
                          LIN**BP*A100~
                          SN1**48*EA~
                  CTT*4~
                SE*15*0001~
              GE*1*905~
            IEA*1*000000905~

            """
        #expect(text(indented).split(separator: "\n", maxSplits: 1).last.map(String.init) == expected)
        let findings = try Interpreter.findings(in: indented)
        #expect(Set(findings.map(\.code)) == [.leadingWhitespace])
        #expect(try InterchangeFormatter(layout: .lines).format(indented).bytes == notice)
    }

    @Test func `other separators are written, ISA among them, and read back as the same data`() throws {
        let new = Delimiters(element: 0x7C, component: 0x3A, segment: 0x0A)
        let (other, _) = try InterchangeFormatter(layout: .lines, delimiters: new).format(notice)
        #expect(text(other).hasPrefix("ISA|00|          |00|"))
        #expect(try Interpreter.findings(in: other).isEmpty)
        let old = Delimiters()
        #expect(try InterchangeFormatter(layout: .lines, delimiters: old).format(other).bytes == notice)
    }

    @Test func `data that holds a new separator fails with its place in the file`() throws {
        let new = Delimiters(element: 0x7C, component: 0x3A, segment: UInt8(ascii: "K"))
        #expect(throws: WriteError.self) { try InterchangeFormatter(delimiters: new).format(notice) }
        let dash = Delimiters(element: 0x7C, component: 0x3A, segment: UInt8(ascii: "$"))
        let order = Samples.interchange([("850", ["BEG*00*SA*PO$1**20261101"])], group: "PO")
        let error = #expect(throws: WriteError.self) {
            try InterchangeFormatter(delimiters: dash).format(Samples.bytes(order))
        }
        #expect(error?.segmentID == "BEG" && error?.element == 3 && error?.byte == UInt8(ascii: "$"))
        let place = Samples.bytes(order).firstIndex(of: UInt8(ascii: "$"))
        #expect(error?.offset == place)
    }

    @Test func `data that holds a new separator is replaced where that is agreed, and counted`() throws {
        let dollar = Delimiters(element: 0x7C, component: 0x3A, segment: UInt8(ascii: "$"))
        let order = Samples.interchange([("850", ["BEG*00*SA*PO$1**20261101"])], group: "PO")
        let rules = WritingRules(onDelimiterInData: .replace(with: 0x20))
        let (bytes, report) = try InterchangeFormatter(delimiters: dollar, rules: rules).format(
            Samples.bytes(order))
        #expect(text(bytes).contains("BEG|00|SA|PO 1||20261101$"))
        #expect(report.replacementCount == 1 && report.replacements.first?.segmentID == "BEG")
    }

    @Test func `separators that are data or equal each other are refused`() {
        for bad in [
            Delimiters(element: 0x41), Delimiters(component: 0x2A), Delimiters(segment: 0x20),
            Delimiters(repetition: 0x7E),
        ] {
            #expect(throws: WriteError.self) { try InterchangeFormatter(delimiters: bad).format(notice) }
        }
    }

    @Test func `repetitions get the new separator where the group has them, and stay data where not`() throws
    {
        let lines = ["BEG*00*SA*PO^1**20261101"]
        for (release, expected) in [("005010", "PO+1"), ("004010", "PO^1")] {
            let file = Samples.interchange(
                [("850", lines)], group: "PO", release: release, envelope: "00501", repetition: "^")
            let new = Delimiters(repetition: UInt8(ascii: "+"))
            let (bytes, _) = try InterchangeFormatter(delimiters: new).format(Samples.bytes(file))
            #expect(text(bytes).contains(expected + "**2026"))
            #expect(bytes[82] == UInt8(ascii: "+"))
        }
    }

    @Test func `every tolerated oddity is written plainly`() throws {
        let order = Samples.interchange([("850", Samples.order)], group: "PO")
        let plain = Samples.bytes(order)
        var wrapped: [UInt8] = []
        for (index, byte) in Samples.bytes(order.replacing("\n", with: "")).enumerated() {
            if index > 0, index % 80 == 0 { wrapped += [0x0D, 0x0A] }
            wrapped.append(byte)
        }
        let odd: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + plain, Samples.bytes(order.replacing("~\n", with: "~\r\n\r\n")),
            Samples.bytes(order.replacing("~", with: "~~")), plain + [0x1A, 0, 0], wrapped,
            Samples.bytes(order.replacing("ACMECAST       ", with: "ACMECAST")),
        ]
        for bytes in odd { #expect(try InterchangeFormatter().format(bytes).bytes == plain) }
    }

    @Test func `a cut file stays cut, and a last terminator that was lost is given`() throws {
        let order = Samples.interchange([("850", Samples.order)], group: "PO")
        let whole = try InterchangeFormatter().format(Samples.bytes(String(order.dropLast(2))))
        #expect(text(whole.bytes) == order && whole.report.findings.map(\.code) == [.lastTerminatorMissing])
        for count in [1, 2, 7, 30] {
            let cut = String(order.dropLast(2 + count))
            let (bytes, report) = try InterchangeFormatter().format(Samples.bytes(cut))
            #expect(text(bytes) == cut)
            #expect(report.findings.map(\.code) == [.interchangeTruncated])
        }
    }

    @Test func `separators of several bytes are not torn apart`() throws {
        let order = Samples.interchange([("850", Samples.order)], group: "PO")
        for text in [order.replacing("~\n", with: "…"), order.replacing("*P*>~", with: "*P*¦~")] {
            let compact = Samples.bytes(text).filter { $0 != 0x0A }
            #expect(try InterchangeFormatter().format(Samples.bytes(text)).bytes == compact)
            #expect(try InterchangeCopier().copy(Samples.bytes(text)) == Samples.bytes(text))
            #expect(throws: WriteError.self) {
                try InterchangeFormatter(delimiters: Delimiters(element: 0x1D)).format(Samples.bytes(text))
            }
        }
    }

    @Test func `any bytes are formatted or refused, and formatting twice changes nothing more`() throws {
        var numbers = SeededNumbers(seed: 77)
        for round in 0..<300 {
            var bytes = notice
            for _ in 0..<6 {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            for layout in InterchangeFormatter.Layout.allCases {
                let once = try InterchangeFormatter(layout: layout).format(bytes).bytes
                let twice = try InterchangeFormatter(layout: layout).format(once).bytes
                #expect(once == twice, "round \(round), seed 77, \(layout)")
            }
        }
    }

    @Test func `other separators and back again is the same data, for mutated files of two releases too`()
        throws
    {
        var numbers = SeededNumbers(seed: 79)
        let late = Samples.bytes(
            Samples.interchange(
                [("850", Samples.order + ["REF*DP*A^B>C"])], group: "PO", release: "005010",
                envelope: "00501",
                repetition: "^"))
        let other = Delimiters(element: 0x1D, component: 0x1F, segment: 0x1C, repetition: 0x1E)
        let usual = Delimiters(repetition: UInt8(ascii: "^"))
        var count = 0
        for round in 0..<400 {
            var bytes = round % 2 == 0 ? notice : late
            for _ in 0..<round % 5 {
                bytes[Int.random(in: 106..<bytes.count, using: &numbers)] = UInt8.random(
                    in: 0x20...0xFF, using: &numbers)
            }
            let plain = try InterchangeFormatter().format(bytes).bytes
            guard let there = try? InterchangeFormatter(delimiters: other).format(bytes).bytes else {
                continue
            }
            #expect(
                try InterchangeFormatter(delimiters: usual).format(there).bytes == plain, "seed 79, \(round)")
            count += 1
        }
        #expect(count > 300)
    }
}
