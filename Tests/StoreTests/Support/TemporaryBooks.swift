import Cryptography
import Foundation
import Store

/// A database of its own for one test, closed and removed with it.
final class TemporaryBooks {
    let folder: String
    let store: StateStore

    var path: String { folder + "/wharf.sqlite" }

    init() throws {
        folder =
            NSTemporaryDirectory() + "wharf-books-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try StateStore(path: folder + "/wharf.sqlite")
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Closes the books and opens them again, as a restart does.
    func reopened() throws -> StateStore {
        store.close()
        return try StateStore(path: path)
    }
}

/// Records with plain values, to be changed where a test cares.
enum Sample {
    static let partner = "acme-castings"

    static func id(_ number: Int) -> String {
        ULID(milliseconds: 1_790_000_000_000 + Int64(number), derivedFrom: ["sample", "\(number)"]).text
    }

    static func arrival(_ number: Int, partner: String = partner, state: ArrivalState = .received)
        -> ArrivalRecord
    {
        ArrivalRecord(
            id: id(number), partner: partner, door: "drop", login: nil, peer: nil, name: "file-\(number).edi",
            uploadKey: "key-\(number)", digest: Digest.of("content \(number)"), byteCount: 100 + number,
            receivedAt: 1_790_000_000_000 + Int64(number), state: state)
    }

    static func interchange(_ number: Int, arrival: Int, direction: Direction = .inbound) -> InterchangeRecord
    {
        let control = String(number)
        return InterchangeRecord(
            id: id(1_000_000 + number), direction: direction, arrival: id(arrival), ordinal: 1,
            partner: partner,
            sender: "ZZ/ACMECAST", receiver: "ZZ/NORTHWIND",
            controlNumber: String(repeating: "0", count: 9 - control.count) + control, version: "00401",
            usage: "P",
            byteOffset: 0, byteCount: 500, digest: Digest.of("interchange \(number)"),
            state: direction == .inbound ? "accepted" : "queued", note: nil,
            fileName: direction == .outbound ? "997_\(number).edi" : nil, outline: "{}",
            createdAt: 1_790_000_000_000)
    }

    static func draft(_ number: Int, story: String? = nil) -> LedgerDraft {
        LedgerDraft(
            at: 1_790_000_000_000 + Int64(number), actor: "wharf", act: .received, story: story,
            subject: "arrival/\(number)", digest: Digest.of("\(number)"), detail: "entry \(number)")
    }

    static func event(_ number: Int, arrival: String? = nil) -> EventRecord {
        EventRecord(
            id: id(2_000_000 + number), type: "wharf.invoice.received.v1", arrival: arrival,
            subject: "INV/\(number)",
            time: 1_790_000_000_000, partitionKey: "INV/\(number)")
    }
}

/// What a closure throws when a test wants it undone.
struct Refusal: Error, Equatable {}

/// Random numbers that a seed repeats: SplitMix64; `SEED=n` chooses it.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_260_101
    }

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
