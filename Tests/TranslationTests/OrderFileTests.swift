import Documents
import Testing

@testable import Translation

/// Files of orders are taken apart so that one order's damage is not another's.
@Suite struct OrderFileTests {
    @Test func `one document, a list and lines are told apart`() throws {
        let one = "{\n \"a\": [1, \"]}\"]\n}"
        #expect(try OrderFile.drafts(in: Array(one.utf8)).map(\.line) == [1])
        #expect(try OrderFile.drafts(in: Array("\n[\(one),\n\(one)]\n".utf8)).map(\.line) == [2, 5])
        let lines = "{\"a\":1}\n\n{\"b\": \"{\"}\n"
        #expect(try OrderFile.drafts(in: Array(lines.utf8)).map(\.line) == [1, 3])
        for bad in ["", " \n", "[]", "[{}", "[{} {}]", "[{}] {}", "[,]", "\u{0}\u{1}[", "[{},"] {
            let drafts = try? OrderFile.drafts(in: Array(bad.utf8))
            let documents = (drafts ?? []).filter {
                (try? OrderFile.document(of: $0, in: Array(bad.utf8))) != nil
            }
            #expect(documents.isEmpty, "\(bad)")
        }
    }

    @Test func `the partner stands beside the document, and nothing else does`() throws {
        let good = #"{"partner": "acme", "document": {"documentType": "x"}}"#
        let draft = try #require(try OrderFile.drafts(in: Array(good.utf8)).first)
        #expect(draft.partner == "acme")
        let bad = #"{"partner": "acme", "document": {}, "extra": 1}"#
        let second = try #require(try OrderFile.drafts(in: Array(bad.utf8)).first)
        #expect(throws: OrderFaults.self) { try OrderFile.document(of: second, in: Array(bad.utf8)) }
    }

    @Test func `a fault of a document is told with its line in the file`() throws {
        let text =
            "[\n{\"partner\": \"acme\",\n \"document\": {\n  \"documentType\": \"purchase-order\",\n  \"purpos\": 1}}]"
        let draft = try #require(try OrderFile.drafts(in: Array(text.utf8)).first)
        do throws(OrderFaults) {
            _ = try OrderFile.document(of: draft, in: Array(text.utf8))
            Issue.record("a damaged document was read")
        } catch {
            #expect(error.all.contains { $0.path == "purpos" && $0.line == 5 })
        }
    }

    @Test func `any bytes end without harm`() {
        var state: UInt64 = 20_261_123
        let letters = Array(#"[]{}",:\ ae1"#.utf8) + [0x0A, 0xEF, 0xBB, 0xBF, 0x00, 0xFF]
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state % 40) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(letters[Int((state >> 33) % UInt64(letters.count))])
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1
            for draft in (try? OrderFile.drafts(in: bytes)) ?? [] {
                #expect((try? OrderFile.document(of: draft, in: bytes)) == nil)
            }
        }
    }
}
