/// Takes a line of an overlay apart, word by word.
struct OverlayCursor {
    let words: [OverlayWord]
    let end: OverlayWord
    private var index = 0

    init(_ line: OverlayLine) {
        words = line.words
        end = line.end
    }

    var isAtEnd: Bool { index >= words.count }

    mutating func next() -> OverlayWord? {
        guard index < words.count else { return nil }
        index += 1
        return words[index - 1]
    }

    /// Passes by a colon or comma if it comes next.
    mutating func next(_ kind: OverlayWord.Kind) -> Bool {
        guard index < words.count, words[index].kind == kind else { return false }
        index += 1
        return true
    }

    /// The next word, which must be there.
    mutating func word(_ wanted: String) throws(OverlayMistake) -> OverlayWord {
        guard let word = next() else { throw OverlayMistake("Here \(wanted) is missing.", end) }
        guard word.isPlain else { throw OverlayMistake("Here stands \(wanted), not \(word.text).", word) }
        return word
    }

    /// The next word, which must be one of some.
    mutating func keyword(_ words: [String], _ wanted: String) throws(OverlayMistake) -> OverlayWord {
        let word = try word(wanted)
        guard words.contains(word.text) else {
            throw OverlayMistake("Here stands \(wanted), not \(word.text).", word, nearest: words)
        }
        return word
    }

    /// A word at hand, which must be one of some.
    func known(_ word: OverlayWord, _ words: [String]) throws(OverlayMistake) -> String {
        guard word.isPlain, words.contains(word.text) else {
            let all = words.joined(separator: ", ")
            throw OverlayMistake("\(word.text) is not known here; known are \(all).", word, nearest: words)
        }
        return word.text
    }

    /// That nothing follows.
    func finish() throws(OverlayMistake) {
        guard isAtEnd else {
            throw OverlayMistake("Nothing may follow here; \(words[index].text) does.", words[index])
        }
    }

    /// A number of uses: `3` or `unlimited`.
    mutating func maximum() throws(OverlayMistake) -> Int32 {
        let word = try word("a number, or unlimited")
        if word.text == "unlimited" { return .max }
        guard let number = Int32(word.text), number > 0 else {
            throw OverlayMistake(
                "A maximum is a number from 1 on, or unlimited.", word, nearest: ["unlimited"])
        }
        return number
    }

    private mutating func repetitions() throws(OverlayMistake) -> UInt16 {
        let word = try word("a number, or unlimited")
        if word.text == "unlimited" { return .max }
        guard let number = UInt16(word.text), number > 0 else {
            throw OverlayMistake(
                "Repetitions are a number from 1 to 65535, or unlimited.", word, nearest: ["unlimited"])
        }
        return number
    }

    /// A length: `9`, or `9..13`.
    mutating func length() throws(OverlayMistake) -> (UInt32, UInt32) {
        let word = try word("a length, as 9 or 9..13")
        let parts = word.text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = [parts.first, parts.last].compactMap { $0.flatMap { UInt32($0) } }
        guard numbers.count == 2, parts.count == 1 || parts.count == 3 && parts[1].isEmpty else {
            throw OverlayMistake("A length is written as 9 or 9..13.", word)
        }
        guard numbers[0] >= 1, numbers[0] <= numbers[1], numbers[1] <= 1_048_576 else {
            throw OverlayMistake("A length goes from 1 or more up to at most 1048576.", word)
        }
        return (numbers[0], numbers[1])
    }

    /// The codes up to the end of the line, or up to a comma; at least one.
    private mutating func codes(inElement: Bool) throws(OverlayMistake) -> [OverlayWord] {
        var codes: [OverlayWord] = []
        while index < words.count {
            let word = words[index]
            // In an element of a private segment a comma ends the element, and its name is quoted.
            if inElement, word.kind == .comma || word.kind == .quoted { break }
            index += 1
            if word.kind == .comma { continue }
            guard word.kind != .colon, (1...7).contains(word.text.utf8.count),
                word.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else {
                throw OverlayMistake("A code has one to seven letters, digits or signs.", word)
            }
            codes.append(word)
        }
        guard !codes.isEmpty else { throw OverlayMistake("Here codes are missing, as BM CN.", end) }
        return codes
    }

    /// What changes about a segment: at least one thing, up to the end of the line.
    mutating func segmentChanges() throws(OverlayMistake) -> [OverlayRule.SegmentChange] {
        var changes: [OverlayRule.SegmentChange] = []
        let wanted = ["mandatory", "optional", "not", "maximum"]
        while let word = next() {
            let kind: OverlayRule.SegmentChange.Kind =
                switch try known(word, wanted) {
                case "mandatory": .mandatory
                case "optional": .optional
                case "maximum": .maximum(try maximum())
                default: try notUsed(.notUsed)
                }
            changes.append(OverlayRule.SegmentChange(kind: kind, word: word))
        }
        guard !changes.isEmpty else {
            throw OverlayMistake(
                "Say what changes: mandatory, optional, not used, or maximum and a number.", end)
        }
        return changes
    }

