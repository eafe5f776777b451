/// A secret that was looked up: what prints, mirrors or interpolates it sees only that there is one.
public struct SecretValue: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret, without one final line break.
    public let text: String

    /// A secret.
    public init(_ text: String) {
        self.text = text
    }

    /// The secret's bytes in UTF-8.
    public var bytes: [UInt8] { Array(text.utf8) }
    /// Never the secret.
    public var description: String { "(secret)" }
    /// Never the secret.
    public var debugDescription: String { description }
    /// Nothing: `dump` would print what is inside.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
