extension SetValidator {
    /// Checks the relational conditions of a segment, or of a composite in it.
    mutating func checkConditions(
        _ segment: SegmentView, _ layout: LayoutRule, present: UInt64, _ walk: GrammarWalk,
        inElement element: Int? = nil
    ) {
        guard checksConditions else { return }
        for index in 0..<Int(layout.conditionCount) {
            let condition = walk.conditions[Int(layout.firstCondition) + index]
            guard condition.isBroken(present) else { continue }
            let code: Finding.Code = condition.kind == .exclusive ? .exclusionBroken : .conditionBroken
            guard hasRoom(for: code) else { continue }
            let broken = condition.broken(present)
            var slot: SlotRule?
            if broken <= Int(layout.slotCount) { slot = walk.slots[Int(layout.firstSlot) + broken - 1] }
            let spot = Spot(element: element ?? broken, component: element == nil ? nil : broken)
            let rule = SetValidator.rule(condition)
            report(
                code, segment,
                element: place(segment, spot, at: nil, slot), expected: rule,
                message: "\(name(segment, spot.element)): the condition is broken that \(rule).",
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
