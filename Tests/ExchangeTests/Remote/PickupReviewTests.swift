import Foundation
import Partners
import Store
import Testing

@testable import Exchange
@testable import Transports

/// What is taken from a listing, what waits and what is passed over: judgements without a server or a clock.
@Suite struct PickupReviewTests {
    private static let start: Int64 = 1_800_000_000_000

    private func pickup(_ keys: String) throws -> RemoteSection.Pickup {
        let hall = try Hall([Hall.remote(pickup: keys + ", after: { do: leave }")], started: false)
        let partner = try #require(hall.server.book.generation.directory.partner(id: Hall.acme))
        return try #require(partner.remote?.pickups.first)
    }

    private func review(
        _ pickup: RemoteSection.Pickup, at now: Int64 = start, _ files: [ListedFile],
        known: [String: RemoteEntryRecord] = [:]
    ) -> [PickupReview.Judgement] {
        PickupReview(partner: Hall.acme, pickup: pickup, now: now).judge(files) { known[$0] }
    }

    private func file(_ name: String, _ byteCount: Int = 100, _ modified: Int64 = 5) -> ListedFile {
        ListedFile(name: name, byteCount: byteCount, modifiedSeconds: modified)
    }

    @Test func `a growing file waits from its last change on and stays one entry`() throws {
        let pickup = try pickup("ready: { stableFor: 30s }")
        var known = review(pickup, [file("a.edi")])[0]
        #expect(known.verdict == .wait(until: Self.start + 30_000))
        known =
            review(pickup, at: Self.start + 20_000, [file("a.edi", 200)], known: ["a.edi": known.entry])[0]
        #expect(known.verdict == .wait(until: Self.start + 50_000) && known.entry.generation == 1)
        known =
            review(pickup, at: Self.start + 50_000, [file("a.edi", 200)], known: ["a.edi": known.entry])[0]
        #expect(known.verdict == .take && known.entry.firstSeenAt == Self.start)
    }

    @Test func `a clock that was set back does not make a file wait for its day to come again`() throws {
        let pickup = try pickup("ready: { stableFor: 30s, minimumAge: 1m }")
        let first = review(pickup, [file("a.edi")])[0]
        let back = Self.start - 86_400_000
        let second = review(pickup, at: back, [file("a.edi")], known: ["a.edi": first.entry])[0]
        #expect(second.verdict == .wait(until: back + 30_000))
        let third = review(pickup, at: back + 30_000, [file("a.edi")], known: ["a.edi": second.entry])[0]
        #expect(third.verdict == .take)
    }

    @Test func `a file waits for its done-file, and the done-file itself is not taken`() throws {
        let pickup = try pickup(#"ready: { doneFile: "{stem}.ok" }, ignore: ["x*"]"#)
        let alone = review(pickup, [file("a.edi")])
        #expect(alone[0].entry.reason == "waits for its done-file a.ok")
        let ready = review(
            pickup, at: Self.start + 60_000, [file("a.edi"), file("a.ok", 0)],
            known: ["a.edi": alone[0].entry])
        #expect(ready.map(\.verdict) == [.take, .skip])
        #expect(ready[1].entry.reason == "is the done-file of a.edi")
    }

    @Test(arguments: [
        (order: "name", names: ["a.edi", "b.edi", "c.edi"]),
        (order: "time", names: ["c.edi", "b.edi", "a.edi"]),
        (order: "size", names: ["b.edi", "c.edi", "a.edi"]),
    ])
    func `files are taken in the order of the profile`(order: String, names: [String]) throws {
        let pickup = try pickup("ready: { renamed: true }, order: \(order)")
        let files = [file("c.edi", 20, 1), file("a.edi", 30, 3), file("b.edi", 10, 2)]
        let review = PickupReview(partner: Hall.acme, pickup: pickup, now: Self.start)
        #expect(review.taken(review.judge(files) { _ in nil }).map(\.file.name) == names)
    }

    @Test func `what exceeds a visit's limits waits, and one large file is always taken`() throws {
        let pickup = try pickup("ready: { renamed: true }, maxFiles: 2, maxFile: 1KiB, maxBytes: 1KiB")
        let small = review(pickup, [file("a.edi"), file("b.edi"), file("c.edi")])
        #expect(small.map(\.verdict) == [.take, .take, .wait(until: nil)])
        #expect(small[2].entry.reason == "waits for a later visit: this one takes 2 files")
        let large = review(pickup, [file("a.edi", 1_000), file("b.edi")])
        #expect(large.map(\.verdict) == [.take, .wait(until: nil)])
    }

    @Test(arguments: ["a/b.edi", "\u{1}.edi", "bad\u{FFFD}.edi", String(repeating: "x", count: 300) + ".edi"])
    func `a name that no file of ours can have is passed over`(name: String) throws {
        let judged = review(try pickup("ready: { renamed: true }"), [file(name)])
        #expect(
            judged[0].verdict == .skip && judged[0].entry.reason == "has a name that no file of ours can have"
        )
    }

    @Test func `links are passed over and folders are not written down`() throws {
        let files = [
            ListedFile(name: "a.edi", byteCount: 1, modifiedSeconds: 1, kind: .other),
            ListedFile(name: "b.edi", byteCount: 1, modifiedSeconds: 1, kind: .folder),
        ]
        let judged = review(try pickup("ready: { renamed: true }"), files)
        #expect(judged.map(\.entry.reason) == ["is a link or a device, not a file"])
    }

    @Test func `a file that was gone and is there again with equal size and time is read again`() throws {
        let pickup = try pickup("ready: { renamed: true }")
        var taken = review(pickup, [file("a.edi")])[0].entry
        taken.id = 1
        taken.state = .committed
        taken.missingSince = Self.start
        let back = review(pickup, [file("a.edi")], known: ["a.edi": taken])[0]
        #expect(back.verdict == .take && back.entry.generation == 2)
        taken.missingSince = nil
        #expect(review(pickup, [file("a.edi")], known: ["a.edi": taken])[0].verdict == .skip)
    }
}
