/// What is wrong with one order of a file from our own applications, for whoever maintains them.
public struct OrderFault: Error, Sendable, Hashable, Codable {
    /// The order's place in the file, from 1; 0 for the file as a whole.
    public var order: Int
    /// The line of the file, from 1.
    public var line: Int?
    /// The order's number, once it is known.
    public var orderNumber: String?
    /// Where in the document, as `lines[3].quantity.value`.
    public var path: String?
    /// What is wrong, in a sentence without a period.
    public var message: String

    /// Describes a fault.
    public init(
        order: Int, line: Int? = nil, orderNumber: String? = nil, path: String? = nil, message: String
    ) {
        self.order = order
        self.line = line
        self.orderNumber = orderNumber
        self.path = path.flatMap { $0.isEmpty ? nil : $0 }
        self.message = message
    }

    /// The fault on one line: `order 3, PO 4500012345, line 17: lines[0].quantity: …`.
    public var text: String {
        let place =
            [
                order > 0 ? "order \(order)" : nil, orderNumber.map { "PO \($0)" }, line.map { "line \($0)" },
            ].compactMap(\.self).joined(separator: ", ")
        return [place.isEmpty ? nil : place, path, message].compactMap(\.self).joined(separator: ": ")
    }
}

/// Everything that is wrong with an order.
public struct OrderFaults: Error, Sendable, Hashable {
    /// The faults, in the order of the document.
    public let all: [OrderFault]

    /// Bundles faults.
    public init(_ all: [OrderFault]) {
        self.all = all
    }
}
