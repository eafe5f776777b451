/// Reads a document from its canonical JSON: the inverse of ``Document/json()``.
///
/// Strict by RFC 8259, exact to the digit, and thorough: every fault is told with its path, line and column,
/// and what was expected.
public enum DocumentReader {
    /// What a document may measure.
    public struct Limits: Sendable, Hashable {
        /// The bytes of the whole text.
        public var bytes = 64 << 20
        /// How deep values nest.
        public var depth = 64
        /// The elements of a list.
        public var elements = 1_000_000
        /// The bytes of a text between its quotes.
        public var textBytes = 64 << 10
        /// The faults told; more are counted.
        public var faults = 100
        /// The keys of an object.
        let members = 128

        /// The usual limits, to be changed.
        public init() {}

        /// The limits that hold when none are given.
        public static let standard = Limits()
    }

    /// The document that a text holds.
    ///
    /// - Parameter bytes: One JSON object with its `documentType`.
    /// - Returns: The document; its JSON is the same bytes when they were canonical.
    /// - Throws: ``DocumentFaults`` with every fault found.
    public static func read(_ bytes: [UInt8]) throws(DocumentFaults) -> Document {
        try read(bytes, limits: .standard)
    }

    /// The document that a text holds, within limits of one's own.
    ///
    /// - Parameters:
    ///   - bytes: One JSON object with its `documentType`.
    ///   - limits: What it may measure.
    /// - Returns: The document; its JSON is the same bytes when they were canonical.
    /// - Throws: ``DocumentFaults`` with every fault found.
    public static func read(_ bytes: [UInt8], limits: Limits) throws(DocumentFaults) -> Document {
        var tape = JSONTape(bytes, limits: limits)
        do {
            try tape.read()
        } catch {
            throw DocumentFaults(faults: [tape.fault(error)], suppressed: 0)
        }
        var fields = JSONFields(tape, limits: limits)
        let document = fields.document()
        guard let document, fields.found == nil else {
            throw fields.found ?? DocumentFaults(faults: [], suppressed: 0)
        }
        return document
    }
}

extension JSONTape {
    /// A failure as a fault, with the path of the containers it happened in.
    func fault(_ failure: Failure) -> DocumentFault {
        var path = ""
        for (depth, container) in failure.containers.enumerated() {
            let inner = depth + 1 < failure.containers.count ? failure.containers[depth + 1] : nodes.count
            path += step(into: container, towards: inner, isLast: inner == nodes.count)
        }
        let position = positions(of: [failure.offset])[0]
        let found =
            failure.offset < bytes.count && failure.code != .limit
            ? excerpt(failure.offset..<min(failure.offset + 20, bytes.count)) : nil
        return DocumentFault(
            code: failure.code, path: path.hasPrefix(".") ? String(path.dropFirst()) : path,
            line: position.line,
            column: position.column, offset: failure.offset, found: found, expected: failure.expected)
    }

    /// The path from a container to its last member before a node.
    private func step(into container: Int, towards inner: Int, isLast: Bool) -> String {
        guard nodes[container].kind == .object else { return "[\(max(0, Int(nodes[container].count) - 1))]" }
        var key: Int?
        var node = container + 1
        while node < inner {
            key = node
            let value = node + 1
            guard value < inner, nodes[value].next > value else { break }
            node = Int(nodes[value].next)
        }
        // Behind a whole member no new key was read.
        guard let key, !(isLast && node == inner && key + 1 < inner) else { return "" }
        return "." + text(nodes[key])
    }

    /// The lines and the characters in them, from 1, of rising offsets.
    func positions(of offsets: [Int]) -> [(line: Int, column: Int)] {
        var positions: [(line: Int, column: Int)] = []
        var (line, column, place) = (1, 1, 0)
        for offset in offsets {
            while place < min(offset, bytes.count) {
                if bytes[place] == 0x0A {
                    (line, column) = (line + 1, 1)
                } else if bytes[place] & 0xC0 != 0x80 {
                    column += 1
                }
                place += 1
            }
            positions.append((line, column))
        }
        return positions
    }

    /// Bytes for people: cut to 80 characters, without control characters.
    func excerpt(_ range: Range<Int>) -> String {
        let text = String(decoding: bytes[range].prefix(320), as: UTF8.self)
        return String(text.prefix(80).map { $0.isNewline || ($0.asciiValue ?? 0x20) < 0x20 ? " " : $0 })
    }
}
