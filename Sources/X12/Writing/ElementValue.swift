/// A value to be written as an element, its structure apart from any separators.
public enum ElementValue: Sendable, Hashable {
    /// Nothing.
    case empty
    /// A simple element.
    case text(String)
    /// The components of a composite, nil where one is absent.
    case composite([String?])
    /// The repetitions of an element, each of them simple or a composite.
    case repeated([ElementValue])
    /// Bytes that stand as they are, whatever they hold: BIN02 and BDS03, whose length another element gives.
    case binary([UInt8])

    /// Whether nothing would be written.
    public var isEmpty: Bool {
        switch self {
        case .empty: true
        case .text(let text): text.isEmpty
        case .composite(let components): components.allSatisfy { ($0 ?? "").isEmpty }
        case .repeated(let values): values.allSatisfy(\.isEmpty)
        case .binary(let data): data.isEmpty
        }
    }
}

/// A segment to be written: its id and its elements.
public struct OutgoingSegment: Sendable, Hashable {
    /// The id, as `N1`.
    public var id: String
    /// The elements from position 1 on.
    public var elements: [ElementValue]

    /// Creates a segment from its elements.
    public init(_ id: String, values elements: [ElementValue]) {
        self.id = id
        self.elements = elements
    }

    /// Creates a segment of simple elements, nil where one is absent.
    public init(_ id: String, _ elements: [String?]) {
        self.init(id, values: elements.map { $0.map(ElementValue.text) ?? .empty })
    }
}
