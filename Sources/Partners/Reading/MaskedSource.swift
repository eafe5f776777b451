/// A text in which the first letter of some keys is hidden behind a placeholder.
///
/// The parser refuses a mapping with a duplicate key and tells neither the second place nor anything behind
/// it. With the first of the two masked it goes on; every column stays what it was, because one scalar stands
/// for one.
struct MaskedSource {
    /// So many duplicate keys are looked for in one file.
    static let maximumMasks = 64

    private var lines: [[Unicode.Scalar]]
    private var originals: [Place: Unicode.Scalar] = [:]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.unicodeScalars) }
    }

    /// The text as the parser should see it.
    var text: String {
        var view = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            if index > 0 {
                view.append("\n")
            }
            view.append(contentsOf: line)
        }
        return String(view)
    }

    /// Hides the key that begins at a place; false when it is not a simple one.
    mutating func mask(_ place: Place) -> Bool {
        let row = place.line - 1
        guard lines.indices.contains(row), lines[row].indices.contains(place.column - 1) else { return false }
        var column = place.column - 1
        let first = lines[row][column]
        if first == "\"" || first == "'" {
            column += 1
            guard lines[row].indices.contains(column), lines[row][column] != first else { return false }
        } else if "&*!?|>[{".unicodeScalars.contains(first) {
            return false
        }
        guard originals[place] == nil, originals.count < Self.maximumMasks,
            let placeholder = Unicode.Scalar(0xE000 + UInt32(originals.count))
        else { return false }
        originals[place] = lines[row][column]
        lines[row][column] = placeholder
        return true
    }

    /// A key as it was before masking.
    func original(_ key: String, at place: Place) -> String {
        guard let scalar = originals[place] else { return key }
        var view = String.UnicodeScalarView([scalar])
        view.append(contentsOf: key.unicodeScalars.dropFirst())
        return String(view)
    }
}
