/// Why the books could not be read or written.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The situations a caller acts on differently.
    public enum Code: String, Sendable {
        /// The disk that holds the database is full; nothing was changed.
        case diskFull
        /// Reading or writing failed in the disk below; the server must stop.
        case inputOutput
        /// The file is no database of ours, or damaged.
        case malformed
        /// A newer program wrote this database.
        case newerSchema
        /// The database was closed.
        case closed
        /// The books do not hold what was asked for.
        case notFound
        /// Any other refusal of the database engine; a bug of ours.
        case refused
    }

    /// What kind of trouble it is.
    public let code: Code
    /// What happened, to what, and what to do, in a sentence.
    public let message: String

    /// Makes an error of a kind with its sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence.
    public var description: String { message }
}
