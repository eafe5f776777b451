extension SetValidator {
    /// Checks the relational conditions of a segment, or of a composite in it.
    mutating func checkConditions(
        _ segment: SegmentView, _ layout: LayoutRule, present: UInt64, _ grammar: Grammar,
        inElement element: Int? = nil
    ) {
        for index in 0..<Int(layout.conditionCount) {
            let condition = grammar.rules.conditions[Int(layout.firstCondition) + index]
            guard condition.isBroken(present) else { continue }
            let broken = condition.broken(present)
            var number: String?
            if broken <= Int(layout.slotCount) {
                number = self.number(grammar.rules.slots[Int(layout.firstSlot) + broken - 1], grammar)
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
