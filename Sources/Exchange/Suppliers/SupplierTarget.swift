internal import Cryptography
public import Partners

/// A place that gets a file of the supplier master: a partner, or a system of our own.
public struct SupplierTarget: Sendable {
    /// The owner of the targets that are our own.
    static let house = "house"

    /// The partner's id, or ``house``.
    let owner: String
    /// Whose mailbox, server or folder it is delivered to: the partner's id, or the house's.
    let partner: String
    /// How the file is written.
    public let agreement: BatchAgreement
    /// Whether nobody can look whether the file arrived, so that sending is all the proof there will be.
    let isProvedBySending: Bool

    /// The name people know it by, `acme-castings/suppliers`.
    public var name: String { owner + "/" + agreement.name }

    /// Names the columns and their form: a target that is sent others knows nothing of what was sent before.
    var layout: String {
        let columns = agreement.columns.map { "\($0.field)=\($0.place)" }.joined(separator: "|")
        return String(Digest.of("\(agreement.format.rawValue)|\(columns)").hex.prefix(16))
    }

    /// All targets of these profiles, in the order of their names.
    public static func all(in directory: PartnerDirectory) -> [SupplierTarget] {
        let own = directory.house.suppliers.targets.map {
            SupplierTarget(owner: house, partner: directory.house.id, agreement: $0, isProvedBySending: false)
        }
        let partners = directory.partners.filter { $0.state == .live || $0.state == .test }.flatMap {
            partner in
            partner.batches.filter { $0.direction == .outbound && $0.document == .supplierMaster }.map {
                SupplierTarget(
                    owner: partner.id, partner: partner.id, agreement: $0,
                    isProvedBySending: partner.remote?.deliver?.verification == .nothing)
            }
        }
        return (own + partners).sorted { $0.name < $1.name }
    }

    /// The targets that a job is for.
    ///
    /// Its subject is a firing's id, `OWNER/SCHEDULE@TIME`: a schedule of the house is for all targets, one of a partner for that
    /// partner's. A person's request is `OWNER/manual@TIME`, or `OWNER/manual.NAME@TIME` for one target.
    static func chosen(by subject: String, in directory: PartnerDirectory) -> [SupplierTarget] {
        let parts = subject.prefix { $0 != "@" }.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return [] }
        let all = all(in: directory)
        if parts[1].hasPrefix(manual + ".") {
            let name = parts[0] + "/" + parts[1].dropFirst(manual.count + 1)
            return all.filter { $0.name == name }
        }
        if parts[0] == house, parts[1] != manual { return all }
        return all.filter { $0.owner == parts[0] }
    }

    /// The name that stands for a schedule in what a person asked for.
    static let manual = "manual"
}
