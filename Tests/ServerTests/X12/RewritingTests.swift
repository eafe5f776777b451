import Foundation
import Testing

/// What `wharf x12 ack`, `json`, `write`, `explain`, `format` and `split` print.
struct RewritingTests {
    @Test func `an answer names the set in error, in as much detail as asked for`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        let full = try side.x12("ack", path)
        #expect(full.status == 0)
        #expect(full.output.contains("ST*997*0001~"))
        #expect(full.output.contains("AK2*850*0001~\nAK5*A~"))
        #expect(full.output.contains("AK3*REF*3**8~\nAK4*1*128*7*D9X~\nAK5*R*5~"))
        #expect(full.output.contains("AK9*P*2*2*1~"))
        let errors = try side.x12("ack", "--detail", "errors", path)
        #expect(!errors.output.contains("AK2*850*0001~"))
        #expect(errors.output.contains("AK2*850*0002~"))
        #expect(!(try side.x12("ack", "--detail", "group", path)).output.contains("AK2"))
        #expect(try side.x12("ack", "--version", "001000", path).status == 2)
    }

    @Test func `an answer is itself clean`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        let answer = try side.file("answer.edi", try side.x12("ack", path).output)
        #expect(try side.x12("lint", answer).status == 0)
    }

    @Test func `documents are a line each, with the places of their fields when asked for`() throws {
        let side = try CommandLineSide()
        let path = try side.file("orders.edi", SampleInterchange.orders())
        let documents = try side.x12("json", path).objects()
        #expect(documents.map { $0["orderNumber"] as? String } == ["4500012345", "4500012346"])
        let placed = try #require(try side.x12("json", "--provenance", "--unused", path).objects().first)
        #expect((placed["document"] as? [String: Any])?["orderNumber"] as? String == "4500012345")
        let fields = try #require(placed["fields"] as? [[String: Any]])
        #expect(fields.contains { $0["path"] as? String == "orderNumber" && $0["element"] as? Int == 3 })
        #expect(placed["unused"] is [Any])
    }

    @Test func `documents become sets that give the same documents again`() throws {
        let side = try CommandLineSide()
        let orders = try side.x12("json", side.file("orders.edi", SampleInterchange.orders())).output
        let documents = try side.file("orders.ndjson", orders)
        let written = try side.x12("write", documents, "--from", "ZZ/NORTHWIND", "--to", "ZZ/ACMECAST")
        #expect(written.status == 0, "\(written.complaints)")
        let path = try side.file("written.edi", written.output)
        #expect(try side.x12("lint", path).status == 0)
        // The writer fills in the hash total that the orders left out.
        let again = try side.x12("json", path).output.replacingOccurrences(
            of: ",\"hashTotal\":[0-9]+", with: "", options: .regularExpression)
        #expect(again == orders)
    }

    @Test func `a document with faults is told with line, column and path, and nothing is written`() throws {
        let side = try CommandLineSide()
        let path = try side.file(
            "order.json",
            #"{"documentType":"purchase-order","orderNumbr":"1","lines":[{"quantity":{"value":"x"}}]}"#)
        let answer = try side.x12("write", path, "--from", "ZZ/NORTHWIND", "--to", "ZZ/ACMECAST")
        #expect(answer.status == 5)
        #expect(answer.output.isEmpty)
        #expect(answer.complaints.contains("orderNumbr: no such key here; did you mean orderNumber?"))
        #expect(answer.complaints.contains("line 1, column 81: lines[0].quantity.value"))
        #expect(try side.x12("write", path, "--from", "NORTHWIND", "--to", "ZZ/ACMECAST").status == 2)
    }

    @Test func `a set that is rejected has no document, which is told`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        let answer = try side.x12("json", path)
        #expect(answer.status == 10)
        #expect(answer.lines.count == 1)
        #expect(answer.complaints.contains("850 0002 is rejected: REF01"))
    }

    @Test func `explain tells names, meanings, days and findings, set in by loops`() throws {
        let side = try CommandLineSide()
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        let answer = try side.x12("explain", "--set", "2", path)
        #expect(answer.status == 10)
        #expect(!answer.output.contains("4500012345"))
        #expect(answer.output.contains("      BEG  Beginning Segment for Purchase Order\n"))
        #expect(answer.lines.contains { $0.contains("20260302") && $0.hasSuffix("= 2 March 2026") })
        #expect(answer.lines.contains { $0.contains("  EA") && $0.hasSuffix("= Each") })
        #expect(answer.lines.contains { $0.contains("^ error: REF01") })
        #expect(try side.x12("explain", "--set", "3", path).status == 3)
        let segments = try side.x12("explain", "--json", path).objects()
        #expect(segments.count == 12)
        #expect(segments[1]["name"] as? String == "Beginning Segment for Purchase Order")
    }

    @Test func `format lays out anew and back again without a change to the data`() throws {
        let side = try CommandLineSide()
        let text = SampleInterchange.orders()
        let path = try side.file("orders.edi", text)
        let compact = try side.x12("format", "--compact", path).output
        #expect(compact == text.replacing("\n", with: ""))
        let again = try side.file("compact.edi", compact)
        #expect(try side.x12("format", again).output == text)
        let indented = try side.x12("format", "--indent", path).output
        #expect(indented.contains("\n      BEG*00"))
        #expect(
            indented.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: "\n")
                + "\n" == text)
        let other = try side.x12("format", "--separators", "|:'", path).output
        #expect(other.contains("BEG|00|SA|4500012345||20260301'"))
        #expect(try side.x12("format", "--separators", "AB'", path).status == 5)
        #expect(try side.x12("format", "--separators", "*", path).status == 2)
    }

    @Test func `split writes whole interchanges and never over a file`() throws {
        let side = try CommandLineSide()
        let path = try side.file("orders.edi", SampleInterchange.orders())
        let into = side.folder + "/pieces"
        let answer = try side.x12("split", "--by", "set", "--into", into, path)
        #expect(answer.status == 0)
        #expect(answer.lines == ["\(into)/0001-850-0001.edi", "\(into)/0002-850-0002.edi"])
        for piece in answer.lines {
            #expect(try side.x12("lint", piece).output.contains("1 transaction set (850)"))
        }
        #expect(try side.x12("split", "--into", into, path).status == 4)
        #expect(try FileManager.default.contentsOfDirectory(atPath: into).count == 2)
        let groups = try side.x12("split", "--by", "group", "--into", side.folder + "/groups", path)
        #expect(groups.lines.count == 1)
    }
}
