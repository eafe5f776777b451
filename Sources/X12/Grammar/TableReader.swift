/// Reads the text tables of one release.
struct TableReader {
    private let release: String
    /// The mark of rows that are of this release alone; `*` marks those of both.
    private let mark: Substring
    private var draft = RuleTables.Draft()
    /// The rule of each element, to be placed in segments, and how it is called.
    private var elements: [SlotRule] = []
    private var elementTexts: [ReleaseDictionary.ElementText] = []
    private var elementRows: [Substring: Int] = [:]
    private var compositeRows: [Substring: Int] = [:]

    /// Reads all tables of a release, `004010` or `005010`.
    static func dictionary(release: String) -> ReleaseDictionary {
        var reader = TableReader(release: release)
        return reader.read()
    }

    private init(release: String) {
        self.release = release
        mark = release == "004010" ? "4" : "5"
    }

    private mutating func read() -> ReleaseDictionary {
        let listRows = readCodes()
        for row in rows(Tables.elements, splits: 5) {
            elementRows[row[0]] = elements.count
            addElement(
                row[0], type: row[1], row[2], row[3], name: row[4], codes: listRows[String(row[0])] ?? -1)
        }
        for row in rows(Tables.composites) { compositeRows[row[0]] = addLayout(row) }
        var segments: [(key: UInt64, value: Int32)] = []
        for row in rows(Tables.segments) {
            segments.append((PackedTable.pack(row[0].utf8), Int32(addLayout(row))))
        }
        return ReleaseDictionary(
            release: release, rules: RuleTables(draft), segmentRows: PackedTable(segments),
            elementTexts: elementTexts, codeListRows: listRows, segmentNames: TableReader.segmentNames())
    }

    /// The rows of this release, without their mark.
    private func rows(_ table: StaticString, splits: Int = .max) -> [[Substring]] {
        TableReader.lines(table).compactMap { line in
            guard line.first == "*" || line.prefix(1) == mark else { return nil }
            return line.dropFirst(2).split(separator: " ", maxSplits: splits == .max ? .max : splits - 1)
        }
    }

    static func lines(_ table: StaticString) -> [Substring] {
        String(describing: table).split(separator: "\n")
    }

    private mutating func addElement(
        _ number: Substring, type: Substring, _ minimum: Substring, _ maximum: Substring, name: Substring,
        codes: Int
    ) {
        let kind: SlotRule.Kind =
            switch type {
            case "AN": .text
            case "ID": .identifier
            case "DT": .date
            case "TM": .time
            case "R": .decimal
            case "B": .binary
            default: .number
            }
        elements.append(
            SlotRule(
                kind: kind, flags: number == "103" ? .packaging : [], minimum: UInt32(minimum) ?? 1,
                maximum: UInt32(maximum) ?? .max, codes: Int32(codes), row: Int32(elements.count)))
        elementTexts.append(ReleaseDictionary.ElementText(number: String(number), name: String(name)))
    }

    /// A row of a segment or composite: its id, places as `373/M`, conditions as `P0203`.
    private mutating func addLayout(_ row: [Substring]) -> Int {
        var slots: [SlotRule] = []
        var conditions: [ConditionRule] = []
        for word in row.dropFirst() {
            if word.contains("/") {
                slots.append(slot(word))
            } else if let letter = word.utf8.first, let kind = ConditionRule.Kind(rawValue: letter) {
                let digits = Array(word.dropFirst())
                let positions = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                    Int(String(digits[$0...$0 + 1]))
                }
                conditions.append(ConditionRule(kind: kind, positions: positions))
            }
        }
        return draft.addLayout(id: SegmentCode.packed(String(row[0])), slots: slots, conditions: conditions)
    }

    private mutating func slot(_ word: Substring) -> SlotRule {
        let parts = word.split(separator: "/")
        var slot: SlotRule
        if let row = compositeRows[parts[0]] {
            slot = SlotRule(kind: .composite, flags: [], maximum: .max, row: Int32(row))
        } else if let row = elementRows[parts[0]] {
            slot = elements[row]
        } else {
            // An element without a known number carries type and length itself: U:AN:2:2.
            let inline = parts[0].split(separator: ":")
            precondition(inline.count == 4, "Every element that a segment names is in the table of elements.")
            elementRows[parts[0]] = elements.count
            addElement("", type: inline[1], inline[2], inline[3], name: "", codes: -1)
            slot = elements[elements.count - 1]
        }
        if parts[1] == "M" { slot.flags.insert(.mandatory) }
        slot.maximumRepeat = parts.count > 2 ? UInt16(parts[2]) ?? .max : 1
        return slot
    }

    private mutating func readCodes() -> [String: Int] {
        var words: [Substring: [UInt64]] = [:]
        for table in Tables.codes {
            for line in TableReader.lines(table) where line.first == "*" || line.prefix(1) == mark {
                let row = line.split(separator: " ")
                words[row[1], default: []] += row.dropFirst(2).map { PackedTable.pack($0.utf8) }
            }
        }
        var rows: [String: Int] = [:]
        for (element, codes) in words.sorted(by: { $0.key < $1.key }) {
            rows[String(element)] = draft.addCodes(codes)
        }
        return rows
    }

    private static func segmentNames() -> [String: String] {
        var names: [String: String] = [:]
        for line in lines(Tables.segmentNames) {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2 { names[String(parts[0])] = String(parts[1]) }
        }
        return names
    }
}
