import Foundation
import Store
import Testing

@Suite struct FiringRegisterTests {
    private func firing(_ planned: Int64, schedule: String = "orders", mustFinishBy: Int64? = nil)
        -> FiringRecord
    {
        FiringRecord(
            id: "acme/\(schedule)@\(planned)", owner: "acme", schedule: schedule, job: "release-orders",
            plannedAt: planned, firedAt: planned + 5, mustFinishBy: mustFinishBy)
    }

    @Test func `a planned instant has one run, whoever enters it`() throws {
        let books = try TemporaryBooks()
        let (first, second) = try books.store.commit { books in
            (try books.firings.add(firing(1_000)), try books.firings.add(firing(1_000)))
        }
        #expect(first && !second)
        let kept = try books.reopened()
        defer { kept.close() }
        #expect(try !kept.commit { try $0.firings.add(firing(1_000)) })
        #expect(try kept.read { try $0.firings.find("acme/orders@1000") } == firing(1_000))
    }

    @Test func `a run ends once, but for one that failed and is done later`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.firings.add(firing(1_000))
            try books.firings.finish("acme/orders@1000", outcome: .failed, detail: "no way there", at: 1_100)
            try books.firings.finish("acme/orders@1000", outcome: .done, counts: ["documents": 4], at: 1_200)
            try books.firings.finish("acme/orders@1000", outcome: .done, counts: ["documents": 9], at: 1_300)
            try books.firings.finish("acme/manual@1", outcome: .done, at: 1_300)
        }
        let (run, open, untold) = try books.store.read { books in
            (
                try books.firings.find("acme/orders@1000"), try books.firings.openCount("acme", "orders"),
                try books.firings.untold()
            )
        }
        #expect(run?.outcome == .done && run?.counts == ["documents": 4] && run?.finishedAt == 1_200)
        #expect(open == 0 && untold.isEmpty)
    }

    @Test func `a run is watched until it ends in time, or is noted as late`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            for planned: Int64 in [1_000, 2_000, 3_000] {
                _ = try books.firings.add(firing(planned, mustFinishBy: planned + 500))
            }
            try books.firings.finish("acme/orders@1000", outcome: .done, at: 1_500)
            // It ended, but too late.
            try books.firings.finish("acme/orders@2000", outcome: .done, at: 2_501)
        }
        func late(_ now: Int64) throws -> [Int64] {
            try books.store.read { try $0.firings.late(at: now) }.map(\.plannedAt)
        }
        #expect(try late(2_500) == [])
        #expect(try late(3_500) == [2_000])
        #expect(try late(3_501) == [2_000, 3_000])
        #expect(try books.store.read { try $0.firings.nextDeadline() } == 2_500)
        try books.store.commit { books in
            try books.firings.noteLate("acme/orders@2000", at: 3_600)
            try books.firings.noteLate("acme/orders@3000", at: 3_600)
        }
        #expect(try late(9_000) == [])
    }

    @Test func `the history keeps the newest runs of a schedule, and those that have not ended`() throws {
        let books = try TemporaryBooks()
        try books.store.commit { books in
            _ = try books.firings.add(firing(1))
            for planned in Int64(2)...1_100 {
                _ = try books.firings.add(firing(planned).ended(.done, because: "-"))
            }
            _ = try books.firings.add(firing(5, schedule: "other").ended(.done, because: "-"))
        }
        let (all, other) = try books.store.read { books in
            (
                try books.firings.history(owner: "acme", schedule: "orders", limit: 1_000),
                try books.firings.history(owner: "acme", schedule: "other", limit: 10)
            )
        }
        #expect(all.count == 1_000 && all.first?.plannedAt == 1_100)
        #expect(try books.store.read { try $0.firings.find("acme/orders@1") } != nil)
        #expect(try books.store.read { try $0.firings.find("acme/orders@50") } == nil)
        #expect(other.count == 1)
    }

    @Test func `a pause replaces the one before, counts what it leaves out, and is answered when it ends`()
        throws
    {
        let books = try TemporaryBooks()
        let ended = try books.store.commit { books -> [SchedulePause?] in
            for until: Int64 in [5_000, 9_000] {
                let pause = SchedulePause(
                    owner: "acme", schedule: "orders", since: 1_000, until: until, reason: "stock count",
                    actor: "operator")
                try books.firings.pause(pause)
                try books.firings.leaveOut(2, of: pause)
            }
            return [try books.firings.resume("acme", "orders"), try books.firings.resume("acme", "orders")]
        }
        #expect(ended.first??.until == 9_000 && ended.first??.leftOut == 4)
        #expect(ended.last == .some(nil))
    }
}
