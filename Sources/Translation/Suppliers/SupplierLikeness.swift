public import Documents

/// What two suppliers that are one and the same would have in common.
public struct SupplierLikeness: Sendable, Hashable {
    /// A reason to suspect that two suppliers are the same.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The same tax number.
        case tax
        /// The same bank account.
        case bank
        /// The same name, but for its spelling and legal form.
        case name
    }

    /// Numbers that stand for what is compared, by ``Kind``; 0 where there is nothing to compare.
    public let marks: [Int64]

    /// What is compared of a supplier that is sealed.
    public init(_ supplier: Supplier) {
        let tax = (supplier.identifier("vat") ?? supplier.identifier("tax"))?.capitalsAndDigits ?? ""
        marks = Kind.allCases.map { kind in
            switch kind {
            // A row of equal digits, or a very short number, is a stopgap and no number.
            case .tax: Self.mark(tax.count >= 5 && Set(tax).count > 1 ? tax : "")
            case .bank: Self.mark(supplier.bank?.fingerprint ?? "")
            case .name: Self.mark(Self.name(supplier.name))
            }
        }
    }

    /// A name without case, marks, punctuation and the words that say what kind of company it is.
    ///
    /// A name that is nothing but such words stays as it is.
    static func name(_ name: String) -> String {
        let words = name.folded.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        let telling = words.filter { !legalForms.contains($0) }
        let name = (telling.isEmpty ? words : telling).joined()
        return name.count >= 3 ? name : ""
    }

    private static let legalForms: Set<String> = [
        "ag", "as", "bv", "co", "company", "corp", "corporation", "cv", "de", "eg", "ev", "gbr", "gmbh",
        "inc",
        "incorporated", "kg", "kgaa", "limited", "llc", "llp", "lp", "ltd", "mbh", "nv", "oy", "plc", "pty",
        "sa",
        "sarl", "sas", "se", "spa", "srl", "the", "und", "and",
    ]

    /// FNV-1a in 64 bits, the same in every run and on every machine.
    private static func mark(_ text: String) -> Int64 {
        guard !text.isEmpty else { return 0 }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash == 0 ? 1 : Int64(bitPattern: hash)
    }
}

extension String {
    /// In small letters, and letters with marks as the plain ones that stand for them.
    fileprivate var folded: String {
        var plain = ""
        for character in lowercased() {
            if let other = Self.unmarked[character] { plain += other } else { plain.append(character) }
        }
        return plain
    }

    private static let unmarked: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "á": "a", "à": "a", "â": "a", "ã": "a", "å": "a",
        "ç": "c",
        "é": "e", "è": "e", "ê": "e", "ë": "e", "í": "i", "ì": "i", "î": "i", "ï": "i", "ñ": "n", "ó": "o",
        "ò": "o", "ô": "o", "õ": "o", "ø": "o", "ú": "u", "ù": "u", "û": "u", "ý": "y", "ł": "l", "ś": "s",
        "š": "s", "ž": "z", "č": "c", "ř": "r", "ě": "e", "ő": "o", "ű": "u", "æ": "ae", "&": " ",
    ]
}
