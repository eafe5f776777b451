internal import Foundation
internal import X12

/// Outputs of other readers for the same file, in the two shapes that list segments with their elements.
enum Oracle {
    /// What differs between our segments and another reader's; nil for an output of another shape.
    static func differences(of data: Data, from path: String) throws -> [String]? {
        guard let content = FileManager.default.contents(atPath: path),
            let json = try? JSONSerialization.jsonObject(with: content)
        else { return nil }
        var theirs: [[String]] = []
        if let tree = json as? [String: Any], tree["type"] as? String == "loop" {
            collect(tree, into: &theirs)
        } else if let list = json as? [[String: Any]], list.first?["Elems"] != nil {
            theirs = list.map { segment in
                (segment["Elems"] as? [[String: Any]] ?? []).map { $0["Data"] as? String ?? "" }
            }
        } else {
            return nil
        }
        guard let ours = try segments(of: [UInt8](data)) else { return nil }
        // A path may lead to the output for another file of the same test.
        guard let own = ours.first, let other = theirs.first, own.count > 13, other.count > 13,
            isSame([own[13]], [other[13]])
        else { return nil }
        var sentences: [String] = []
        if ours.count != theirs.count { sentences.append("\(ours.count) segments, expected \(theirs.count)") }
        for (index, pair) in zip(ours, theirs).enumerated() where !isSame(pair.0, pair.1) {
            sentences.append("segment \(index + 1) is \(pair.0.prefix(4)), expected \(pair.1.prefix(4))")
            if sentences.count > 3 { break }
        }
        return sentences
    }

    private static func collect(_ node: [String: Any], into segments: inout [[String]]) {
        guard let data = node["data"] as? [Any] else { return }
        if node["type"] as? String == "segment" {
            segments.append([node["name"] as? String ?? ""] + data.flatMap(leaves))
        } else {
            for child in data { (child as? [String: Any]).map { collect($0, into: &segments) } }
        }
    }

    /// The values of an element: one, or its repetitions and components in order.
    private static func leaves(_ value: Any) -> [String] {
        if let text = value as? String { return [text] }
        if let number = value as? NSNumber { return [number.stringValue] }
        if let list = value as? [Any] { return list.flatMap(leaves) }
        guard let object = value as? [String: Any], let data = object["data"] else { return [""] }
        return leaves(data)
    }

    /// Equal but for empty values and the writing of numbers.
    private static func isSame(_ ours: [String], _ theirs: [String]) -> Bool {
        let left = ours.filter { !$0.isEmpty }
        let right = theirs.filter { !$0.isEmpty }
        return left.count == right.count
            && zip(left, right).allSatisfy { ours, theirs in
                ours == theirs || Double(ours) != nil && Double(ours) == Double(theirs)
                    // Binary data is written as Base64 there.
                    || Data(base64Encoded: theirs) == Data(ours.utf8)
            }
    }

    /// Every segment with its values, components and repetitions apart; nil where the ISA cannot be read.
    private static func segments(of bytes: [UInt8]) throws -> [[String]]? {
        guard let start = bytes.firstIndex(of: UInt8(ascii: "I")),
            let delimiters = try? Delimiters(readingISA: Array(bytes[start...]))
        else { return nil }
        let separators = [delimiters.component] + (delimiters.repetition.map { [$0] } ?? [])
        var list: [[String]] = []
        var reader = SegmentReader(BytesSource(bytes, range: start..<bytes.count), delimiters: delimiters)
        while try reader.next() {
            let isHeader = reader.segmentID == "ISA"
            let values = (1...max(1, reader.elementCount)).flatMap { position -> [String] in
                guard let text = reader.text(position) else { return [] }
                if isHeader { return [text] }
                return text.utf8.split(whereSeparator: separators.contains).map { String(Substring($0)) }
            }
            list.append([reader.segmentID] + values)
        }
        return list
    }
}
