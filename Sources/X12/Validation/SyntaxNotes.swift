extension SetValidator {
    /// Checks the relational conditions of a segment, or of a composite in it.
    mutating func checkConditions(
        _ segment: SegmentView, _ layout: LayoutRule, present: UInt64, _ dictionary: ReleaseDictionary,
        inElement element: Int? = nil
    ) {
        for index in layout.masks.indices where layout.masks[index].isBroken(present) {
            let condition = layout.conditions[index]
            let broken = SetValidator.broken(condition) { present >> UInt64($0 - 1) & 1 == 1 } ?? 1
            var number: String?
            if broken <= layout.slots.count, !layout.slots[broken - 1].isComposite {
                number = dictionary.elementTexts[layout.slots[broken - 1].row].number
            }
            var spot = elementPlace(segment, element ?? broken, at: nil, number: number)
            if element != nil { spot.component = broken }
            report(
                condition.kind == .exclusive ? .exclusionBroken : .conditionBroken, segment, element: spot,
                expected: SetValidator.rule(condition),
                message:
                    "\(name(segment, spot.position)): the condition is broken that \(SetValidator.rule(condition)).",
                fix: condition.kind == .exclusive
                    ? "Send only one of them." : "Send the missing element as well.")
        }
    }

    /// The position to report when a condition is broken: the absent one, for E the second present.
    static func broken(_ condition: ConditionRule, _ isPresent: (Int) -> Bool) -> Int? {
        let positions = condition.positions
        guard let first = positions.first else { return nil }
        switch condition.kind {
        case .paired:
            guard positions.contains(where: isPresent) else { return nil }
            return positions.first { !isPresent($0) }
        case .required:
            return positions.contains(where: isPresent) ? nil : first
        case .exclusive:
            let present = positions.filter(isPresent)
            return present.count > 1 ? present[1] : nil
        case .conditional:
            return isPresent(first) ? positions.dropFirst().first { !isPresent($0) } : nil
        case .list:
            guard isPresent(first), positions.count > 1 else { return nil }
            return positions.dropFirst().contains(where: isPresent) ? nil : positions[1]
        }
    }

    private static func rule(_ condition: ConditionRule) -> String {
        let all = condition.positions.map(String.init)
        let rest = all.dropFirst().joined(separator: ", ")
        let first = all.first ?? ""
        return switch condition.kind {
        case .paired: "\(all.joined(separator: ", ")) come together or not at all"
        case .required: "at least one of \(all.joined(separator: ", ")) is present"
        case .exclusive: "at most one of \(all.joined(separator: ", ")) is present"
        case .conditional: "\(first) needs \(rest)"
        case .list: "\(first) needs at least one of \(rest)"
        }
    }
}
