public import Documents

/// Whether an order, a change or a cancellation can be sent to a partner: our own rules, then a trial of the set.
public enum OrderCheck {
    /// What a document becomes for a partner.
    public struct Passed: Sendable {
        /// The set it becomes.
        public let setID: String
        /// What tells it from the partner's other documents.
        public let identity: String
        /// The number of the order it is or is about.
        public let orderNumber: String
        /// Whether it must not come to the partner before its order.
        public let follows: Bool
    }

    /// The set that a document of this kind becomes; `nil` when it is neither an order nor a change.
    public static func setID(of document: Document) -> String? {
        switch document {
        case .purchaseOrder: "850"
        case .purchaseOrderChange: "860"
        default: nil
        }
    }

    /// The number of the order that a document is or is about.
    public static func orderNumber(of document: Document) -> String? {
        switch document {
        case .purchaseOrder(let order): order.orderNumber
        case .purchaseOrderChange(let change): change.orderNumber
        default: nil
        }
    }

    /// Judges a document.
    ///
    /// `options`: the set as it will be written for the partner, but for its number.
    /// `contentDigest`: names a change that has no number of its own.
    /// - Throws: ``OrderFaults`` with every fault found.
    public static func check(
        _ document: Document, _ options: OutboundOptions, order ordinal: Int, line: Int, contentDigest: String
    ) throws(OrderFaults) -> Passed {
        guard let setID = setID(of: document), let number = orderNumber(of: document) else {
            throw OrderFaults([
                OrderFault(
                    order: ordinal, line: line, path: "documentType",
                    message:
                        "purchase-order or purchase-order-change was expected, found \(document.type.rawValue)"
                )
            ])
        }
        var faults = rules(document).map {
            OrderFault(order: ordinal, line: line, orderNumber: number, path: $0.path, message: $0.message)
        }
        do throws(OutboundFaults) {
            let set = try OutboundRegistry.outbound(from: document, options)
            faults += set.unplaced.map {
                OrderFault(
                    order: ordinal, line: line, orderNumber: number, path: $0.path,
                    message: "the \(setID) of release \(options.release) has no place for it: \($0.reason)")
            }
        } catch {
            let known = Set(faults.map(\.path))
            faults += error.faults.filter { !known.contains($0.path) }.map {
                OrderFault(
                    order: ordinal, line: line, orderNumber: number, path: $0.path,
                    message: $0.expected + ($0.found.map { ", found '\($0)'" } ?? ""))
            }
        }
        guard faults.isEmpty else { throw OrderFaults(faults) }
        return Passed(
            setID: setID, identity: identity(of: document, contentDigest), orderNumber: number,
            follows: follows(document))
    }

    /// Purposes that begin an order; every other one is about an order that exists.
    private static let beginnings: Set<String> = ["00", "06", "07", "14", "15", "18", "22"]

    private static func follows(_ document: Document) -> Bool {
        guard case .purchaseOrder(let order) = document else { return true }
        return !beginnings.contains(order.purpose.code)
    }

    private static func identity(of document: Document, _ contentDigest: String) -> String {
        switch document {
        case .purchaseOrder(let order):
            return "850/\(order.purpose.code)/\(order.orderNumber)/\(order.release ?? "")"
        case .purchaseOrderChange(let change):
            let number = change.changeNumber ?? "#\(contentDigest)"
            return "860/\(change.purpose.code)/\(change.orderNumber)/\(change.release ?? "")/\(number)"
        default: return document.businessKey
        }
    }

    // MARK: Rules

    private static func rules(_ document: Document) -> [(path: String, message: String)] {
        switch document {
        case .purchaseOrder(let order):
            var faults = lines(order.lines, isChange: false)
            if order.lines.isEmpty, order.purpose.code != "01" {
                faults.append(("lines", "an order has at least one line"))
            }
            return faults
        case .purchaseOrderChange(let change): return lines(change.lines, isChange: true)
        default: return []
        }
    }

    private static func lines(
        _ lines: [OrderLine], isChange: Bool
    ) -> [(path: String, message: String)] {
        lines.enumerated().flatMap { index, line -> [(path: String, message: String)] in
            let path = "lines[\(index)]"
            // A line that is taken out of an order need not say how much of it is left.
            let isDeleted = line.change.map { deletions.contains($0.code) } ?? false
            // A change of the price alone has no quantity.
            if line.quantity == nil {
                return isChange ? [] : [("\(path).quantity", "a quantity is required")]
            }
            var faults = quantity(line.quantity, "\(path).quantity", mayBeNothing: isDeleted)
            for (place, schedule) in line.schedules.enumerated() where schedule.quantity != nil {
                faults += quantity(
                    schedule.quantity, "\(path).schedules[\(place)].quantity", mayBeNothing: isDeleted)
            }
            return faults
        }
    }

    /// 670, changes that take a line out.
    private static let deletions: Set<String> = ["DI"]

    private static func quantity(
        _ quantity: Quantity?, _ path: String, mayBeNothing: Bool
    ) -> [(path: String, message: String)] {
        guard let quantity else { return [] }
        var faults: [(path: String, message: String)] = []
        if quantity.value.isNegative || quantity.value.units == 0 && !mayBeNothing {
            faults.append(
                ("\(path).value", "a quantity above 0 was expected, found \(quantity.value.description)"))
        }
        if quantity.unit?.isEmpty ?? true {
            faults.append(("\(path).unit", "a unit's code is required, as EA, CA or KG"))
        }
        return faults
    }
}
