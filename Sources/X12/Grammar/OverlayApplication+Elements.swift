extension OverlayApplication {
    /// Changes an element, or a component of it, at every place that the path names.
    mutating func change(
        _ path: OverlayPath, _ position: Int, _ component: Int?, _ changes: [OverlayRule.ElementChange]
    ) throws(OverlayMistake) {
        // Places that share a layout share the changed one too.
        var changed: [Int32: Int32] = [:]
        for place in try find(path) {
            let child = draft.loops[place.loop].children[place.child]
            guard child.layout >= 0 else { continue }
            if changed[child.layout] == nil {
                changed[child.layout] = try layout(child.layout, path.word, position, component, changes)
            }
            guard let row = changed[child.layout] else { continue }
            draft.loops[place.loop].children[place.child].layout = row
            // The segment that opens a loop is the loop's first child too.
            if child.loop >= 0 { draft.loops[Int(child.loop)].children[0].layout = row }
            if place.opensLoop { setLayout(ofLoop: place.loop, to: row) }
        }
    }

    private mutating func setLayout(ofLoop loop: Int, to row: Int32) {
        for parent in draft.loops.indices {
            for child in draft.loops[parent].children.indices
            where draft.loops[parent].children[child].loop == Int32(loop) {
                draft.loops[parent].children[child].layout = row
            }
        }
    }

    /// A layout with one element changed; its row.
    private mutating func layout(
        _ row: Int32, _ word: OverlayWord, _ position: Int, _ component: Int?,
        _ changes: [OverlayRule.ElementChange]
    ) throws(OverlayMistake) -> Int32 {
        let layout = rules.layouts[Int(row)]
        let id = SegmentCode.text(layout.id)
        var slots = rules.slots(ofLayout: Int(row))
        guard position <= slots.count else {
            throw OverlayMistake(
                "\(id) has \(slots.count) elements in release \(dictionary.release).", word)
        }
        if let component {
            try changeComponent(&slots[position - 1], word, component, changes)
        } else {
            try apply(changes, to: &slots[position - 1], word)
        }
        return Int32(
            rules.addLayout(
                id: layout.id, slots: slots, conditions: rules.conditions(ofLayout: Int(row))))
    }

    private mutating func changeComponent(
        _ slot: inout SlotRule, _ word: OverlayWord, _ component: Int,
        _ changes: [OverlayRule.ElementChange]
    ) throws(OverlayMistake) {
        guard slot.kind == .composite else {
            throw OverlayMistake(
                "The element has no components in release \(dictionary.release).", word)
        }
        let row = Int(slot.row)
        var slots = rules.slots(ofLayout: row)
        guard component <= slots.count else {
            throw OverlayMistake("The element has \(slots.count) components.", word)
        }
        try apply(changes, to: &slots[component - 1], word)
        slot.row = Int32(
            rules.addLayout(
                id: rules.layouts[row].id, slots: slots, conditions: rules.conditions(ofLayout: row)))
    }

    private mutating func apply(
        _ changes: [OverlayRule.ElementChange], to slot: inout SlotRule, _ word: OverlayWord
    ) throws(OverlayMistake) {
        for change in changes {
            switch change.kind {
            case .mandatory:
                slot.flags.insert(.mandatory)
                slot.flags.remove(.notUsed)
            case .optional: slot.flags.subtract([.mandatory, .notUsed])
            case .notUsed:
                slot.flags.remove(.mandatory)
                slot.flags.insert(.notUsed)
            case .repeat(let maximum): slot.maximumRepeat = maximum
            case .length(let minimum, let maximum):
                try checkLength(slot, minimum, maximum, word, change.word)
                slot.minimum = minimum
                slot.maximum = maximum
                slot.flags.remove(.lengthsOpen)
            case .onlyCodes(let codes):
                try checkListed(codes, slot, word)
                try setCodes(of: &slot, to: codes, whose: word.text)
            case .addedCodes(let codes): try addCodes(codes, to: &slot, word)
            case .removedCodes(let codes): try removeCodes(codes, from: &slot, word)
            case .anyCode:
                try checkHasCodes(slot, word, change.word)
                slot.codes = -1
            }
        }
    }

    private func checkLength(
        _ slot: SlotRule, _ minimum: UInt32, _ maximum: UInt32, _ word: OverlayWord, _ change: OverlayWord
    ) throws(OverlayMistake) {
        switch slot.kind {
        case .composite:
            throw OverlayMistake(
                "\(word.text) is a composite: say the length of a component, as \(word.text)-1.", change)
        case .date where minimum < 6 || maximum > 8:
            throw OverlayMistake("\(word.text) is a date: it has 6 or 8 digits.", change)
        case .time where minimum < 4 || maximum > 8:
            throw OverlayMistake("\(word.text) is a time: it has 4 to 8 digits.", change)
        default: break
        }
    }

    // MARK: Codes

    /// That an element may have codes at all.
    private func checkTakesCodes(
        _ slot: SlotRule, _ name: String, _ word: OverlayWord
    ) throws(OverlayMistake) {
        guard slot.kind != .composite else {
            throw OverlayMistake("\(name) is a composite: name a component, as \(name)-1.", word)
        }
        guard slot.kind == .text || slot.kind == .identifier else {
            throw OverlayMistake("\(name) is no text: only elements of type ID and AN have codes.", word)
        }
    }

    private func checkHasCodes(
        _ slot: SlotRule, _ word: OverlayWord, _ change: OverlayWord
    ) throws(OverlayMistake) {
        try checkTakesCodes(slot, word.text, change)
        guard slot.codes >= 0 else {
            throw OverlayMistake("\(word.text) has no code list: any value may stand there.", change)
        }
    }

    /// That codes to be kept are in the list, where there is one: a code that is not is likely misspelt.
    private func checkListed(
        _ codes: [OverlayWord], _ slot: SlotRule, _ word: OverlayWord
    ) throws(OverlayMistake) {
        guard slot.codes >= 0 else { return }
        let listed = Set(rules.codes(ofList: Int(slot.codes)))
        for code in codes where !isListed(code.text, listed, slot) {
            throw OverlayMistake(
                "\(code.text) is not in the code list of \(word.text). A code of your own is added first: \(word.text) codes add \(code.text).",
                code, nearest: listed.map(PackedTable.word).sorted())
        }
    }

    /// Whether a code is in a list; a packaging code may be a form of three letters and a material of two.
    private func isListed(_ code: String, _ listed: Set<UInt64>, _ slot: SlotRule) -> Bool {
        if listed.contains(PackedTable.pack(code.utf8)) { return true }
        guard slot.flags.contains(.packaging), code.utf8.count == 5 else { return false }
        return listed.contains(PackedTable.pack(code.utf8.prefix(3)))
            && listed.contains(PackedTable.pack(code.utf8.suffix(2)))
    }

    /// Gives an element a list of its own.
    mutating func setCodes(
        of slot: inout SlotRule, to codes: [OverlayWord], whose name: String
    ) throws(OverlayMistake) {
        for code in codes { try checkFits(code, slot, name) }
        slot.codes = try addList(codes.map { PackedTable.pack($0.text.utf8) }, isAdvisory: false, codes[0])
    }

    /// That a code could stand in the element.
    private func checkFits(_ code: OverlayWord, _ slot: SlotRule, _ name: String) throws(OverlayMistake) {
        try checkTakesCodes(slot, name, code)
        let count = code.text.utf8.count
        guard count >= slot.minimum, count <= slot.maximum else {
            throw OverlayMistake(
                "\(code.text) does not fit: \(name) has \(slot.minimum) to \(slot.maximum) characters.", code)
        }
    }

    private mutating func addCodes(
        _ codes: [OverlayWord], to slot: inout SlotRule, _ word: OverlayWord
    ) throws(OverlayMistake) {
        try checkHasCodes(slot, word, codes[0])
        for code in codes { try checkFits(code, slot, word.text) }
        let added = codes.map { PackedTable.pack($0.text.utf8) }
        let isAdvisory = rules.lists[Int(slot.codes)].isAdvisory
        slot.codes = try addList(
            rules.codes(ofList: Int(slot.codes)) + added, isAdvisory: isAdvisory, codes[0])
    }

    private mutating func removeCodes(
        _ codes: [OverlayWord], from slot: inout SlotRule, _ word: OverlayWord
    ) throws(OverlayMistake) {
        try checkHasCodes(slot, word, codes[0])
        var listed = Set(rules.codes(ofList: Int(slot.codes)))
        for code in codes where listed.remove(PackedTable.pack(code.text.utf8)) == nil {
            let left = listed
            throw OverlayMistake(
                "\(code.text) is not in the code list of \(word.text).", code,
                nearest: left.map(PackedTable.word).sorted())
        }
        let isAdvisory = rules.lists[Int(slot.codes)].isAdvisory
        slot.codes = try addList(Array(listed), isAdvisory: isAdvisory, codes[0])
    }

    /// Adds a list; its row.
    private mutating func addList(
        _ codes: [UInt64], isAdvisory: Bool, _ word: OverlayWord
    ) throws(OverlayMistake) -> Int32 {
        codeCount += codes.count
        guard codeCount <= Overlay.maximumCodes else {
            throw OverlayMistake(
                "The lists of the set have more than \(Overlay.maximumCodes) codes together.", word)
        }
        return Int32(rules.addCodes(codes, isAdvisory: isAdvisory))
    }
}
