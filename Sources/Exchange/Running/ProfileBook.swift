internal import Cryptography
internal import Foundation
public import Partners
internal import Synchronization

/// The profiles in force: one generation at a time, swapped as a whole.
public final class ProfileBook: Sendable {
    /// A set of profiles that passed all checks.
    public struct Generation: Sendable {
        /// The profiles.
        public let directory: PartnerDirectory
        /// Digest over all files, in hexadecimal.
        public let revision: String
        /// Digest of each partner's own file, in hexadecimal.
        public let partnerRevisions: [String: String]

        /// Names a checked set.
        public init(directory: PartnerDirectory) {
            self.directory = directory
            var stream = DigestStream()
            for source in directory.sources {
                for part in [Array(source.file.utf8), [0], source.bytes, [0]] {
                    part.withUnsafeBytes { stream.update($0) }
                }
            }
            revision = stream.finish().hex
            partnerRevisions = Dictionary(
                directory.partners.map { ($0.id, Digest.of($0.source).hex) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private let current: Mutex<Generation>

    /// Opens the book at a generation.
    public init(_ generation: Generation) {
        current = Mutex(generation)
    }

    /// The generation in force; hold it for as long as one piece of work lasts.
    public var generation: Generation { current.withLock { $0 } }

    /// Puts the next generation in force; work under way goes on with the one it holds.
    public func swap(to next: Generation) {
        current.withLock { $0 = next }
    }
}
