import Testing

@testable import X12

@Suite struct HierarchyTests {
    private func findings(_ levels: [String], count: Int? = nil) throws -> [Finding] {
        let lines = ["BSN*00*SHP001*20261130*0815"] + levels + ["CTT*\(count ?? levels.count)"]
        return try Interpreter.findings(
            in: Samples.bytes(Samples.interchange([("856", lines)], group: "SH")))
    }

    @Test func `levels lie in each other in any depth and order`() throws {
        for levels in [
            ["HL*1**S", "HL*2*1*O", "HL*3*2*T", "HL*4*3*P", "HL*5*4*I", "HL*6*1*O", "HL*7*6*I"],
            ["HL*10**S", "HL*7*10*I", "HL*3*10*P"], ["HL*A**S", "HL*B*A*O"], ["HL*1**S", "HL*2**S"],
        ] { #expect(try findings(levels).isEmpty) }
    }

    @Test func `a parent that comes later is taken with a warning at its place`() throws {
        let found = try findings(["HL*1*3*I", "HL*2*3*I", "HL*3**S"])
        #expect(found.map(\.code) == [.hierarchyParentLate, .hierarchyParentLate])
        #expect(found.map(\.segment) == [3, 4] && found.allSatisfy { $0.severity == .warning })
    }

    @Test func `a parent that does not come, or is the level itself, is an error in its place`() throws {
        let found = try findings(["HL*1**S", "HL*2*9*O", "HL*3*3*O", "HL*4*1*O", "HL*4*1*O"])
        #expect(
            found.map(\.code) == [
                .hierarchyParentUnknown, .hierarchyParentUnknown, .hierarchyNumberRepeated,
            ])
        #expect(found.map(\.segment) == [4, 5, 7])
        #expect(found.allSatisfy { $0.acknowledgment == "AK403=7" })
    }

    @Test func `a loop of LS and LE has one name`() throws {
        let lines = ["BEG*00*SA*PO1**20261101", "PO1*1*4*EA*1**BP*A"]
        for (end, code) in [("LE*AB", [Finding.Code]()), ("LE*AC", [.loopIdentifierMismatch])] {
            let set = ("850", lines + ["LS*AB", "LDT*AF*2*DA", end, "CTT*1"])
            let text = Samples.interchange([set], group: "PO")
            #expect(try Interpreter.findings(in: Samples.bytes(text)).map(\.code) == code)
        }
    }
}
