import Spool
import Store
import Testing

@testable import Exchange

@Suite struct FaultTableTests {
    private func disposition(_ error: any Error, attempt: Int = 1) -> Disposition {
        FaultTable.disposition(of: error, attempt: attempt, limits: .standard)
    }

    @Test func `a full disk is waited out however long it takes`() {
        for attempt in [1, 12, 1_000] {
            #expect(disposition(StoreError(.diskFull, ""), attempt: attempt) == .retry(after: 2_000))
            #expect(
                disposition(SpoolError(.diskFull, path: "/", detail: ""), attempt: attempt)
                    == .retry(after: 2_000))
        }
    }

    @Test func `what a repeat cannot mend is held`() {
        for code in [StoreError.Code.inputOutput, .malformed, .newerSchema] {
            #expect(disposition(StoreError(code, "")) == .hold)
        }
        for code in [SpoolError.Code.damaged, .notFound, .notWritable] {
            #expect(disposition(SpoolError(code, path: "/", detail: "")) == .hold)
        }
    }

    @Test func `pauses double up to their limit, and the twelfth failure holds the job`() {
        let pauses = (1...11).map { attempt -> Int64 in
            guard case .retry(let pause) = disposition(StoreError(.refused, ""), attempt: attempt) else {
                return -1
            }
            return pause
        }
        #expect(pauses == [2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256].map { $0 * 1000 })
        #expect(disposition(StoreError(.refused, ""), attempt: 12) == .hold)
    }

    @Test func `a stage's own word counts`() {
        #expect(disposition(StageError(disposition: .wait, description: ""), attempt: 99) == .wait)
    }

    @Test func `a job that waits rests longer each time, until it went through`() {
        let waits = WaitTimes()
        #expect(
            (0..<13).map { _ in waits.next(for: 1) } == [
                5, 10, 20, 40, 80, 160, 320, 640, 1_280, 2_560, 5_000, 5_000, 5_000,
            ])
        #expect(waits.next(for: 2) == 5)
        waits.forget([1, 2], but: [2])
        #expect(waits.next(for: 1) == 5 && waits.next(for: 2) == 10)
    }
}
