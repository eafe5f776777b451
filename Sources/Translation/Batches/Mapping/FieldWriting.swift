internal import Documents

extension BatchField {
    /// A value of the field as it stands in JSON, with the word for it where it is a code.
    struct Value {
        let leaf: DocumentTree.Leaf
        var word: String?
    }

    /// Reads a value of the field.
    func read(
        _ text: String, _ kind: BatchCell.Kind, _ reader: CellReader
    ) throws(CellFault) -> Value {
        func plain(_ text: String) -> Value { Value(leaf: .init(text: text, isNumber: false)) }
        switch self.kind {
        case .text: return plain(text)
        case .identifier: return plain(try reader.identifier(text))
        case .gtin: return plain(try reader.gtin(text))
        case .sscc: return plain(try reader.sscc(text))
        case .decimal:
            return Value(leaf: .init(text: try reader.decimal(text, kind).description, isNumber: true))
        case .count: return Value(leaf: .init(text: "\(try reader.count(text))", isNumber: true))
        case .day: return plain(try reader.day(text).description)
        case .time: return plain(try reader.time(text).description)
        case .word(let words):
            guard words.contains(text) else {
                throw CellFault(
                    message: "This is none of the words agreed.",
                    fix: "Write \(words.joined(separator: " or ")).")
            }
            return plain(text)
        case .code(let table):
            guard let word = table[text] else {
                let codes = table.elements.map(\.code).sorted().prefix(12).joined(separator: ", ")
                throw CellFault(
                    message: "This is no code that can stand here.",
                    fix: "Write one of the codes agreed, as \(codes).")
            }
            var value = plain(text)
            value.word = word
            return value
        }
    }

    /// Puts a value into a document; `false` when another one stands there already.
    ///
    /// `element`: the object that the row belongs to in a list of rows.
    func put(_ value: Value, into root: DocumentTree, _ element: (String) -> DocumentTree?) -> Bool {
        var isAlone = true
        for path in paths {
            guard let last = path.last, case .key(let key) = last else { continue }
            guard let object = Self.walk(path.dropLast(), from: root, element) else { continue }
            if !object.put(value.leaf, under: key) { isAlone = false }
            if let word = value.word { object.put(word, under: "kind") }
            if case .gtin = kind { Self.identify(object, by: value.leaf) }
        }
        return isAlone
    }

    /// A trade item's number also stands among all numbers of the item, under the code for its length.
    private static func identify(_ item: DocumentTree, by gtin: DocumentTree.Leaf) {
        let codes = [8: "EO", 12: "UP", 13: "EN", 14: "UK"]
        guard let code = codes[gtin.text.utf8.count] else { return }
        let element = qualified("identifiers", code, in: item)
        element.put("gtin\(gtin.text.utf8.count)", under: "kind")
        _ = element.put(gtin, under: "value")
    }

    private static func walk(
        _ steps: ArraySlice<Step>, from root: DocumentTree, _ element: (String) -> DocumentTree?
    ) -> DocumentTree? {
        var object = root
        var level = ""
        for step in steps {
            switch step {
            case .key(let key): object = object.object(under: key)
            case .level(let name):
                level += (level.isEmpty ? "" : ".") + name
                guard let element = element(level) else { return nil }
                object = element
            case .first(let key): object = object.elements(under: key).first ?? object.append(to: key).object
            case .qualified(let key, let qualifier): object = qualified(key, qualifier, in: object)
            case .labelled(let key, let qualifier):
                object = object.object(under: key)
                label(object, key, qualifier)
            }
        }
        return object
    }

    /// The element with a qualifier in the list under a key.
    private static func qualified(
        _ key: String, _ qualifier: String, in object: DocumentTree
    ) -> DocumentTree {
        let parts = qualifier.split(separator: "/").map(String.init)
        let name = key == "taxes" ? "code" : "qualifier"
        let present = object.elements(under: key).first {
            $0.value(name)?.text == parts[0] && (parts.count == 1 || $0.value("code")?.text == parts[1])
        }
        if let present { return present }
        let element = object.append(to: key).object
        label(element, key, parts[0])
        if parts.count > 1 { element.put(parts[1], under: "code") }
        return element
    }

    private static func label(_ object: DocumentTree, _ key: String, _ qualifier: String) {
        switch key {
        case "taxes": object.put(qualifier, under: "code")
        case "parties":
            if let role = CodeNames.roles[qualifier] { object.put(role, under: "role") }
            object.put(qualifier, under: "qualifier")
        default:
            let table: CodeTable<String>? =
                switch key {
                case "references": CodeNames.references
                case "dates", "date": CodeNames.dates
                case "identifiers": CodeNames.items
                case "charges": CodeNames.charges
                default: nil
                }
            if let kind = table?[qualifier] { object.put(kind, under: "kind") }
            object.put(qualifier, under: "qualifier")
        }
    }
}
