public import X12

/// What we exchange with a partner as X12, and how.
public struct TradingAgreement: Sendable, Hashable {
    /// The partner's addresses.
    public let partner: Identity
    /// Ours, as the house file has them under the name that the profile gives.
    public let house: Identity
    /// The name of our identity in the house file.
    public let houseIdentity: String
    /// The characters we write with.
    public let delimiters: DelimiterPolicy
    /// What ISA15 says in interchanges we send.
    public let usage: Usage
    /// What the partner may send, by set (`856`).
    public let inbound: [String: InboundAgreement]
    /// What we send, by set (`850`).
    public let outbound: [String: OutboundAgreement]
    /// How we acknowledge.
    public let acknowledge: AcknowledgePolicy
    /// What becomes of what came before.
    public let duplicates: DuplicatePolicy
    /// How seriously the checks of inbound sets are taken, where a set does not say otherwise.
    public let checks: AgreedChecks

    /// The characters we write with.
    public enum DelimiterPolicy: Sendable, Hashable {
        /// Those of the partner's own interchanges.
        case mirror
        /// These.
        case fixed(Delimiters)
    }

    /// Whether an interchange is production or test data (ISA15).
    public enum Usage: String, Sendable, Hashable, CaseIterable {
        /// ISA15 is P.
        case production
        /// ISA15 is T.
        case test
    }

    /// What becomes of an interchange, group or set that came and was accepted before.
    public enum DuplicatePolicy: String, Sendable, Hashable, CaseIterable {
        /// It is rejected and the partner is told.
        case reject
        /// It waits for a person.
        case hold
        /// It is processed, with a warning.
        case flag
    }
}

/// What the partner may send of one set.
public struct InboundAgreement: Sendable, Hashable {
    /// What becomes of a set with errors.
    public enum OnError: String, Sendable, Hashable, CaseIterable {
        /// It is rejected.
        case rejectSet = "reject-set"
        /// What is good in it is accepted, with errors noted.
        case acceptGood = "accept-good"
    }

    /// What becomes of a set that comes in another version than agreed.
    public enum OtherVersion: String, Sendable, Hashable, CaseIterable {
        /// It is processed by the rules of the version it came in.
        case accept
        /// It is processed, with a warning.
        case warn
        /// It is rejected.
        case reject
    }

    /// The version in GS08, as `004010`; a longer GS08 that begins with it is of this version.
    public let version: String
    /// What becomes of a set that comes in another version.
    public let otherVersion: OtherVersion
    /// What becomes of a set with errors.
    public let onError: OnError
    /// The partner's own guide, a file below the profile folder.
    public let overlay: String?
    /// How seriously each family of checks is taken, the agreement's own levels included.
    public let checks: AgreedChecks
}

/// What we send of one set, and what must come back.
public struct OutboundAgreement: Sendable, Hashable {
    /// The version we write, as `004010`.
    public let version: String
    /// The partner's own guide, a file below the profile folder.
    public let overlay: String?
    /// How soon the functional acknowledgment must come.
    public let acknowledgmentWithin: AgreedSpan?
    /// The set that answers, and how soon.
    public let answer: Answer?

    /// The set that must answer ours.
    public struct Answer: Sendable, Hashable {
        /// The answering set.
        public let set: String
        /// How soon it must come.
        public let within: AgreedSpan?
    }
}

/// How we acknowledge what a partner sends.
public struct AcknowledgePolicy: Sendable, Hashable {
    /// The set we acknowledge groups with.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// 997 functional acknowledgment.
        case functional997 = "997"
        /// 999 implementation acknowledgment, from 005010 on.
        case implementation999 = "999"
        /// Groups are not acknowledged.
        case none
    }

    /// How much an acknowledgment says.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        /// Each set, and the segments and elements in error.
        case full
        /// The sets in error only, with their segments and elements.
        case errors
        /// The group's verdict only.
        case group
    }

    /// When we answer with a TA1.
    public enum Interchange: String, Sendable, Hashable, CaseIterable {
        /// For every interchange.
        case always
        /// When ISA14 asks, or the envelope is broken.
        case onRequest = "on-request"
        /// Not at all.
        case never
    }

    /// The set we acknowledge groups with.
    public let with: Form
    /// How much it says.
    public let detail: Detail
    /// When we answer with a TA1.
    public let interchange: Interchange
    /// The release we write acknowledgments in; `nil` for that of the group.
    public let version: String?
    /// How soon our acknowledgment must lie ready for the partner.
    public let within: Duration?

    /// The policy that applies when a profile gives none.
    public static let standard = AcknowledgePolicy(
        with: .functional997, detail: .full, interchange: .onRequest, version: nil, within: nil)
}
