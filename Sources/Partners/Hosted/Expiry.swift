/// Something in a profile that ends on a day.
public struct Expiry: Sendable, Hashable {
    /// What it is, such as `acme: key laptop`.
    public let subject: String
    /// Its last day, as CCYY-MM-DD.
    public let last: String
    /// Days from today to its last day; negative when it is over.
    public let daysLeft: Int
}

extension PartnerDirectory {
    /// Keys and exceptions of active partners that are over or end within some days, the most urgent first.
    ///
    /// `today`: as CCYY-MM-DD.
    public func expiries(on today: String, within days: Int) -> [Expiry] {
        let ends = partners.filter { $0.state == .live || $0.state == .test }.flatMap(Self.ends)
        return ends.compactMap { subject, last -> Expiry? in
            guard let left = WrittenDay.distance(from: today, to: last), left <= days else { return nil }
            return Expiry(subject: subject, last: last, daysLeft: left)
        }
        .sorted { ($0.daysLeft, $0.subject) < ($1.daysLeft, $1.subject) }
    }

    private static func ends(_ partner: PartnerProfile) -> [(subject: String, last: String)] {
        var ends: [(subject: String, last: String)] = []
        for key in partner.hosted?.keys ?? [] {
            guard let last = key.notAfter else { continue }
            ends.append(("\(partner.id): key \(key.label ?? "without a label")", last))
        }
        if let legacy = partner.hosted?.legacy {
            ends.append(("\(partner.id): exception for old algorithms", legacy.until))
        }
        if let legacy = partner.remote?.legacy {
            ends.append(("\(partner.id): exception for its old server", legacy.until))
        }
        return ends
    }
}
