import Foundation
import Testing

/// Files checked by a partner's agreement.
struct AgreementTests {
    /// A profile folder with one partner whose x12 section ends with the given lines.
    private func profiles(_ side: CommandLineSide, _ lines: String) throws -> String {
        _ = try side.file(
            "Partners/house.yaml",
            """
            apiVersion: wharf/v1
            id: northwind
            name: Northwind
            timeZone: America/Chicago
            identities: { main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND } }

            """)
        _ = try side.file(
            "Partners/acme.yaml",
            """
            apiVersion: wharf/v1
            id: acme
            name: ACME
            state: draft
            x12:
              partner: { isaQualifier: ZZ, isaId: ACMECAST, gsId: ACMECAST }
              identity: main
              usage: production
            \(lines)

            """)
        return side.folder + "/Partners"
    }

    @Test func `a set that was not agreed is refused`() throws {
        let side = try CommandLineSide()
        let partners = try profiles(side, "  inbound: { \"856\": { version: \"004010\" } }")
        let path = try side.file("orders.edi", SampleInterchange.orders())
        let answer = try side.x12("lint", "--partner", "acme", "--partners", partners, path)
        #expect(answer.status == 10)
        #expect(answer.output.contains("[set-not-supported]"))
        #expect(try side.x12("lint", "--partner", "nobody", "--partners", partners, path).status == 3)
    }

    @Test(arguments: [("accept", 0, "2 accepted"), ("warn", 10, "2 accepted"), ("reject", 10, "2 rejected")])
    func `a set in another version is accepted, warned of or refused as agreed`(
        _ word: String, _ status: Int32, _ fate: String
    ) throws {
        let side = try CommandLineSide()
        let partners = try profiles(
            side, "  inbound: { \"850\": { version: \"005010\", otherVersion: \(word) } }")
        let path = try side.file("orders.edi", SampleInterchange.orders())
        let answer = try side.x12("lint", "--partner", "acme", "--partners", partners, path)
        #expect(answer.status == status, "\(answer.output)")
        if status != 0 {
            #expect(answer.output.contains(fate))
            #expect(answer.output.contains("agreed in version 005010, but its group says 004010"))
        }
        let answers = try side.x12("ack", "--partner", "acme", "--partners", partners, path)
        #expect(answers.output.contains("AK5*R*1~") == (word == "reject"))
    }

    @Test func `a longer version of a group is the agreed one`() throws {
        let side = try CommandLineSide()
        let partners = try profiles(
            side, "  inbound: { \"850\": { version: \"004010\", otherVersion: reject } }")
        let path = try side.file("orders.edi", SampleInterchange.orders(version: "004010VICS"))
        #expect(try side.x12("lint", "--partner", "acme", "--partners", partners, path).status == 0)
    }

    @Test func `the levels of an agreement hold, those of the set before the others`() throws {
        let side = try CommandLineSide()
        let partners = try profiles(
            side,
            """
              inbound: { "850": { version: "004010", checks: { codes: off } } }
              checks: { codes: on }
            """)
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        #expect(try side.x12("lint", path).status == 10)
        #expect(try side.x12("lint", "--partner", "acme", "--partners", partners, path).status == 0)
    }

    @Test func `an overlay of the profile is applied and its mistakes are faults of the folder`() throws {
        let side = try CommandLineSide()
        let partners = try profiles(
            side, "  inbound: { \"850\": { version: \"004010\", overlay: acme/850.overlay } }")
        _ = try side.file("Partners/acme/850.overlay", "set 850 004010\nREF01 codes add D9X\n")
        let path = try side.file("bad.edi", SampleInterchange.orders(["REF*D9X*038"]))
        #expect(try side.x12("lint", "--partner", "acme", "--partners", partners, path).status == 0)
        _ = try side.file("Partners/acme/850.overlay", "set 850 004010\nREF01 codes ad D9X\n")
        let answer = try side.x12("lint", "--partner", "acme", "--partners", partners, path)
        #expect(answer.status == 5)
        #expect(answer.complaints.contains("Partners/acme/850.overlay:2:13: error: "), "\(answer.complaints)")
    }

    @Test func `acknowledgments are written as the agreement says`() throws {
        let side = try CommandLineSide()
        let partners = try profiles(
            side,
            """
              inbound: { "850": { version: "004010" } }
              acknowledge: { with: "997", detail: errors, ta1: always, version: "003040" }
            """)
        let path = try side.file("orders.edi", SampleInterchange.orders())
        let answer = try side.x12("ack", "--partner", "acme", "--partners", partners, path)
        #expect(answer.output.contains("\nTA1*000000017*"))
        #expect(answer.output.contains("*X*003040~"))
        #expect(!answer.output.contains("AK2*"))
    }
}
