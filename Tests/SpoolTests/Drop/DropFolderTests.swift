import Foundation
import Glibc
import Spool
import Testing

struct DropFolderTests {
    @Test func `only finished plain files are listed`() throws {
        let spool = try TemporarySpool()
        try spool.layout.createFolders(for: "acme")
        let drop = DropFolder(spool.layout, partner: "acme")
        for name in ["b 856.edi", "a.edi", ".a", "a.part", "a.TMP", "a.filepart", "a.partial", "a.edi~"] {
            try spool.write("ISA", to: drop.path + "/" + name)
        }
        try FileManager.default.createDirectory(
            atPath: drop.path + "/folder", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: drop.path + "/link", withDestinationPath: "/etc/passwd")
        #expect(try drop.list().map(\.name) == ["a.edi", "b 856.edi"])
        #expect(try drop.list().map(\.byteCount) == [3, 3])
        #expect(try drop.open("b 856.edi").allBytes() == Array("ISA".utf8))
        #expect(throws: SpoolError.self) { try drop.open("link") }
        #expect(throws: SpoolError.self) { try drop.open("folder") }
        #expect(throws: SpoolError.self) { try drop.open("../acme/a.edi") }
        #expect(try drop.remove("a.edi"))
        #expect(try !drop.remove("a.edi"))
    }

    @Test func `a file that a program still writes is not finished`() throws {
        let spool = try TemporarySpool()
        let drop = DropFolder(path: spool.layout.erpOrders)
        #expect(try drop.openFinished("po.json", at: 4_000_000_000) == nil)
        let writer = open(drop.path + "/po.json", O_WRONLY | O_CREAT | O_CLOEXEC, 0o640)
        #expect(writer >= 0)
        #expect(try drop.openFinished("po.json", at: 4_000_000_000) == nil)
        #expect(write(writer, "{}", 2) == 2)
        close(writer)
        let finished = try #require(try drop.openFinished("po.json", at: 4_000_000_000))
        #expect(try finished.reader.allBytes() == Array("{}".utf8))
        #expect(try drop.openFinished("po.json", at: 4_000_000_000)?.identity == finished.identity)
        try spool.write("[]", to: drop.path + "/po.json")
        #expect(try drop.openFinished("po.json", at: 4_000_000_000)?.identity != finished.identity)
    }

    @Test func `a named pipe does not hold the reader up`() throws {
        let spool = try TemporarySpool()
        let drop = DropFolder(path: spool.layout.erpOrders)
        #expect(mkfifo(drop.path + "/pipe", 0o640) == 0)
        #expect(try drop.list().isEmpty)
        #expect(throws: SpoolError.self) { try drop.open("pipe") }
    }

    @Test func `a watch names the folders in which a file was finished`() throws {
        let spool = try TemporarySpool()
        let watch = try FolderWatch()
        try watch.add(spool.layout.erpOrders)
        try watch.add(spool.layout.erpSuppliers)
        #expect(try watch.next(timeoutMilliseconds: 0).isEmpty)
        try spool.write("x", to: spool.layout.erpOrders + "/one")
        #expect(try watch.next(timeoutMilliseconds: 10_000) == [spool.layout.erpOrders])
        try spool.write("x", to: spool.layout.root + "/outside")
        #expect(rename(spool.layout.root + "/outside", spool.layout.erpSuppliers + "/two") == 0)
        #expect(try watch.next(timeoutMilliseconds: 10_000) == [spool.layout.erpSuppliers])
        #expect((#expect(throws: SpoolError.self) { try watch.add("/nowhere") })?.code == .notFound)
    }

    @Test func `a stopped watch wakes its waiter`() async throws {
        let watch = try FolderWatch()
        async let waited = Task.detached { try watch.next(timeoutMilliseconds: 60_000) }.value
        watch.stop()
        #expect(try await waited.isEmpty)
        #expect(watch.isStopped)
        #expect(try watch.next(timeoutMilliseconds: 60_000).isEmpty)
    }
}
