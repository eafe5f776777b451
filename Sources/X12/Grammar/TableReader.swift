/// Reads the text tables of one release into flat rules.
struct TableReader {
    private let release: ReleaseTable
    private let isBorrowed: Bool
    private let codes = CodeLists.standard
    private var draft = RuleTables.Draft()
    /// The rule of each element, to be placed in segments.
    private var elements: [SlotRule] = []
    private var elementTexts: [ReleaseDictionary.ElementText] = []
    /// Rows of `elements` by element, -1 for none.
    private var elementRows = [Int16](repeating: -1, count: ElementKey.limit)
    /// Rows of layouts by the number of the composite, as 40 for C040.
    private var compositeRows = [Int16](repeating: -1, count: 1_000)
    private var layoutNames: [ReleaseDictionary.LayoutName] = []
    private var slots: [SlotRule] = []
    private var conditions: [ConditionRule] = []

    /// Reads all tables of a release.
    ///
    /// - Parameters:
    ///   - release: the release whose tables are read.
    ///   - isBorrowed: whether they stand in for those of another release; then no length is enforced, and
    ///     code lists are advice.
    /// - Returns: the release's dictionary.
    static func dictionary(release: ReleaseTable, isBorrowed: Bool) -> ReleaseDictionary {
        var reader = TableReader(release: release, isBorrowed: isBorrowed)
        return reader.read()
    }

    private init(release: ReleaseTable, isBorrowed: Bool) {
        self.release = release
        self.isBorrowed = isBorrowed
        draft.slots.reserveCapacity(4_096)
        draft.layouts.reserveCapacity(512)
        draft.conditions.reserveCapacity(1_024)
        elements.reserveCapacity(1_024)
        elementTexts.reserveCapacity(1_024)
    }

    private mutating func read() -> ReleaseDictionary {
        draft.memory = [codes.memory]
        draft.lists = codes.lists(
            marks: release.codeMarks, isAdvisory: isBorrowed || !release.enforcesCodes)
        readElements()
        readLayouts(Tables.composites, areComposites: true)
        readLayouts(Tables.segments, areComposites: false)
        return ReleaseDictionary(
            table: release, isBorrowed: isBorrowed, rules: RuleTables(draft), layoutNames: layoutNames,
            elements: elements, elementTexts: elementTexts, elementRows: elementRows)
    }

    /// Whether the row at hand is true for the release: it begins with the first and the last that it is for.
    @inline(__always)
    private func isHere(_ scanner: inout TableScanner) -> Bool {
        let first = scanner.byte
        scanner.skip()
        let last = scanner.byte
        scanner.skip()
        scanner.skip()
        return first <= release.digit && release.digit <= last
    }

    /// A row is: releases, element, type, minimum, maximum, name.
    private mutating func readElements() {
        var scanner = TableScanner(Tables.elements)
        while !scanner.isAtEnd {
            guard isHere(&scanner) else {
                scanner.skipLine()
                continue
            }
            let key = scanner.elementKey()
            scanner.skip()
            let type = scanner.word()
            let minimum = scanner.number()
            scanner.skip()
            let maximum = scanner.number()
            _ = scanner.skip(0x20)
            var flags: SlotRule.Flags = key.value == 103 ? .packaging : []
            if isBorrowed { flags.insert(.lengthsOpen) }
            elementRows[key.value] = Int16(elements.count)
            elements.append(
                SlotRule(
                    kind: TableReader.kind(type), flags: flags, minimum: UInt32(minimum),
                    maximum: UInt32(maximum), codes: codes.enforcedRow(of: key, marks: release.codeMarks),
                    row: Int32(elements.count)))
            elementTexts.append(
                ReleaseDictionary.ElementText(
                    key: key, type: UInt16(truncatingIfNeeded: type), name: scanner.rest()))
        }
    }

    private static func kind(_ word: UInt64) -> SlotRule.Kind {
        switch word {
        case 0x41_4E: .text  // AN
        case 0x49_44: .identifier  // ID
        case 0x44_54: .date  // DT
        case 0x54_4D: .time  // TM
        case 0x52: .decimal  // R
        case 0x42: .binary  // B
        default: .number  // N and its decimals
        }
    }

    /// A line with an id and its name, then lines with the layouts of the releases.
    private mutating func readLayouts(_ table: StaticString, areComposites: Bool) {
        var scanner = TableScanner(table)
        while !scanner.isAtEnd {
            let id = UInt32(truncatingIfNeeded: scanner.word())
            let name = scanner.isAtLineEnd ? skippedLine(&scanner) : scanner.rest()
            while !scanner.isAtEnd, scanner.byte < 0x40 {
                guard isHere(&scanner) else {
                    scanner.skipLine()
                    continue
                }
                readLayout(&scanner)
                let row = draft.addLayout(id: id, slots: slots, conditions: conditions)
                layoutNames.append(
                    ReleaseDictionary.LayoutName(id: id, name: name, isComposite: areComposites))
                if areComposites { compositeRows[TableReader.number(ofComposite: id)] = Int16(row) }
            }
        }
    }

    private func skippedLine(_ scanner: inout TableScanner) -> TableText {
        scanner.skipLine()
        return .none
    }

    /// The digits of a packed id as C040.
    private static func number(ofComposite id: UInt32) -> Int {
        let digits = [id >> 16 & 0xFF, id >> 8 & 0xFF, id & 0xFF].map { Int($0) - 0x30 }
        return digits[0] * 100 + digits[1] * 10 + digits[2]
    }

    /// Reads the elements of a row, then the conditions behind its bar.
    private mutating func readLayout(_ scanner: inout TableScanner) {
        slots.removeAll(keepingCapacity: true)
        conditions.removeAll(keepingCapacity: true)
        while !scanner.isAtLineEnd {
            if scanner.skip(0x20) { continue }
            if scanner.skip(0x7C) {
                readConditions(&scanner)
                break
            }
            slots.append(slot(&scanner))
        }
        scanner.skipLine()
    }

    /// An element as `373`, `373M` when mandatory, `373M/5` when repeated.
    private func slot(_ scanner: inout TableScanner) -> SlotRule {
        var slot: SlotRule
        if scanner.skip(0x43) {
            slot = SlotRule(
                kind: .composite, flags: [], maximum: .max, row: Int32(compositeRows[scanner.number()]))
        } else {
            slot = elements[Int(elementRows[scanner.elementKey().value])]
        }
        if scanner.skip(0x4D) { slot.flags.insert(.mandatory) }
        if scanner.skip(0x2F) {
            slot.maximumRepeat = scanner.skip(0x2A) ? .max : UInt16(clamping: scanner.number())
        }
        return slot
    }

    /// Conditions as `P0203`.
    private mutating func readConditions(_ scanner: inout TableScanner) {
        var positions: [Int] = []
        while !scanner.isAtLineEnd {
            guard let kind = ConditionRule.Kind(rawValue: scanner.byte) else {
                scanner.skip()
                continue
            }
            scanner.skip()
            positions.removeAll(keepingCapacity: true)
            while !scanner.isAtLineEnd, scanner.byte != 0x20 {
                let tens = Int(scanner.byte) - 0x30
                scanner.skip()
                positions.append(tens * 10 + Int(scanner.byte) - 0x30)
                scanner.skip()
            }
            conditions.append(ConditionRule(kind: kind, positions: positions))
        }
    }
}
