public import Partners
public import Spool

/// Why a sink cannot be made of its profile.
public struct SinkError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence that names the sink and what to do.
    public let description: String
}

/// All kinds of sinks, one line each.
public enum SinkRegistry {
    /// Makes the sink that a profile describes.
    ///
    /// - Throws: ``SinkError`` for a profile that says too little, `SpoolError` when the journal cannot be opened.
    public static func make(_ profile: SinkProfile, layout: SpoolLayout) throws -> any Sink {
        switch profile.kind {
        case .file: try FileSink(name: profile.name, layout: layout)
        case .webhook: try WebhookSink(profile)
        }
    }
}
