/// A field of a document that a column may hold: how its values are read, and where they go.
struct BatchField: Sendable {
    /// How values are read.
    enum Kind: Sendable {
        case text
        /// A number or name of something: never a formula, nor what a spreadsheet made of a long number.
        case identifier
        /// The number of a bank account, which is told to nobody.
        case account
        /// 8, 12, 13 or 14 digits.
        case gtin
        /// 18 digits.
        case sscc
        case decimal
        case count
        case day
        case time
        /// A code of one of our lists, which also gives its word.
        case code(CodeTable<String>)
        /// One of some words.
        case word([String])
    }

    /// A step from a document towards a field.
    enum Step: Sendable, Hashable {
        /// Into the object under a key, or to the value itself.
        case key(String)
        /// Into the element that the row belongs to, of a list of rows.
        case level(String)
        /// Into the first element of a list.
        case first(String)
        /// Into the element of a list that has a qualifier.
        case qualified(String, String)
        /// Into the element of a list that is of a kind.
        case ofKind(String, String)
        /// Into the object under a key, which has a qualifier.
        case labelled(String, String)
    }

    let name: String
    let kind: Kind
    /// The ways to the places that the value is put in; most fields have one.
    let paths: [[Step]]
    /// The lists of rows around it, outermost first: `orders`, `orders.lines`.
    let levels: [String]
}

/// What the rows of a file may become: the fields of one kind of document, and how rows are told apart.
struct BatchFieldTable: Sendable {
    /// A list whose elements are made of rows.
    struct Level: Sendable {
        /// `orders.lines`.
        let name: String
        /// The fields that rows of the same element agree in; none when each row is an element.
        let keys: [String]
    }

    /// The document's name.
    let type: String
    /// The fields that say which document a row belongs to.
    let keys: [String]
    /// The lists of rows, outer ones first.
    let levels: [Level]
    /// What a document says that no column tells: fields and values.
    let defaults: [(field: String, value: String)]
    /// The fields that a column or a constant must give.
    let required: [String]
    private let fields: [String: BatchField]

    /// Reads the rows of a table: name, kind and path, separated by spaces; further paths behind `+`.
    init(
        _ type: String, keys: [String], levels: [Level], defaults: [(field: String, value: String)] = [],
        required: [String], _ rows: String...
    ) {
        self.type = type
        self.keys = keys
        self.levels = levels
        self.defaults = defaults
        self.required = required
        var fields: [String: BatchField] = [:]
        for row in rows.joined(separator: "\n").split(separator: "\n") {
            let words = row.split(separator: " ").map(String.init)
            precondition(words.count >= 2, "a row of the table has a name and a kind: \(row)")
            let paths = words.count == 2 ? [words[0]] : words.dropFirst(2).filter { $0 != "+" }
            let steps = paths.map(Self.steps)
            fields[words[0]] = BatchField(
                name: words[0], kind: Self.kind(words[1]), paths: steps, levels: Self.levels(of: steps[0]))
        }
        self.fields = fields
    }

    /// The field of a name; `nil` when the document has none of that name that a column could hold.
    subscript(_ name: String) -> BatchField? { fields[name] }

    /// The field that a unit or a price's basis belongs to; `nil` for a field of any other kind.
    func subject(of field: BatchField) -> String? {
        for (ending, subject) in [(".unit", ".value"), (".basis", ".amount")]
        where field.name.hasSuffix(ending) {
            let name = String(field.name.dropLast(ending.count)) + subject
            return fields[name] == nil ? nil : name
        }
        return nil
    }

    /// The names of all fields, sorted.
    var names: [String] { fields.keys.sorted() }

    /// The same rows below another list: `L.` stands for the place.
    static func rows(_ rows: String, below place: String, named name: String) -> String {
        rows.split(separator: "\n").map { row in
            let words = row.split(separator: " ").map(String.init)
            let paths = words.count == 2 ? [words[0]] : Array(words.dropFirst(2))
            let moved = paths.map { $0.replacing("L.", with: "\(place).") }
            return ([words[0].replacing("L.", with: "\(name)."), words[1]] + moved).joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func kind(_ word: String) -> BatchField.Kind {
        switch word {
        case "text": .text
        case "id": .identifier
        case "account": .account
        case "gtin": .gtin
        case "sscc": .sscc
        case "decimal": .decimal
        case "count": .count
        case "day": .day
        case "time": .time
        case "purpose": .code(CodeNames.purposes)
        case "decision": .code(CodeNames.decisions)
        case "status": .code(CodeNames.lineStatuses)
        case "invoiceType": .code(CodeNames.invoiceTypes)
        case "level": .code(CodeNames.packageLevels)
        case "direction": .word(["debit", "credit"])
        case "supplierStatus": .word(["active", "blocked", "retired"])
        default: preconditionFailure("a table of fields has no kind \(word)")
        }
    }

    private static func steps(_ path: String) -> [BatchField.Step] {
        path.split(separator: ".").map { part in
            guard let open = part.firstIndex(where: { $0 == "[" || $0 == "{" }) else {
                return .key(String(part))
            }
            let name = String(part[..<open])
            let inner = String(part[part.index(after: open)...].dropLast())
            if part[open] == "{" { return .labelled(name, inner) }
            if inner.hasPrefix("kind=") { return .ofKind(name, String(inner.dropFirst(5))) }
            return inner.isEmpty ? .level(name) : inner == "0" ? .first(name) : .qualified(name, inner)
        }
    }

    private static func levels(of steps: [BatchField.Step]) -> [String] {
        var levels: [String] = []
        for case .level(let name) in steps {
            levels.append((levels.last.map { "\($0)." } ?? "") + name)
        }
        return levels
    }
}
