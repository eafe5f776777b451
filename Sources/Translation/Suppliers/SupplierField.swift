public import Documents

/// A field of a supplier as columns name it: the one table for files that come in, files that go out, and their comparison.
public struct SupplierField: Sendable, Hashable {
    /// The name in profiles, `vatId`.
    public let name: String
    let role: Role

    enum Role: Sendable, Hashable {
        case number, name
        case additionalName(Int)
        case status, group
        case identifier(String)
        case account, bankCode, bankName, bankCountry, bankMasked, bankFingerprint
        case address(kind: String, part: AddressPart)
        case contactName
        case channel(String)
        case termsCode, termsText, netDays
        case currency, language
        case more(String)
        /// Only in files that go out: what became of the supplier since the target's last file, and its revision.
        case action, revision
    }

    enum AddressPart: String, Sendable, Hashable, CaseIterable {
        case street, street2, street3, city, region, postalCode, country
    }

    private static let fixed: [String: Role] = [
        "number": .number, "name": .name, "name2": .additionalName(0), "name3": .additionalName(1),
        "name4": .additionalName(2), "status": .status, "group": .group,
        "taxId": .identifier("tax"), "vatId": .identifier("vat"), "duns": .identifier("duns"),
        "gln": .identifier("gln"),
        "bankAccount": .account, "bankCode": .bankCode, "bankName": .bankName, "bankCountry": .bankCountry,
        "bankMasked": .bankMasked, "bankFingerprint": .bankFingerprint,
        "contactName": .contactName, "email": .channel("email"), "phone": .channel("telephone"),
        "paymentTerms": .termsCode, "paymentTermsText": .termsText, "netDays": .netDays,
        "currency": .currency, "language": .language, "action": .action, "revision": .revision,
    ]

    /// The names of the fields, for people; `KIND.city` and `more.NAME` come beside them.
    public static let names: [String] = (Array(fixed.keys) + AddressPart.allCases.map(\.rawValue)).sorted()

    /// The field of this name: one of ``names``, `remitTo.city` for an address of another kind, or `more.plant`.
    public init?(_ name: String) {
        self.name = name
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty {
            if parts[0] == "more" {
                role = .more(parts[1])
            } else if let part = AddressPart(rawValue: parts[1]) {
                role = .address(kind: parts[0], part: part)
            } else {
                return nil
            }
        } else if let known = Self.fixed[name] {
            role = known
        } else if let part = AddressPart(rawValue: name) {
            role = .address(kind: SupplierAddress.main, part: part)
        } else {
            return nil
        }
    }

    /// Whether an extract can give it.
    public var isRead: Bool { ![.action, .revision, .bankMasked, .bankFingerprint].contains(role) }
    /// Whether a file that we send can hold it; the number of a bank account is not kept.
    public var isWritten: Bool { role != .account }
    /// Whether it may be cut where a column is too narrow: names and streets may, numbers and codes never.
    var mayBeCut: Bool {
        switch role {
        case .name, .additionalName, .contactName, .termsText, .bankName: true
        case .address(_, let part): [.street, .street2, .street3, .city].contains(part)
        default: false
        }
    }

    /// What the field holds, as text; nothing where it is absent.
    func text(of line: SupplierLine) -> String {
        let supplier = line.supplier
        switch role {
        case .number: return supplier.number
        case .name: return supplier.name
        case .additionalName(let place):
            return supplier.additionalNames.indices.contains(place) ? supplier.additionalNames[place] : ""
        case .status:
            return line.action == .retired ? Supplier.Status.retired.rawValue : supplier.status.rawValue
        case .group: return supplier.group ?? ""
        case .identifier(let kind): return supplier.identifier(kind) ?? ""
        case .account: return ""
        case .bankCode: return supplier.bank?.code ?? ""
        case .bankName: return supplier.bank?.name ?? ""
        case .bankCountry: return supplier.bank?.country ?? ""
        case .bankMasked: return supplier.bank?.masked ?? ""
        case .bankFingerprint: return supplier.bank?.fingerprint ?? ""
        case .address(let kind, let part):
            return supplier.addresses.first { $0.kind == kind }?.text(part) ?? ""
        case .contactName: return supplier.contacts.first?.name ?? ""
        case .channel(let kind):
            return supplier.contacts.first?.channels.first { $0.kind == kind }?.value ?? ""
        case .termsCode: return supplier.paymentTerms?.code ?? ""
        case .termsText: return supplier.paymentTerms?.description ?? ""
        case .netDays: return supplier.paymentTerms?.netDays.map(String.init) ?? ""
        case .currency: return supplier.currency ?? ""
        case .language: return supplier.language ?? ""
        case .more(let name): return supplier.more.first { $0.name == name }?.value ?? ""
        case .action: return line.action.rawValue
        case .revision: return String(line.revision)
        }
    }
}

/// A supplier as a line of a file that we send.
public struct SupplierLine: Sendable, Hashable {
    /// What became of it since the target's last verified file.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// It is new there.
        case added
        /// It is another than there.
        case changed
        /// It is not to be used any more: a tombstone.
        case retired
        /// It is as it was there.
        case unchanged
    }

    /// The supplier.
    public var supplier: Supplier
    /// What became of it.
    public var action: Action
    /// Its revision in our books, from 1.
    public var revision: Int

    /// A line of a file.
    public init(supplier: Supplier, action: Action, revision: Int) {
        self.supplier = supplier
        self.action = action
        self.revision = revision
    }
}

extension SupplierAddress {
    fileprivate func text(_ part: SupplierField.AddressPart) -> String? {
        switch part {
        case .street: street.first
        case .street2: street.count > 1 ? street[1] : nil
        case .street3: street.count > 2 ? street[2] : nil
        case .city: city
        case .region: region
        case .postalCode: postalCode
        case .country: country
        }
    }
}
