internal import Synchronization

/// What one login may take of the host, where that is less than everybody's limits.
public struct SessionAllowance: Sendable, Equatable {
    /// The most files and listings a session holds open; nil for the host's limit.
    public var openFiles: Int?
    /// The most bytes a second of all the login's sessions together, both ways; nil for no limit.
    public var bytesPerSecond: Int?

    /// No limit but those of the host.
    public static let unlimited = SessionAllowance()

    /// Names the limits.
    public init(openFiles: Int? = nil, bytesPerSecond: Int? = nil) {
        self.openFiles = openFiles
        self.bytesPerSecond = bytesPerSecond
    }
}

/// How fast logins move bytes: each has an account that every byte burdens and that time relieves.
///
/// **Thread**: any; one lock guards all accounts.
final class TransferRates: Sendable {
    /// What a login that was quiet may move at once.
    private static let burst = Duration.milliseconds(250)

    /// By login: when what was moved so far will have been worth its time.
    private let accounts = Mutex<[String: ContinuousClock.Instant]>([:])

    /// Notes bytes that were moved and answers until when nothing more may be; nil when there is still room.
    func spend(
        _ byteCount: UInt64, of login: String, bytesPerSecond: Int, at now: ContinuousClock.Instant
    ) -> ContinuousClock.Instant? {
        accounts.withLock { accounts in
            let relieved = max(accounts[login] ?? now, now - Self.burst)
            let due = relieved + .seconds(Double(byteCount) / Double(max(bytesPerSecond, 1)))
            accounts[login] = due
            return due > now ? due : nil
        }
    }
}
