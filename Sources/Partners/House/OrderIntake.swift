/// How our own applications bring orders.
public struct OrderIntake: Sendable, Hashable {
    /// Which column of a CSV file holds which field of an order, in the profile's order; none when CSV is not taken.
    public let columns: [OrderColumn]

    /// What holds when the house file says nothing.
    public static let standard = OrderIntake(columns: [])
}

/// A column of a file of orders.
public struct OrderColumn: Sendable, Hashable {
    /// The fields of an order that a column can hold.
    public enum Field: String, Sendable, Hashable, CaseIterable {
        /// Whom it is for: the partner's id or supplier number.
        case partner
        /// The number of the order: rows with the same one are its lines.
        case orderNumber
        /// The code of the kind of order; SA unless given.
        case orderType
        /// The day of the order.
        case orderDate
        /// The contract it falls under.
        case contract
        /// The currency of its prices.
        case currency
        /// The buyer's number of the line; counted unless given.
        case lineNumber
        /// Our number of the item.
        case buyerPart
        /// The supplier's number of the item.
        case vendorPart
        /// Words about the item.
        case description
        /// How much is ordered.
        case quantity
        /// The code of its unit.
        case unit
        /// The unit price.
        case price
        /// The day it is wanted.
        case deliveryDate
        /// Our number of the place it goes to.
        case shipTo
    }

    /// The fields without which there is no order.
    public static let required: [Field] = [.partner, .orderNumber, .orderDate, .quantity, .unit]

    /// The field.
    public let field: Field
    /// The heading of its column.
    public let heading: String
}

/// A program of ours that may ask for something by HTTP.
public struct ApplicationToken: Sendable, Hashable {
    /// What a token may be used for.
    public enum Right: String, Sendable, Hashable, CaseIterable {
        /// To bring orders and look at what became of them.
        case orders
    }

    /// The program's name, for the audit trail.
    public let name: String
    /// What it shows us.
    public let token: SecretValue
    /// What it may do.
    public let rights: [Right]
}
