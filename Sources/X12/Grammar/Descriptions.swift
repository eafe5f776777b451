/// A code of a list and what it means.
public struct CodeDescription: Sendable, Hashable {
    /// The code, as `ST`.
    public let code: String
    /// What it means, as `Ship To`.
    public let meaning: String
}
