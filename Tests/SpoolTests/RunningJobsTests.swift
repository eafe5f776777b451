import Testing

@testable import Spool

struct RunningJobsTests {
    @Test func `what ran when a process died is known to the next, until that forgets it`() throws {
        let spool = try TemporarySpool()
        let first = try RunningJobs(spool.layout)
        #expect(first.left == [])
        try first.reset(threads: 3)
        #expect(try first.begin([7, 8, 9], thread: 0))
        #expect(try first.begin([1 << 40, 2], thread: 2))
        #expect(try first.begin([5], thread: 1))
        try first.end(thread: 1)
        let second = try RunningJobs(spool.layout)
        #expect(Set(second.left) == [7, 8, 9, 1 << 40, 2])
        try second.reset(threads: 1)
        #expect(try RunningJobs(spool.layout).left == [])
    }

    @Test func `a turn of more jobs than a stretch holds is not noted`() throws {
        let spool = try TemporarySpool()
        let running = try RunningJobs(spool.layout)
        try running.reset(threads: 1)
        let many = (1...Int64(RunningJobs.jobsPerThread + 1)).map { $0 }
        #expect(try !running.begin(many, thread: 0))
        #expect(try running.begin(many.dropLast(), thread: 0))
        #expect(try RunningJobs(spool.layout).left == many.dropLast())
    }

    @Test(arguments: [0, 1, 7, 9, 511, 513]) func `a torn file is read as far as it goes`(byteCount: Int)
        throws
    {
        let spool = try TemporarySpool()
        try spool.write(String(repeating: "\u{1}", count: byteCount), to: spool.layout.running)
        #expect(try RunningJobs(spool.layout).left.count == byteCount / 8)
    }
}
