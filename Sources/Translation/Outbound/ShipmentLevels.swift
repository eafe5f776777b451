internal import Documents

/// Writes the levels of a shipment: numbered from 1, each behind the one above it.
///
/// An order stands above its packages, or below a package that holds several orders or where the structure says
/// so; a level that says nothing of its own is left out.
struct ShipmentLevels {
    private typealias Path = [(name: StaticString, index: Int)]

    /// What one order has at some place of the tree.
    private struct Part {
        var order: Int
        var path: Path
        var packages: [Package]
        var lines: [ShippedLine]
    }

    /// A package that one or several orders have things in.
    private struct Shared {
        var package: Package
        var paths: [Path]
        var parts: [Part]
    }

    /// The levels written.
    private(set) var count = 0
    /// The quantities shipped, as the hash total sums them.
    private(set) var quantities: [Quantity?] = []

    private let shipment: ShipmentNotification
    /// Whether packages stand above orders.
    private let packagesFirst: Bool
    /// Whether the lines name their orders and there is no level for them.
    private let isWithoutOrders: Bool
    private var ordersTold: Set<Int> = []

    init(_ shipment: ShipmentNotification) {
        self.shipment = shipment
        packagesFirst = shipment.structure == "0003"
        isWithoutOrders =
            !["0001", "0002", "0003", "0004"].contains(shipment.structure)
            && shipment.orders.allSatisfy(\.isSaidByItsLines)
    }

    mutating func write(to writer: inout SetWriter) {
        let parts = shipment.orders.enumerated().map { index, order in
            Part(
                order: index, path: [("orders", index)], packages: order.packages, lines: order.lines)
        }
        let number = open("S", below: nil, hasBelow: !parts.isEmpty, &writer)
        writer.write(Level(shipment.details), SetLayouts.shipment.early.line, of: SetLayouts.shipment.early)
        write(parts, below: number, &writer)
    }

    // MARK: Orders and packages

    private mutating func write(_ parts: [Part], below parent: Int, _ writer: inout SetWriter) {
        var (own, shared) = divide(parts)
        for (index, part) in parts.enumerated() {
            for (position, group) in shared.enumerated() where group.parts.first?.order == part.order {
                write(group, below: parent, &writer)
                shared[position].parts = []
            }
            if let rest = own[index] { write(rest, below: parent, &writer) }
            own[index] = nil
        }
    }

    /// Parts into what stands below its own order, and the packages that stand above orders.
    private func divide(_ parts: [Part]) -> (own: [Int: Part], shared: [Shared]) {
        var uses: [String: Int] = [:]
        for part in parts {
            for number in Set(part.packages.compactMap(\.number)) { uses[number, default: 0] += 1 }
        }
        var own: [Int: Part] = [:]
        var shared: [Shared] = []
        var places: [String: Int] = [:]
        for (index, part) in parts.enumerated() {
            var rest = part
            rest.packages = []
            let isAlone = packagesFirst && part.packages.count == 1 && part.lines.isEmpty
            var keepsPackages = false
            for (position, package) in part.packages.enumerated() {
                let uses = package.number.flatMap { uses[$0] } ?? 0
                guard uses > 1 || isAlone else {
                    keepsPackages = true
                    continue
                }
                let path = part.path + [("packages", position)]
                let inner = Part(
                    order: part.order, path: path, packages: package.packages, lines: package.lines)
                if let number = package.number, let place = places[number] {
                    shared[place].paths.append(path)
                    shared[place].parts.append(inner)
                } else {
                    if let number = package.number { places[number] = shared.count }
                    shared.append(Shared(package: package, paths: [path], parts: [inner]))
                }
            }
            if keepsPackages {
                rest.packages = part.packages.filter { (($0.number.flatMap { uses[$0] }) ?? 0) <= 1 }
            }
            let isAllShared = !part.packages.isEmpty && rest.packages.isEmpty && rest.lines.isEmpty
            if !isAllShared { own[index] = rest }
        }
        return (own, shared)
    }

    private mutating func write(_ group: Shared, below parent: Int, _ writer: inout SetWriter) {
        let hasBelow = group.parts.contains { !$0.packages.isEmpty || !$0.lines.isEmpty }
        var number = parent
        writer.at(group.paths[0]) { writer in
            number = write(opening: group.package, below: parent, hasBelow: hasBelow, &writer)
        }
        for path in group.paths.dropFirst() {
            writer.at(path) { writer in
                writer.within("level") { writer in
                    writer.also("code")
                    writer.also("kind")
                }
                writer.also("number")
                writer.also("sscc")
            }
        }
        write(group.parts, below: number, &writer)
    }

    private mutating func write(_ part: Part, below parent: Int, _ writer: inout SetWriter) {
        let order = shipment.orders[part.order]
        var number = parent
        if !isWithoutOrders, order.saysAnything {
            writer.at([("orders", part.order)]) { writer in
                number = open(
                    "O", below: parent, hasBelow: !part.packages.isEmpty || !part.lines.isEmpty, &writer)
                writer.orderReference(order)
                guard ordersTold.insert(part.order).inserted else { return }
                let layouts = SetLayouts.shipment.early
                writer.write(Level(order.details), layouts.line, of: layouts)
            }
        }
        writer.at(part.path) { writer in
            if number == parent, order.orderNumber != nil { writer.also("orderNumber") }
            write(part.packages, part.lines, below: number, &writer)
        }
    }

