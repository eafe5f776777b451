import Cryptography
import Foundation
import Testing

@testable import Spool

struct MailboxTests {
    @Test func `a placed file is whole, listed, readable and removable`() throws {
        let spool = try TemporarySpool()
        let mailbox = Mailbox(spool.layout, partner: "acme")
        #expect(try mailbox.list().isEmpty)
        let receipt = try spool.archive.store(Array("ISA*00~".utf8))
        try mailbox.place(receipt.digest, as: "997_000000012.edi", from: spool.archive)
        try mailbox.synchronize()
        #expect(try mailbox.list().map(\.name) == ["997_000000012.edi"])
        #expect(try mailbox.list().map(\.byteCount) == [7])
        #expect(try mailbox.open("997_000000012.edi").allBytes() == Array("ISA*00~".utf8))
        #expect(try mailbox.remove("997_000000012.edi"))
        #expect(try !mailbox.remove("997_000000012.edi"))
        #expect(try spool.archive.verify(receipt.digest), "the archive keeps its bytes")
    }

    @Test func `a long folder is read in pages, each file once, and names that are not safe never`() throws {
        let spool = try TemporarySpool()
        let mailbox = Mailbox(spool.layout, partner: "acme")
        #expect(try mailbox.listing() == nil)
        let digest = try spool.archive.store([1, 2, 3]).digest
        for index in 0..<250 { try mailbox.place(digest, as: "\(index).edi", from: spool.archive) }
        #expect(FileManager.default.createFile(atPath: mailbox.path + "/.hidden", contents: nil))
        let listing = try #require(try mailbox.listing())
        var names: [String] = []
        var pages: [Int] = []
        repeat {
            let page = try listing.next(upTo: 100)
            pages.append(page.count)
            names += page.map(\.name)
            #expect(page.allSatisfy { $0.byteCount == 3 })
            // What was seen may go meanwhile.
            if let seen = page.first { #expect(try mailbox.remove(seen.name)) }
        } while pages.last != 0
        #expect(pages == [100, 100, 50, 0])
        #expect(Set(names) == Set((0..<250).map { "\($0).edi" }))
    }

    @Test func `placing again has no effect, and other bytes are refused`() throws {
        let spool = try TemporarySpool()
        let mailbox = Mailbox(spool.layout, partner: "acme", folder: .reports)
        let first = try spool.archive.store([1, 2]).digest
        let other = try spool.archive.store([1, 3]).digest
        for _ in 0..<2 { try mailbox.place(first, as: "a", from: spool.archive) }
        let error = #expect(throws: SpoolError.self) {
            try mailbox.place(other, as: "a", from: spool.archive)
        }
        #expect(error?.code == .exists)
        #expect(try mailbox.open("a").allBytes() == [1, 2])
        #expect(
            (#expect(throws: SpoolError.self) {
                try mailbox.place(Digest.of("?"), as: "b", from: spool.archive)
            })?.code == .notFound)
    }

    @Test func `where links do not work a copy appears, as idempotent as a link`() throws {
        let spool = try TemporarySpool()
        let bytes = [UInt8](repeating: 7, count: 600_000)
        let source = spool.layout.archived(try spool.archive.store(bytes).digest)
        let folder = spool.layout.mailbox("acme", .download)
        try spool.layout.createFolders(for: "acme")
        for _ in 0..<2 { try LinkedFile.placeCopy(of: source, at: folder + "/copy") }
        #expect(try spool.bytes(folder + "/copy") == bytes)
        #expect(spool.mode(folder + "/copy") == 0o440)
        try LinkedFile.place(source, at: folder + "/copy")
        #expect(try spool.names(folder) == ["copy"])
        let other = spool.layout.archived(try spool.archive.store([1]).digest)
        #expect(
            (#expect(throws: SpoolError.self) { try LinkedFile.placeCopy(of: other, at: folder + "/copy") })?
                .code == .exists)
    }

    @Test(.enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func `a mailbox on another file system gets a copy`() throws {
        try TinyDisk.mounted { folder in
            let spool = try TemporarySpool()
            try FileManager.default.createSymbolicLink(
                atPath: spool.layout.mailboxes + "/acme", withDestinationPath: folder)
            let mailbox = Mailbox(spool.layout, partner: "acme")
            let digest = try spool.archive.store([1, 2, 3]).digest
            for _ in 0..<2 { try mailbox.place(digest, as: "a.edi", from: spool.archive) }
            try mailbox.synchronize()
            #expect(try spool.bytes(folder + "/download/a.edi") == [1, 2, 3])
        }
    }

    static let hostileNames = [
        "", ".", "..", "../x", "/etc/passwd", "a/b", ".hidden", "-rf", "a\0b", "a\nb", "ä.edi", "a b",
        String(repeating: "a", count: 201),
    ]

    @Test(arguments: hostileNames)
    func `a hostile name is neither placed nor found`(name: String) throws {
        let spool = try TemporarySpool()
        let mailbox = Mailbox(spool.layout, partner: "acme")
        let digest = try spool.archive.store([1]).digest
        #expect(
            (#expect(throws: SpoolError.self) { try mailbox.place(digest, as: name, from: spool.archive) })?
                .code == .invalidName)
        #expect((#expect(throws: SpoolError.self) { try mailbox.open(name) })?.code == .notFound)
        #expect(try !mailbox.remove(name))
    }

    @Test func `a link planted in a mailbox is not followed`() throws {
        let spool = try TemporarySpool()
        try spool.layout.createFolders(for: "acme")
        let mailbox = Mailbox(spool.layout, partner: "acme")
        try FileManager.default.createSymbolicLink(
            atPath: mailbox.path + "/passwd", withDestinationPath: "/etc/passwd")
        #expect(try mailbox.list().isEmpty)
        #expect(throws: SpoolError.self) { try mailbox.open("passwd") }
    }

    @Test(arguments: hostileNames + ["856 März (2).edi", String(repeating: "x", count: 500) + ".edi"])
    func `quarantine keeps any name inside its folder, with the reason beside it`(name: String) throws {
        let spool = try TemporarySpool()
        let digest = try spool.archive.store([1, 2]).digest
        let quarantine = Quarantine(spool.layout)
        var paths: Set<String> = []
        for _ in 0..<2 {
            paths.insert(
                try quarantine.place(
                    digest, name: name, arrival: "01ARYZ6S410000000000000000", reason: "../unknown content",
                    why: "It is no X12 file."))
        }
        #expect(paths.count == 1)
        let folder = spool.layout.quarantine + "/_._unknown_content"
        #expect(try spool.names(spool.layout.quarantine) == ["_._unknown_content"])
        let path = try #require(paths.first)
        #expect(try spool.names(folder).map { folder + "/" + $0 } == [path, path + ".why"])
        #expect(try spool.bytes(path) == [1, 2])
        #expect(try spool.bytes(path + ".why") == Array("It is no X12 file.\n".utf8))
    }

    @Test func `a name made safe keeps its extension and is safe`() {
        #expect(SafeName.made(from: "856 A.edi") == "856_A.edi")
        #expect(SafeName.made(from: "") == "unnamed")
        #expect(SafeName.made(from: String(repeating: "x", count: 300) + ".edi").hasSuffix("x.edi"))
        for name in MailboxTests.hostileNames { #expect(SafeName.isSafe(SafeName.made(from: name))) }
    }
}
