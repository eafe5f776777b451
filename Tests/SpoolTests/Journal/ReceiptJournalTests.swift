import Cryptography
import Foundation
import Glibc
import Synchronization
import Testing

@testable import Spool

private final class Count: Sendable {
    let number = Mutex(0)
}

/// A spool with its journal in use, which can die without a word and come back.
private final class JournaledSpool {
    let spool: TemporarySpool
    let settled = Count()

    init(in folder: String = NSTemporaryDirectory()) throws {
        spool = try TemporarySpool(in: folder)
    }

    /// Opens the journal of an archive and returns the notes that were replayed.
    func open(_ archive: Archive) throws -> (notes: [String], replay: JournalReplay) {
        var notes: [String] = []
        let replay = try archive.openJournal(
            settlingBooks: { [settled] in settled.number.withLock { $0 += 1 } },
            entering: { note, _ in notes.append(String(decoding: note, as: UTF8.self)) })
        return (notes, replay)
    }

    /// The archive as a later process sees it: nothing of the earlier one is in memory.
    func successor() -> Archive { Archive(spool.layout, clock: { 1_790_000_000_000 }) }

    func seal(_ text: String, _ note: String, in archive: Archive) throws -> SealedContent {
        let file = try archive.begin(partner: "acme", name: "a.edi", login: "acme", peer: "h")
        try file.append(Array(text.utf8))
        return try file.seal(noting: Array(note.utf8))
    }

    var segments: [String] {
        get throws { try spool.names(spool.layout.journal).map { spool.layout.journal + "/" + $0 } }
    }

    func damage(_ path: String, at offset: Int) throws {
        let file = Glibc.open(path, O_RDWR)
        defer { close(file) }
        var byte: UInt8 = 0
        #expect(pread(file, &byte, 1, offset) == 1)
        byte ^= 0x55
        #expect(pwrite(file, &byte, 1, offset) == 1)
    }
}

struct ReceiptJournalTests {
    @Test func `small bytes go through the journal and never see staging; large ones are synced alone`()
        throws
    {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        defer { archive.closeJournal() }
        let small = try house.seal("ISA*00*~", "one", in: archive)
        #expect(small.isJournaled)
        #expect(try archive.open(small.receipt.digest).allBytes() == Array("ISA*00*~".utf8))
        #expect(house.spool.mode(house.spool.layout.archived(small.receipt.digest)) == 0o440)
        let large = try house.seal(String(repeating: "x", count: 65_537), "two", in: archive)
        #expect(!large.isJournaled)
        #expect(try archive.verify(large.receipt.digest))
        #expect(try house.spool.names(house.spool.layout.staging).isEmpty)
        archive.settle(small)
    }

