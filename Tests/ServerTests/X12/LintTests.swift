import Foundation
import Testing

/// What `wharf x12 lint` says of files, and how it ends.
struct LintTests {
    @Test func `a clean file gets one line and status 0`() throws {
        let side = try CommandLineSide()
        let path = try side.file("clean.edi", SampleInterchange.orders())
        let answer = try side.x12("lint", path)
        #expect(answer.status == 0)
        #expect(answer.lines == ["\(path): clean: 1 interchange, 1 group, 2 transaction sets (850)"])
        #expect(try side.x12("lint", "--quiet", path).output == "")
    }

    @Test func `a finding shows place, names, the bytes with the fault underlined, and the fix`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        let answer = try side.x12("lint", path)
        #expect(answer.status == 10)
        #expect(answer.lines[0].hasPrefix("\(path):11:5: error: REF01"), "\(answer.output)")
        #expect(answer.lines[1].contains("850 Purchase Order, control number 0002, segment 3 REF"))
        #expect(answer.lines[1].contains("(Reference Identification Qualifier)"))
        #expect(answer.lines[2] == "        REF*D9X*038~")
        #expect(answer.lines[3] == "            ^^^")
        #expect(answer.lines.contains { $0.hasPrefix("    fix:      ") })
        #expect(answer.lines.contains { $0.contains("AK403 is 7 in the 997") })
        #expect(answer.lines.contains("    850 Purchase Order: 2 sets, 1 accepted, 1 rejected"))
        #expect(!answer.output.contains("\u{1B}"), "no colours but on a terminal")
    }

    @Test func `a long segment is cut around its fault and bytes that do not print are escaped`() throws {
        let side = try CommandLineSide()
        let long = "MSG*" + String(repeating: "x", count: 200) + "\u{7}" + String(repeating: "y", count: 90)
        let path = try side.file("long.edi", SampleInterchange.orders(["N9*L1*T", long]))
        let answer = try side.x12("lint", path)
        #expect(answer.status == 10)
        #expect(!answer.output.utf8.contains(7))
        #expect(answer.lines.filter { $0.contains("MSG*x") }.allSatisfy { $0.count < 140 })
        #expect(answer.output.contains("…"))
    }

    @Test func `findings as JSON are a line each, with stable keys, in the order of the file`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*DP*038", "DTM*002*20261399"]))
        let answer = try side.x12("lint", "--json", path)
        #expect(answer.status == 10)
        let findings = try answer.objects()
        let first = try #require(findings.first)
        #expect(first["code"] as? String == "date-invalid")
        #expect(first["acknowledgment"] as? String == "AK403=8")
        #expect(first["segmentId"] as? String == "DTM")
        #expect(first["element"] as? Int == 2)
        #expect(first["transaction"] as? Int == 2)
        #expect(first["component"] == nil)
        let offsets = findings.compactMap { $0["offset"] as? Int }
        #expect(offsets == offsets.sorted())
    }

    @Test func `findings over the limit are counted`() throws {
        let side = try CommandLineSide()
        let path = try side.file(
            "many.edi", SampleInterchange.orders(Array(repeating: "REF*D9X*1", count: 20)))
        let answer = try side.x12("lint", "--limit", "3", path)
        #expect(answer.lines.count { $0.contains(": error: ") } == 3)
        #expect(answer.output.contains("--limit 0 shows all"))
        #expect(answer.output.contains("20 errors"))
        #expect(try side.x12("lint", "--limit", "0", path).lines.count { $0.contains(": error: ") } == 20)
    }

    @Test func `standard input is read from a file and from a pipe`() throws {
        let side = try CommandLineSide()
        let path = try side.file("clean.edi", SampleInterchange.orders())
        let wanted = "standard input: clean: 1 interchange, 1 group, 2 transaction sets (850)\n"
        #expect(try side.x12("lint", "-", input: path).output == wanted)
        let piped = try Program.run(
            ["sh", "-c", "cat '\(path)' | '\(Checkout.program)' x12 lint -"], log: side.folder + "/pipe")
        #expect(piped.output == wanted)
    }

    @Test func `what is no X12 gets one sentence`() throws {
        let side = try CommandLineSide()
        let path = try side.file("text", "no X12 at all\n")
        let answer = try side.x12("lint", path)
        #expect(answer.status == 10)
        #expect(answer.lines == ["\(path): this is no X12: no ISA segment that can be read was found"])
        for verb in ["ack", "json", "explain", "format"] {
            let answer = try side.x12(verb, path)
            #expect(answer.status == 5)
            #expect(answer.output == "")
            #expect(answer.complaints.split(separator: "\n").count == 1, "\(answer.complaints)")
        }
    }

    @Test func `several files are all looked at, and the status tells of those that could not be`() throws {
        let side = try CommandLineSide()
        let clean = try side.file("clean.edi", SampleInterchange.orders())
        let none = side.folder + "/none.edi"
        let answer = try side.x12("lint", none, clean)
        #expect(answer.status == 11)
        #expect(answer.output.contains("clean.edi: clean"))
        #expect(answer.complaints.contains("none.edi: cannot be read"))
        #expect(try side.x12("lint", none).status == 3)
        #expect(try side.x12("lint", side.folder).status == 3)
    }

    @Test func `levels turn findings into warnings or leave them out`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        #expect(try side.x12("lint", "--levels", "codes=off", path).status == 0)
        let warned = try side.x12("lint", "--lenient", path)
        #expect(warned.output.contains(": warning: REF01"))
        #expect(warned.output.contains("2 sets, 2 accepted"))
        #expect(try side.x12("lint", "--levels", "kodes=off", path).status == 2)
    }

    @Test func `an overlay narrows the standard, and its mistakes have a line and a column`() throws {
        let side = try CommandLineSide()
        let path = try side.file("clean.edi", SampleInterchange.orders())
        let guide = try side.file("guide.overlay", "set 850 004010\nBEG02 codes only NE\n")
        let answer = try side.x12("lint", "--overlay", guide, path)
        #expect(answer.status == 10)
        #expect(answer.lines.count { $0.contains("error: BEG02") } == 2, "\(answer.output)")
        let broken = try side.file("broken.overlay", "set 850 004010\nBEG02 kodes only NE\n")
        let refused = try side.x12("lint", "--overlay", broken, path)
        #expect(refused.status == 5)
        #expect(refused.complaints.contains("broken.overlay:2:7: "))
    }

    @Test func `random bytes end with a status and a bounded answer`() throws {
        let side = try CommandLineSide()
        var state: UInt64 = 20_261_123
        var bytes = Array(SampleInterchange.orders().utf8.prefix(160))
        for _ in 0..<200_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(truncatingIfNeeded: state >> 33))
        }
        let path = side.folder + "/random"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        for verb in ["lint", "ack", "json", "explain", "format"] {
            let answer = try side.x12(verb, path)
            #expect([0, 5, 10].contains(answer.status), "\(verb): \(answer.complaints.prefix(300))")
        }
    }
}
