import Yams

/// Turns the parser's nodes into ours, and reports what profiles may not use.
struct NodeConversion {
    let reading: FileReading
    let source: MaskedSource
    private var seenAnchors: Set<Place> = []

    init(reading: FileReading, source: MaskedSource) {
        self.reading = reading
        self.source = source
    }

    /// The file's root; `nil` when it is no mapping.
    mutating func root(_ node: Node) -> ReadingNode? {
        let root = convert(node, path: "", depth: 1)
        guard case .mapping = root.content else {
            reading.error(
                "", "a profile is a mapping of keys and values, this is \(root.kind)", at: root.place)
            return nil
        }
        return root
    }

    private mutating func convert(_ node: Node, path: String, depth: Int) -> ReadingNode {
        let place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
        reading.note(place, of: path)
        let isAlias = node.anchor != nil && !seenAnchors.insert(place).inserted
        if node.anchor != nil, !isAlias {
            reading.error(path, "anchors and aliases are not allowed", hint: "write the value out", at: place)
        }
        // Aliases may hold each other a billion times over: only the anchored node itself is looked into.
        guard !isAlias else { return ReadingNode(place: place, content: .invalid) }
        guard depth <= StrictYAML.maximumDepth else {
            reading.error(path, "deeper than \(StrictYAML.maximumDepth) levels", at: place)
            return ReadingNode(place: place, content: .invalid)
        }
        switch node {
        case .scalar(let scalar):
            return ReadingNode(place: place, content: content(of: scalar, path, place))
        case .sequence(let items):
            let children = items.enumerated().map { index, item in
                convert(item, path: "\(path)[\(index)]", depth: depth + 1)
            }
            return ReadingNode(place: place, content: .sequence(children))
        case .mapping(let pairs):
            return ReadingNode(place: place, content: .mapping(entries(of: pairs, path, depth)))
        case .alias:
            reading.error(path, "anchors and aliases are not allowed", hint: "write the value out", at: place)
            return ReadingNode(place: place, content: .invalid)
        }
    }

    private func content(of scalar: Node.Scalar, _ path: String, _ place: Place) -> ReadingNode.Content {
        let isPlain = scalar.style == .plain
        guard isPlain ? scalar.tag == .implicit : scalar.tag == Tag(.str) else {
            reading.error(path, "tags such as !!str are not allowed", hint: "put text into quotes", at: place)
            return .invalid
        }
        return isPlain && ["", "~", "null"].contains(scalar.string)
            ? .empty : .scalar(scalar.string, isPlain: isPlain)
    }

    private mutating func entries(of pairs: Node.Mapping, _ path: String, _ depth: Int) -> [ReadingNode.Entry]
    {
        var keys: [(name: String, place: Place, value: Node)] = []
        for (key, value) in pairs {
            let place = key.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
            guard case .scalar(let scalar) = key, key.anchor == nil else {
                reading.error(path, "a key is plain text, without anchor or alias", at: place)
                continue
            }
            if scalar.string == "<<", scalar.style == .plain {
                reading.error(path, "merge keys are not allowed", hint: "write the keys out", at: place)
                continue
            }
            keys.append((source.original(scalar.string, at: place), place, value))
        }
        var first: [String: Place] = [:]
        var entries: [ReadingNode.Entry] = []
        for key in keys.sorted(by: { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }) {
            let keyPath = path.isEmpty ? key.name : "\(path).\(key.name)"
            if let earlier = first[key.name] {
                reading.error(
                    keyPath, "duplicate key `\(key.name)`", hint: "it stands in line \(earlier.line) already",
                    at: key.place)
                continue
            }
            first[key.name] = key.place
            let value = convert(key.value, path: keyPath, depth: depth + 1)
            entries.append(ReadingNode.Entry(name: key.name, place: key.place, value: value))
        }
        return entries
    }
}
