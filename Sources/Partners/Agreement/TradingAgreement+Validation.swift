public import X12

extension TradingAgreement {
    /// What the agreement says of inbound sets: those it names, and acknowledgments, which everybody may send.
    public var validationPolicy: ValidationPolicy {
        var policy = ValidationPolicy(acceptedSets: Set(inbound.keys).union(["997", "999"]))
        for (set, agreed) in inbound {
            policy.onError[set] = agreed.onError == .acceptGood ? .acceptGood : .rejectSet
        }
        return policy
    }
}
