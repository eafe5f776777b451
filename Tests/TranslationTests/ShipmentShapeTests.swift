import Documents
import Testing
import Translation

/// Whatever levels a partner sends and in which order, the shipment comes out in one shape.
struct ShipmentShapeTests {
    /// The levels as `id parent code` with segments behind, told as the shape of the document.
    private func shape(_ levels: [String]) throws -> String {
        let set = interchange("856", ["BSN*00*S1*20260301*1200"] + levels)
        guard case .shipmentNotification(let shipment) = try #require(try translate(set).first).document
        else {
            return "no shipment"
        }
        return shipment.orders.map(tell).joined(separator: " ")
    }

    private func tell(_ order: ShippedOrder) -> String {
        "\(order.orderNumber ?? "?")(" + tell(order.packages, order.lines) + ")"
    }

    private func tell(_ packages: [Package], _ lines: [ShippedLine]) -> String {
        let told = packages.map { "\($0.level.code)\($0.number ?? "")[\(tell($0.packages, $0.lines))]" }
        let items = lines.map { line in
            let below = tell(line.packages, line.lines)
            return (line.item.vendorPart ?? "?") + (below.isEmpty ? "" : "{\(below)}")
        }
        return (told + items).joined(separator: " ")
    }

    @Test(arguments: [
        (["HL*1**S", "HL*2*1*O", "PRF*A", "HL*3*2*I", "LIN**VP*x"], "A(x)"),
        (["HL*1**O", "PRF*A", "HL*2*1*I", "LIN**VP*x"], "A(x)"),
        (["HL*1**S", "HL*2*1*I", "LIN**VP*x"], "?(x)"),
        (["HL*1**I", "LIN**VP*x"], "?(x)"),
        (["HL*1**S"], ""),
        // Children before parents.
        (["HL*3*2*I", "LIN**VP*x", "HL*2*1*O", "PRF*A", "HL*1**S"], "A(x)"),
        // A parent that does not exist.
        (["HL*1**S", "HL*2*1*O", "PRF*A", "HL*3*9*I", "LIN**VP*x"], "A() ?(x)"),
        // No parents at all: the levels stand in order.
        (
            [
                "HL*1**S", "HL*2**O", "PRF*A", "HL*3**P", "HL*4**I", "LIN**VP*x", "HL*5**O", "PRF*B",
                "HL*6**I", "LIN**VP*y",
            ],
            "A(P3[x]) B(y)"
        ),
        // The same number twice: the first one is the parent.
        (["HL*1**S", "HL*2*1*O", "PRF*A", "HL*2*1*O", "PRF*B", "HL*3*2*I", "LIN**VP*x"], "A(x) B()"),
        // Pallets, cartons, inner packs.
        (
            ["HL*1**S", "HL*2*1*O", "PRF*A", "HL*3*2*T", "HL*4*3*P", "HL*5*4*Q", "HL*6*5*I", "LIN**VP*x"],
            "A(T3[P4[Q5[x]]])"
        ),
        // A pallet and a carton over two orders.
        (
            [
                "HL*1**S", "HL*2*1*T", "HL*3*2*P", "HL*4*3*O", "PRF*A", "HL*5*4*I", "LIN**VP*x", "HL*6*3*O",
                "PRF*B", "HL*7*6*I",
                "LIN**VP*y",
            ], "A(T2[P3[x]]) B(T2[P3[y]])"
        ),
        // Lines that name their orders themselves, in one carton.
        (
            [
                "HL*1**S", "HL*2*1*P", "HL*3*2*I", "LIN**VP*x*PO*A", "HL*4*2*I", "LIN**VP*y*PO*B", "HL*5*2*I",
                "LIN**VP*z*PO*A",
            ],
            "A(P2[x z]) B(P2[y])"
        ),
        (["HL*1**S", "HL*2*1*I", "LIN**VP*x", "PRF*A"], "A(x)"),
        // Packages below items, parts below kits.
        (["HL*1**O", "PRF*A", "HL*2*1*I", "LIN**VP*x", "HL*3*2*P", "HL*4*2*P"], "A(x{P3[] P4[]})"),
        (["HL*1**O", "PRF*A", "HL*2*1*K", "LIN**VP*k", "HL*3*2*F", "LIN**VP*f"], "A(k{f})"),
        // Orders below an item.
        (["HL*1**S", "HL*2*1*I", "LIN**VP*x", "HL*3*2*O", "PRF*A", "HL*4*2*O", "PRF*B"], "A(x) B(x)"),
        // A carton that carries its item itself.
        (["HL*1**O", "PRF*A", "HL*2*1*P", "LIN**VP*x", "SN1**5*EA"], "A(P2[x])"),
        // A level only this partner knows.
        (["HL*1**O", "PRF*A", "HL*2*1*ZZ", "HL*3*2*ZZ", "LIN**VP*x"], "A(ZZ2[x])"),
        // An empty package is told.
        (["HL*1**S", "HL*2*1*P", "MAN*CP*1Z"], "?(P2[])"),
    ])
    func `levels become orders, packages and lines`(_ levels: [String], _ expected: String) throws {
        #expect(try shape(levels) == expected)
    }

    @Test
    func `a package over several orders tells its content once`() throws {
        guard
            case .shipmentNotification(let shipment) = try Fixture.named("856/carton-over-two-orders")
                .translated().document
        else { return }
        #expect(shipment.orders.map { $0.packages[0].sscc } == ["001234560000000060", "001234560000000060"])
        #expect(shipment.orders.map { $0.packages[0].details.packaging.count } == [1, 0])
    }

    @Test(arguments: [
        ["HL*1*1*S"], ["HL*1*2*S", "HL*2*1*O"], ["HL*1**S", "HL*2*4*O", "HL*3*2*P", "HL*4*3*I"],
    ])
    func `levels in a circle are refused with the place`(_ levels: [String]) throws {
        let set = interchange("856", ["BSN*00*S1*20260301*1200"] + levels)
        let error = try #require(throws: TranslationError.self) { try translate(set) }
        #expect(error.code == .levelsInCircle)
        #expect(error.segmentID == "HL")
        #expect(error.element == 2)
    }

    @Test
    func `a chain of levels too deep for any shipment is refused`() throws {
        let levels = ["HL*1**S"] + (2...5_000).map { "HL*\($0)*\($0 - 1)*P" }
        let error = try #require(throws: TranslationError.self) {
            try translate(interchange("856", ["BSN*00*S1*20260301*1200"] + levels))
        }
        #expect(error.code == .levelsTooDeep)
    }
}
