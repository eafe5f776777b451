internal import X12

/// The levels of an 856 brought into one shape before anything is read: orders, packages, lines.
///
/// The tree in HL01 and HL02 decides, whatever order the levels were sent in and whichever are left out:
/// - orders below packages (S-P-O-I) are turned round: the package stands at each of its orders;
/// - packages below items (S-O-I-P) stay at the line;
/// - lines without an order are grouped by the order they name themselves;
/// - a level without HL02 belongs to the nearest level before it that can hold it.
struct ShipmentPlan {
    /// An order, by its own level or only by the number its lines carry.
    struct Order {
        var level: Loop?
        /// Where the number stands when the order has no level of its own.
        var number: (segment: Segment, element: Int)?
        var packages: [Package] = []
        var lines: [Line] = []
    }

    /// A package; `isRepeated` when it was told in full at an order before.
    struct Package {
        var level: Loop
        var isRepeated = false
        var packages: [Package] = []
        var lines: [Line] = []
    }

    /// A line; `isOfHolder` when only the item is read from the level.
    ///
    /// Then it is a package or order that carries the item itself, or an item that was told in full before.
    struct Line {
        var level: Loop
        var isOfHolder = false
        var packages: [Package] = []
        var lines: [Line] = []
    }

    private(set) var shipments: [Loop] = []
    private(set) var orders: [Order] = []

    private enum Role: Int { case shipment, order, package, line }

    /// What stands below a level.
    private struct Contents {
        var orders: [Order] = []
        var packages: [Package] = []
        var lines: [Line] = []
    }

    /// No shipment nests deeper; a chain of levels must not exhaust the stack.
    private static let depthMaximum = 32

    private let levels: [Loop]
    private let roles: [Role]
    private var children: [[Int]]
    private var tops: [Int] = []

    init(_ root: Loop) throws(TranslationError) {
        levels = root.loops("HL")
        roles = levels.map(Self.role)
        children = Array(repeating: [], count: levels.count)
        try connect()
        var contents = Contents()
        for top in tops { try place(top, depth: 0, into: &contents) }
        orders = contents.orders
        adopt(contents.packages, contents.lines)
    }

    // MARK: The tree

    private static func role(of level: Loop) -> Role {
        switch level.first("HL")?[3] {
        case "S": .shipment
        case "O": .order
        case "T", "P", "Q": .package
        case "I", "K", "F": .line
        // A level only this partner knows is what its segments say.
        default:
            if level.first("LIN") != nil || level.first("SN1") != nil {
                .line
            } else if level.first("PRF") != nil {
                .order
            } else {
                .package
            }
        }
    }

    private mutating func connect() throws(TranslationError) {
        var numbers: [String: Int] = [:]
        for (index, level) in levels.enumerated() {
            if let number = level.first("HL")?[1], numbers[number] == nil { numbers[number] = index }
        }
        var parents: [Int?] = []
        var latest: [Int?] = [nil, nil, nil, nil]
        for (index, level) in levels.enumerated() {
            let role = roles[index]
            if let number = level.first("HL")?[2] {
                parents.append(numbers[number])
            } else {
                parents.append(latest[..<role.rawValue].compactMap(\.self).last)
            }
            latest[role.rawValue] = index
            for lower in (role.rawValue + 1)..<max(latest.count, role.rawValue + 1) { latest[lower] = nil }
        }
        for (index, parent) in parents.enumerated() {
            try checkNoCircle(from: index, parents)
            if let parent { children[parent].append(index) } else { tops.append(index) }
        }
    }

    private func checkNoCircle(from index: Int, _ parents: [Int?]) throws(TranslationError) {
        var ancestor = parents[index]
        var depth = 0
        while let current = ancestor {
            depth += 1
            guard current != index else {
                throw failure(.levelsInCircle, index, "a level cannot be its own parent")
            }
            guard depth <= Self.depthMaximum else {
                throw failure(
                    .levelsTooDeep, index, "levels nest at most \(Self.depthMaximum) deep, without a circle")
            }
            ancestor = parents[current]
        }
    }

    private func failure(_ code: TranslationError.Code, _ index: Int, _ expected: String) -> TranslationError
    {
        let segment = levels[index].first("HL")
        return TranslationError(
            code, set: "856", segmentID: "HL", segment: segment?.ordinal, element: 2, found: segment?[2],
            expected: expected)
    }

    // MARK: The shape

