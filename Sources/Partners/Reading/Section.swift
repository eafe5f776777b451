/// A mapping of a profile, opened under a shape: hands out typed values and reports what does not fit.
///
/// Each accessor returns `nil` for a key that is absent and for one that is wrong; the second was reported.
struct Section {
    let reading: FileReading
    let path: String
    let shape: SectionShape
    private let entries: [String: ReadingNode]

    /// Opens a node; `nil` when it is no mapping, which was then reported.
    init?(_ node: ReadingNode, path: String, shape: SectionShape, reading: FileReading) {
        guard let entries = Section.mapping(node, path, reading) else { return nil }
        let known = shape.keys.map(\.name)
        for entry in entries where !known.contains(entry.name) {
            let nearest = NearestWord.nearest(to: entry.name, among: known)
            reading.error(
                Section.join(path, entry.name), "unknown key `\(Section.shown(entry.name))`",
                hint: nearest.map { "did you mean `\($0)`?" }
                    ?? "known here: \(known.joined(separator: ", "))",
                at: entry.place)
        }
        for key in shape.keys where key.isRequired && !entries.contains(where: { $0.name == key.name }) {
            reading.error(Section.join(path, key.name), "`\(key.name)` is missing", at: node.place)
        }
        self.reading = reading
        self.path = path
        self.shape = shape
        self.entries = Dictionary(
            entries.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether the key is there, right or wrong.
    func has(_ key: String) -> Bool { node(key) != nil }

    /// Whether the key holds a section without anything in it.
    func isEmpty(_ key: String) -> Bool {
        guard case .mapping(let entries) = node(key)?.content else { return false }
        return entries.isEmpty
    }

    /// The full path of a key.
    func path(_ key: String) -> String { Section.join(path, key) }

    /// Reports an error at a key, or at the section when the key is absent.
    func error(_ key: String, _ message: String, hint: String? = nil) {
        reading.error(path(key), message, hint: hint)
    }

    /// The text of a key.
    ///
    /// What is written without quotes is taken letter by letter, digits too.
    func text(_ key: String) -> String? {
        node(key).flatMap { Section.text($0, path(key), reading) }
    }

    /// The text of a key, turned into a value; `wanted` says what it should have been.
    func value<Value>(_ key: String, _ wanted: String, _ make: (String) -> Value?) -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = make(text) else {
            error(key, "`\(Section.shown(text))` is not \(wanted)")
            return nil
        }
        return value
    }

    /// One of the words of an enum.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(_ key: String, _: Choice.Type) -> Choice? {
        word(key).flatMap(Choice.init(rawValue:))
    }

    /// One of the words that the shape lists for the key.
    func word(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        let choices = shape.keys.first { $0.name == key }?.choices ?? []
        guard choices.contains(text) else {
            let nearest = NearestWord.nearest(to: text, among: choices)
            let all = choices.joined(separator: ", ")
            error(
                key, "`\(Section.shown(text))` is not one of \(all)",
                hint: nearest.map { "did you mean `\($0)`?" })
            return nil
        }
        return text
    }

