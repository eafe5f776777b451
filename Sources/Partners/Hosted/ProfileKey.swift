/// A public key that opens a login.
public struct ProfileKey: Sendable, Hashable {
    /// The key as in OpenSSH's authorized_keys: type, base64, comment.
    public let line: String
    /// What the key is for.
    public let label: String?
    /// The first day it opens the login, as CCYY-MM-DD.
    public let notBefore: String?
    /// The last day it opens the login, as CCYY-MM-DD.
    public let notAfter: String?

    /// Whether the key opens the login on a day given as CCYY-MM-DD.
    public func isValid(on day: String) -> Bool {
        // Days in this form sort as text in the order of the calendar.
        day >= notBefore ?? "" && day <= notAfter ?? "9999-12-31"
    }
}
