/// A value that can be read from the fields of a JSON object.
protocol JSONReadable {
    /// Takes its fields; what is missing or wrong is noted there and stands for something empty here.
    init(reading json: inout JSONFields)
}

/// The fields of one object of a document at a time, and the faults found in all of them.
struct JSONFields {
    /// An object being read, and how far.
    private struct Frame {
        var object = 0
        var count = 0
        /// The key behind the one found last, and its place among the keys.
        var key = 1
        var member = 0
        /// The keys found, as bits.
        var taken: UInt128 = 0
        var takenCount = 0
    }

    /// A fault before its line is known.
    private struct Noted {
        var code: DocumentFault.Code
        var path: String
        var bytes: Range<Int>
        var expected: String
    }

    let tape: JSONTape
    private let limits: DocumentReader.Limits
    private var faults: [Noted] = []
    private var suppressed = 0
    private var path: [(name: StaticString, index: Int?)] = []
    private var frame = Frame()
    /// Set while only the names that a type asks for are wanted.
    private var names: [String]?

    init(_ tape: JSONTape, limits: DocumentReader.Limits) {
        self.tape = tape
        self.limits = limits
    }

    /// The faults found so far, in the order of the text.
    var found: DocumentFaults? {
        guard !faults.isEmpty else { return nil }
        let sorted = faults.sorted { $0.bytes.lowerBound < $1.bytes.lowerBound }
        let positions = tape.positions(of: sorted.map(\.bytes.lowerBound))
        let told = zip(sorted, positions).map { fault, position in
            DocumentFault(
                code: fault.code, path: fault.path, line: position.line, column: position.column,
                offset: fault.bytes.lowerBound,
                found: [.kind, .value].contains(fault.code) ? tape.excerpt(fault.bytes) : nil,
                expected: fault.expected)
        }
        return DocumentFaults(faults: told, suppressed: suppressed)
    }

    /// The document that the tape holds; `nil` and a fault when it holds none.
    mutating func document() -> Document? {
        guard let root = tape.nodes.first, root.kind == .object else {
            note(.kind, at: 0, nil, "a document is an object in braces")
            return nil
        }
        frame = Frame(object: 0, count: Int(root.count))
        guard let node = require("documentType"), let name = text(of: node, "documentType") else {
            return nil
        }
        guard let type = DocumentType(rawValue: name) else {
            let kinds = DocumentType.allCases.map(\.rawValue)
            let hint = Self.nearest(to: name, in: kinds).map { "; did you mean \($0)?" } ?? ""
            let expected = "one of \(kinds.joined(separator: ", "))\(hint)"
            note(.value, at: node, "documentType", expected)
            return nil
        }
        let document = Document(reading: &self, type)
        if frame.takenCount != frame.count {
            reportLeftovers(known: ["documentType"] + names { _ = Document(reading: &$0, type) })
        }
        return document
    }

    /// Reads an object that stands under a name.
    mutating func object<Value: JSONReadable>(_ node: Int, _ name: StaticString, _ index: Int?) -> Value? {
        guard expect(.object, node, name, index: index, "an object in braces") else { return nil }
        let outer = frame
        path.append((name, index))
        frame = Frame(object: node, count: Int(tape.nodes[node].count), key: node + 1)
        let value = Value(reading: &self)
        if frame.takenCount != frame.count {
            reportLeftovers(known: names { _ = Value(reading: &$0) })
        }
        path.removeLast()
        frame = outer
        return value
    }

    // MARK: Finding fields

    /// Whether the object has fields that nothing asked for yet.
    var hasMore: Bool { names != nil || frame.takenCount < frame.count }

    /// The node of a field's value.
    mutating func take(_ name: StaticString) -> Int? {
        guard names == nil else {
            names?.append("\(name)")
            return nil
        }
        // Keys come mostly in the order they are asked for: the search begins behind the last one found.
        var (key, member) = (frame.key, frame.member)
        guard frame.takenCount < frame.count else { return nil }
        for _ in 0..<frame.count {
            if member == frame.count { (key, member) = (frame.object + 1, 0) }
            let next = Int(tape.nodes[key + 1].next)
            let bit: UInt128 = 1 << UInt128(member)
            if frame.taken & bit == 0, tape.isText(key, name) {
                (frame.key, frame.member) = (next, member + 1)
                frame.taken |= bit
                frame.takenCount += 1
                return key + 1
            }
            (key, member) = (next, member + 1)
        }
        return nil
    }

    /// The node of a field's value, which must be there.
    mutating func require(_ name: StaticString) -> Int? {
        if let node = take(name) { return node }
        if names == nil { note(.missing, at: frame.object, name, "\(name) is required") }
        return nil
    }

    /// A value with nothing in it, beside the fault that says why.
    mutating func empty<Value: JSONReadable>() -> Value {
        let outer = names
        names = []
        let value = Value(reading: &self)
        names = outer
        return value
    }

    /// The names that a type asks for, in its order.
    private mutating func names(_ body: (inout JSONFields) -> Void) -> [String] {
        let outer = (frame, faults, suppressed)
        names = []
        body(&self)
        let asked = names ?? []
        names = nil
        (frame, faults, suppressed) = outer
        return asked
    }

    // MARK: Faults

    /// Tells of the keys that nothing asked for.
    private mutating func reportLeftovers(known: [String]) {
        var key = frame.object + 1
        for member in 0..<frame.count {
            if frame.taken & (1 << UInt128(member)) == 0 {
                let name = tape.text(tape.nodes[key])
                let isKnown = known.contains(name)
                let hint = Self.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
                add(
                    isKnown ? .duplicateKey : .unknownKey, at: key, key: name,
                    isKnown ? "\(name) stands twice" : "no such key here\(hint)")
            }
            key = Int(tape.nodes[key + 1].next)
        }
    }

    /// Tells of a fault of a field, or of the object being read.
    mutating func note(
        _ code: DocumentFault.Code, at node: Int, _ name: StaticString? = nil, index: Int? = nil,
        _ expected: String,
    ) {
        let element = index.map { "[\($0)]" } ?? ""
        add(code, at: node, key: name.map { "\($0)\(element)" }, expected)
    }

    private mutating func add(_ code: DocumentFault.Code, at node: Int, key: String?, _ expected: String) {
        guard faults.count < limits.faults else {
            suppressed += 1
            return
        }
        let steps = path.map { step in "\(step.name)" + (step.index.map { "[\($0)]" } ?? "") }
        var bytes = 0..<0
        if tape.nodes.indices.contains(node) {
            let found = tape.nodes[node]
            let quote = found.kind == .string ? 1 : 0
            bytes = Int(found.start) - quote..<Int(found.end) + quote
        }
        let path = (steps + (key.map { [$0] } ?? [])).joined(separator: ".")
        faults.append(Noted(code: code, path: path, bytes: bytes, expected: expected))
    }

    /// The word that a misspelt one was probably meant to be.
    private static func nearest(to word: String, in words: [String]) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let spelt = Array(word.lowercased().utf8)
        var best: (word: String, distance: Int)?
        for candidate in words {
            let distance = distance(spelt, Array(candidate.lowercased().utf8))
            if distance <= max(1, spelt.count / 3), distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// The letters to change, add or leave out to get from one word to the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (place, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = place + 1
            for (column, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