    /// A whole number in a range.
    ///
    /// It is written without quotes: text in quotes is text.
    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, let isPlain) = node.content else {
            _ = Section.text(node, path(key), reading)
            return nil
        }
        guard isPlain else {
            error(key, "a number is wanted here, this is text in quotes", hint: "drop the quotes")
            return nil
        }
        guard let number = WrittenNumber.whole(text.hasPrefix("-") ? String(text.dropFirst()) : text) else {
            error(key, "`\(Section.shown(text))` is not a whole number")
            return nil
        }
        let signed = text.hasPrefix("-") ? -number : number
        guard range.contains(signed) else {
            let isAbove = signed > range.upperBound
            error(key, "\(signed) is \(isAbove ? "above \(range.upperBound)" : "below \(range.lowerBound)")")
            return nil
        }
        return signed
    }

    /// `true` or `false`, without quotes.
    func flag(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text, isPlain: true) = node.content, text == "true" || text == "false" else {
            error(key, "true or false is wanted here")
            return nil
        }
        return text == "true"
    }

    /// The texts of a list, each with its path.
    func texts(_ key: String) -> [(text: String, path: String)] {
        items(key).compactMap { item in
            Section.text(item.node, item.path, reading).map { ($0, item.path) }
        }
    }

    /// The values of a list of texts; `wanted` says what each should have been.
    func values<Value>(_ key: String, _ wanted: String, _ make: (String) -> Value?) -> [Value] {
        texts(key).compactMap { item in
            let value = make(item.text)
            if value == nil {
                reading.error(item.path, "`\(Section.shown(item.text))` is not \(wanted)")
            }
            return value
        }
    }

    /// A section below this one.
    func section(_ key: String, _ shape: SectionShape) -> Section? {
        node(key).flatMap { Section($0, path: path(key), shape: shape, reading: reading) }
    }

    /// A list of sections.
    func sections(_ key: String, _ shape: SectionShape) -> [Section] {
        items(key).compactMap { Section($0.node, path: $0.path, shape: shape, reading: reading) }
    }

    /// Sections by name; `isName` judges the names, `wanted` says what they should have been.
    func named(
        _ key: String, _ shape: SectionShape, _ wanted: String, where isName: (String) -> Bool
    ) -> [(name: String, section: Section)] {
        nodes(key, wanted, where: isName).compactMap { entry in
            let path = Section.join(self.path(key), entry.name)
            return Section(entry.value, path: path, shape: shape, reading: reading).map { (entry.name, $0) }
        }
    }

    /// The entries of a mapping whose keys are names.
    func nodes(_ key: String, _ wanted: String, where isName: (String) -> Bool) -> [ReadingNode.Entry] {
        guard let node = node(key), let entries = Section.mapping(node, path(key), reading) else { return [] }
        return entries.filter { entry in
            if !isName(entry.name) {
                let path = Section.join(self.path(key), entry.name)
                reading.error(path, "`\(Section.shown(entry.name))` is not \(wanted)", at: entry.place)
            }
            return isName(entry.name)
        }
    }

    /// A key's node, for what can be text or a section.
    func node(_ key: String) -> ReadingNode? {
        precondition(shape.keys.contains { $0.name == key }, "\(shape) has no key \(key)")
        return entries[key]
    }

    private func items(_ key: String) -> [(node: ReadingNode, path: String)] {
        guard let node = node(key) else { return [] }
        switch node.content {
        case .sequence(let items) where items.isEmpty:
            // An empty list of addresses or names would mean all of them: nobody who writes it wants that.
            error(key, "the list is empty", hint: "give a value or delete the key")
            return []
        case .sequence(let items):
            return items.enumerated().map { ($0.element, "\(path(key))[\($0.offset)]") }
        case .invalid:
            return []
        default:
            error(key, "a list is wanted here, this is \(node.kind)", hint: "write `\(key): [ … ]`")
            return []
        }
    }
}

extension Section {
    private static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    private static func mapping(_ node: ReadingNode, _ path: String, _ reading: FileReading) -> [ReadingNode
        .Entry]?
    {
        switch node.content {
        case .mapping(let entries):
            return entries
        case .invalid:
            return nil
        default:
            reading.error(path, "a section with keys is wanted here, this is \(node.kind)")
            return nil
        }
    }

    static func text(_ node: ReadingNode, _ path: String, _ reading: FileReading) -> String? {
        switch node.content {
        case .scalar(let text, _) where !text.isEmpty:
            return text
        case .scalar, .empty:
            reading.error(path, "the value is empty", hint: "give a value or delete the key")
            return nil
        case .invalid:
            return nil
        case .sequence, .mapping:
            reading.error(path, "one value is wanted here, this is \(node.kind)")
            return nil
        }
    }

    /// A text cut to what belongs into a message.
    static func shown(_ text: String) -> String {
        let line = text.replacing("\n", with: " ")
        return line.count > 60 ? "\(line.prefix(60))…" : line
    }
}
