public import Partners
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
        for partner in directory.partners { gaps += Self.gaps(of: partner) }
        gaps += supplierGaps(in: directory)
        return gaps
    }

    /// Columns that no file of suppliers can have: the extract would be held, or the target get nothing.
    private static func supplierGaps(in directory: PartnerDirectory) -> [Gap] {
        let house = directory.house
        var gaps: [Gap] = []
        if !house.suppliers.columns.isEmpty {
            gaps += SupplierExtract.flaws(of: house.suppliers.columns, isRead: true).map {
                Gap(sentence: "\(house.file): suppliers.csv.columns: \($0)", isFatal: true)
            }
        }
        for target in SupplierTarget.all(in: directory) {
            do throws(BatchError) {
                _ = try SupplierFile(target.agreement)
            } catch {
                gaps.append(Gap(sentence: "\(target.name): \(error.description)", isFatal: true))
            }
        }
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
        for batch in partner.batches where !ImportBatch.reads(batch) && batch.document != .supplierMaster {
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
