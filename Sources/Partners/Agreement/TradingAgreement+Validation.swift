public import X12

extension TradingAgreement {
    /// What the agreement says of the sets of a functional group.
    ///
    /// Taken are the sets it names, and acknowledgments, which everybody may send. A set in another version than
    /// agreed gets a remark, which refuses it where the agreement says so. Sets that share a group share their
    /// levels: the strictest of each family.
    public func validationPolicy(for group: GroupHeader) -> ValidationPolicy {
        var policy = ValidationPolicy(
            acceptedSets: Set(inbound.keys).union(["997", "999"]), levels: checks.validationLevels)
        var levels: [ValidationLevels] = []
        for (set, agreed) in inbound {
            policy.onError[set] = agreed.onError == .acceptGood ? .acceptGood : .rejectSet
            guard GrammarLibrary.standard.functionalID(ofSet: set) == group.functionalID else { continue }
            levels.append(agreed.checks.validationLevels)
            policy.remarks[set] = agreed.remark(onVersion: group.version, set: set)
        }
        if let first = levels.first {
            policy.levels = levels.dropFirst().reduce(first) { $0.strictest($1) }
        }
        return policy
    }
}

extension InboundAgreement {
    /// What is said of a set that comes in another version than agreed.
    fileprivate func remark(onVersion other: String, set: String) -> SetRemark? {
        guard otherVersion != .accept, !other.hasPrefix(version) else { return nil }
        return SetRemark(
            severity: otherVersion == .reject ? .error : .warning, found: other, expected: version,
            message: "The \(set) is agreed in version \(version), but its group says \(other).",
            fix: "Send the \(set) in version \(version), or agree on \(other).")
    }
}

extension ValidationLevels {
    fileprivate func strictest(_ other: ValidationLevels) -> ValidationLevels {
        var levels = self
        for family in Family.allCases {
            let rank = [Level.off, .warn, .on]
            let both = [self[family], other[family]]
            levels[family] =
                both.max { (rank.firstIndex(of: $0) ?? 0) < (rank.firstIndex(of: $1) ?? 0) } ?? .on
        }
        return levels
    }
}