    /// What changes about an element: at least one thing, up to the end of the line.
    mutating func elementChanges() throws(OverlayMistake) -> [OverlayRule.ElementChange] {
        var changes: [OverlayRule.ElementChange] = []
        let wanted = ["mandatory", "optional", "not", "length", "repeat", "codes"]
        while let word = next() {
            let kind: OverlayRule.ElementChange.Kind
            switch try known(word, wanted) {
            case "mandatory": kind = .mandatory
            case "optional": kind = .optional
            case "length":
                let (minimum, maximum) = try length()
                kind = .length(minimum, maximum)
            case "repeat": kind = .repeat(try repetitions())
            case "codes": kind = try codeChange()
            default: kind = try notUsed(.notUsed)
            }
            changes.append(OverlayRule.ElementChange(kind: kind, word: word))
        }
        guard !changes.isEmpty else {
            throw OverlayMistake(
                "Say what changes: mandatory, optional, not used, length, repeat or codes.", end)
        }
        return changes
    }

    private mutating func notUsed<Kind>(_ kind: Kind) throws(OverlayMistake) -> Kind {
        _ = try keyword(["used"], "used")
        return kind
    }

    /// After `codes`: `only BM CN`, `add ZQ`, `remove 3`, `any`.
    private mutating func codeChange() throws(OverlayMistake) -> OverlayRule.ElementChange.Kind {
        switch try keyword(["only", "add", "remove", "any"], "only, add, remove or any").text {
        case "only": .onlyCodes(try codes(inElement: false))
        case "add": .addedCodes(try codes(inElement: false))
        case "remove": .removedCodes(try codes(inElement: false))
        default: .anyCode
        }
    }
}

extension OverlayCursor {
    private static let kinds: [String: SlotRule.Kind] = [
        "AN": .text, "ID": .identifier, "DT": .date, "TM": .time, "R": .decimal, "B": .binary, "N": .number,
    ]

    /// An element of a private segment: `01 AN 1..10 mandatory "Dock" codes A B`, or `02 373` for one of the
    /// standard.
    mutating func element(at position: Int) throws(OverlayMistake) -> OverlayRule.Element {
        let number = try word("the element's position, as 01")
        let wanted = (position < 10 ? "0" : "") + String(position)
        guard position <= LayoutRule.maximumSlots else {
            throw OverlayMistake("A segment has at most \(LayoutRule.maximumSlots) elements.", number)
        }
        guard number.text == wanted else {
            throw OverlayMistake("The elements are numbered in order: here comes \(wanted).", number)
        }
        let type = try word("the type, as AN, or the number of an element, as 373")
        var element: OverlayRule.Element
        if Int(type.text) != nil {
            element = OverlayRule.Element(word: number, form: .standard(type))
        } else {
            let kind = try kind(type)
            let (minimum, maximum) = try length()
            try checkLength(kind, minimum, maximum, words[index - 1])
            element = OverlayRule.Element(word: number, form: .own(kind, minimum, maximum))
        }
        while index < words.count, words[index].kind != .comma {
            guard let word = next() else { break }
            if word.kind == .quoted {
                element.name = word.text
                continue
            }
            switch try known(word, ["mandatory", "optional", "repeat", "codes"]) {
            case "mandatory": element.isMandatory = true
            case "repeat": element.maximumRepeat = try repetitions()
            case "codes": element.codes = try codes(inElement: true)
            default: element.isMandatory = false
            }
        }
        return element
    }

    private func kind(_ type: OverlayWord) throws(OverlayMistake) -> SlotRule.Kind {
        if let kind = OverlayCursor.kinds[type.text] { return kind }
        let bytes = Array(type.text.utf8)
        if bytes.count == 2, bytes[0] == 0x4E, (0x30...0x39).contains(bytes[1]) { return .number }
        throw OverlayMistake(
            "\(type.text) is no type; types are AN, ID, DT, TM, R, B and N0 to N9.", type,
            nearest: OverlayCursor.kinds.keys.sorted())
    }

    /// Dates and times have lengths of their own.
    private func checkLength(
        _ kind: SlotRule.Kind, _ minimum: UInt32, _ maximum: UInt32, _ word: OverlayWord
    ) throws(OverlayMistake) {
        if kind == .date, minimum < 6 || maximum > 8 {
            throw OverlayMistake("A date has 6 or 8 digits.", word)
        }
        if kind == .time, minimum < 4 || maximum > 8 {
            throw OverlayMistake("A time has 4 to 8 digits.", word)
        }
    }
}
