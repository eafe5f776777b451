internal import Documents
internal import Exchange
internal import Partners
internal import Translation
internal import X12

/// Writes interchanges as the partner of an agreement: its addresses, its numbers, the agreed versions.
struct SimulatedEnvelope {
    private let agreement: TradingAgreement
    private(set) var lastNumber: Int

    /// An interchange that was written.
    struct Written {
        let name: String
        let bytes: [UInt8]
        /// ISA13 and GS06.
        let number: Int
        /// ST01.
        let set: String
    }

    /// `after`: the last control number that the partner has used.
    init(_ agreement: TradingAgreement, after number: Int) {
        self.agreement = agreement
        lastNumber = number
    }

    /// A document as an interchange of its own.
    mutating func interchange(of document: Document, set: String) throws -> Written {
        let version = agreement.inbound[set]?.version ?? "004010"
        let written = try OutboundRegistry.outbound(
            from: document, OutboundOptions(release: version, controlNumber: "0001", delimiters: delimiters))
        let functionalID = GrammarLibrary.standard.functionalID(ofSet: set) ?? ""
        return try interchange(version: version, set: set) { [agreement] number in
            OutgoingGroup(
                functionalID: functionalID, sender: agreement.partner.groupID,
                receiver: agreement.house.groupID, version: version, controlNumber: number,
                sets: [written.outgoing])
        }
    }

    /// The answer to the groups of one interchange.
    mutating func answer(_ answers: [X12.FunctionalAcknowledgment], to header: GroupHeader) throws -> Written
    {
        try interchange(version: header.release, set: "997") { number in
            OutgoingGroup(answering: answers, for: header, controlNumber: number)
        }
    }

    private mutating func interchange(
        version: String, set: String, group: (Int) -> OutgoingGroup
    ) throws -> Written {
        lastNumber = lastNumber % 999_999_999 + 1
        let now = CivilTime(milliseconds: ExchangeClock.system.now)
        let outgoing = OutgoingInterchange(
            sender: agreement.partner.address, receiver: agreement.house.address,
            version: String(version.prefix(5)), controlNumber: lastNumber, dateCCYYMMDD: now.compactDay,
            timeHHMM: now.compactTime, usage: agreement.usage == .production ? "P" : "T",
            delimiters: delimiters, groups: [group(lastNumber)])
        return Written(
            name: "\(set)_\(lastNumber).edi", bytes: try outgoing.bytes(), number: lastNumber, set: set)
    }

    private var delimiters: Delimiters {
        switch agreement.delimiters {
        case .mirror: Delimiters()
        case .fixed(let delimiters): delimiters
        }
    }
}
