/// The names of a document's fields, known by number while rows are put into it.
struct DocumentKeys: Sendable {
    /// The names that have the same number in every document.
    enum Known: String, CaseIterable {
        case documentType, kind, code, qualifier, role, value, identifiers, direction, lines, orders, answers
        case packages, level, status, purpose, decision, invoiceType, addresses

        /// The name's number.
        var number: Int { Self.numbers[self] ?? 0 }
        private static let numbers = Dictionary(
            uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
    }

    private var numbers: [String: Int] = [:]
    /// For each number, the name as it stands in JSON: `"orderNumber":`.
    private(set) var texts: [[UInt8]] = []

    init() {
        for known in Known.allCases { _ = number(of: known.rawValue) }
    }

    /// The number of a name.
    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = texts.count
        texts.append(Array("\"\(name)\":".utf8))
        return texts.count - 1
    }
}

/// A canonical document that is being put together out of rows, on its way to JSON.
///
/// Objects, lists and values are numbered; the document itself is number 0. One document after the other is put
/// together in the same memory.
struct DocumentTree {
    private enum Kind { case object, list, text, number }

    private struct Node {
        let kind: Kind
        let key: Int
        /// The bytes of a value; of a list, `count` is how many elements it has.
        var start = 0
        var count = 0
        var first = -1
        var last = -1
        var next = -1
    }

    private let keys: [[UInt8]]
    private var nodes: [Node] = []
    private var text: [UInt8] = []
    private var output: [UInt8] = []

    /// A document whose fields have these names.
    init(_ keys: DocumentKeys) {
        self.keys = keys.texts
        begin()
    }

    /// The document itself.
    static let root = 0

    /// Forgets everything.
    mutating func begin() {
        nodes.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        nodes.append(Node(kind: .object, key: -1))
    }

    // MARK: Reading

    /// What an object has under a key.
    func member(_ key: Int, of object: Int) -> Int? {
        var node = nodes[object].first
        while node >= 0 {
            if nodes[node].key == key { return node }
            node = nodes[node].next
        }
        return nil
    }

    /// The text or the digits under a key.
    func value(_ key: Int, of object: Int) -> String? {
        member(key, of: object).flatMap { node in
            isLeaf(node)
                ? String(
                    decoding: text[nodes[node].start..<nodes[node].start + nodes[node].count], as: UTF8.self)
                : nil
        }
    }

    /// Whether just these bytes stand under a key.
    func has(_ bytes: [UInt8], _ key: Int, in object: Int) -> Bool {
        guard let node = member(key, of: object), isLeaf(node) else { return false }
        return bytes.withUnsafeBufferPointer { isEqual(node, $0) }
    }

    /// The elements of the list under a key.
    func elements(_ key: Int, of object: Int) -> [Int] {
        guard let list = member(key, of: object), nodes[list].kind == .list else { return [] }
        var elements: [Int] = []
        var node = nodes[list].first
        while node >= 0 {
            elements.append(node)
            node = nodes[node].next
        }
        return elements
    }

    /// The first element of the list under a key that fits.
    func firstElement(_ key: Int, of object: Int, where fits: (Int) -> Bool) -> Int? {
        guard let list = member(key, of: object), nodes[list].kind == .list else { return nil }
        var node = nodes[list].first
        while node >= 0 {
            if fits(node) { return node }
            node = nodes[node].next
        }
        return nil
    }

    // MARK: Writing

    /// Puts a value under a key; `false` when another one stands there.
    mutating func put(
        _ bytes: UnsafeBufferPointer<UInt8>, isNumber: Bool, _ key: Int, into object: Int
    ) -> Bool {
        let kind = isNumber ? Kind.number : .text
        if let present = member(key, of: object) {
            return isLeaf(present) && nodes[present].kind == kind && isEqual(present, bytes)
        }
        var node = Node(kind: kind, key: key)
        (node.start, node.count) = (text.count, bytes.count)
        text.append(contentsOf: bytes)
        add(node, to: object)
        return true
    }

    /// Puts a text into a list of texts under a key; `false` when the list begins with another one.
    mutating func putFirst(_ bytes: UnsafeBufferPointer<UInt8>, _ key: Int, into object: Int) -> Bool {
        if let list = member(key, of: object) {
            return nodes[list].first >= 0 && isEqual(nodes[list].first, bytes)
        }
        var node = Node(kind: .text, key: -1)
        (node.start, node.count) = (text.count, bytes.count)
        text.append(contentsOf: bytes)
        let list = add(Node(kind: .list, key: key), to: object)
        add(node, to: list)
        return true
    }

    /// Puts a text under a key, unless something stands there.
    mutating func put(_ bytes: [UInt8], _ key: Int, into object: Int) {
        _ = bytes.withUnsafeBufferPointer { put($0, isNumber: false, key, into: object) }
    }

    /// Puts a text under a key, unless something stands there.
    mutating func put(_ text: String, _ key: Int, into object: Int) {
        var text = text
        text.withUTF8 { _ = put($0, isNumber: false, key, into: object) }
    }

    /// The object under a key, made when it is not there.
    mutating func object(_ key: Int, in object: Int) -> Int {
        member(key, of: object) ?? add(Node(kind: .object, key: key), to: object)
    }

    /// A new object at the end of the list under a key, and its place there.
    mutating func append(to key: Int, of object: Int) -> (object: Int, index: Int) {
        let list = member(key, of: object) ?? add(Node(kind: .list, key: key), to: object)
        nodes[list].count += 1
        return (add(Node(kind: .object, key: -1), to: list), nodes[list].count - 1)
    }

    /// A list under a key, though it be empty.
    mutating func ensureList(_ key: Int, in object: Int) {
        if member(key, of: object) == nil { add(Node(kind: .list, key: key), to: object) }
    }

    @discardableResult
    private mutating func add(_ node: Node, to parent: Int) -> Int {
        let number = nodes.count
        nodes.append(node)
        if nodes[parent].last >= 0 {
            nodes[nodes[parent].last].next = number
        } else {
            nodes[parent].first = number
        }
        nodes[parent].last = number
        return number
    }

    private func isLeaf(_ node: Int) -> Bool { nodes[node].kind == .text || nodes[node].kind == .number }

    private func isEqual(_ node: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard nodes[node].count == bytes.count else { return false }
        let start = nodes[node].start
        for place in 0..<bytes.count where text[start + place] != bytes[place] { return false }
        return true
    }

    // MARK: JSON

    /// The JSON of the document.
    mutating func json() -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        write(Self.root)
        return output
    }

    private mutating func write(_ node: Int) {
        let present = nodes[node]
        switch present.kind {
        case .number: output.append(contentsOf: text[present.start..<present.start + present.count])
        case .text: writeText(present.start..<present.start + present.count)
        case .object, .list:
            let isObject = present.kind == .object
            output.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
            var child = present.first
            while child >= 0 {
                if child != present.first { output.append(UInt8(ascii: ",")) }
                if isObject { output.append(contentsOf: keys[nodes[child].key]) }
                write(child)
                child = nodes[child].next
            }
            output.append(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private mutating func writeText(_ range: Range<Int>) {
        output.append(UInt8(ascii: "\""))
        var plain = range.lowerBound
        for place in range {
            let byte = text[place]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            output.append(contentsOf: text[plain..<place])
            plain = place + 1
            output.append(UInt8(ascii: "\\"))
            if byte >= 0x20 {
                output.append(byte)
            } else {
                output.append(contentsOf: "u00".utf8)
                output.append(contentsOf: [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 })
            }
        }
        output.append(contentsOf: text[plain..<range.upperBound])
        output.append(UInt8(ascii: "\""))
    }
}
