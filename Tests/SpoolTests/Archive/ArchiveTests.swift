import Cryptography
import Foundation
import Testing

@testable import Spool

struct ArchiveTests {
    @Test func `an abandoned upload is listed with its origin and can be resumed`() throws {
        let spool = try TemporarySpool()
        let file = try spool.archive.begin(
            partner: "acme", name: "../../etc/passwd", login: "acme-edi", peer: "192.0.2.7")
        try file.append(Array("ISA*".utf8))
        #expect(try spool.archive.abandoned().isEmpty, "it is being written")
        let id = try #require(file.upload?.id)
        #expect((#expect(throws: SpoolError.self) { try spool.archive.resume(id) })?.code == .locked)
        try file.synchronize()
        try file.abandon()

        let found = try Archive(spool.layout, clock: { 1_790_000_000_000 }).abandoned()
        #expect(found.map(\.upload.name) == ["../../etc/passwd"])
        #expect(found.map(\.upload.login) == ["acme-edi"])
        #expect(found.map(\.byteCount) == [4])

        let resumed = try spool.archive.resume(id)
        try resumed.append(Array("00*".utf8))
        #expect(try resumed.seal().digest == Digest.of("ISA*00*"))
        #expect(try spool.archive.abandoned().isEmpty)
    }

    @Test func `an upload that died on its way into the archive can be resumed`() throws {
        let spool = try TemporarySpool()
        let file = try spool.begin()
        try file.append([1])
        let id = try #require(file.upload?.id)
        try file.abandon()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o440], ofItemAtPath: spool.archive.partPath(id))
        #expect(try spool.archive.resume(id).seal().digest == Digest.of([1]))
    }

    @Test func `leftovers nobody can resume are removed and the others stay`() throws {
        let spool = try TemporarySpool()
        let stays = try spool.begin()
        try stays.abandon()
        let open = try spool.begin()
        try open.synchronize()
        let other = ULID(milliseconds: 1)
        try spool.write("x", to: spool.layout.staging + "/\(other).own")
        try spool.write("{\"torn", to: spool.layout.staging + "/\(other).meta")
        try spool.write("x", to: spool.layout.staging + "/\(other).part")
        #expect(try spool.archive.removeLeftovers() == 3)
        #expect(try spool.archive.abandoned().map(\.upload.id) == [stays.upload?.id])
        #expect(try spool.names(spool.layout.staging).count == 4)
        try spool.archive.discardAbandoned(try #require(open.upload?.id))
        try spool.archive.discardAbandoned(try #require(stays.upload?.id))
        #expect(try spool.names(spool.layout.staging).count == 2)
        _ = try open.seal()
    }

    @Test func `changed bytes are found by verifying, and missing ones are not found`() throws {
        let spool = try TemporarySpool()
        let receipt = try spool.archive.store(Array("whole".utf8))
        let path = spool.layout.archived(receipt.digest)
        try FileManager.default.removeItem(atPath: path)
        #expect(
            (#expect(throws: SpoolError.self) { try spool.archive.verify(receipt.digest) })?.code == .notFound
        )
        #expect(
            (#expect(throws: SpoolError.self) { try spool.archive.open(receipt.digest) })?.code == .notFound)
        #expect(!spool.archive.contains(receipt.digest))
        try spool.write("whale", to: path)
        #expect(try !spool.archive.verify(receipt.digest))
    }

    @Test func `ranges are cut to the size of the file`() throws {
        let spool = try TemporarySpool()
        let reader = try spool.archive.open(try spool.archive.store(Array(0..<100)).digest)
        #expect(reader.byteCount == 100)
        #expect(try reader.bytes(10..<13) == [10, 11, 12])
        #expect(try reader.bytes(98..<500) == [98, 99])
        #expect(try reader.bytes(200..<300).isEmpty)
    }

    @Test func `only old bytes that nothing names are orphans`() throws {
        let spool = try TemporarySpool()
        let named = try spool.archive.store([1]).digest
        let orphan = try spool.archive.store([2]).digest
        let later: Int64 = 4_000_000_000
        #expect(try spool.archive.orphans(olderThan: later, isNamed: { $0 == named }) == [orphan])
        #expect(try spool.archive.orphans(olderThan: 0, isNamed: { _ in false }).isEmpty)
    }

    @Test func `a condemned entry comes back whole, or is gone with the trash`() throws {
        let spool = try TemporarySpool()
        let digest = try spool.archive.store([2]).digest
        let later: Int64 = 4_000_000_000
        #expect(try !spool.archive.condemn(digest, olderThan: 0), "too young")
        #expect(try spool.archive.condemn(digest, olderThan: later))
        #expect(!spool.archive.contains(digest))
        #expect(try spool.archive.restore(digest))
        #expect(try spool.archive.verify(digest))
        #expect(try !spool.archive.restore(digest))
        #expect(try spool.archive.condemn(digest, olderThan: later))
        #expect(try spool.archive.emptyTrash(olderThan: 0) == 0)
        #expect(try spool.archive.emptyTrash(olderThan: later) == 1)
        #expect(try !spool.archive.restore(digest))
        #expect(try spool.archive.orphans(olderThan: later, isNamed: { _ in false }).isEmpty)
    }
}
