/// The ways to the places of a field in a document, made ready once a file.
struct FieldWays: Sendable {
    /// A text put beside a value, as its role or kind.
    struct Label: Sendable {
        let key: Int
        let text: [UInt8]
    }

    /// A step from an object towards a field.
    enum Step: Sendable {
        case key(Int)
        case first(Int)
        /// Into the element of a list that has these labels; `isKnownBy` are those it is found by.
        case element(Int, isKnownBy: [Label], labels: [Label])
        case labelled(Int, [Label])
    }

    private struct Way: Sendable {
        /// The list of rows whose element it begins in; -1 for the document itself.
        let level: Int
        let steps: [Step]
        let key: Int
        /// Whether the value is the one element of a list under the key.
        let isListed: Bool
    }

    private let ways: [Way]
    /// The ways to an item's numbers, by the length of its trade item number.
    private let numbers: [Int: Step]

    /// `levels`: the lists of rows that the agreement has fields of.
    init(_ field: BatchField, levels: [String], _ keys: inout DocumentKeys) {
        var ways: [Way] = []
        for path in field.paths {
            let (key, isListed): (String, Bool)
            switch path.last {
            case .key(let name): (key, isListed) = (name, false)
            case .first(let name): (key, isListed) = (name, true)
            default: continue
            }
            var level = ""
            var steps: [Step] = []
            for step in path.dropLast() {
                if case .level(let name) = step {
                    level += (level.isEmpty ? "" : ".") + name
                    steps = []
                } else {
                    steps.append(Self.ready(step, &keys))
                }
            }
            ways.append(
                Way(
                    level: level.isEmpty ? -1 : levels.firstIndex(of: level) ?? levels.count, steps: steps,
                    key: keys.number(of: key), isListed: isListed))
        }
        self.ways = ways
        var numbers: [Int: Step] = [:]
        if case .gtin = field.kind {
            // A trade item's number also stands among all numbers of the item, under the code for its length.
            for (length, code) in [8: "EO", 12: "UP", 13: "EN", 14: "UK"] {
                numbers[length] = Self.ready(.qualified("identifiers", code), &keys)
            }
        }
        self.numbers = numbers
    }

    /// Puts a value into a document; `false` when another one stands there already.
    ///
    /// `elements`: for each list of rows, the object that the row belongs to; -1 for none.
    func put(
        _ value: UnsafeBufferPointer<UInt8>, isNumber: Bool, word: String?, into document: inout DocumentTree,
        _ elements: [Int]
    ) -> Bool {
        var isAlone = true
        for way in ways {
            var object = DocumentTree.root
            if way.level >= 0 {
                guard way.level < elements.count, elements[way.level] >= 0 else { continue }
                object = elements[way.level]
            }
            for step in way.steps { object = Self.walk(step, from: object, &document) }
            let isPut =
                way.isListed
                ? document.putFirst(value, way.key, into: object)
                : document.put(value, isNumber: isNumber, way.key, into: object)
            if !isPut { isAlone = false }
            if let word { document.put(word, DocumentKeys.Known.kind.number, into: object) }
            if let step = numbers[value.count] {
                let element = Self.walk(step, from: object, &document)
                document.put("gtin\(value.count)", DocumentKeys.Known.kind.number, into: element)
                _ = document.put(value, isNumber: false, DocumentKeys.Known.value.number, into: element)
            }
        }
        return isAlone
    }

    private static func walk(_ step: Step, from object: Int, _ document: inout DocumentTree) -> Int {
        switch step {
        case .key(let key): return document.object(key, in: object)
        case .first(let key):
            return document.firstElement(key, of: object) { _ in true }
                ?? document.append(to: key, of: object).object
        case .element(let key, let isKnownBy, let labels):
            let present = document.firstElement(key, of: object) { element in
                isKnownBy.allSatisfy { document.has($0.text, $0.key, in: element) }
            }
            if let present { return present }
            let element = document.append(to: key, of: object).object
            for label in labels { document.put(label.text, label.key, into: element) }
            return element
        case .labelled(let key, let labels):
            let place = document.object(key, in: object)
            for label in labels { document.put(label.text, label.key, into: place) }
            return place
        }
    }

    // MARK: Making ready

    private static func ready(_ step: BatchField.Step, _ keys: inout DocumentKeys) -> Step {
        switch step {
        case .key(let key), .level(let key): return .key(keys.number(of: key))
        case .first(let key): return .first(keys.number(of: key))
        case .labelled(let key, let qualifier):
            return .labelled(keys.number(of: key), labels(key, qualifier))
        case .ofKind(let key, let kind):
            let labels = [label(.kind, kind)]
            return .element(keys.number(of: key), isKnownBy: labels, labels: labels)
        case .qualified(let key, let qualifier):
            let parts = qualifier.split(separator: "/").map(String.init)
            let name = key == "taxes" ? DocumentKeys.Known.code : .qualifier
            var isKnownBy = [label(name, parts[0])]
            var labels = labels(key, parts[0])
            if parts.count > 1 {
                isKnownBy.append(label(.code, parts[1]))
                labels.append(label(.code, parts[1]))
            }
            return .element(keys.number(of: key), isKnownBy: isKnownBy, labels: labels)
        }
    }

    private static func label(_ key: DocumentKeys.Known, _ text: String) -> Label {
        Label(key: key.number, text: Array(text.utf8))
    }

    private static func labels(_ key: String, _ qualifier: String) -> [Label] {
        switch key {
        case "taxes": return [label(.code, qualifier)]
        case "parties":
            return (CodeNames.roles[qualifier].map { [label(.role, $0)] } ?? []) + [
                label(.qualifier, qualifier)
            ]
        default:
            let table: CodeTable<String>? =
                switch key {
                case "references": CodeNames.references
                case "dates", "date": CodeNames.dates
                case "identifiers": CodeNames.items
                case "charges": CodeNames.charges
                default: nil
                }
            return (table?[qualifier].map { [label(.kind, $0)] } ?? []) + [label(.qualifier, qualifier)]
        }
    }
}
