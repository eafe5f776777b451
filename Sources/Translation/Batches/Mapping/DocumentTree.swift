internal import Documents

/// A canonical document that is being put together out of rows, on its way to JSON.
final class DocumentTree {
    /// A single value.
    struct Leaf: Equatable {
        /// A text, or the digits of a number.
        let text: String
        let isNumber: Bool
    }

    private enum Content {
        case object([(key: String, node: DocumentTree)])
        case list([DocumentTree])
        case leaf(Leaf)
    }

    private var content: Content

    private init(_ content: Content) {
        self.content = content
    }

    /// An object without anything in it.
    static func object() -> DocumentTree { DocumentTree(.object([])) }

    /// The value under a key.
    func value(_ key: String) -> Leaf? {
        guard case .leaf(let leaf) = member(key)?.content else { return nil }
        return leaf
    }

    /// Puts a value under a key; `false` when another one stands there.
    func put(_ leaf: Leaf, under key: String) -> Bool {
        if let present = value(key) { return present == leaf }
        add(key, DocumentTree(.leaf(leaf)))
        return true
    }

    /// Puts a text under a key, unless something stands there.
    func put(_ text: String, under key: String) {
        _ = put(Leaf(text: text, isNumber: false), under: key)
    }

    /// The object under a key, when it is there.
    func present(_ key: String) -> DocumentTree? { member(key) }

    /// The object under a key, made when it is not there.
    func object(under key: String) -> DocumentTree {
        if let member = member(key) { return member }
        return add(key, .object())
    }

    /// A new object at the end of the list under a key, and its place there.
    func append(to key: String) -> (object: DocumentTree, index: Int) {
        let list = member(key) ?? add(key, DocumentTree(.list([])))
        guard case .list(var elements) = list.content else { return (.object(), 0) }
        list.content = .list([])
        let element = DocumentTree.object()
        elements.append(element)
        list.content = .list(elements)
        return (element, elements.count - 1)
    }

    /// A list under a key, though it be empty.
    func ensureList(under key: String) {
        if member(key) == nil { add(key, DocumentTree(.list([]))) }
    }

    /// The elements of the list under a key.
    func elements(under key: String) -> [DocumentTree] {
        guard case .list(let elements) = member(key)?.content else { return [] }
        return elements
    }

    private func member(_ key: String) -> DocumentTree? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.node
    }

    @discardableResult
    private func add(_ key: String, _ node: DocumentTree) -> DocumentTree {
        guard case .object(var members) = content else { return node }
        content = .list([])
        members.append((key, node))
        content = .object(members)
        return node
    }

    /// The JSON of the document.
    func json() -> [UInt8] {
        var json: [UInt8] = []
        write(to: &json)
        return json
    }

    private func write(to json: inout [UInt8]) {
        switch content {
        case .leaf(let leaf):
            if leaf.isNumber { json += leaf.text.utf8 } else { Self.write(leaf.text, to: &json) }
        case .object(let members):
            json.append(UInt8(ascii: "{"))
            for (place, member) in members.enumerated() {
                if place > 0 { json.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &json)
                json.append(UInt8(ascii: ":"))
                member.node.write(to: &json)
            }
            json.append(UInt8(ascii: "}"))
        case .list(let elements):
            json.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { json.append(UInt8(ascii: ",")) }
                element.write(to: &json)
            }
            json.append(UInt8(ascii: "]"))
        }
    }

    private static func write(_ text: String, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                json.append(UInt8(ascii: "\\"))
                json.append(byte)
            case 0..<0x20:
                json += "\\u00".utf8
                json += [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 }
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
    }
}
