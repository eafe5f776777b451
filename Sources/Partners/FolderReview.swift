import X12

/// The checks that no profile can make alone: what two of them must not share.
enum FolderReview {
    /// A partner and the reading of its file, for the places of its keys.
    typealias Entry = (profile: PartnerProfile, reading: FileReading)

    /// Reports what partners have in common and must not.
    static func check(_ partners: [Entry]) {
        reportShared(partners, "id", "the id") { $0.id }
        reportShared(partners, "hosted.login", "the login") { partner in
            partner.hosted.flatMap { $0.login.isEmpty ? nil : $0.login }
        }
        reportShared(partners, "x12.partner.isaId", "the ISA pair") { partner in
            partner.x12.map { "\($0.partner.address) with \($0.house.address)" }
        }
    }

    private static func reportShared(
        _ partners: [Entry], _ path: String, _ what: String, _ value: (PartnerProfile) -> String?
    ) {
        var first: [String: FileReading] = [:]
        for partner in partners {
            guard let value = value(partner.profile) else { continue }
            guard let other = first[value] else {
                first[value] = partner.reading
                continue
            }
            let place = other.place(of: path)
            partner.reading.error(path, "\(what) `\(value)` stands in \(other.file):\(place.line) already")
        }
    }
}
