import Foundation
import Glibc
import Testing

/// Crashes can be lucky; the order of system calls cannot.
///
/// The real program runs below `strace`.
@Suite(.enabled(if: Program.exists("strace"), "strace is not installed"))
struct TraceTests {
    /// A traced life in which one file came through each door.
    private struct Life {
        let calls: [SystemCall]
        let uploaded: String
        let large: String
        let dropped: String
        let dropPath: String
    }

    @Test func `bytes, name and row are on disk, in this order, before a sender is answered`() throws {
        let life = try trace()
        #expect(Order.faults(in: life.calls, digest: life.uploaded, door: .sftp) == [])
        #expect(Order.faults(in: life.calls, digest: life.large, door: .sftp) == [])
        #expect(Order.faults(in: life.calls, digest: life.dropped, door: .drop(path: life.dropPath)) == [])
    }

    @Test func `the trace oracle notices each step that is left out or comes late`() throws {
        let life = try trace()
        let archive = "/archive/\(life.large.prefix(2))"
        let isJournal = { (call: SystemCall) in call.file.hasSuffix(".journal") }
        let missingOfSmall: [(step: String, is: (SystemCall) -> Bool)] = [
            ("record", { $0.name == "pwrite64" && isJournal($0) }),
            ("sync of the journal", { $0.name == "fdatasync" && isJournal($0) }),
            ("row", { $0.name == "pwrite64" && $0.file.hasSuffix(".sqlite-wal") }),
            ("answer", { $0.name == "sendto" }),
        ]
        for (step, isStep) in missingOfSmall {
            let without = life.calls.filter { !isStep($0) }
            #expect(
                !Order.faults(in: without, digest: life.uploaded, door: .sftp).isEmpty, "left out: \(step)")
        }
        let missing: [(step: String, is: (SystemCall) -> Bool)] = [
            ("sync of the bytes", { $0.name == "fsync" && $0.file.hasSuffix(".part") }),
            ("sync of the folder", { $0.name == "fsync" && $0.file.hasSuffix(archive) }),
            ("sync of the books", { $0.name == "fdatasync" && $0.file.hasSuffix(".sqlite-wal") }),
            ("rename", { $0.name.hasPrefix("rename") && $0.text.contains(life.large) }),
            ("answer", { $0.name == "sendto" }),
        ]
        for (step, isStep) in missing {
            let without = life.calls.filter { !isStep($0) }
            #expect(
                !Order.faults(in: without, digest: life.large, door: .sftp).isEmpty, "left out: \(step)")
        }
        let late = life.calls.map { call -> SystemCall in
            guard call.name == "fdatasync" else { return call }
            return SystemCall(
                thread: call.thread, name: call.name, text: call.text, begin: call.begin + 1_000_000,
                end: call.end + 1_000_000)
        }
        #expect(!Order.faults(in: late, digest: life.uploaded, door: .sftp).isEmpty)
        #expect(!Order.faults(in: late, digest: life.large, door: .sftp).isEmpty)
        #expect(!Order.faults(in: late, digest: life.dropped, door: .drop(path: life.dropPath)).isEmpty)
    }

    private func trace() throws -> Life {
        let house = try TestHouse()
        let supplier = Supplier(house)
        let file = house.folder + "/trace"
        let watched =
            "openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,sendto,writev"
        let (server, port) = try ServerProcess.ready(
            house, under: ["strace", "-f", "-y", "-ttt", "-s", "300", "-e", "trace=" + watched, "-o", file])
        let uploads = try supplier.prepare([.shipNotice, .orders(count: 400), .shipNotice])
        try supplier.send(Array(uploads[..<2]), port: port)
        #expect(supplier.acknowledgedCount == 2)

        let name = uploads[2].name
        let dropPath = house.spool + "/drop/acme-castings/" + name
        try FileManager.default.copyItem(atPath: house.outgoing + "/" + name, toPath: dropPath)
        let isTaken: Bool? = Patience.wait(within: 30) { access(dropPath, F_OK) == 0 ? nil : true }
        #expect(isTaken == true)

        // The tracer ends with the program that it watches.
        let process = try house.ask("status").first?["processID"] as? Int
        kill(pid_t(try #require(process)), SIGTERM)
        #expect(server.program.wait(within: 60) != nil)
        let text = String(decoding: try #require(FileManager.default.contents(atPath: file)), as: UTF8.self)
        return Life(
            calls: SystemCall.read(text), uploaded: supplier.sent[uploads[0].control]?.digest ?? "",
            large: supplier.sent[uploads[1].control]?.digest ?? "",
            dropped: supplier.sent[uploads[2].control]?.digest ?? "", dropPath: dropPath)
    }
}
