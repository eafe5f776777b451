public import Partners
public import Spool

/// What a door knows of a file when it has come in.
public struct Arrival: Sendable {
    /// The partner whose door it came through.
    public var partner: String
    /// `sftp` or `drop`.
    public var door: String
    /// The login that brought it.
    public var login: String?
    /// The address it came from.
    public var peer: String?
    /// The name the sender gave; a label, never a path.
    public var name: String
    /// Makes a repeated report of the same transfer known again.
    public var uploadKey: String

    /// Describes a file.
    public init(partner: String, door: String, login: String?, peer: String?, name: String, uploadKey: String)
    {
        self.partner = partner
        self.door = door
        self.login = login
        self.peer = peer
        self.name = name
        self.uploadKey = uploadKey
    }
}

/// Why the house does not take a file now.
public struct ReceptionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence for the sender: what happened and what to do.
    public let description: String

    /// Makes an error with its sentence.
    public init(_ description: String) {
        self.description = description
    }
}

/// The front door's other side: takes files that have come in, durably.
public protocol Reception: Sendable {
    /// Takes a file: when this returns, bytes and books are on disk and the sender may be told so.
    ///
    /// Blocks. Reporting the same upload key again has no effect and succeeds.
    /// - Throws: ``ReceptionError`` with a sentence for the sender; nothing was promised, the content can be offered again.
    func receive(_ arrival: Arrival, content: StagedFile) throws(ReceptionError) -> Receipt

    /// Takes several files at once, as ``receive(_:content:)`` does each; what fails does so alone.
    func receive(_ files: [(arrival: Arrival, content: StagedFile)]) -> [Result<Receipt, ReceptionError>]

    /// Notes that a sender broke off; the bytes stay in staging for a resume.
    func noteAborted(_ arrival: Arrival, byteCount: Int)

    /// A sentence why nothing can be taken now, such as a full disk; `nil` when all is well. Cheap.
    func refusal() -> String?

    /// Whether it is known without a look that ``refusal()`` has nothing against a file now; never sleeps.
    var isKnownReady: Bool { get }
}

extension Reception {
    /// Nothing is known without a look.
    public var isKnownReady: Bool { false }

    /// One after the other.
    public func receive(_ files: [(arrival: Arrival, content: StagedFile)]) -> [Result<
        Receipt, ReceptionError
    >] {
        files.map { file in
            Result { () throws(ReceptionError) in try receive(file.arrival, content: file.content) }
        }
    }
}

/// One line of a partner's report folder.
public struct ReportFile: Sendable, Hashable {
    /// The file name, as `orders.edi.txt`.
    public let name: String
    /// Bytes.
    public let byteCount: Int
    /// Seconds UTC of the last change.
    public let modifiedSeconds: Int64

    /// Describes a report.
    public init(name: String, byteCount: Int, modifiedSeconds: Int64) {
        self.name = name
        self.byteCount = byteCount
        self.modifiedSeconds = modifiedSeconds
    }
}

/// What the mailbox host asks of the house, and tells it.
public protocol MailboxOffice: Sendable {
    /// The profiles in force.
    var directory: PartnerDirectory { get }
    /// What tells one set of profiles from another.
    var revision: String { get }
    /// Bytes that only this house knows, the same after a restart: they choose what strangers are offered.
    var loginSecret: [UInt8] { get }
    /// Milliseconds UTC.
    var now: Int64 { get }
    /// The day in UTC, `YYYY-MM-DD`.
    var today: String { get }
    /// The partner's reports, newest first.
    func reports(of partner: String) throws(ReceptionError) -> [ReportFile]
    /// A report's text, or `nil` when there is none of that name.
    func report(_ name: String, of partner: String) throws(ReceptionError) -> [UInt8]?
    /// The partner read a file to its last byte: recorded before its CLOSE is answered.
    func noteCollected(_ name: String, partner: String, login: String) throws(ReceptionError)
    /// Whether a file may be removed by the partner: it has read it to its last byte.
    func isCollected(_ name: String, partner: String) throws(ReceptionError) -> Bool
    /// The partner removed a file it had collected.
    func noteRemoved(_ name: String, partner: String, login: String) throws(ReceptionError)
    /// How much of what the partner sent is still under way: neither settled nor set aside for good.
    func unsettled(of partner: String) throws(ReceptionError) -> MailboxUse
    /// A login succeeded with these credentials, each `password` or `key` and its fingerprint.
    func noteLogin(partner: String, login: String, peer: String, with credentials: [String])
    /// A login was refused, with the reason that people on our side read, or a connection ended before one.
    func noteRefusedLogin(user: String?, peer: String, reason: String)
}
