import Documents
import Testing
import X12

@testable import Translation

struct ShipmentLevelTests {
    @Test
    func `orders hold packages hold items`() throws {
        let shipment = shipment(structure: "0001") { shipment in
            shipment.orders = [order("PO-1", packages: [package("1", lines: [line("A"), line("B")])])]
        }
        #expect(try levels(shipment) == ["1 - S 1", "2 1 O 1", "3 2 P 1", "4 3 I 0", "5 3 I 0"])
    }

    @Test
    func `pallets stand between orders and packages`() throws {
        let shipment = shipment(structure: "0001") { shipment in
            var pallet = Package(level: CodedValue(kind: "tare", code: "T"))
            pallet.packages = [package("2", lines: [line("A")]), package("3", lines: [line("B")])]
            shipment.orders = [order("PO-1", packages: [pallet])]
        }
        #expect(
            try levels(shipment) == [
                "1 - S 1", "2 1 O 1", "3 2 T 1", "4 3 P 1", "5 4 I 0", "6 3 P 1", "7 6 I 0",
            ])
    }

    @Test
    func `items stand below orders where nothing is packed`() throws {
        let shipment = shipment(structure: "0004") { shipment in
            shipment.orders = [order("PO-1", lines: [line("A")]), order("PO-2", lines: [line("B")])]
        }
        #expect(try levels(shipment) == ["1 - S 1", "2 1 O 1", "3 2 I 0", "4 1 O 1", "5 4 I 0"])
    }

    @Test
    func `packages stand above orders where the structure says so`() throws {
        let shipment = shipment(structure: "0003") { shipment in
            shipment.orders = [order("PO-1", packages: [package("2", lines: [line("A")])])]
        }
        #expect(try levels(shipment) == ["1 - S 1", "2 1 P 1", "3 2 O 1", "4 3 I 0"])
    }

    @Test
    func `a package with things of two orders is written once`() throws {
        let shipment = shipment(structure: "0001") { shipment in
            shipment.orders = [
                order("PO-1", packages: [package("2", lines: [line("A")])]),
                order("PO-2", packages: [package("2", lines: [line("B")])]),
            ]
        }
        #expect(
            try levels(shipment) == ["1 - S 1", "2 1 P 1", "3 2 O 1", "4 3 I 0", "5 2 O 1", "6 5 I 0"])
    }

    @Test
    func `lines that name their orders need no level for them`() throws {
        let shipment = shipment(structure: nil) { shipment in
            var named = line("A")
            named.item.identifiers.append(
                ItemIdentifier(kind: "purchaseOrder", qualifier: "PO", value: "PO-1"))
            named.orderNumber = "PO-1"
            shipment.orders = [order("PO-1", lines: [named])]
        }
        #expect(try levels(shipment) == ["1 - S 1", "2 1 I 0"])
    }

    @Test
    func `packages stand below the items they pack`() throws {
        let shipment = shipment(structure: "0002") { shipment in
            var packed = line("A")
            packed.packages = [package("4"), package("5")]
            shipment.orders = [order("PO-1", lines: [packed])]
        }
        #expect(try levels(shipment) == ["1 - S 1", "2 1 O 1", "3 2 I 1", "4 3 P 0", "5 3 P 0"])
    }

    @Test
    func `levels are counted and quantities summed`() throws {
        let shipment = shipment(structure: "0004") { shipment in
            shipment.orders = [order("PO-1", lines: [line("A"), line("B", "2.5")])]
        }
        let set = try OutboundRegistry.outbound(from: .shipmentNotification(shipment), Samples.options)
        #expect(String(decoding: set.bytes, as: UTF8.self).contains("~CTT*4*3.5~"))
    }

    @Test
    func `an SSCC that no mark says becomes one`() throws {
        let shipment = shipment(structure: "0001") { shipment in
            var marked = package("3", lines: [line("A")])
            marked.sscc = "001234560000000015"
            shipment.orders = [order("PO-1", packages: [marked])]
        }
        let set = try OutboundRegistry.outbound(from: .shipmentNotification(shipment), Samples.options)
        #expect(String(decoding: set.bytes, as: UTF8.self).contains("~MAN*GM*00001234560000000015~"))
    }

    /// The HLs written: number, parent, level, whether there is more below.
    private func levels(_ shipment: ShipmentNotification) throws -> [String] {
        let set = try OutboundRegistry.outbound(from: .shipmentNotification(shipment), Samples.options)
        return set.outgoing.content.filter { $0.id == "HL" }.map { segment in
            segment.elements.map { if case .text(let text) = $0 { text } else { "-" } }.joined(separator: " ")
        }
    }

    private func shipment(
        structure: String?, _ fill: (inout ShipmentNotification) -> Void
    ) -> ShipmentNotification {
        var shipment = ShipmentNotification(purpose: CodedValue(code: "00"), shipmentNumber: "88123")
        shipment.day = CalendarDay(year: 2026, month: 3, day: 16)
        shipment.time = TimeOfDay(digits: "1430")
        shipment.structure = structure
        fill(&shipment)
        return shipment
    }

    private func order(
        _ number: String, packages: [Package] = [], lines: [ShippedLine] = []
    ) -> ShippedOrder {
        var order = ShippedOrder()
        order.orderNumber = number
        order.packages = packages
        order.lines = lines
        return order
    }

    private func package(_ number: String, lines: [ShippedLine] = []) -> Package {
        var package = Package(level: CodedValue(kind: "pack", code: "P"))
        package.number = number
        package.lines = lines
        return package
    }

    private func line(_ part: String, _ quantity: String = "1") -> ShippedLine {
        var line = ShippedLine()
        line.item.identifiers = [ItemIdentifier(kind: "vendorPart", qualifier: "VP", value: part)]
        line.shipped = ExactDecimal(quantity).map { Quantity($0, unit: "EA") }
        return line
    }
}
