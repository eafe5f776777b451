public import X12

/// Who we are and whom we trade with: one checked generation of the profile folder.
///
/// A value: work in flight keeps the directory it began with while a newer one takes its place.
public struct PartnerDirectory: Sendable {
    /// One file that the directory was read from, for the caller's digest of the generation.
    public struct Source: Sendable, Hashable {
        /// The file's name, as `Partners/acme.yaml`.
        public let file: String
        /// Its bytes, as they lie on disk.
        public let bytes: [UInt8]

        /// A file with its bytes.
        public init(file: String, bytes: [UInt8]) {
            self.file = file
            self.bytes = bytes
        }
    }

    /// Who we are.
    public let house: HouseProfile
    /// All partners, sorted by id.
    public let partners: [PartnerProfile]
    /// Every file the directory depends on (profiles and key files), sorted by name.
    public let sources: [Source]

    private let byID: [String: Int]
    private let byLogin: [String: Int]
    private let byAddresses: [AddressPair: Int]

    private struct AddressPair: Hashable, Sendable {
        let partner: InterchangeAddress
        let house: InterchangeAddress
    }

    init(house: HouseProfile, partners: [PartnerProfile], sources: [Source]) {
        let sorted = partners.sorted { $0.id < $1.id }
        var byID: [String: Int] = [:]
        var byLogin: [String: Int] = [:]
        var byAddresses: [AddressPair: Int] = [:]
        for (index, partner) in sorted.enumerated() {
            byID[partner.id] = index
            if let login = partner.hosted?.login {
                byLogin[login] = index
            }
            if let x12 = partner.x12 {
                byAddresses[AddressPair(partner: x12.partner.address, house: x12.house.address)] = index
            }
        }
        self.house = house
        self.partners = sorted
        self.sources = sources.sorted { $0.file < $1.file }
        self.byID = byID
        self.byLogin = byLogin
        self.byAddresses = byAddresses
    }

    /// The partner with this id.
    public func partner(id: String) -> PartnerProfile? {
        byID[id].map { partners[$0] }
    }

    /// The partner who logs in to us under this name.
    public func partner(login: String) -> PartnerProfile? {
        byLogin[login].map { partners[$0] }
    }

    /// The partner whose agreement covers interchanges from `sender` (theirs) to `receiver` (ours).
    public func agreement(sender: InterchangeAddress, receiver: InterchangeAddress) -> PartnerProfile? {
        byAddresses[AddressPair(partner: sender, house: receiver)].map { partners[$0] }
    }
}
