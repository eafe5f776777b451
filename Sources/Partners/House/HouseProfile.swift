public import Foundation
public import X12

/// Who we are: `house.yaml`.
public struct HouseProfile: Sendable {
    /// Our short name, which never changes.
    public let id: String
    /// Our name for people.
    public let name: String
    /// The zone that days and schedules mean when nothing else is said.
    public let timeZone: TimeZone
    /// The days on which we work; `nil` when the file names no calendar.
    public let calendar: WorkingCalendar?
    /// Whom partners call at our side.
    public let contacts: [Contact]
    /// The addresses we trade under, by the name that partner files use.
    public let identities: [String: Identity]
    /// Where the SFTP host listens; `nil` when it is off.
    public let sftp: ListenAddress?
    /// Where the SFTP host listens for partners with a legacy exception; `nil` when it does not.
    public let sftpLegacy: ListenAddress?
    /// Where the API and pages listen; `nil` when they are off.
    public let http: ListenAddress?
    /// How the SFTP host defends itself.
    public let defence: DefenceSection
    /// The addresses that our own connections come from, for partners who let in only what they know.
    public let sourceAddresses: [AddressRange]
    /// Where events go, sorted by name.
    public let sinks: [SinkProfile]
    /// Jobs of the house itself, sorted by name.
    public let schedules: [ScheduleProfile]
    /// How the supplier master comes in, and which systems of our own get it.
    public let suppliers: SupplierSection
    /// How long what came and went is kept.
    public let retention: RetentionSection
    /// How our own applications bring orders.
    public let orders: OrderIntake
    /// The programs that may ask for something by HTTP.
    public let tokens: [ApplicationToken]
    /// The file, as `Partners/house.yaml`.
    public let file: String
    /// The file's bytes.
    public let source: [UInt8]
}

/// A name in interchanges and functional groups: ISA qualifier and id, and the GS code.
public struct Identity: Sendable, Hashable {
    /// ISA qualifier and id.
    public let address: InterchangeAddress
    /// The application code in GS02 or GS03.
    public let groupID: String

    /// An identity.
    public init(address: InterchangeAddress, groupID: String) {
        self.address = address
        self.groupID = groupID
    }
}
