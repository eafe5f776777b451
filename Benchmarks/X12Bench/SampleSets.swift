/// The bodies of realistic transaction sets, without ST and SE: element lists, handed out one segment at a time.
struct SampleSets {
    typealias Segment = [String]

    private static let companies = [
        "ACME CASTINGS", "BOLT WORKS INC", "COBALT PLASTICS LLC", "NORTHWIND ASSEMBLY", "ORION FASTENERS",
    ]
    private static let streets = ["4100 INDUSTRIAL PKWY", "12 HARBOR ST", "900 FOUNDRY RD", "77 MILL LANE"]
    private static let cities: [[String]] = [
        ["CHICAGO", "IL", "60601"], ["DAYTON", "OH", "45402"], ["MONTERREY", "NL", "64000"],
        ["SEATTLE", "WA", "98101"],
    ]
    private static let units = ["EA", "CA", "PC", "BX", "LB"]
    private static let items = [
        "BRACKET, CAST IRON", "HOUSING, MACHINED", "GASKET 40MM", "HEX BOLT M8X40 ZINC", "SEAL RING",
    ]
    private static let carriers = ["UPSN", "FDEG", "ODFL", "RDWY"]

    var numbers: SeededNumbers

    /// One place with name and address.
    private mutating func party(_ role: String, _ put: (Segment) -> Void) {
        put(["N1", role, numbers.pick(Self.companies), "92", numbers.digits(4)])
        put(["N3", numbers.pick(Self.streets)])
        put(["N4"] + Self.cities[Int.random(in: 0..<Self.cities.count, using: &numbers)] + ["US"])
    }

    /// A purchase order, 850.
    mutating func order(lines: Int, _ put: (Segment) -> Void) {
        put(["BEG", "00", "SA", "PO" + numbers.digits(8), "", numbers.day()])
        put(["CUR", "BY", "USD"])
        put(["REF", "DP", numbers.digits(3)])
        put(["REF", "IA", numbers.digits(6)])
        put(["PER", "BD", "PURCHASING DEPT", "TE", "555" + numbers.digits(7)])
        put(["FOB", "PP"])
        put(["ITD", "01", "3", "2", "", "10", "", "30"])
        put(["DTM", "002", numbers.day()])
        put(["DTM", "010", numbers.day()])
        put(["TD5", "O", "2", numbers.pick(Self.carriers), "M"])
        party("BT", put)
        party("ST", put)
        var total = 0
        var cents = 0
        for line in 1...max(1, lines) {
            let quantity = Int.random(in: 1...480, using: &numbers)
            let price = numbers.price()
            total += quantity
            cents += quantity * price.cents
            put(
                [
                    "PO1", String(line), String(quantity), numbers.pick(Self.units), price.text, "PE", "UP",
                    numbers.digits(12), "VN", "V" + numbers.digits(6), "IN", numbers.digits(8),
                ])
            put(["PID", "F", "08", "", "", numbers.pick(Self.items)])
            if line % 4 == 0 { put(["PO4", String(Int.random(in: 1...48, using: &numbers)), "1", "EA"]) }
            if line % 10 == 0 {
                let half = quantity / 2
                put(
                    [
                        "SDQ", "EA", "92", numbers.digits(4), String(half), numbers.digits(4),
                        String(quantity - half),
                    ])
            }
        }
        put(["CTT", String(lines), String(total)])
        put(["AMT", "TT", "\(cents / 100).\(String(cents % 100 + 100).dropFirst())"])
    }

    /// An invoice, 810; its sum is right.
    mutating func invoice(lines: Int, _ put: (Segment) -> Void) {
        put(["BIG", numbers.day(), "INV" + numbers.digits(7), numbers.day(), "PO" + numbers.digits(8)])
        put(["CUR", "SE", "USD"])
        put(["REF", "DP", numbers.digits(3)])
        party("RE", put)
        party("ST", put)
        put(["ITD", "01", "3", "2", "", "10", "", "30"])
        put(["DTM", "011", numbers.day()])
        var cents = 0
        for line in 1...max(1, lines) {
            let quantity = Int.random(in: 1...480, using: &numbers)
            let price = numbers.price()
            cents += quantity * price.cents
            put(
                [
                    "IT1", String(line), String(quantity), numbers.pick(Self.units), price.text, "", "UP",
                    numbers.digits(12), "VN", "V" + numbers.digits(6),
                ])
            put(["PID", "F", "08", "", "", numbers.pick(Self.items)])
        }
        put(["TDS", String(cents)])
        put(["CAD", "M", "", "", numbers.pick(Self.carriers)])
        put(["CTT", String(lines)])
    }

    /// A ship notice, 856: a shipment, its orders, their cartons, their items.
    mutating func shipment(lines: Int, _ put: (Segment) -> Void) {
        put(["BSN", "00", "SHP" + numbers.digits(9), numbers.day(), "1430", "0001"])
        put(["DTM", "011", numbers.day()])
        put(["HL", "1", "", "S"])
        put(["TD1", "CTN25", numbers.digits(2), "", "", "", "G", numbers.digits(4), "LB"])
        put(["TD5", "O", "2", numbers.pick(Self.carriers), "M"])
        put(["REF", "BM", numbers.digits(10)])
        put(["FOB", "PP"])
        party("SF", put)
        party("ST", put)
        var level = 1
        var left = max(1, lines)
        while left > 0 {
            level += 1
            let order = level
            put(["HL", String(order), "1", "O"])
            put(["PRF", "PO" + numbers.digits(8), "", "", numbers.day()])
            put(["REF", "DP", numbers.digits(3)])
            put(["N1", "BY", numbers.pick(Self.companies), "92", numbers.digits(4)])
            for _ in 0..<Int.random(in: 1...4, using: &numbers) where left > 0 {
                level += 1
                let carton = level
                put(["HL", String(carton), String(order), "P"])
                put(["MAN", "GM", "00" + numbers.digits(18)])
                for _ in 0..<min(left, Int.random(in: 1...3, using: &numbers)) {
                    level += 1
                    left -= 1
                    put(["HL", String(level), String(carton), "I"])
                    put(["LIN", "", "UP", numbers.digits(12), "VN", "V" + numbers.digits(6)])
                    put(["SN1", "", numbers.digits(3), numbers.pick(Self.units)])
                    put(["PID", "F", "08", "", "", numbers.pick(Self.items)])
                }
            }
        }
        put(["CTT", String(level)])
    }
}
