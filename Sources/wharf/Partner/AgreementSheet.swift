internal import Partners
internal import X12

/// What was agreed for X12: addresses, sets, separators and times.
struct AgreementSheet: Encodable {
    struct Address: Encodable {
        let isaQualifier, isaId, gsId: String

        init(_ identity: Identity) {
            isaQualifier = identity.address.qualifier
            isaId = identity.address.id
            gsId = identity.groupID
        }
    }

    struct Separators: Encodable {
        let element, component, segment: String
        let repetition: String?
        let lineBreak: String
    }

    struct SetFacts: Encodable {
        let set, version: String
        /// What becomes of a set with errors (what we take), or what must come back (what we send).
        let terms: [String]
    }

    let partner, ours: Address
    let usage: String
    /// `nil` when we answer with the partner's own characters.
    let delimiters: Separators?
    let inbound, outbound: [SetFacts]
    let acknowledgment: [String]

    init(_ agreement: TradingAgreement, of profile: PartnerProfile) {
        partner = Address(agreement.partner)
        ours = Address(agreement.house)
        usage = agreement.usage.rawValue
        if case .fixed(let characters) = agreement.delimiters {
            delimiters = Separators(
                element: Self.name(characters.element), component: Self.name(characters.component),
                segment: Self.name(characters.segment), repetition: characters.repetition.map(Self.name),
                lineBreak: characters.lineBreak.rawValue)
        } else {
            delimiters = nil
        }
        inbound = agreement.inbound.sorted { $0.key < $1.key }.map { set, terms in
            SetFacts(
                set: set, version: terms.version,
                terms: Self.acknowledging.contains(set) ? ["answers what we send"] : Self.words(terms))
        }
        outbound = agreement.outbound.sorted { $0.key < $1.key }.map { set, terms in
            SetFacts(set: set, version: terms.version, terms: Self.words(terms))
        }
        acknowledgment = Self.words(agreement.acknowledge)
    }

    private static let acknowledging: Set = ["997", "999"]

    private static func words(_ terms: InboundAgreement) -> [String] {
        var words: [String] = []
        switch terms.onError {
        case .rejectSet: words.append("a set with errors is rejected")
        case .acceptGood:
            words.append("a set with errors is taken as far as it is good, and the errors are noted")
        }
        if terms.otherVersion == .reject { words.append("other versions are rejected") }
        return words
    }

    private static func words(_ terms: OutboundAgreement) -> [String] {
        var words: [String] = []
        if let within = terms.acknowledgmentWithin {
            words.append("your acknowledgment comes within \(HumanText.span(within))")
        }
        if let answer = terms.answer {
            let within = answer.within.map { " within \(HumanText.span($0))" } ?? ""
            words.append("your \(answer.set) answers it\(within)")
        }
        return words
    }

    private static func words(_ policy: AcknowledgePolicy) -> [String] {
        var words: [String] = []
        let within = policy.within.map { " within \(HumanText.duration($0))" } ?? ""
        let detail =
            switch policy.detail {
            case .full: "each set, with every error"
            case .errors: "the sets in error"
            case .group: "the group as a whole"
            }
        if policy.with == .none {
            words.append("we send no functional acknowledgment")
        } else {
            words.append(
                "we answer every group with a \(policy.with.rawValue)\(within), which tells of \(detail)")
        }
        switch policy.interchange {
        case .always: words.append("we answer every interchange with a TA1")
        case .onRequest: words.append("we send a TA1 where ISA14 is 1, or the envelope is broken")
        case .never: words.append("we send no TA1")
        }
        return words
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "LF"
        case 0x21...0x7E: String(UnicodeScalar(byte))
        default: "0x" + String(byte, radix: 16, uppercase: true)
        }
    }
}

/// Times and sizes as people write them.
enum HumanText {
    static func span(_ span: AgreedSpan) -> String {
        switch span {
        case .elapsed(let duration): Self.duration(duration)
        case .workingDays(1): "1 working day"
        case .workingDays(let days): "\(days) working days"
        }
    }

    static func duration(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        for (unit, name) in [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        where seconds >= unit && seconds % unit == 0 {
            return "\(seconds / unit) \(name)\(seconds == unit ? "" : "s")"
        }
        return "\(seconds) second\(seconds == 1 ? "" : "s")"
    }

    static func bytes(_ count: Int) -> String {
        for (shift, name) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
        where count >= 1 << shift && count % (1 << shift) == 0 {
            return "\(count >> shift) \(name)"
        }
        return "\(count) bytes"
    }
}