    private mutating func place(_ index: Int, depth: Int, into outer: inout Contents) throws(TranslationError)
    {
        var inner = Contents()
        for child in children[index] { try place(child, depth: depth + 1, into: &inner) }
        let level = levels[index]
        if roles[index] != .line, level.first("LIN") != nil {
            inner.lines.insert(Line(level: level, isOfHolder: true), at: 0)
        }
        switch roles[index] {
        case .shipment:
            shipments.append(level)
            outer.orders += inner.orders
            outer.packages += inner.packages
            outer.lines += inner.lines
        case .order:
            outer.orders.append(Order(level: level, packages: inner.packages, lines: inner.lines))
            outer.orders += inner.orders
        case .package: placePackage(level, inner, into: &outer)
        case .line: placeLine(level, inner, into: &outer)
        }
    }

    private func placePackage(_ level: Loop, _ inner: Contents, into outer: inout Contents) {
        var isRepeated = false
        if !inner.packages.isEmpty || !inner.lines.isEmpty || inner.orders.isEmpty {
            outer.packages.append(Package(level: level, packages: inner.packages, lines: inner.lines))
            isRepeated = true
        }
        for var order in inner.orders {
            order.packages = [
                Package(level: level, isRepeated: isRepeated, packages: order.packages, lines: order.lines)
            ]
            order.lines = []
            isRepeated = true
            outer.orders.append(order)
        }
    }

    private func placeLine(_ level: Loop, _ inner: Contents, into outer: inout Contents) {
        let line = Line(level: level, packages: inner.packages, lines: inner.lines)
        guard !inner.orders.isEmpty else { return outer.lines.append(line) }
        // Orders below an item (S-I-O): the item is a line of each of them, told in full at the first.
        for (place, var order) in inner.orders.enumerated() {
            order.lines.insert(place == 0 ? line : Line(level: level, isOfHolder: true), at: 0)
            outer.orders.append(order)
        }
    }

    // MARK: Without an order level

    /// Groups what stands below no order by the order that its lines name.
    private mutating func adopt(_ packages: [Package], _ lines: [Line]) {
        var grouping = Grouping()
        for package in packages { grouping.add(package) }
        for line in lines { grouping.add(line) }
        orders += grouping.orders
    }

    /// Where a line names its order: PRF01 at its own level, or a number `PO` among the item's.
    static func orderNumber(of level: Loop) -> (segment: Segment, element: Int)? {
        if let reference = level.first("PRF"), reference.has(1) { return (reference, 1) }
        guard let item = level.first("LIN") else { return nil }
        for element in stride(from: 2, to: item.elementCount, by: 2)
        where item[element] == "PO" && item.has(element + 1) {
            return (item, element + 1)
        }
        return nil
    }

    private struct Grouping {
        var orders: [Order] = []
        private var places: [String: Int] = [:]

        mutating func add(_ line: Line) {
            orders[place(of: ShipmentPlan.orderNumber(of: line.level))].lines.append(line)
        }

        mutating func add(_ package: Package) {
            for (number, part) in Self.split(package) { orders[place(of: number)].packages.append(part) }
        }

        private mutating func place(of number: (segment: Segment, element: Int)?) -> Int {
            let key = number.flatMap { $0.segment[$0.element] } ?? ""
            if let known = places[key] { return known }
            places[key] = orders.count
            orders.append(Order(number: number))
            return orders.count - 1
        }

        /// One part of the package for each order in it; in full once, then repeated.
        private static func split(_ package: Package) -> [(
            number: (segment: Segment, element: Int)?, part: Package
        )] {
            var parts: [(number: (segment: Segment, element: Int)?, part: Package)] = []
            var places: [String: Int] = [:]
            func part(_ number: (segment: Segment, element: Int)?) -> Int {
                let key = number.flatMap { $0.segment[$0.element] } ?? ""
                if let known = places[key] { return known }
                places[key] = parts.count
                let isRepeated = package.isRepeated || !parts.isEmpty
                parts.append((number, Package(level: package.level, isRepeated: isRepeated)))
                return parts.count - 1
            }
            for line in package.lines {
                parts[part(ShipmentPlan.orderNumber(of: line.level))].part.lines.append(line)
            }
            for inner in package.packages {
                for (number, content) in split(inner) { parts[part(number)].part.packages.append(content) }
            }
            return parts.isEmpty ? [(nil, package)] : parts
        }
    }
}
