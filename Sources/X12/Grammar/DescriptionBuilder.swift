/// Puts the rules of a layout into words.
struct DescriptionBuilder {
    let dictionary: ReleaseDictionary
    /// The rules of the release, or those of an overlay.
    let rules: RuleTables

    /// A segment by the row of its layout.
    func segment(_ row: Int) -> SegmentDescription {
        let layout = rules.layouts[row]
        let id = SegmentCode.text(layout.id)
        return SegmentDescription(
            id: id, name: dictionary.segmentName(id) ?? "", release: dictionary.release,
            elements: elements(layout),
            conditions: conditions(layout).map { DescriptionBuilder.words($0, id) })
    }

    private func conditions(_ layout: LayoutRule) -> [ConditionRule] {
        let first = Int(layout.firstCondition)
        return (first..<first + Int(layout.conditionCount)).map { rules.conditions[$0] }
    }

    private func elements(_ layout: LayoutRule) -> [ElementDescription] {
        let conditional = conditions(layout).reduce(UInt64(0)) { $0 | $1.all }
        return (0..<Int(layout.slotCount)).map { index in
            let slot = rules.slots[Int(layout.firstSlot) + index]
            let isComposite = slot.kind == .composite
            let requirement: ElementDescription.Requirement =
                if slot.flags.contains(.notUsed) {
                    .notUsed
                } else if slot.isMandatory {
                    .mandatory
                } else {
                    conditional >> UInt64(index) & 1 == 1 ? .conditional : .optional
                }
            let number =
                isComposite
                ? SegmentCode.text(rules.layouts[Int(slot.row)].id) : dictionary.elementNumber(slot.row)
            return ElementDescription(
                position: index + 1, number: number.isEmpty ? nil : number,
                name: isComposite ? dictionary.compositeName(slot.row) : dictionary.elementName(slot.row),
                type: isComposite
                    ? "" : dictionary.elementType(slot.row) ?? DescriptionBuilder.type(slot.kind),
                minimum: Int(slot.minimum), maximum: Int(slot.maximum), requirement: requirement,
                maximumRepeat: slot.maximumRepeat == .max ? nil : Int(slot.maximumRepeat),
                hasCodes: slot.codes >= 0,
                components: isComposite ? elements(rules.layouts[Int(slot.row)]) : [])
        }
    }

    private static func type(_ kind: SlotRule.Kind) -> String {
        switch kind {
        case .text: "AN"
        case .identifier: "ID"
        case .date: "DT"
        case .time: "TM"
        case .decimal: "R"
        case .binary: "B"
        case .number: "N0"
        case .composite: ""
        }
    }

    /// A condition as a sentence: `N103 and N104 stand together or not at all`.
    static func words(_ condition: ConditionRule, _ id: String) -> String {
        let all = condition.positions.map { id + ($0 < 10 ? "0" : "") + String($0) }
        let rest = Array(all.dropFirst())
        let first = all.first ?? id
        let others = list(rest, "and")
        return switch condition.kind {
        case .paired: "\(list(all, "and")) stand together or not at all."
        case .required: "At least one of \(list(all, "and")) is there."
        case .exclusive: "At most one of \(list(all, "and")) is there."
        case .conditional: "Where \(first) is, \(others) \(rest.count == 1 ? "is" : "are") too."
        case .list: "Where \(first) is, \(rest.count == 1 ? "" : "at least one of ")\(others) is too."
        }
    }

    private static func list(_ words: [String], _ last: String) -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) " + end
    }
}
