/// A schedule with the one it belongs to: what a name on the command line leads to.
public struct OwnedSchedule: Sendable, Hashable {
    /// The partner's id, or ``house``.
    public let owner: String
    /// What runs when.
    public let profile: ScheduleProfile
    /// Whether it runs: the house's always does, a partner's when the partner is live or in test.
    public let isInForce: Bool

    /// The owner of the house's own schedules.
    public static let house = "house"

    /// The name that is its own in the whole folder: `house/supplier-master`, `acme-castings/orders`.
    public var name: String { "\(owner)/\(profile.name)" }

    /// The name of the run at a planned instant, in milliseconds UTC: the same wherever and however often it is made.
    public func firingID(_ planned: Int64) -> String { "\(name)@\(planned)" }
}

/// Why a name leads to no schedule.
public enum ScheduleNameError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is none of that name; these there are.
    case unknown(String, known: [String])
    /// Several owners have one of that name.
    case ambiguous(String, candidates: [String])

    /// The sentence for people.
    public var description: String {
        switch self {
        case .unknown(let name, []):
            return "there is no schedule \(name): the profiles have none"
        case .unknown(let name, let known):
            let nearest = NearestWord.nearest(to: name, among: known)
            let hint = nearest.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
            return "there is no schedule \(name); \(hint)"
        case .ambiguous(let name, let candidates):
            return "\(name) is the name of several schedules: \(candidates.joined(separator: ", "))"
        }
    }
}

extension PartnerDirectory {
    /// All schedules: the house's, then the partners' by id, each by name.
    public var schedules: [OwnedSchedule] {
        house.schedules.map { OwnedSchedule(owner: OwnedSchedule.house, profile: $0, isInForce: true) }
            + partners.flatMap { partner in
                partner.schedules.map {
                    OwnedSchedule(
                        owner: partner.id, profile: $0,
                        isInForce: partner.state == .live || partner.state == .test)
                }
            }
    }

    /// The schedule that a person means: `house/NAME`, `PARTNER/NAME`, or NAME alone when only one has it.
    public func schedule(named name: String) throws(ScheduleNameError) -> OwnedSchedule {
        let schedules = schedules
        if let exact = schedules.first(where: { $0.name == name }) { return exact }
        let candidates = schedules.filter { $0.profile.name == name }
        guard candidates.count < 2 else {
            throw .ambiguous(name, candidates: candidates.map(\.name))
        }
        guard let only = candidates.first else { throw .unknown(name, known: schedules.map(\.name)) }
        return only
    }
}
