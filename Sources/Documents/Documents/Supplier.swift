/// One supplier as our master data know it.
///
/// The number of its bank account is never part of it: a supplier that was given with one is sealed with
/// ``sealed(by:)`` before anything is kept, and then holds the last characters and a fingerprint only.
public struct Supplier: Sendable, Hashable {
    /// Whether we do business with it.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// We do.
        case active
        /// We know it and order nothing.
        case blocked
        /// It is no supplier of ours any more.
        case retired
    }

    /// Our number for it, which never changes.
    public var number: String
    /// Its name.
    public var name: String
    /// Further lines of its name.
    public var additionalNames: [String] = []
    /// Whether we do business with it.
    public var status = Status.active
    /// The group it belongs to, in our own words.
    public var group: String?
    /// Its numbers elsewhere: `tax`, `vat`, `duns`, `gln`.
    public var identifiers: [PartyIdentifier] = []
    /// Where it is paid.
    public var bank: BankReference?
    /// Where it is; the one of kind `main` first.
    public var addresses: [SupplierAddress] = []
    /// Whom to ask there.
    public var contacts: [Contact] = []
    /// When it is to be paid.
    public var paymentTerms: SupplierTerms?
    /// The currency it bills in.
    public var currency: String?
    /// The language it is written to in.
    public var language: String?
    /// What else the extract told, by the names of the mapping.
    public var more: [NamedText] = []

    /// A supplier with what every one must have.
    public init(number: String, name: String) {
        self.number = number
        self.name = name
    }

    /// Its number in a numbering, `vat`.
    public func identifier(_ kind: String) -> String? {
        identifiers.first { $0.kind == kind }?.value
    }

    /// The same supplier without the number of its bank account: what stays are its last four characters, and its
    /// fingerprint, made by the caller from the letters and digits of the number.
    public func sealed(by fingerprint: (String) -> String) -> Supplier {
        guard let account = bank?.account else { return self }
        let plain = account.capitalsAndDigits
        var sealed = self
        sealed.bank?.account = nil
        // Of a short number the last four would be the most of it.
        sealed.bank?.masked = "…" + plain.suffix(plain.count >= 8 ? 4 : 1)
        sealed.bank?.fingerprint = fingerprint(plain)
        return sealed
    }
}

extension Supplier: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("number", number)
        json.field("name", name)
        json.list("additionalNames", additionalNames)
        json.field("status", status.rawValue)
        json.field("group", group)
        json.list("identifiers", identifiers)
        json.field("bank", bank)
        json.list("addresses", addresses)
        json.list("contacts", contacts)
        json.field("paymentTerms", paymentTerms)
        json.field("currency", currency)
        json.field("language", language)
        json.list("more", more)
    }
}

/// A bank account that can be recognised and not be read.
public struct BankReference: Sendable, Hashable {
    /// The bank's code, a BIC or a routing number.
    public var code: String?
    /// The bank's name.
    public var name: String?
    /// The country of the account.
    public var country: String?
    /// The account's last characters behind an ellipsis, `…3000`.
    public var masked: String?
    /// The same for equal accounts: a keyed digest in hexadecimal digits.
    public var fingerprint: String?
    /// The number itself, as it was given; it is read and never written.
    public var account: String?

    /// A reference still to be filled.
    public init() {}
}

extension BankReference: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("name", name)
        json.field("country", country)
        json.field("masked", masked)
        json.field("fingerprint", fingerprint)
    }
}

/// An address of a supplier.
public struct SupplierAddress: Sendable, Hashable {
    /// What it is for: `main`, or a name of our own such as `remitTo`.
    public var kind: String
    /// Street lines.
    public var street: [String] = []
    /// The city.
    public var city: String?
    /// State or province.
    public var region: String?
    /// Postal code.
    public var postalCode: String?
    /// Country code of two letters.
    public var country: String?

    /// The kind of the address that a supplier is at.
    public static let main = "main"

    /// An address still to be filled.
    public init(kind: String) {
        self.kind = kind
    }
}

extension SupplierAddress: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.list("street", street)
        json.field("city", city)
        json.field("region", region)
        json.field("postalCode", postalCode)
        json.field("country", country)
    }
}

/// When a supplier is to be paid.
public struct SupplierTerms: Sendable, Hashable {
    /// Our code for the terms.
    public var code: String?
    /// The terms in words.
    public var description: String?
    /// The days the whole sum is due in.
    public var netDays: Int?

    /// Terms still to be filled.
    public init() {}
}

extension SupplierTerms: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("code", code)
        json.field("description", description)
        json.field("netDays", netDays)
    }
}
