internal import Documents

/// A supplier being put together from the columns of a row, with everything that is wrong with it.
struct SupplierDraft {
    /// A column of the file.
    struct Column {
        let field: SupplierField
        /// From 0.
        let index: Int
        let heading: String?
    }

    /// The characters of a number of ours.
    static let numberMaximum = 35
    /// The characters of any other value.
    static let textMaximum = 500

    private let line: Int
    private var number = ""
    private var name = ""
    private var names: [Int: String] = [:]
    private var supplier = Supplier(number: "", name: "")
    private var bank = BankReference()
    private var terms = SupplierTerms()
    private var contact = Contact()
    private var addresses: [String: SupplierAddress] = [:]
    private var streets: [String: [Int: String]] = [:]
    private(set) var faults: [BatchFault] = []

    init(line: Int) {
        self.line = line
    }

    /// The number, as far as it could be read, for a row that is refused.
    var readableNumber: String? { number.isEmpty ? nil : number }

    mutating func take(_ text: String, _ column: Column) {
        guard !text.isEmpty else { return }
        let limit = column.field.role == .number ? Self.numberMaximum : Self.textMaximum
        // A text of few bytes has few characters, which is cheaper to see.
        guard text.utf8.count <= limit || text.count <= limit else {
            return complain(
                column, text, "The value is longer than \(limit) characters.", "Send a shorter one.")
        }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            return complain(
                column, nil, "The value holds a line break or a control character.", "Leave it out.")
        }
        switch column.field.role {
        case .number: takeNumber(text, column)
        case .name: name = text
        case .additionalName(let place): names[place] = text
        case .status: takeStatus(text, column)
        case .group: supplier.group = text
        case .identifier(let kind): takeIdentifier(kind, text, column)
        case .account: takeAccount(text, column)
        case .bankCode: bank.code = text
        case .bankName: bank.name = text
        case .bankCountry: bank.country = country(text, column)
        case .address(let kind, let part): take(text, of: part, inAddress: kind, column)
        case .contactName: contact.name = text
        case .channel(let kind): takeChannel(kind, text, column)
        case .termsCode: terms.code = text
        case .termsText: terms.description = text
        case .netDays: takeDays(text, column)
        case .currency: takeCurrency(text, column)
        case .language: supplier.language = text
        case .more(let name): supplier.more.append(NamedText(name: name, value: text))
        case .bankMasked, .bankFingerprint, .action, .revision: break
        }
    }

    /// The supplier, or everything that is wrong with the row.
    mutating func finish(_ columns: [Column]) -> Supplier? {
        for (role, isMissing, what) in [
            (SupplierField.Role.number, number.isEmpty, "supplier number"), (.name, name.isEmpty, "name"),
        ] where isMissing {
            let column = columns.first { $0.field.role == role }
            // One that was wrong has been told of.
            guard !faults.contains(where: { $0.column == column.map { $0.index + 1 } }) else { continue }
            complain(column, nil, "There is no \(what).", "Give every supplier its \(what).")
        }
        guard faults.isEmpty else { return nil }
        supplier.number = number
        supplier.name = name
        supplier.additionalNames = names.sorted { $0.key < $1.key }.map(\.value)
        if bank != BankReference() { supplier.bank = bank }
        if terms != SupplierTerms() { supplier.paymentTerms = terms }
        if contact != Contact() { supplier.contacts = [contact] }
        for (kind, lines) in streets {
            addresses[kind]?.street = lines.sorted { $0.key < $1.key }.map(\.value)
        }
        // The main address first, then by kind: the order of columns must not make a revision.
        supplier.addresses = addresses.values.sorted {
            ($0.kind == SupplierAddress.main ? "" : $0.kind)
                < ($1.kind == SupplierAddress.main ? "" : $1.kind)
        }
        return supplier
    }

    // MARK: Values

    private mutating func takeNumber(_ text: String, _ column: Column) {
        if CellText.isShortenedNumber(text) {
            return complain(
                column, text, "A spreadsheet has shortened this number; its last digits are lost.",
                "Format the column as text before saving.")
        }
        if let first = text.utf8.first,
            [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@")].contains(first)
        {
            return complain(
                column, text, "A formula stands where a number should.", "Save the values, not the formulas.")
        }
        number = text
    }

    private mutating func takeStatus(_ text: String, _ column: Column) {
        guard let status = Supplier.Status(rawValue: text.lowercased()) else {
            return complain(
                column, text, "This is no status.", "Write active, blocked or retired; nothing means active.")
        }
        supplier.status = status
    }

    private mutating func takeIdentifier(_ kind: String, _ text: String, _ column: Column) {
        let digits = ["duns": 9, "gln": 13][kind]
        let plain = digits == nil ? text : text.filter { $0 != "-" && $0 != " " }
        if let digits {
            guard plain.utf8.count == digits, plain.utf8.allSatisfy({ (48...57).contains($0) }) else {
                return complain(
                    column, text, "A \(kind.uppercased()) number has \(digits) digits.",
                    "Send all digits; format the column as text, or a spreadsheet drops zeros in front.")
            }
        } else if CellText.isShortenedNumber(text) {
            return complain(
                column, text, "A spreadsheet has shortened this number; its last digits are lost.",
                "Format the column as text before saving.")
        }
        supplier.identifiers.append(PartyIdentifier(kind: kind, value: plain))
    }

    private mutating func takeAccount(_ text: String, _ column: Column) {
        let plain = text.capitalsAndDigits
        if CellText.isShortenedNumber(text) || !AccountNumber.isPlausible(plain) {
            // Not even a part of an account number stands in a list of faults.
            return complain(
                column, nil, "This is no bank account: its check digits are wrong, or digits are lost.",
                "Send the whole number as text.")
        }
        bank.account = plain
    }

    private mutating func take(
        _ text: String, of part: SupplierField.AddressPart, inAddress kind: String, _ column: Column
    ) {
        var address = addresses[kind] ?? SupplierAddress(kind: kind)
        switch part {
        case .street: streets[kind, default: [:]][0] = text
        case .street2: streets[kind, default: [:]][1] = text
        case .street3: streets[kind, default: [:]][2] = text
        case .city: address.city = text
        case .region: address.region = text
        case .postalCode: address.postalCode = text
        case .country: address.country = country(text, column)
        }
        addresses[kind] = address
    }

    private mutating func country(_ text: String, _ column: Column) -> String? {
        let code = text.uppercased()
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            complain(column, text, "This is no country code.", "Write two letters, as DE or US.")
            return nil
        }
        return code
    }

    private mutating func takeChannel(_ kind: String, _ text: String, _ column: Column) {
        if kind == "email",
            text.split(separator: "@", omittingEmptySubsequences: false).count != 2
                || text.contains(" ")
        {
            return complain(column, text, "This is no mail address.", "Write one, as edi@acme.example.com.")
        }
        contact.channels.append(ContactChannel(kind: kind, value: text))
    }

    private mutating func takeDays(_ text: String, _ column: Column) {
        guard let days = Int(text), (0...999).contains(days) else {
            return complain(column, text, "This is no number of days.", "Write a number from 0 to 999.")
        }
        terms.netDays = days
    }

    private mutating func takeCurrency(_ text: String, _ column: Column) {
        guard text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return complain(column, text, "This is no currency.", "Write three capital letters, as EUR.")
        }
        supplier.currency = text
    }

    private mutating func complain(_ column: Column?, _ found: String?, _ message: String, _ fix: String) {
        faults.append(
            BatchFault(
                line: line, column: column.map { $0.index + 1 }, heading: column?.heading, found: found,
                message: message, fix: fix))
    }
}

/// What can be told of the number of a bank account by itself.
enum AccountNumber {
    /// Whether it can be one: an IBAN must have the right check digits (ISO 7064, mod 97-10).
    ///
    /// `plain`: capital letters and digits only.
    static func isPlausible(_ plain: String) -> Bool {
        let bytes = Array(plain.utf8)
        guard (2...34).contains(bytes.count), bytes.contains(where: { (48...57).contains($0) }) else {
            return false
        }
        let letters = bytes.prefix(2).allSatisfy { (0x41...0x5A).contains($0) }
        let digits = bytes.dropFirst(2).prefix(2).allSatisfy { (48...57).contains($0) }
        guard letters, digits, bytes.count >= 15 else { return true }
        var rest = 0
        for byte in bytes.dropFirst(4) + bytes.prefix(4) {
            switch byte {
            case 48...57: rest = (rest * 10 + Int(byte - 48)) % 97
            case 0x41...0x5A: rest = (rest * 100 + Int(byte - 55)) % 97
            default: return false
            }
        }
        return rest == 1
    }
}
