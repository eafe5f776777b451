/// Where a secret lies: `secret://file/NAME`, `secret://env/NAME` or `secret://systemd/NAME`.
///
/// A reference never holds the secret, so it can be printed, logged and compared.
public struct SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// The kinds of places secrets lie in.
    public enum Place: String, Sendable, Hashable, CaseIterable {
        /// A file in the secrets folder.
        case file
        /// A variable of the environment.
        case env
        /// A credential that systemd passes on.
        case systemd
    }

    /// What every reference begins with.
    static let scheme = "secret://"

    /// The kind of place.
    public let place: Place
    /// The name there.
    public let name: String

    /// A reference; `nil` when the text is none.
    ///
    /// Names are 1 to 64 of letters, digits, `.`, `_` and `-`, and do not begin with a dot.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        let parts = text.dropFirst(Self.scheme.count).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let place = Place(rawValue: String(parts[0])), Self.isName(parts[1]) else {
            return nil
        }
        self.place = place
        name = String(parts[1])
    }

    /// The reference as written in a profile.
    public var description: String { "\(Self.scheme)\(place.rawValue)/\(name)" }

    private static func isName(_ text: Substring) -> Bool {
        let isLegal = text.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || "._-".unicodeScalars.contains($0))
        }
        return isLegal && (1...64).contains(text.utf8.count) && !text.hasPrefix(".")
    }
}
