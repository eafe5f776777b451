/// A kind of file that is not EDI, which we take from or make for a partner.
public struct BatchAgreement: Sendable, Hashable {
    /// Which way the file goes.
    public enum Direction: String, Sendable, Hashable {
        /// From the partner to us.
        case inbound
        /// From us to the partner.
        case outbound
    }

    /// How the file is written.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// Columns with separators.
        case csv
        /// Columns at fixed places.
        case fixed
        /// JSON.
        case json
        /// XML.
        case xml
    }

    /// What the file's last line says.
    public enum Trailer: String, Sendable, Hashable, CaseIterable {
        /// There is no trailer.
        case none
        /// How many rows came before it.
        case counts
        /// How many rows came before it and the SHA-256 of all bytes before it; only in files that we send.
        case digest
    }

    /// Which part of the whole a file that we send holds.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// All of it.
        case full
        /// What changed since the target's last verified file.
        case delta
    }

    /// How a file that we send is made.
    public struct Sending: Sendable, Hashable {
        /// Which part of the whole it holds.
        public let scope: Scope
        /// What stands between the columns of CSV.
        public let separator: CSVSeparator
    }

    /// Which way the file goes.
    public let direction: Direction
    /// The agreement's name in the profile.
    public let name: String
    /// The names that belong to it (inbound).
    public let match: [NamePattern]
    /// The name it is written under (outbound).
    public let fileName: FileNameTemplate?
    /// How the file is written.
    public let format: Format
    /// The canonical document that its rows become, or are made from.
    public let document: CanonicalKind
    /// Which column holds which field, in the profile's order.
    public let columns: [BatchColumn]
    /// What the last line says.
    public let trailer: Trailer
    /// How a file that we send is made; `nil` for one that comes in.
    public var sending: Sending?
    /// How a file that comes in is read.
    public var taking = Taking()
}

/// Which column holds a document's field.
public struct BatchColumn: Sendable, Hashable {
    /// Where a column stands in the file.
    public enum Place: Sendable, Hashable {
        /// Under this heading; in JSON and XML, at this path.
        case heading(String)
        /// In the column, or from the character, of this number (from 1); fixed width needs the length too.
        case position(Int, length: Int?)
    }

    /// The document's field, as `quantityOnHand`.
    public let field: String
    /// Where it stands.
    public let place: Place
    /// What is done to its values before they are read.
    public var rule = Rule()
    /// Whether it stands in the lines that begin documents, where files have such lines.
    public var isOfHeader = false
}

/// The kinds of canonical documents that a profile may name.
public enum CanonicalKind: String, Sendable, Hashable, CaseIterable {
    /// What we order.
    case purchaseOrder = "purchase-order"
    /// What the partner says to it.
    case purchaseOrderResponse = "purchase-order-response"
    /// What is on its way.
    case shipmentNotification = "shipment-notification"
    /// What we are to pay.
    case invoice
    /// One supplier.
    case supplier
    /// All suppliers.
    case supplierMaster = "supplier-master"
    /// What lies in stock.
    case inventory
    /// What we received.
    case receiptConfirmation = "receipt-confirmation"
    /// What the partner can make.
    case capacityUpdate = "capacity-update"
    /// What we will need.
    case planningSchedule = "planning-schedule"
}