    @Test func `contents that are sealed together are each as good as sealed alone`() throws {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        let texts = ["one", "two", String(repeating: "x", count: 65_537), "one"]
        let files = try texts.map { text in
            let file = try archive.begin(partner: "acme", name: "a.edi", login: "acme", peer: "h")
            try file.append(Array(text.utf8))
            return (file: file, note: Array("note of \(text.prefix(3))".utf8))
        }
        let sealed = try archive.seal(files).map { try $0.get() }
        #expect(sealed.map(\.isJournaled) == [true, true, false, true])
        for (text, content) in zip(texts, sealed) {
            #expect(try archive.open(content.receipt.digest).allBytes() == Array(text.utf8))
        }
        for (file, _) in files { #expect(throws: SpoolError.self) { try file.append([1]) } }
        #expect(try house.spool.names(house.spool.layout.staging).isEmpty)
        let own = try archive.store(texts.map { Array(("own " + $0).utf8) }).map { try $0.get() }
        for (text, receipt) in zip(texts, own) {
            #expect(try archive.open(receipt.digest).allBytes() == Array(("own " + text).utf8))
        }
        let again = house.successor()
        defer { again.closeJournal() }
        let notes = try house.open(again).notes.filter { !$0.isEmpty }
        #expect(notes == ["note of one", "note of two", "note of one"])
    }

    @Test
    func `what a killed process left of a file under its final name is completed by the next who brings it`()
        throws
    {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        defer { archive.closeJournal() }
        let receipt = Receipt(digest: Digest.of(Array("content".utf8)), byteCount: 7)
        let path = house.spool.layout.archived(receipt.digest)
        for torn in ["", "cont", "CONTENT and more"] {
            archive.settle(try house.seal("content", "first", in: archive))
            try house.spool.write(torn, to: path)
            archive.settle(try house.seal("content", "again", in: archive))
            #expect(try archive.verify(receipt.digest))
            #expect(house.spool.mode(path) == 0o440)
        }
    }

    @Test func `what was sealed before a death is handed back with its note, and its files are whole again`()
        throws
    {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        let texts = (0..<20).map { "content \($0)" }
        var digests: [Digest] = []
        for text in texts {
            digests.append(try house.seal(text, "note of \(text)", in: archive).receipt.digest)
        }
        // What a power cut leaves of unsynced files: nothing, an empty file, half of it, other bytes.
        let paths = digests.map { house.spool.layout.archived($0) }
        unlink(paths[0])
        #expect(truncate(paths[1], 0) == 0)
        #expect(truncate(paths[2], 4) == 0)
        try house.spool.write("CONTENT 3", to: paths[3])
        let linked = house.spool.layout.mailboxes + "/linked"
        #expect(link(paths[2], linked) == 0)

        let again = house.successor()
        let (notes, replay) = try house.open(again)
        defer { again.closeJournal() }
        #expect(notes == texts.map { "note of \($0)" })
        #expect(replay == JournalReplay(replayed: 20, unreadable: 0))
        #expect(house.settled.number.withLock { $0 } == 1)
        for digest in digests { #expect(try again.verify(digest)) }
        #expect(
            try house.spool.bytes(linked) == Array(texts[2].utf8), "other names of the file are whole too")
    }

    @Test func `what was taken back, or settled before an orderly end, is not handed back`() throws {
        let house = try JournaledSpool()
        let first = house.spool.archive
        _ = try house.open(first)
        try first.takeBack(try house.seal("refused", "refused", in: first))
        _ = try house.seal("kept", "kept", in: first)
        let second = house.successor()
        #expect(try house.open(second).notes == ["kept"])
        for number in 0..<5 { second.settle(try house.seal("\(number)", "\(number)", in: second)) }
        second.closeJournal()
        let third = house.successor()
        #expect(try house.open(third).notes == [])
        third.closeJournal()
    }

    @Test func `a torn tail is ignored, and so is what an earlier life of a segment held`() throws {
        let house = try JournaledSpool()
        let first = house.spool.archive
        _ = try house.open(first)
        for number in 0..<3 { _ = try house.seal("first \(number)", "a\(number)", in: first) }
        let second = house.successor()
        #expect(try house.open(second).notes == ["a0", "a1", "a2"])
        // The first record of the second life overwrites the first of three; the other two are history.
        let sealed = try house.seal("second", "b0", in: second)
        let third = house.successor()
        #expect(try house.open(third).notes == ["b0"])
        let torn = try house.seal("torn", "c0", in: third)
        unlink(house.spool.layout.archived(torn.receipt.digest))
        let head = JournalFormat.headByteCount + 2
        try house.damage(try #require(try house.segments.first), at: JournalFormat.alignment + head)
        let fourth = house.successor()
        let (notes, replay) = try house.open(fourth)
        defer { fourth.closeJournal() }
        #expect(notes == [] && replay.unreadable == 1)
        #expect(try fourth.verify(sealed.receipt.digest) && !fourth.contains(torn.receipt.digest))
    }

    @Test func `bit rot costs the record it hits, and not even that while the archive has the bytes`() throws
    {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        var digests: [Digest] = []
        for number in 0..<6 {
            digests.append(try house.seal("rot \(number)", "\(number)", in: archive).receipt.digest)
        }
        let segment = try #require(try house.segments.first)
        func record(_ number: Int) -> Int { JournalFormat.alignment * (1 + number) }
        try house.damage(segment, at: 9)  // the segment's own head
        try house.damage(segment, at: record(1) + 5)  // a record's head
        try house.damage(segment, at: record(2) + JournalFormat.headByteCount)  // a note
        try house.damage(segment, at: record(3) + JournalFormat.headByteCount + 2)  // bytes, archived
        try house.damage(segment, at: record(4) + JournalFormat.headByteCount + 2)  // bytes, not archived
        unlink(house.spool.layout.archived(digests[4]))
        let again = house.successor()
        let (notes, replay) = try house.open(again)
        defer { again.closeJournal() }
        #expect(notes == ["0", "3", "5"])
        #expect(replay == JournalReplay(replayed: 3, unreadable: 3))
    }

    @Test func `segments are emptied and used again, and nothing is lost when all are full`() throws {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        let open = Mutex<[SealedContent]>([])
        let byteCount = 60_000
        // More than all segments hold, and nothing of it settled: what finds no room is synced by itself.
        for number in 0..<580 {
            let text = String(repeating: "\(number % 10)", count: byteCount - 8) + String(10_000_000 + number)
            let sealed = try house.seal(text, "\(number)", in: archive)
            if sealed.isJournaled { open.withLock { $0.append(sealed) } }
        }
        let heldCount = open.withLock { $0.count }
        #expect(heldCount < 580 && heldCount > 130, "\(heldCount) in the journal")
        #expect(house.settled.number.withLock { $0 } == 0, "nothing is forgotten before it is settled")
        for sealed in open.withLock({ $0 }) { archive.settle(sealed) }
        archive.closeJournal()
        #expect(house.settled.number.withLock { $0 } > 0)
        let again = house.successor()
        #expect(try house.open(again).replay == JournalReplay())
        #expect(try house.seal("more", "more", in: again).isJournaled)
        again.closeJournal()
    }

    @Test func `records stay when the books cannot be settled`() throws {
        struct Refusal: Error {}
        let spool = try TemporarySpool()
        let house = try JournaledSpool()
        _ = try spool.archive.openJournal(settlingBooks: { throw Refusal() }, entering: { _, _ in })
        spool.archive.settle(try house.seal("kept", "kept", in: spool.archive))
        spool.archive.closeJournal()
        var notes: [String] = []
        let again = Archive(spool.layout, clock: { 1_790_000_000_000 })
        _ = try again.openJournal(
            settlingBooks: {}, entering: { note, _ in notes.append(String(decoding: note, as: UTF8.self)) })
        again.closeJournal()
        #expect(notes == ["kept"])
    }

    @Test func `many threads share syncs and each finds its own bytes`() async throws {
        let house = try JournaledSpool()
        let archive = house.spool.archive
        _ = try house.open(archive)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let file = try archive.begin(partner: "p", name: "n", login: "l", peer: "h")
                    try file.append(Array("content \(number % 40)".utf8))
                    let sealed = try file.seal(noting: Array("\(number)".utf8))
                    #expect(sealed.receipt.digest == Digest.of("content \(number % 40)"))
                }
            }
            try await group.waitForAll()
        }
        let again = house.successor()
        let notes = try house.open(again).notes
        again.closeJournal()
        #expect(notes.compactMap { Int($0) }.sorted() == Array(0..<64))
    }

    @Test(.enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func `a disk too small for a journal goes without, and tells when it is full`() throws {
        try TinyDisk.mounted { folder in
            let house = try JournaledSpool(in: folder)
            _ = try house.open(house.spool.archive)
            defer { house.spool.archive.closeJournal() }
            let sealed = try house.seal("small", "small", in: house.spool.archive)
            #expect(!sealed.isJournaled)
            #expect(try house.spool.archive.verify(sealed.receipt.digest))
        }
    }

    @Test func `after one failed sync the journal promises nothing more`() async {
        await #expect(processExitsWith: .success) {
            let house = try JournaledSpool()
            let archive = house.spool.archive
            _ = try house.open(archive)
            Disk.onSyncFailure { #expect($0.code == .inputOutput) }
            // A descriptor that nobody has: the kernel's refusal stands for a device that fails.
            #expect(throws: SpoolError.self) { try Disk.synchronizeData(0x7FFF_FFF0, "nowhere") }
            #expect(throws: SpoolError.self) { try house.seal("late", "late", in: archive) }
        }
    }
}
