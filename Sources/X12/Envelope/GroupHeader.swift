/// The GS of a functional group as values.
public struct GroupHeader: Sendable, Hashable {
    /// GS01, as `SH`.
    public var functionalID: String
    /// GS02.
    public var sender: String
    /// GS03.
    public var receiver: String
    /// GS04 as sent.
    public var date: String
    /// GS05 as sent.
    public var time: String
    /// GS06 as sent.
    public var controlNumber: String
    /// GS07: X for X12, T for TDCC.
    public var agency: String
    /// GS08 as sent, as `004010VICS`.
    public var version: String
    /// Where the G of GS stands, from 0 in the file.
    public var byteOffset: Int

    /// Creates a header from its values.
    public init(
        functionalID: String, sender: String, receiver: String, date: String, time: String,
        controlNumber: String, agency: String = "X", version: String, byteOffset: Int = 0
    ) {
        self.functionalID = functionalID
        self.sender = sender
        self.receiver = receiver
        self.date = date
        self.time = time
        self.controlNumber = controlNumber
        self.agency = agency
        self.version = version
        self.byteOffset = byteOffset
    }

    /// The release that names the dictionary: the first six characters of GS08, as `004010`.
    public var release: String { version.utf8.count <= 6 ? version : String(version.prefix(6)) }

    /// Whether the control number is one to nine digits.
    var hasUsableControlNumber: Bool {
        (1...9).contains(controlNumber.utf8.count)
            && controlNumber.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
