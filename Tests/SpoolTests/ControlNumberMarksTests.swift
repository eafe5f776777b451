import Foundation
import Spool
import Testing

struct ControlNumberMarksTests {
    @Test func `marks rise, never fall, and are there after a restart`() throws {
        let spool = try TemporarySpool()
        let marks = try ControlNumberMarks(spool.layout)
        #expect(marks.highest("ISA ZZ:US ZZ:ACME") == 0)
        try marks.raise("ISA ZZ:US ZZ:ACME", to: 12)
        try marks.raise("ISA ZZ:US ZZ:ACME", to: 11)
        try marks.raise("odd\tkey\nwith % and %9;", to: 3)
        #expect(marks.highest("ISA ZZ:US ZZ:ACME") == 12)
        let again = try ControlNumberMarks(spool.layout)
        #expect(again.all() == ["ISA ZZ:US ZZ:ACME": 12, "odd\tkey\nwith % and %9;": 3])
        #expect(try spool.names(spool.layout.state) == ["control-numbers.mark"])
    }

    @Test func `many callers at once all find their number durable`() async throws {
        let spool = try TemporarySpool()
        let marks = try ControlNumberMarks(spool.layout)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...200 {
                group.addTask { try marks.raise("key \(number % 5)", to: number) }
            }
            try await group.waitForAll()
        }
        let again = try ControlNumberMarks(spool.layout)
        #expect((0..<5).map { again.highest("key \($0)") } == [200, 196, 197, 198, 199])
    }

    @Test func `a damaged file is an error with its name and never a fresh start`() throws {
        let spool = try TemporarySpool()
        try ControlNumberMarks(spool.layout).raise("a", to: 41)
        let good = String(decoding: try spool.bytes(spool.layout.marks), as: UTF8.self)
        for bad in [
            "", "\n", String(good.dropLast(1)), String(good.dropLast(30)), good.replacing("41", with: "40"),
            good + "x\n",
        ] {
            try spool.write(bad, to: spool.layout.marks)
            let error = #expect(throws: SpoolError.self) { try ControlNumberMarks(spool.layout) }
            #expect(error?.code == .damaged)
            #expect(error?.path == spool.layout.marks)
        }
        try spool.write(good, to: spool.layout.marks)
        #expect(try ControlNumberMarks(spool.layout).highest("a") == 41)
    }
}
