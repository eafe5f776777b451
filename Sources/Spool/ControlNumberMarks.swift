internal import Cryptography
internal import Synchronization

/// The highest control numbers ever used, kept outside the database: a restored backup goes on above them.
///
/// A text file: a heading, a line `number<tab>key` for each key, and the digest of all that. It is replaced
/// as a whole. A damaged file is an error and never counts as empty, because numbers used twice are rejected
/// by partners.
public final class ControlNumberMarks: Sendable {
    private static let heading = "wharf control numbers 1"
    private static let byteCountMaximum = 16_777_216

    private let path: String
    private let marks: Mutex<Marks>
    private let writing = Mutex<Void>(())

    private struct Marks: Sendable {
        var durable: [String: Int]
        var wanted: [String: Int]

        func covers(_ numbers: [String: Int]) -> Bool {
            numbers.allSatisfy { durable[$0.key] ?? 0 >= $0.value }
        }
    }

    /// Reads the marks of a spool; a spool without the file has none.
    ///
    /// - Throws: `SpoolError` with the code `damaged`.
    public init(_ layout: SpoolLayout) throws(SpoolError) {
        let path = layout.marks
        self.path = path
        let bytes = try Disk.contents(of: path, byteCountMaximum: ControlNumberMarks.byteCountMaximum)
        let values = try bytes.map { (bytes) throws(SpoolError) in
            try ControlNumberMarks.parse(bytes, path)
        }
        marks = Mutex(Marks(durable: values ?? [:], wanted: values ?? [:]))
    }

    /// The highest number that is durable for a key; 0 for one never used.
    public func highest(_ key: String) -> Int {
        marks.withLock { $0.durable[key] ?? 0 }
    }

    /// All durable marks.
    public func all() -> [String: Int] {
        marks.withLock { $0.durable }
    }

    /// Makes numbers the highest of their keys; durable when it returns, without effect for those that are not higher.
    ///
    /// Callers that come while the file is being written share the next write.
    public func raise(_ numbers: [String: Int]) throws(SpoolError) {
        let isKnown = marks.withLock { marks in
            for (key, number) in numbers { marks.wanted[key] = max(marks.wanted[key] ?? 0, number) }
            return marks.covers(numbers)
        }
        if isKnown { return }
        try writing.withLock { (_) throws(SpoolError) in
            let wanted = marks.withLock { marks -> [String: Int]? in
                marks.covers(numbers) ? nil : marks.wanted
            }
            guard let wanted else { return }
            try Disk.replace(path, with: ControlNumberMarks.render(wanted))
            marks.withLock { $0.durable = wanted }
        }
    }

    /// Makes one number the highest of its key, as ``raise(_:)``.
    public func raise(_ key: String, to number: Int) throws(SpoolError) {
        try raise([key: number])
    }

    private static func render(_ marks: [String: Int]) -> [UInt8] {
        var text = heading + "\n"
        for (key, number) in marks.sorted(by: { $0.key < $1.key }) {
            text += "\(number)\t\(escape(key))\n"
        }
        return Array((text + "sha256 \(Digest.of(text).hex)\n").utf8)
    }

    private static func parse(_ bytes: [UInt8], _ path: String) throws(SpoolError) -> [String: Int] {
        let text = String(decoding: bytes, as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "", let sum = lines.popLast(), lines.first == heading[...] else {
            throw damaged(path, "is not a file of control numbers or is cut short")
        }
        let covered = lines.joined(separator: "\n") + "\n"
        guard sum == "sha256 \(Digest.of(covered).hex)" else {
            throw damaged(path, "does not fit its own digest")
        }
        var marks: [String: Int] = [:]
        for line in lines.dropFirst() {
            let fields = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            guard fields.count == 2, let number = Int(fields[0]) else {
                throw damaged(path, "has a line that is not a number and a key")
            }
            marks[unescape(fields[1])] = number
        }
        return marks
    }

    private static func damaged(_ path: String, _ what: String) -> SpoolError {
        SpoolError(
            .damaged, path: path,
            detail: "\(what): without it control numbers could be used twice, so the server does not start")
    }

    private static func escape(_ key: String) -> String {
        var text = ""
        for scalar in key.unicodeScalars {
            switch scalar {
            case "%", "\n", "\r", "\t": text += "%" + String(scalar.value, radix: 16) + ";"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func unescape(_ text: Substring) -> String {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { key, part in
            let end = part.firstIndex(of: ";") ?? part.startIndex
            if let value = UInt32(part[..<end], radix: 16), let scalar = Unicode.Scalar(value) {
                key.unicodeScalars.append(scalar)
            }
            key += part[end...].dropFirst()
        }
    }
}
