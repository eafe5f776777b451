import X12

/// Turns an `x12` section into a ``TradingAgreement``.
struct AgreementDecoder {
    let folder: FolderReading
    let house: HouseProfile?

    /// The agreement; `nil` when an identity was wrong, which was then reported.
    func decode(_ section: Section) -> TradingAgreement? {
        let partner = section.section("partner", .x12Partner).flatMap { $0.identity() }
        let ours = houseIdentity(section)
        let usage = section.choice("usage", TradingAgreement.Usage.self) ?? .test
        let checks = checks(section)
        let inbound = inboundSets(section, checks)
        let outbound = outboundSets(section)
        let versions = inbound.values.map(\.version) + outbound.values.map(\.version)
        let identities = [partner, ours?.identity].compactMap(\.self)
        let delimiters = DelimiterDecoder(section: section).decode(versions: versions, identities: identities)
        let acknowledge = section.section("acknowledge", .acknowledge).map(acknowledge) ?? .standard
        if acknowledge.with == .implementation999,
            let old = inbound.values.map(\.version).filter({ $0 < "005010" }).min()
        {
            section.reading.error(
                section.path("acknowledge.with"), "version \(old) knows no 999",
                hint: "acknowledge with \"997\"")
        }
        for (set, agreement) in outbound {
            if let answer = agreement.answer, inbound[answer.set] == nil {
                section.reading.warning(
                    section.path("outbound.\(set).answer.set"),
                    "the answer \(answer.set) is not listed under inbound")
            }
        }
        let duplicates = section.choice("duplicates", TradingAgreement.DuplicatePolicy.self) ?? .reject
        guard let partner, let ours else { return nil }
        if partner.address == ours.identity.address {
            section.error("partner", "the partner has our own ISA address \(partner.address)")
        }
        return TradingAgreement(
            partner: partner, house: ours.identity, houseIdentity: ours.name, delimiters: delimiters,
            usage: usage,
            inbound: inbound, outbound: outbound, acknowledge: acknowledge, duplicates: duplicates,
            checks: checks)
    }

    private func houseIdentity(_ section: Section) -> (name: String, identity: Identity)? {
        // Without a house every identity would be unknown; its own fault is enough.
        guard let name = section.text("identity"), let house else { return nil }
        guard let identity = house.identities[name] else {
            let known = house.identities.keys.sorted()
            let nearest = NearestWord.nearest(to: name, among: known)
            section.error(
                "identity", "the house has no identity `\(Section.shown(name))`",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "it has \(known.joined(separator: ", "))")
            return nil
        }
        return (name, identity)
    }

    private func checks(_ section: Section) -> AgreedChecks {
        guard let levels = section.section("checks", .checks) else { return .usual }
        var agreed: [ValidationLevels.Family: ValidationLevels.Level] = [:]
        for family in ValidationLevels.Family.allCases {
            agreed[family] = levels.choice(family.rawValue, ValidationLevels.Level.self)
        }
        return AgreedChecks(levels: agreed)
    }

    private func inboundSets(_ section: Section, _ usual: AgreedChecks) -> [String: InboundAgreement] {
        var sets: [String: InboundAgreement] = [:]
        for (set, agreement) in section.named(
            "inbound", .inboundSet, "a transaction set, as \"856\"", where: Characters.isSet)
        {
            let onError = agreement.choice("onError", InboundAgreement.OnError.self) ?? .rejectSet
            sets[set] = InboundAgreement(
                version: version(agreement) ?? "",
                otherVersion: agreement.choice("otherVersion", InboundAgreement.OtherVersion.self) ?? .warn,
                onError: onError, overlay: agreement.file("overlay", in: folder),
                checks: usual.narrowed(by: checks(agreement)))
        }
        return sets
    }

    private func outboundSets(_ section: Section) -> [String: OutboundAgreement] {
        var sets: [String: OutboundAgreement] = [:]
        for (set, agreement) in section.named(
            "outbound", .outboundSet, "a transaction set, as \"850\"", where: Characters.isSet)
        {
            let answer = agreement.section("answer", .answer).map {
                OutboundAgreement.Answer(
                    set: $0.value("set", "a transaction set, as \"855\"") { Characters.isSet($0) ? $0 : nil }
                        ?? "",
                    within: $0.span("within"))
            }
            sets[set] = OutboundAgreement(
                version: version(agreement) ?? "", overlay: agreement.file("overlay", in: folder),
                acknowledgmentWithin: agreement.section("acknowledgment", .acknowledgmentDue)?.span("within"),
                answer: answer)
        }
        return sets
    }

    private func version(_ section: Section) -> String? {
        section.value("version", "an X12 version such as \"004010\"") { text in
            let bytes = Array(text.utf8)
            let isVersion =
                (6...12).contains(bytes.count) && bytes[..<6].allSatisfy { (0x30...0x39).contains($0) }
            let isSuffix = bytes.dropFirst(6).allSatisfy { Characters.isLetterOrDigit($0) && $0 < 0x61 }
            return isVersion && isSuffix && text >= "002000" ? text : nil
        }
    }

    private func acknowledge(_ section: Section) -> AcknowledgePolicy {
        let standard = AcknowledgePolicy.standard
        return AcknowledgePolicy(
            with: section.choice("with", AcknowledgePolicy.Form.self) ?? standard.with,
            detail: section.choice("detail", AcknowledgePolicy.Detail.self) ?? standard.detail,
            interchange: section.choice("ta1", AcknowledgePolicy.Interchange.self) ?? standard.interchange,
            version: version(section), within: section.duration("within"))
    }
}
