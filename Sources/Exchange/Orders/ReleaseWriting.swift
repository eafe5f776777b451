internal import Cryptography
internal import Dispatch
internal import Documents
internal import Foundation
internal import Partners
internal import Spool
internal import Store
internal import Synchronization
internal import Translation
internal import X12

/// Writes the interchange of a release as it was decided, a page of documents at a time.
struct ReleaseWriting: Sendable {
    let context: ExchangeContext
    let partner: PartnerProfile
    let agreement: TradingAgreement
    let house: HouseProfile

    /// An interchange whose bytes are in the archive.
    struct Sealed: Sendable {
        let record: InterchangeRecord
        let sendings: [OutboundSendingRecord]
        /// The arrivals that brought the documents, one for each sending.
        let stories: [String]
    }

    /// The sets that a release writes, in the order of their groups: orders first.
    static let sets = ["850", "860"]
    /// Documents held in memory at once.
    private static let page = 256
    /// Bytes after which what is written goes to the disk.
    private static let drainBytes = 256 << 10

    /// GS01 of a set.
    static func functionalID(of set: String) -> String {
        GrammarLibrary.standard.functionalID(ofSet: set) ?? ""
    }

    /// The documents of an interchange that cannot be written under the present agreement, with why.
    ///
    /// They could when they were entered; a profile may have changed since.
    struct Refusals: Error, Sendable {
        let all: [(sending: OutboundSendingRecord, why: String)]
    }

    /// Writes and archives the interchange; `nil` when no document is left in it.
    ///
    /// - Throws: ``Refusals`` when documents cannot be written; nothing was archived then.
    func seal(_ interchange: String, at milliseconds: Int64) throws -> Sealed? {
        let sendings = try context.store.read { try $0.outbound.sendings(ofInterchange: interchange) }
        guard let first = sendings.first else { return nil }
        let envelope = envelope(Int(first.interchangeControlNumber) ?? 0, sendings, at: milliseconds)
        var stories: [String] = []
        var refused: [(sending: OutboundSendingRecord, why: String)] = []
        let receipt = try context.archive.store(streaming: { staged in
            var writer = try InterchangeWriter(envelope)
            var group: String?
            try eachPage(of: interchange) { sendings, written in
                for (sending, result) in zip(sendings, written) {
                    if case .failure(let why) = result.set { refused.append((sending, why.description)) }
                    guard refused.isEmpty else { continue }
                    if group != sending.setID {
                        if group != nil { try writer.endGroup() }
                        try writer.beginGroup(outgoingGroup(sending))
                        group = sending.setID
                    }
                    try writer.set(try result.set.get())
                    stories.append(result.story)
                    if writer.byteCount >= Self.drainBytes { try writer.drain { try staged.append($0) } }
                }
            }
            guard refused.isEmpty else { throw Refusals(all: refused) }
            if group != nil { try writer.endGroup() }
            try writer.finish()
            try writer.drain { try staged.append($0) }
        })
        let record = InterchangeRecord(
            id: interchange, direction: .outbound, arrival: nil, ordinal: 1, partner: partner.id,
            sender: agreement.house.address.description, receiver: agreement.partner.address.description,
            controlNumber: first.interchangeControlNumber, version: envelope.version, usage: envelope.usage,
            byteOffset: 0, byteCount: receipt.byteCount, digest: receipt.digest, state: "queued",
            note: "\(sendings.count) document(s)",
            fileName: "\(first.setID)_\(first.interchangeControlNumber).edi", outline: "{}",
            createdAt: milliseconds)
        return Sealed(record: record, sendings: sendings, stories: stories)
    }

    // MARK: Parts

    /// A set made from a document, and the arrival that brought it.
    private struct Written: Sendable {
        let set: Result<OutgoingSet, Unwritable>
        let story: String
    }

    /// Why a document cannot be written.
    private struct Unwritable: Error, CustomStringConvertible {
        let description: String
    }

    private func eachPage(
        of interchange: String, _ body: ([OutboundSendingRecord], [Written]) throws -> Void
    ) throws {
        let all = try context.store.read { try $0.outbound.sendings(ofInterchange: interchange) }
        var begin = 0
        while begin < all.count {
            let page = Array(all[begin..<min(begin + Self.page, all.count)])
            try body(page, try written(page))
            begin += page.count
        }
    }

    private func written(_ page: [OutboundSendingRecord]) throws -> [Written] {
        let documents = try context.store.read { books in
            try page.map { try books.outbound.find($0.document) }
        }
        let found = Mutex<[Int: Written]>([:])
        DispatchQueue.concurrentPerform(iterations: page.count) { index in
            let set = set(documents[index], page[index])
            let written = Written(set: set, story: documents[index]?.arrival ?? "")
            found.withLock { $0[index] = written }
        }
        let sets = found.withLock { $0 }
        return page.indices.compactMap { sets[$0] }
    }

    private func set(
        _ record: OutboundDocumentRecord?, _ sending: OutboundSendingRecord
    ) -> Result<OutgoingSet, Unwritable> {
        guard let record, let agreed = agreement.outbound[sending.setID] else {
            return .failure(
                Unwritable(
                    description: "the profile of \(partner.id) has no x12.outbound \(sending.setID) any more")
            )
        }
        do {
            let document = try DocumentReader.read(record.body)
            let options = agreement.options(
                agreed, library: partner.library, controlNumber: sending.setControlNumber)
            return .success(try OutboundRegistry.outbound(from: document, options).outgoing)
        } catch {
            return .failure(
                Unwritable(description: "it cannot be written as agreed now: \("\(error)".prefix(500))"))
        }
    }

    private func envelope(
        _ number: Int, _ sendings: [OutboundSendingRecord], at milliseconds: Int64
    ) -> OutgoingInterchange {
        let when = CivilTime(milliseconds: milliseconds, in: house.timeZone)
        let versions = Set(sendings.map(\.setID)).compactMap { agreement.outbound[$0]?.version }
        // Several releases in one interchange travel in the envelope of the newest.
        let version = versions.max() ?? "004010"
        return OutgoingInterchange(
            sender: agreement.house.address, receiver: agreement.partner.address,
            version: String(version.prefix(5)), controlNumber: number, dateCCYYMMDD: when.compactDay,
            timeHHMM: when.compactTime, usage: agreement.usage == .production ? "P" : "T",
            delimiters: agreement.outboundDelimiters)
    }

    private func outgoingGroup(_ sending: OutboundSendingRecord) -> OutgoingGroup {
        OutgoingGroup(
            functionalID: sending.functionalID, sender: agreement.house.groupID,
            receiver: agreement.partner.groupID,
            version: agreement.outbound[sending.setID]?.version ?? "004010",
            controlNumber: Int(sending.groupControlNumber) ?? 0, sets: [])
    }
}
