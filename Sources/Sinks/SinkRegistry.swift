public import Partners
public import Spool

/// Why a sink cannot be made of its profile.
public struct SinkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence that names the sink and what to do.
    public let description: String
}

/// All kinds of sinks, one line each.
public enum SinkRegistry {
    /// The kinds that ``make(_:layout:)`` can make.
    public static let kinds: Set<SinkProfile.Kind> = [.file]

    /// Makes the sink that a profile describes.
    ///
    /// - Throws: ``SinkError`` for a kind that this version does not have, `SpoolError` when the journal cannot be opened.
    public static func make(_ profile: SinkProfile, layout: SpoolLayout) throws -> any Sink {
        switch profile.kind {
        case .file: return try FileSink(name: profile.name, layout: layout)
        default:
            throw SinkError(
                description:
                    "house.yaml: sinks.\(profile.name): kind \(profile.kind.rawValue) is not in this version; "
                    + "use kind file and let your application read Spool/events")
        }
    }
}
