/// A place in a file: line and column from 1, the column in Unicode scalars.
struct Place: Hashable {
    let line: Int
    let column: Int

    static let start = Place(line: 1, column: 1)
}

/// A part of a profile as written: its text or its children, and where it begins.
struct ReadingNode {
    /// A key of a mapping and what stands behind it.
    struct Entry {
        let name: String
        let place: Place
        let value: ReadingNode
    }

    /// What a node holds.
    enum Content {
        /// Text; `isPlain` when it was written without quotes.
        case scalar(String, isPlain: Bool)
        /// Items.
        case sequence([ReadingNode])
        /// Keys and values, in the file's order, each key once.
        case mapping([Entry])
        /// Nothing stands behind the key.
        case empty
        /// Something that was reported already; it takes part in nothing.
        case invalid
    }

    let place: Place
    let content: Content

    /// What a person would call the content.
    var kind: String {
        switch content {
        case .scalar: "text"
        case .sequence: "a list"
        case .mapping: "a section"
        case .empty, .invalid: "nothing"
        }
    }
}
