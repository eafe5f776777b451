import Documents
import Testing
import Translation

/// What no field was read from is listed, element by element, component by component.
struct UnusedTests {
    /// The unused elements of a set, as `PO105=PE`.
    private func unused(_ set: String, _ segments: [String]) throws -> [String] {
        let translated = try #require(try translate(interchange(set, segments)).first)
        return translated.unused.map { element in
            let component = element.component.map { "-\($0)" } ?? ""
            return "\(element.segmentID)\(element.element)\(component)=\(element.sample)"
        }
    }

    @Test(arguments: Fixture.all)
    func `the fixtures are read to the last element`(_ fixture: Fixture) throws {
        let stray = ["850/dropship-cancelled": ["PO19=STRAY"]]
        let found = try fixture.translated().unused.map { "\($0.segmentID)\($0.element)=\($0.sample)" }
        #expect(found == stray[fixture.name] ?? [])
    }

    @Test(arguments: [
        ("850", ["BEG*00*SA*1**20260301", "PO1*1*1*EA**PE*VP*A"], ["PO15=PE"]),
        // A qualifier without its number, and a number without its qualifier.
        ("850", ["BEG*00*SA*1**20260301", "PO1*1*1*EA***VP**IN*i"], ["PO16=VP"]),
        ("850", ["BEG*00*SA*1**20260301", "REF*DP", "PO1*1*1*EA***VP*A"], ["REF1=DP"]),
        // Segments that no document has a place for.
        (
            "850", ["BEG*00*SA*1**20260301", "DIS*001*B*1*DO*5", "PO1*1*1*EA***VP*A"],
            ["DIS1=001", "DIS2=B", "DIS3=1", "DIS4=DO", "DIS5=5"]
        ),
        // A day that the calendar does not have.
        ("846", ["BIA*00*SI*S1*20260301", "LIN**VP*A", "LDT*AF*5*DA*20260231"], ["LDT4=20260231"]),
        (
            "862", ["BSS*00*S*20260301*DL*20260301*20260302*R", "LIN**BP*A", "UIT*EA", "FST*1*C*D*20260399"],
            ["FST4=20260399"]
        ),
    ])
    func `what could not be read is listed with what was sent`(
        _ set: String, _ segments: [String], _ expected: [String],
    ) throws {
        #expect(try unused(set, segments) == expected)
    }

    @Test
    func `of a composite only the components that were read are used`() throws {
        let found = try unused(
            "850", ["BEG*00*SA*1**20260301", "REF*DK*D1**SI>7>BM", "PO1*1*1*EA***VP*A", "MEA*PD*N*5*KG>2>10"])
        #expect(found == ["MEA4-2=2", "MEA4-3=10", "REF4-3=BM"])
    }
}
