import Foundation
import Spool
import Testing

struct EventJournalTests {
    private func line(_ sequence: Int, _ day: String = "2026-03-01") -> (
        sequence: Int, day: String, line: [UInt8]
    ) {
        (sequence, day, Array("{\"id\":\"x\",\"sequence\":\"\(sequence)\"}".utf8))
    }

    private func text(_ spool: TemporarySpool, _ day: String) throws -> String {
        String(decoding: try spool.bytes(spool.layout.events + "/\(day).ndjson"), as: UTF8.self)
    }

    @Test func `lines go to the file of their day, whole`() throws {
        let spool = try TemporarySpool()
        let journal = try EventJournal(spool.layout)
        #expect(try journal.lastSequence() == nil)
        try journal.append(lines: [line(1), line(2), line(3, "2026-03-02")])
        try journal.append(lines: [])
        try journal.append(lines: [line(4, "2026-03-02")])
        #expect(try journal.lastSequence() == 4)
        #expect(try text(spool, "2026-03-01").split(separator: "\n").count == 2)
        #expect(try text(spool, "2026-03-02").hasSuffix("\"4\"}\n"))
        #expect(try EventJournal(spool.layout).lastSequence() == 4)
    }

    @Test func `a clock set back does not put later sequences into earlier files`() throws {
        let spool = try TemporarySpool()
        let journal = try EventJournal(spool.layout)
        try journal.append(lines: [line(1, "2026-03-02"), line(2, "2026-03-01")])
        #expect(try spool.names(spool.layout.events) == ["2026-03-02.ndjson"])
        #expect(try journal.lastSequence() == 2)
    }

    @Test(arguments: ["{\"sequence\":3", "{", "{\"sequence\":\"3\"}", String(repeating: "x", count: 200_000)])
    func `a torn last line is cut off when the journal is opened`(torn: String) throws {
        let spool = try TemporarySpool()
        try EventJournal(spool.layout).append(lines: [line(1), line(2)])
        let whole = try text(spool, "2026-03-01")
        try spool.write(whole + torn, to: spool.layout.events + "/2026-03-01.ndjson")
        let journal = try EventJournal(spool.layout)
        #expect(try journal.lastSequence() == 2)
        try journal.append(lines: [line(3)])
        #expect(try text(spool, "2026-03-01") == whole + "{\"id\":\"x\",\"sequence\":\"3\"}\n")
    }

    @Test func `a file that holds nothing but a torn line leaves the day before as the last`() throws {
        let spool = try TemporarySpool()
        try EventJournal(spool.layout).append(lines: [line(7)])
        try spool.write("{\"sequ", to: spool.layout.events + "/2026-03-02.ndjson")
        let journal = try EventJournal(spool.layout)
        #expect(try journal.lastSequence() == 7)
        try journal.append(lines: [line(8, "2026-03-02")])
        #expect(try journal.lastSequence() == 8)
    }

    @Test func `sequences written as numbers are read, and a line without one is damage`() throws {
        let spool = try TemporarySpool()
        try spool.write("{\"sequence\": 12}\n", to: spool.layout.events + "/2026-03-01.ndjson")
        #expect(try EventJournal(spool.layout).lastSequence() == 12)
        try spool.write("{\"id\": 12}\n", to: spool.layout.events + "/2026-03-01.ndjson")
        let journal = try EventJournal(spool.layout)
        #expect((#expect(throws: SpoolError.self) { try journal.lastSequence() })?.code == .damaged)
    }

    @Test(arguments: ["", "2026-3-1", "../../etc/x", "2026/03/01", "2026-03-011"])
    func `a day that is none is refused`(day: String) throws {
        let spool = try TemporarySpool()
        let journal = try EventJournal(spool.layout)
        #expect(
            (#expect(throws: SpoolError.self) { try journal.append(lines: [line(1, day)]) })?.code
                == .invalidName)
        #expect(try spool.names(spool.layout.events).isEmpty)
    }

    @Test(.enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func `a batch that met a full disk leaves no half line`() throws {
        try TinyDisk.mounted { folder in
            let spool = try TemporarySpool(in: folder)
            let journal = try EventJournal(spool.layout)
            try journal.append(lines: [line(1)])
            let before = try text(spool, "2026-03-01")
            let long = [UInt8](repeating: UInt8(ascii: "x"), count: 700_000)
            let error = #expect(throws: SpoolError.self) {
                try journal.append(lines: [line(2), (sequence: 3, day: "2026-03-01", line: long)])
            }
            #expect(error?.code == .diskFull)
            #expect(try text(spool, "2026-03-01") == before)
            try journal.append(lines: [line(2)])
            #expect(try journal.lastSequence() == 2)
        }
    }
}
