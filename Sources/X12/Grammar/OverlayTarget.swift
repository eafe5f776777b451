/// A place as it is written: `N1`, `/N1`, `*/N1`, `HL/N1#2`, `REF01`, `HL/MEA04-1`.
struct OverlayTarget {
    let path: OverlayPath
    /// The element of the segment, from 1; nil when the place is a segment or loop.
    let position: Int?
    /// The component of the element, from 1.
    let component: Int?

    /// Reads a word.
    init(_ word: OverlayWord) throws(OverlayMistake) {
        var text = Substring(word.text)
        var isAnchored = false
        var isEvery = false
        if text.hasPrefix("*/") {
            isEvery = true
            text = text.dropFirst(2)
        } else if text.hasPrefix("/") {
            isAnchored = true
            text = text.dropFirst()
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        var steps: [OverlayPath.Step] = []
        for part in parts.dropLast() {
            let (name, ordinal) = try OverlayTarget.ordinal(part, word)
            guard OverlayTarget.isSegmentID(name) else { throw OverlayTarget.mistake(word) }
            steps.append(OverlayPath.Step(id: String(name), ordinal: ordinal))
        }
        var (last, ordinal) = try OverlayTarget.ordinal(parts.last ?? "", word)
        var component: Int?
        if let dash = last.firstIndex(of: "-") {
            component = OverlayTarget.digits(last[last.index(after: dash)...])
            guard component != nil else { throw OverlayTarget.mistake(word) }
            last = last[..<dash]
        }
        var position: Int?
        // An id has two or three letters: what is longer by two ends with the element.
        if last.utf8.count > 3, last.utf8.count <= 5 {
            position = OverlayTarget.digits(last.suffix(2))
            last = last.dropLast(2)
            guard position != nil else { throw OverlayTarget.mistake(word) }
        }
        guard OverlayTarget.isSegmentID(last), component == nil || position != nil else {
            throw OverlayTarget.mistake(word)
        }
        steps.append(OverlayPath.Step(id: String(last), ordinal: ordinal))
        path = OverlayPath(isAnchored: isAnchored, isEvery: isEvery, steps: steps, word: word)
        self.position = position
        self.component = component
    }

    /// `REF#2` as its name and 2.
    private static func ordinal(
        _ part: Substring, _ word: OverlayWord
    ) throws(OverlayMistake) -> (Substring, Int?) {
        guard let mark = part.firstIndex(of: "#") else { return (part, nil) }
        guard let number = digits(part[part.index(after: mark)...]) else { throw mistake(word) }
        return (part[..<mark], number)
    }

    /// One to three digits that are not 0.
    private static func digits(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let number = Int(text), number > 0
        else { return nil }
        return number
    }

    private static func mistake(_ word: OverlayWord) -> OverlayMistake {
        let capitals = word.text.uppercased()
        return OverlayMistake(
            "\(word.text) is no place; places are written as N1, HL/N1, REF01, MEA04-1 or REF#2.", word,
            nearest: capitals != word.text ? [capitals, "segment", "set"] : ["segment", "set"])
    }

    /// Whether a text has the form of a segment's id: two or three capitals or digits, a capital first.
    static func isSegmentID(_ text: some StringProtocol) -> Bool {
        guard (2...3).contains(text.utf8.count), let first = text.utf8.first else { return false }
        return (0x41...0x5A).contains(first)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// What is wrong with a line, at a word of it.
struct OverlayMistake: Error {
    var message: String
    var word: OverlayWord
    /// The words that could have been meant; only asked for when the mistake is reported.
    var nearest: @Sendable () -> [String]

    init(
        _ message: String, _ word: OverlayWord,
        nearest: @autoclosure @escaping @Sendable () -> [String] = []
    ) {
        self.message = message
        self.word = word
        self.nearest = nearest
    }
}
