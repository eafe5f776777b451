public import Partners
internal import Sinks
internal import Translation

/// What profiles may say and this version does not do: better told at the check than found out at night.
public enum VersionGaps {
    /// One gap.
    public struct Gap: Sendable {
        /// What it is and what to do, in a sentence.
        public let sentence: String
        /// Whether the server refuses to run with it.
        public let isFatal: Bool
    }

    /// All gaps of a set of profiles.
    public static func sentences(in directory: PartnerDirectory) -> [Gap] {
        var gaps: [Gap] = []
        for sink in directory.house.sinks where !SinkRegistry.kinds.contains(sink.kind) {
            gaps.append(
                Gap(
                    sentence:
                        "\(directory.house.file): sinks.\(sink.name): kind \(sink.kind.rawValue) is not in this version; "
                        + "use kind file and let your application read the journal", isFatal: true))
        }
        for partner in directory.partners { gaps += Self.gaps(of: partner) }
        return gaps
    }

    private static func gaps(of partner: PartnerProfile) -> [Gap] {
        var gaps: [Gap] = []
        func warn(_ what: String) { gaps.append(Gap(sentence: "\(partner.file): \(what)", isFatal: false)) }
        if partner.x12?.duplicates == .hold {
            warn("x12.duplicates: hold is treated as reject by this version")
        }
        if partner.x12 != nil, partner.hosted == nil, let remote = partner.remote, remote.deliver == nil {
            warn("answers have no way to the partner and are held; give remote.deliver, or a hosted section")
        }
        for batch in partner.batches where !ImportBatch.reads(batch) {
            warn(
                "batch.\(batch.name): \(batch.direction.rawValue) \(batch.format.rawValue) of \(batch.document.rawValue) "
                    + "is not in this version")
        }
        for batch in partner.batches {
            for flaw in BatchReader.flaws(of: batch) { warn("batch.\(batch.name): \(flaw)") }
            if let name = sampleDoneFile(of: batch), let hosted = partner.hosted,
                !hosted.uploads.accepts(name: name)
            {
                warn("batch.\(batch.name): hosted.uploads.accept lets no done-file in, as \(name)")
            }
        }
        return gaps
    }

    /// A done-file's name for a file of the batch, as an example.
    private static func sampleDoneFile(of batch: BatchAgreement) -> String? {
        guard let pattern = batch.match.first, batch.direction == .inbound else { return nil }
        let name = pattern.text.replacing("*", with: "1").replacing("?", with: "1")
        return batch.taking.doneFile(for: name)
    }
}
