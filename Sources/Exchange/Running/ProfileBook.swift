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
        /// Digest of each partner's own file and its overlays, in hexadecimal.
        public let partnerRevisions: [String: String]

        /// Names a checked set.
        public init(directory: PartnerDirectory) {
            self.directory = directory
            revision = Self.digest(directory.sources)
            partnerRevisions = Dictionary(
                directory.partners.map { ($0.id, Self.revision(of: $0)) },
                uniquingKeysWith: { first, _ in first })
        }

        /// A profile without overlays is named by the digest of its file alone.
        private static func revision(of partner: PartnerProfile) -> String {
            guard !partner.overlays.isEmpty else { return Digest.of(partner.source).hex }
            return digest([.init(file: partner.file, bytes: partner.source)] + partner.overlays)
        }

        private static func digest(_ sources: [PartnerDirectory.Source]) -> String {
            var stream = DigestStream()
            for source in sources {
                for part in [Array(source.file.utf8), [0], source.bytes, [0]] {
                    part.withUnsafeBytes { stream.update($0) }
                }
            }
            return stream.finish().hex
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
