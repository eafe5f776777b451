public import Foundation
public import X12

/// One trading partner: what its profile file says, checked.
public struct PartnerProfile: Sendable {
    /// The partner's short name, equal to its file's name; never changes.
    public let id: String
    /// The partner's name for people.
    public let name: String
    /// How far along the partnership is.
    public let state: PartnerState
    /// The partner's zone; the house's when the file does not say.
    public let timeZone: TimeZone
    /// The days on which the partner works; the house's when the file names no calendar, `nil` when neither does.
    public let calendar: WorkingCalendar?
    /// Our ERP's number for the partner.
    public let supplierNumber: String?
    /// Whom to call.
    public let contacts: [Contact]
    /// The partner logs in to us.
    public let hosted: HostedSection?
    /// We log in to the partner.
    public let remote: RemoteSection?
    /// What we exchange as X12.
    public let x12: TradingAgreement?
    /// The standard as the partner's overlays change it.
    public let library: GrammarLibrary
    /// The overlays that the library was made of, sorted by name; they are part of the profile's revision.
    public let overlays: [PartnerDirectory.Source]
    /// What we exchange as files that are not EDI, inbound first, each sorted by name.
    public let batches: [BatchAgreement]
    /// How far an answer may lie from the order.
    public let tolerances: Tolerances
    /// The partner's jobs, sorted by name.
    public let schedules: [ScheduleProfile]
    /// The file, as `Partners/acme.yaml`.
    public let file: String
    /// The file's bytes, of which callers make the profile's revision.
    public let source: [UInt8]
}

/// How far along a partnership is.
public enum PartnerState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Being written; nothing moves.
    case draft
    /// Exchanging test data; nothing reaches live sinks.
    case test
    /// In production.
    case live
    /// Stopped for now.
    case suspended
    /// Over; kept for its history.
    case retired
}

/// A person or desk at the partner.
public struct Contact: Sendable, Hashable {
    /// What to call them about.
    public let role: String
    /// Who they are.
    public let name: String?
    /// Where to write.
    public let email: String?
    /// Where to call.
    public let phone: String?
}
