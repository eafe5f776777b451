/// Reads the text tables of one release.
struct TableReader {
    private let release: String
    /// The mark of rows that are of this release alone; `*` marks those of both.
    private let mark: Substring
    private var elements: [ElementRule] = []
    private var elementTexts: [ElementText] = []
    private var elementRows: [Substring: Int] = [:]
    private var composites: [LayoutRule] = []
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
        let (lists, listRows) = readCodes()
        for row in rows(Tables.elements, splits: 5) {
            elementRows[row[0]] = elements.count
            addElement(
                row[0], type: row[1], row[2], row[3], name: row[4], codes: listRows[String(row[0])] ?? -1)
        }
        for row in rows(Tables.composites) {
            let layout = layout(row)
            compositeRows[row[0]] = composites.count
            composites.append(layout)
        }
        var segments: [LayoutRule] = []
        for row in rows(Tables.segments) { segments.append(layout(row)) }
        return ReleaseDictionary(
            release: release, elements: elements, elementTexts: elementTexts, composites: composites,
            segments: segments, codeLists: lists,
            codeListRows: listRows, segmentNames: TableReader.segmentNames())
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
        let kind: ElementRule.Kind =
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
            ElementRule(
                row: elements.count, kind: kind, minimum: Int(minimum) ?? 1, maximum: Int(maximum) ?? .max,
                codes: codes, isPackagingCode: number == "103"))
        elementTexts.append(ElementText(number: String(number), name: String(name)))
    }

    /// A row of a segment or composite: its id, places as `373/M`, conditions as `P0203`.
    private mutating func layout(_ row: [Substring]) -> LayoutRule {
        var layout = LayoutRule(id: String(row[0]), slots: [], conditions: [])
        for word in row.dropFirst() {
            if word.contains("/") {
                layout.slots.append(slot(word))
            } else if let letter = word.first, let kind = ConditionRule.Kind(rawValue: letter) {
                let digits = Array(word.dropFirst())
                let positions = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                    Int(String(digits[$0...$0 + 1]))
                }
                let condition = ConditionRule(kind: kind, positions: positions)
                layout.conditions.append(condition)
                layout.masks.append(ConditionMask(condition))
            }
        }
        return layout
    }

    private mutating func slot(_ word: Substring) -> SlotRule {
        let parts = word.split(separator: "/")
        let maximumRepeat = parts.count > 2 ? Int(parts[2]) ?? 1 : 1
        let isMandatory = parts[1] == "M"
        if let row = compositeRows[parts[0]] {
            return SlotRule(
                row: row, isComposite: true, isMandatory: isMandatory, maximumRepeat: maximumRepeat)
        }
        if let row = elementRows[parts[0]] {
            return SlotRule(
                row: row, isComposite: false, isMandatory: isMandatory, maximumRepeat: maximumRepeat)
        }
        // An element without a known number carries type and length itself: U:AN:2:2.
        let inline = parts[0].split(separator: ":")
        precondition(inline.count == 4, "Every element that a segment names is in the table of elements.")
        elementRows[parts[0]] = elements.count
        addElement("", type: inline[1], inline[2], inline[3], name: "", codes: -1)
        return SlotRule(
            row: elements.count - 1, isComposite: false, isMandatory: isMandatory,
            maximumRepeat: maximumRepeat)
    }

    private func readCodes() -> ([PackedTable], [String: Int]) {
        var words: [Substring: [(key: UInt64, value: Int32)]] = [:]
        for table in Tables.codes {
            for line in TableReader.lines(table) where line.first == "*" || line.prefix(1) == mark {
                let row = line.split(separator: " ")
                words[row[1], default: []] += row.dropFirst(2).map { (PackedTable.pack($0.utf8), 0) }
            }
        }
        var lists: [PackedTable] = []
        var rows: [String: Int] = [:]
        for (element, codes) in words.sorted(by: { $0.key < $1.key }) {
            rows[String(element)] = lists.count
            lists.append(PackedTable(codes))
        }
        return (lists, rows)
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
