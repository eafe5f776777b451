import Testing

@testable import X12

@Suite struct InterchangeSplitterTests {
    /// Two groups, the first with two sets.
    private var file: String {
        var lines = Samples.interchange(
            [("850", Samples.order), ("850", Samples.order)], group: "PO"
        ).split(separator: "\n").map(String.init)
        lines.removeLast()
        lines.append("GS*SH*ACMECAST*WHARF*20261123*1152*906*X*004010~")
        lines += ["ST*856*0009~"] + Samples.shipNotice.map { $0 + "~" } + ["SE*15*0009~", "GE*1*906~"]
        lines.append("IEA*2*000000905~")
        return lines.map { $0 + "\n" }.joined()
    }

    private func split(
        _ text: String, by unit: InterchangeSplitter.Unit
    ) throws -> (pieces: [(piece: InterchangeSplitter.Piece, bytes: [UInt8])], report: WritingReport) {
        var pieces: [(piece: InterchangeSplitter.Piece, bytes: [UInt8])] = []
        var open: InterchangeSplitter.Piece?
        let report = try InterchangeSplitter(by: unit).split(BytesSource(Samples.bytes(text))) { event in
            switch event {
            case .begin(let piece):
                #expect(open == nil)
                open = piece
                pieces.append((piece, []))
            case .bytes(let bytes): pieces[pieces.count - 1].bytes += bytes
            case .end(let piece):
                #expect(open == piece)
                open = nil
            }
        }
        #expect(open == nil)
        return (pieces, report)
    }

    @Test func `each set becomes an interchange of its own that is clean`() throws {
        let (pieces, report) = try split(file, by: .set)
        #expect(pieces.map(\.piece.name) == ["0001-850-0001", "0002-850-0002", "0003-856-0009"])
        #expect(pieces.map(\.piece.transaction) == [1, 2, 3] && pieces.map(\.piece.group) == [1, 1, 2])
        for (_, bytes) in pieces {
            #expect(try Interpreter.findings(in: bytes).isEmpty)
        }
        #expect(report.findings.isEmpty && report.interchanges == 1)
        let second = String(decoding: pieces[1].bytes, as: UTF8.self)
        #expect(second.contains("ST*850*0002~") && second.hasSuffix("GE*1*905~\nIEA*1*000000905~\n"))
    }

    @Test func `each group becomes an interchange of its own that is clean`() throws {
        let (pieces, _) = try split(file, by: .group)
        #expect(pieces.map(\.piece.name) == ["0001-PO-905", "0002-SH-906"])
        for (_, bytes) in pieces { #expect(try Interpreter.findings(in: bytes).isEmpty) }
        #expect(String(decoding: pieces[0].bytes, as: UTF8.self).contains("GE*2*905~\nIEA*1*"))
    }

    @Test func `each interchange comes out as it went in`() throws {
        let other = file.replacing("*", with: "|").replacing("000000905", with: "000000906")
        let (pieces, _) = try split(file + "\n\n" + other, by: .interchange)
        #expect(pieces.map(\.piece.name) == ["0001-ISA-000000905", "0002-ISA-000000906"])
        #expect(pieces.map { String(decoding: $0.bytes, as: UTF8.self) } == [file, other])
        #expect(pieces.map(\.piece.offset) == [0, file.utf8.count + 2])
    }

    @Test func `TA1s of a file cut below the interchange get a piece of their own`() throws {
        let text = file.replacing("GS*PO", with: "TA1*000000001*261123*1200*A*000~\nGS*PO")
        let (pieces, report) = try split(text, by: .set)
        #expect(pieces.map(\.piece.kind) == ["TA1", "850", "850", "856"])
        #expect(report.findings.isEmpty)
        let outline = try EnvelopeScanner.scan(BytesSource(pieces[0].bytes))
        #expect(outline.interchanges.first?.acknowledgments.count == 1)
        #expect(outline.interchanges.first?.findings.isEmpty == true)
        let whole = try split(text, by: .interchange)
        #expect(String(decoding: whole.pieces[0].bytes, as: UTF8.self) == text)
    }

    @Test func `wrong counts are counted anew, missing trailers are given and reported`() throws {
        var text = file.replacing("IEA*2*", with: "IEA*7*").replacing("GE*2*905", with: "GE*9*905")
        #expect(try Interpreter.findings(in: try split(text, by: .group).pieces[0].bytes).isEmpty)
        text = file.replacing("GE*2*905~\n", with: "")
        let (pieces, report) = try split(text, by: .group)
        #expect(report.findings.map(\.code) == [.groupTrailerMissing])
        for (_, bytes) in pieces { #expect(try Interpreter.findings(in: bytes).isEmpty) }
    }

    @Test func `a set without SE, strays and a cut file are reported`() throws {
        let (_, noTrailer) = try split(file.replacing("SE*12*0001~\n", with: ""), by: .set)
        #expect(noTrailer.findings.map(\.code) == [.setTrailerMissing])
        let (_, stray) = try split(file.replacing("ST*850*0002", with: "XX*850*0002"), by: .set)
        #expect(stray.findings.map(\.code) == [.segmentOutsideSet])
        let (cut, report) = try split(String(file.dropLast(60)), by: .group)
        #expect(cut.count == 2)
        #expect(report.findings.contains { $0.code == .interchangeTrailerMissing })
    }

    @Test func `an upload that broke off before the next one does not swallow it`() throws {
        let broken = String(file.dropLast(70)) + file
        let (pieces, report) = try split(broken, by: .interchange)
        #expect(pieces.count == 2 && String(decoding: pieces[1].bytes, as: UTF8.self) == file)
        #expect(report.findings.contains { $0.code == .interchangeTrailerMissing })
        #expect(try InterchangeCopier().copy(Samples.bytes(broken)) == Samples.bytes(broken))
        let lines = try InterchangeFormatter().format(Samples.bytes(broken))
        #expect(lines.report.interchanges == 2)
    }

    @Test func `names hold letters, digits and minus signs only`() throws {
        let (pieces, _) = try split(file.replacing("ST*850*0001", with: "ST*8/0*../x"), by: .set)
        #expect(pieces[0].piece.name == "0001-8_0-___x")
    }

    @Test func `no bytes of any file make it fail, and each piece begins with ISA and ends with IEA`() throws
    {
        var numbers = SeededNumbers(seed: 78)
        let source = Samples.bytes(file)
        let marks = Array("*~>\nISAGE".utf8)
        for round in 0..<300 {
            var bytes = source
            for _ in 0..<6 {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                bytes[place] = marks[Int.random(in: 0..<marks.count, using: &numbers)]
            }
            for unit in InterchangeSplitter.Unit.allCases {
                var piece: [UInt8] = []
                var count = 0
                try InterchangeSplitter(by: unit).split(BytesSource(bytes)) { event in
                    switch event {
                    case .begin(let next):
                        piece = []
                        count += 1
                        #expect(next.ordinal == count)
                    case .bytes(let more): piece += more
                    case .end:
                        #expect(piece.starts(with: [0x49, 0x53, 0x41]), "round \(round), seed 78")
                        let outline = try EnvelopeScanner.scan(BytesSource(piece))
                        #expect(outline.interchanges.count >= 1)
                    }
                }
            }
        }
    }
}
