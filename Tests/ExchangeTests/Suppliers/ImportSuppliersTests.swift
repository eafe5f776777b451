import Cryptography
import Foundation
import Store
import Testing

@testable import Exchange

/// Extracts of the supplier master on their way into the books.
struct ImportSuppliersTests {
    @Test func `of a thousand suppliers exactly the thirty-seven that differ get a revision`() throws {
        let hall = try Hall([Hall.suppliers()])
        func text(_ changed: ClosedRange<Int>, without: ClosedRange<Int>, with: ClosedRange<Int>) -> String {
            let numbers = (1...1_000).filter { !without.contains($0) } + Array(with)
            return "NO,NAME,VAT,IBAN,STATUS\r\n"
                + numbers.map {
                    "\(10_000 + $0),Supplier \($0)\(changed.contains($0) ? " AG of 1900" : ""),,,\r\n"
                }.joined()
        }
        let first = try hall.extract("full.csv", text(0...0, without: 0...0, with: 2_000...1_999 + 1))
        try hall.settle()
        #expect(try hall.run(first).added == 1_001)
        hall.clock.turn(byMilliseconds: 86_400_000)
        let second = try hall.extract("full.csv", text(101...120, without: 201...210, with: 2_000...2_007))
        try hall.settle()
        let run = try hall.run(second)
        #expect((run.added, run.changed, run.retired) == (7, 20, 10))
        #expect(run.unchanged == 1_001 - 30)
        let changes = try hall.server.store.read { try $0.suppliers.changes(of: 2, after: "", limit: 1_000) }
        #expect(changes.count == 37)
        #expect(
            try hall.arrival("full.csv").reason?.hasPrefix("7 supplier(s) added, 20 changed, 10 retired")
                == true)
        try hall.checkInvariants()
    }

    @Test func `the same data again make no revision, in whatever order they come`() throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B")))
        try hall.settle()
        let again = try hall.extract("b.csv", Hall.rows(("2", "B"), ("1", "A")))
        try hall.settle()
        let run = try hall.run(again)
        #expect((run.added, run.changed, run.retired, run.unchanged) == (0, 0, 0, 2))
        #expect(try hall.master() == ["1": 1, "2": 1])
    }

    @Test func `a delta leaves alone what it does not name, and its tombstones retire`() throws {
        let hall = try Hall([Hall.suppliers("  kind: by-name")])
        try hall.extract("suppliers-full.csv", Hall.rows(("1", "A"), ("2", "B"), ("3", "C")))
        try hall.settle()
        let delta = try hall.extract(
            "suppliers-delta.csv", "NO,NAME,VAT,IBAN,STATUS\r\n2,Bolt,,,\r\n3,C,,,retired\r\n")
        try hall.settle()
        #expect(try hall.run(delta).kind == "delta")
        #expect(try hall.master() == ["1": 1, "2": 2])
        let unclear = try hall.extract("suppliers.csv", Hall.rows(("9", "Z")))
        try hall.settle()
        #expect(try hall.run(unclear).state == .rejected)
        #expect(try hall.arrival("suppliers.csv").state == .rejected)
        #expect(try hall.master() == ["1": 1, "2": 2])
    }

    @Test
    func `an extract that shrinks too much waits for a person, over a restart too, and changes nothing`()
        throws
    {
        let hall = try Hall([Hall.suppliers("  holdIfShrinksBy: 50%")])
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B"), ("3", "C")))
        try hall.settle()
        let short = try hall.extract("b.csv", Hall.rows(("1", "A changed")))
        try hall.settle()
        #expect(try hall.run(short).state == .held)
        #expect(try hall.arrival("b.csv").state == .held)
        #expect(try hall.events("b.csv") == ["supplier-master.held"])
        hall.stop()
        try hall.startAgain()
        try hall.settle()
        #expect(try hall.arrival("b.csv").state == .held)
        #expect(try hall.master() == ["1": 1, "2": 1, "3": 1])

        _ = try hall.server.suppliers.release(short)
        try hall.settle()
        #expect(try hall.run(short).state == .applied)
        #expect(try hall.run(short).retired == 2)
        #expect(try hall.arrival("b.csv").state == .interpreted)
        #expect(try hall.master() == ["1": 2])
        #expect(throws: SupplierDeskError.self) { try hall.server.suppliers.release(short) }
        try hall.checkInvariants()
    }

    @Test func `a person may refuse a held extract`() throws {
        let hall = try Hall([Hall.suppliers("  holdIfShrinksBy: 0%")])
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B")))
        try hall.settle()
        let short = try hall.extract("b.csv", Hall.rows(("1", "A")))
        try hall.settle()
        _ = try hall.server.suppliers.reject(short, because: "a filter was left on")
        #expect(try hall.arrival("b.csv").state == .rejected)
        #expect(try hall.arrival("b.csv").reason == "A person refused it: a filter was left on")
        #expect(try hall.master() == ["1": 1, "2": 1])
        #expect(throws: SupplierDeskError.self) { try hall.server.suppliers.reject("nothing", because: "x") }
    }

    @Test func `a row with faults is told of, and its supplier stays as it was`() throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B")))
        try hall.settle()
        let faulty = try hall.extract("b.csv", Hall.rows(("1", "A2"), ("2", "")))
        try hall.settle()
        #expect(try hall.run(faulty).faulty == 1)
        #expect(try hall.master() == ["1": 2, "2": 1])
        let findings = try #require(try hall.arrival("b.csv").findings)
        #expect(findings.contains(#""heading":"NAME","line":3"#))
        #expect((try hall.arrival("b.csv").acceptedSets, try hall.arrival("b.csv").rejectedSets) == (1, 1))
    }

    @Test func `nobody is retired while a row does not tell which supplier it is of`() throws {
        let hall = try Hall([Hall.suppliers("  holdIfShrinksBy: 100%")])
        try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "B")))
        try hall.settle()
        try hall.extract("b.csv", Hall.rows(("1", "A2"), ("", "who")))
        try hall.settle()
        #expect(try hall.master() == ["1": 2, "2": 1])
    }

    @Test func `a file with one fault is refused where that is agreed, and nothing of it is left behind`()
        throws
    {
        let hall = try Hall([Hall.suppliers("  onFault: refuse-file")])
        let file = try hall.extract("a.csv", Hall.rows(("1", "A"), ("2", "")))
        try hall.settle()
        #expect(try hall.run(file).state == .rejected)
        #expect(try hall.master() == [:])
        let staged = try hall.server.store.commit { try $0.suppliers.discardStaged(limit: 10) }
        #expect(staged == 0)
    }

    @Test(arguments: [
        ("", "nothing in it"), ("NO,NAME,VAT,IBAN,STATUS\r\n", "no suppliers"),
        ("NO,VAT,IBAN,STATUS\r\n1,,,\r\n", "no column 'NAME'"),
        ("[{\"documentType\":", "only a part arrived"),
        ("NO,NAME,VAT,IBAN,STATUS\r\n1,,,,\r\n", "All 1 row(s) have faults"),
    ])
    func `a file that is no extract is refused with a sentence`(_ text: String, _ part: String) throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", text)
        try hall.settle()
        #expect(try hall.arrival("a.csv").state == .rejected)
        #expect(try hall.arrival("a.csv").reason?.contains(part) == true)
    }

    @Test func `suppliers with the same tax number, account or name are suspected once, and never merged`()
        throws
    {
        let hall = try Hall([Hall.suppliers()])
        let heading = "NO,NAME,VAT,IBAN,STATUS\r\n"
        let rows =
            "1,Acme GmbH,DE129273398,,\r\n2,Acme Castings,DE 129273398,DE89370400440532013000,\r\n"
            + "3,Bolt,,DE89 3704 0044 0532 0130 00,\r\n4,ACME,,,\r\n5,Cobalt,,,\r\n"
        try hall.extract("a.csv", heading + rows)
        try hall.settle()
        let pairs = try hall.server.store.read { try $0.suppliers.suspicions(limit: 10) }
        #expect(
            Set(pairs.map { "\($0.kind) \($0.first) \($0.second)" }) == ["tax 1 2", "bank 2 3", "name 1 4"])
        #expect(try hall.events("a.csv").count { $0 == "supplier.duplicate-suspected" } == 3)
        try hall.extract("b.csv", heading + rows.replacing("Acme GmbH", with: "Acme AG"))
        try hall.settle()
        #expect(try hall.server.store.read { try $0.suppliers.suspicions(limit: 10) }.count == 3)
        #expect(try hall.events("b.csv") == ["supplier-master.applied"])
        #expect(try hall.master().count == 5)
        let bodies = try hall.server.store.read { try $0.suppliers.page(after: "", in: 2, limit: 10) }
        #expect(bodies.allSatisfy { !String(decoding: $0.body, as: UTF8.self).contains("0532") })
    }

    @Test func `an extract that died half-way is begun anew, and what it had written is gone`() throws {
        let hall = try Hall([Hall.suppliers()])
        try hall.extract("a.csv", Hall.rows(("1", "A")))
        try hall.settle()
        hall.stop()
        try hall.startAgain(started: false)
        // What a killed process leaves: rows of the next generation, and the job still open.
        let id = try hall.extract("b.csv", Hall.rows(("1", "A2"), ("2", "B")))
        let body = Array("{}".utf8)
        try hall.server.store.commit { books in
            let run = try books.suppliers.begin(
                SupplierRunRecord(arrival: id, name: "b.csv", kind: "full", startedAt: 1))
            let head = SupplierHead(
                number: "77", generation: 0, revision: 1, isActive: true, digest: Digest.of(body),
                marks: [0, 0, 0])
            try books.suppliers.stage([SupplierRevisionRecord(head: head, body: body)], of: run)
        }
        #expect(try hall.master() == ["1": 1])
        try hall.start()
        try hall.settle()
        #expect(try hall.master() == ["1": 2, "2": 1])
        #expect(try hall.run(id).added == 1)
    }
}
