/// Reads the lines of an overlay into rules.
struct OverlayParser {
    private(set) var faults: OverlayFaultList
    private(set) var sections: [Overlay.Section] = []
    private var additionCount = 0
    private var hasMissedSet = false

    init(file: String) {
        faults = OverlayFaultList(file: file)
    }

    /// Reads a whole file; what is wrong is in ``faults`` afterwards.
    mutating func read(_ bytes: [UInt8]) {
        let start = OverlayWord(text: "", kind: .plain, line: 1, column: 1)
        guard bytes.count <= Overlay.maximumBytes else {
            faults.add(
                "The file has \(bytes.count) bytes; an overlay has at most \(Overlay.maximumBytes).",
                at: start)
            return
        }
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        var number = 0
        while !rest.isEmpty {
            number += 1
            guard number <= Overlay.maximumLines else {
                faults.add(
                    "An overlay has at most \(Overlay.maximumLines) lines.",
                    at: OverlayWord(text: "", kind: .plain, line: number, column: 1))
                return
            }
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[rest.startIndex..<end]
            if line.last == 0x0D { line = line.dropLast() }
            rest = rest[min(end + 1, rest.endIndex)...]
            read(OverlayLine(line, line: number, faults: &faults))
        }
        if sections.isEmpty, faults.isEmpty {
            faults.add("The overlay says nothing; it begins with a line as: set 856 004010.", at: start)
        }
    }

    private mutating func read(_ line: OverlayLine) {
        guard let first = line.words.first else { return }
        var cursor = OverlayCursor(line)
        do throws(OverlayMistake) {
            if first.isPlain, first.text == "set" {
                try readSet(&cursor)
                return
            }
            guard !sections.isEmpty else {
                if !hasMissedSet {
                    hasMissedSet = true
                    throw OverlayMistake(
                        "Say first what the lines are about, as: set 856 004010.", first, nearest: ["set"])
                }
                return
            }
            if first.isPlain, first.text == "segment" {
                try readAddition(&cursor)
            } else if let digit = first.text.utf8.first, digit >= 0x30, digit <= 0x39 {
                try readElementLine(&cursor)
            } else {
                try readChange(&cursor)
            }
        } catch {
            faults.add(error.message, at: error.word, nearest: error.nearest())
        }
    }

    /// Reads `set 856 004010`.
    private mutating func readSet(_ cursor: inout OverlayCursor) throws(OverlayMistake) {
        _ = cursor.next()
        let section = Overlay.Section(set: cursor.end, release: cursor.end)
        // A section that cannot be read is kept, so that the lines below it are checked all the same.
        sections.append(section)
        let set = try cursor.word("the set, as 856")
        guard set.text.utf8.count == 3, set.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw OverlayMistake("A set is named by three digits, as 856.", set)
        }
        let release = try cursor.word("the release, as 004010")
        guard ReleaseTable.nearest(to: release.text) != nil else {
            throw OverlayMistake(
                "A release is named by six digits, as 004010.", release,
                nearest: ReleaseTable.all.map(\.name))
        }
        try cursor.finish()
        sections[sections.count - 1] = Overlay.Section(set: set, release: release)
    }

    private mutating func add(_ rule: OverlayRule) {
        sections[sections.count - 1].rules.append(rule)
    }

    /// Reads `HL/MAN not used`, or `REF01 codes only BM CN`.
    private mutating func readChange(_ cursor: inout OverlayCursor) throws(OverlayMistake) {
        let place = try cursor.word("a place, as HL/N1 or REF01")
        let target = try OverlayTarget(place)
        if let position = target.position {
            add(
                .element(
                    target.path, position: position, component: target.component,
                    try cursor.elementChanges()))
        } else {
            add(.segment(target.path, try cursor.segmentChanges()))
        }
    }

    /// Reads `segment ZA1 after HL/SN1 optional maximum 2`, and after a colon its elements.
    private mutating func readAddition(_ cursor: inout OverlayCursor) throws(OverlayMistake) {
        _ = cursor.next()
        let id = try cursor.word("the id of the segment, as ZA1")
        guard OverlayTarget.isSegmentID(id.text) else {
            throw OverlayMistake(
                "A segment's id is two or three capitals or digits, a capital first, as ZA1.", id)
        }
        additionCount += 1
        guard additionCount <= Overlay.maximumAdditions else {
            throw OverlayMistake("An overlay adds at most \(Overlay.maximumAdditions) segments.", id)
        }
        let side = try cursor.keyword(["after", "before"], "after or before, and a place")
        let place = try cursor.word("the place, as HL/SN1")
        let target = try OverlayTarget(place)
        guard target.position == nil else {
            throw OverlayMistake("A segment stands after a segment, not after an element.", place)
        }
        var addition = OverlayRule.Addition(id: id, isAfter: side.text == "after", path: target.path)
        while let word = cursor.next() {
            if word.kind == .colon {
                if cursor.isAtEnd { break }
                repeat {
                    addition.elements.append(try cursor.element(at: addition.elements.count + 1))
                } while cursor.next(.comma)
                try cursor.finish()
                break
            }
            switch try cursor.known(word, ["optional", "mandatory", "maximum"]) {
            case "mandatory": addition.isMandatory = true
            case "maximum": addition.maximum = try cursor.maximum()
            default: addition.isMandatory = false
            }
        }
        add(.addition(addition))
    }

    /// Reads `01 AN 1..10 mandatory` below a segment that is added.
    private mutating func readElementLine(_ cursor: inout OverlayCursor) throws(OverlayMistake) {
        guard case .addition(var addition) = sections[sections.count - 1].rules.last else {
            throw OverlayMistake(
                "An element without a segment: such lines follow a line as: segment ZA1 after DTM.",
                cursor.words[0])
        }
        let last = sections[sections.count - 1].rules.count - 1
        addition.elements.append(try cursor.element(at: addition.elements.count + 1))
        try cursor.finish()
        sections[sections.count - 1].rules[last] = .addition(addition)
    }
}