    private mutating func write(
        _ packages: [Package], _ lines: [ShippedLine], below parent: Int, _ writer: inout SetWriter,
    ) {
        for (index, package) in packages.enumerated() {
            writer.within("packages", index) { writer in
                let hasBelow = !package.packages.isEmpty || !package.lines.isEmpty
                let number = write(opening: package, below: parent, hasBelow: hasBelow, &writer)
                write(package.packages, package.lines, below: number, &writer)
            }
        }
        for (index, line) in lines.enumerated() {
            writer.within("lines", index) { write(line, below: parent, isPart: false, &$0) }
        }
    }

    private mutating func write(
        opening package: Package, below parent: Int, hasBelow: Bool, _ writer: inout SetWriter,
    ) -> Int {
        let number = open(package.level, below: parent, hasBelow: hasBelow, &writer)
        if let quantity = package.quantity {
            writer.segment("SN1") { $0.quantity(2, unit: 3, "quantity", quantity) }
            quantities.append(quantity)
        }
        var level = Level(package.details)
        if let sscc = package.sscc {
            writer.also("sscc")
            let isSaid = level.details.marks.contains {
                CodeNames.marks[$0.qualifier] == "sscc"
                    && Mark.serialShippingContainerCode(in: $0.value) == sscc
            }
            if !isSaid { level.details.marks.append(Mark(qualifier: "GM", value: "00" + sscc)) }
        }
        level.packs = package.packs
        level.pallet = package.pallet
        writer.write(level, SetLayouts.shipment.early.line, of: SetLayouts.shipment.early)
        return number
    }

    // MARK: Lines

    private mutating func write(
        _ line: ShippedLine, below parent: Int, isPart: Bool, _ writer: inout SetWriter,
    ) {
        let number = open(
            isPart ? "F" : "I", below: parent, hasBelow: !line.packages.isEmpty || !line.lines.isEmpty,
            &writer)
        writer.itemOfShipment(line)
        if line.shipped != nil { quantities.append(line.shipped) }
        let layouts = SetLayouts.shipment.early
        writer.each("components", line.components) { $0.component($1, layouts) }
        var level = Level(line.details)
        level.isLine = true
        level.item.descriptions = line.item.descriptions
        level.packs = line.packs
        level.distribution = line.distribution
        writer.orderOfLine(line)
        writer.write(level, layouts.line, of: layouts)
        for (index, package) in line.packages.enumerated() {
            writer.within("packages", index) { writer in
                let hasBelow = !package.packages.isEmpty || !package.lines.isEmpty
                let inner = write(opening: package, below: number, hasBelow: hasBelow, &writer)
                write(package.packages, package.lines, below: inner, &writer)
            }
        }
        for (index, part) in line.lines.enumerated() {
            writer.within("lines", index) { write(part, below: number, isPart: true, &$0) }
        }
    }

    // MARK: Levels

    private mutating func open(
        _ code: StaticString, below parent: Int?, hasBelow: Bool, _ writer: inout SetWriter,
    ) -> Int {
        count += 1
        writer.begin("HL")
        writer.fixed(1, text: String(count))
        if let parent { writer.fixed(2, text: String(parent)) }
        writer.fixed(3, code)
        writer.fixed(4, hasBelow ? "1" : "0")
        writer.end()
        return count
    }

    private mutating func open(
        _ level: CodedValue, below parent: Int, hasBelow: Bool, _ writer: inout SetWriter,
    ) -> Int {
        count += 1
        writer.begin("HL")
        writer.fixed(1, text: String(count))
        writer.also("number")
        writer.fixed(2, text: String(parent))
        writer.coded(3, "level", level, CodeNames.packageLevels)
        writer.fixed(4, hasBelow ? "1" : "0")
        writer.end()
        return count
    }
}

extension ShippedOrder {
    /// Whether there is anything to say at a level of its own.
    fileprivate var saysAnything: Bool {
        var empty = ShippedOrder()
        empty.packages = packages
        empty.lines = lines
        return self != empty
    }

    /// Whether there is nothing to say but the order's number, and every line names it itself.
    fileprivate var isSaidByItsLines: Bool {
        var empty = ShippedOrder()
        empty.packages = packages
        empty.lines = lines
        empty.orderNumber = orderNumber
        guard self == empty else { return false }
        guard let orderNumber else { return true }
        return !(lines.isEmpty && packages.isEmpty) && lines.allSatisfy { $0.names(orderNumber) }
            && packages.allSatisfy { $0.names(orderNumber) }
    }
}

extension Package {
    /// Whether every line in it names an order.
    fileprivate func names(_ order: String) -> Bool {
        !(lines.isEmpty && packages.isEmpty) && lines.allSatisfy { $0.names(order) }
            && packages.allSatisfy { $0.names(order) }
    }
}

extension ShippedLine {
    /// Whether the numbers of its item name an order.
    fileprivate func names(_ order: String) -> Bool {
        orderNumber == order && item.identifiers.first { $0.qualifier == "PO" }?.value == order
    }
}
