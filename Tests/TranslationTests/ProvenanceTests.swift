import Documents
import Foundation
import Testing
import Translation

struct ProvenanceTests {
    /// Fields that say something about the whole and stand in no element.
    private static let derived: Set<String> = ["documentType", "coversWholeOrder", "direction", "asOfStated"]

    @Test(arguments: Fixture.all)
    func `every value of a document has a source, and every source a value`(_ fixture: Fixture) throws {
        try Self.check(fixture.translated())
    }

    /// Elements that partners seldom send, one set for each segment that may hold them.
    @Test(arguments: [
        ("850", ["FOB*PP*OR*Oslo*02*DDP*DE*Bergen*BU*Oslo", "TAX*REG*CC*NO*SP*OH*CI*X***CY*Y*2*1"]),
        ("850", ["ITD*05*3*2*20260310*10*20260401*30*500*20260501*9900*80*Deferred*15*C*2.5", "MAN*L*1*10"]),
        (
            "850",
            ["MEA*PD*WT*5*KG*1*9*04*A1*BT*M", "CTB*OR*Only whole*01*12*TT*5000", "PWK*CP*EM**SU***All**CI"]
        ),
        (
            "850",
            [
                "PAM*01*5*EA*TT*10*MO*196*20260301*0600*197*20260331*1800*AB*5*Y",
                "CSH*SC*1*500*A*20260301**X**5*1",
            ]
        ),
        (
            "850",
            [
                "DTM*002****ZZ*next week", "TD5*O*91*CARRIER-7*M*Road",
                "CUR*BY*NOK*.1*SE*EUR*LNF*007*20260301*0900",
            ]
        ),
        ("850", ["N9*L1*TEXT**20260301*0900*ET", "MSG*Words under a dated heading.", "NTE*GEN*Words"]),
        ("850", ["N9*AH*PERMIT*Granted*20260301", "N9*CT*C-1**20260302*0900*ET*PD>P1"]),
        ("850", ["PO1*1*1*EA*1**VP*A", "QTY*01***a dozen", "SLN*1**I*1*EA****VP*B", "PO4*6"]),
        ("855", ["PO1*1*1*EA*1**VP*A", "ACK*IA*1*EA*068*20260301*RQ-1*VP*B"]),
        ("810", ["YNQ**Y*D8*20260301*a*b*c", "YNQ**N***d***ZZ*X1", "TDS*0"]),
        ("856", ["HL*1**S", "ETD*ZZ*A*AE*P-1*1", "HL*2*1*O", "PRF*A*1*2*20260301*3*C*SA"]),
        (
            "856",
            [
                "HL*1**S", "HL*2*1*K", "LIN*1*VP*A", "PO4*2", "SDQ*EA*92*S1*1", "PRF*A****7", "HL*3*2*F",
                "LIN*2*VP*B",
            ]
        ),
        ("856", ["HL*1**I", "LIN*1*VP*A", "CLD*2*40*CTN90*6*EA", "REF*LS*L1", "DTP*036*D8*20260301"]),
        ("824", ["NM1*BY*1*Moe*Karin*A*Dr*Jr*92*7", "OTI*TR*IV*1", "TED*010*x*N1*4*2*67*a*b"]),
        ("820", ["ENT*1", "ADX*-5*01", "IT1*1*1*EA*5**VP*A"]),
    ])
    func `an element that is seldom sent has its field and its source`(_ set: String, _ segments: [String])
        throws
    {
        let heads = [
            "810": "BIG*20260301*1", "820": "BPR*C*1*C*CHK", "824": "BGN*00*1*20260301",
            "850": "BEG*00*SA*1*7*20260301*C*AC*ICO*CT*SP*00*CP", "855": "BAK*00*AC*1*20260301",
            "856": "BSN*00*S1*20260301*1200",
        ]
        let head = try #require(heads[set])
        let body = set == "824" ? [segments[1], segments[0]] + segments.dropFirst(2) : segments
        let translated = try #require(try translate(interchange(set, [head] + body)).first)
        #expect(translated.unused.map { "\($0.segmentID)\($0.element)=\($0.sample)" } == [])
        try Self.check(translated)
    }

    private static func check(_ translated: Translated) throws {
        let object = try JSONSerialization.jsonObject(with: Data(translated.document.json()))
        var leaves = Set<String>()
        collect(object, "", into: &leaves)
        let paths = Set(translated.provenance.map(\.path))
        #expect(leaves.subtracting(paths) == derived.intersection(leaves))
        #expect(paths.subtracting(leaves) == [])
    }

    @Test(arguments: Fixture.all)
    func `the bytes of a source hold the value, and no element is both used and unused`(_ fixture: Fixture)
        throws
    {
        let bytes = try fixture.bytes()
        let translated = try fixture.translated()
        var used = Set<String>()
        for field in translated.provenance {
            used.insert("\(field.segment)/\(field.element)")
            #expect(bytes.indices.contains(field.bytes.lowerBound) && !field.bytes.isEmpty)
        }
        let number = translated.provenance.first { $0.path == "orderNumber" || $0.path == "shipmentNumber" }
        if let number {
            let text = String(decoding: bytes[number.bytes], as: UTF8.self)
            #expect(translated.document.references.contains { $0.value == text })
        }
        #expect(!used.isEmpty)
    }

    @Test
    func `a quantity names the element and bytes it came from`() throws {
        let fixture = try Fixture.named("850/stand-alone-with-kit")
        let field = try #require(
            try fixture.translated().provenance.first { $0.path == "lines[1].quantity.value" })
        #expect(field.segmentID == "PO1")
        #expect(field.element == 2)
        #expect(String(decoding: try fixture.bytes()[field.bytes], as: UTF8.self) == "3.5")
    }

    @Test
    func `what no field was read from is listed with its count and a sample`() throws {
        let set = interchange(
            "850", ["BEG*00*SA*1**20260301", "DTM*002*20261399", "PO1*1*1*EA**PE*VP*A", "CN1*SC"])
        let unused = try #require(try translate(set).first).unused
        #expect(
            unused.contains { $0.segmentID == "CN1" && $0.element == 1 && $0.sample == "SC" && $0.count == 1 }
        )
        #expect(unused.contains { $0.segmentID == "PO1" && $0.element == 5 })
        #expect(!unused.contains { $0.segmentID == "ST" || $0.segmentID == "DTM" })
    }

    @Test
    func `provenance is JSON with offsets`() throws {
        let translated = try Fixture.named("855/header-only-accepted").translated()
        let object =
            try JSONSerialization.jsonObject(with: Data(translated.provenanceJSON())) as? [String: Any]
        let fields = try #require(object?["fields"] as? [[String: Any]])
        #expect(fields.count == translated.provenance.count)
        #expect(fields.allSatisfy { $0["offset"] is Int && $0["length"] is Int && $0["path"] is String })
        #expect(object?["unused"] is [[String: Any]])
    }

    private static func collect(_ value: Any, _ path: String, into leaves: inout Set<String>) {
        if let object = value as? [String: Any] {
            for (key, child) in object {
                collect(child, path.isEmpty ? key : "\(path).\(key)", into: &leaves)
            }
        } else if let list = value as? [Any] {
            for (index, child) in list.enumerated() { collect(child, "\(path)[\(index)]", into: &leaves) }
        } else {
            leaves.insert(path)
        }
    }
}
