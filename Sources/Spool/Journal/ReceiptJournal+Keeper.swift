internal import Failpoints
internal import Foundation
internal import Synchronization

/// The thread that empties segments whose contents have become durable where they belong, and makes new ones ahead of need.
extension ReceiptJournal {
    private enum Chore {
        case empty([Int])
        case grow(UInt64)
        case end
    }

    func keepUntilStopped() {
        while true {
            switch nextChore() {
            case .empty(let indices): empty(indices)
            case .grow(let generation): grow(to: generation)
            case .end:
                bell.lock()
                state.withLock { $0.isRunning = false }
                bell.broadcast()
                bell.unlock()
                return
            }
        }
    }

    private func nextChore() -> Chore {
        bell.lock()
        defer { bell.unlock() }
        while true {
            if let chore = state.withLock({ chore(in: &$0) }) { return chore }
            // An idle house is not woken: the keeper looks again only while something is left to do.
            let isWaiting = state.withLock { state in
                state.isPaused || state.active.map { !state.books[$0].isEmpty } ?? false
            }
            if !isWaiting {
                bell.wait()
            } else if !bell.wait(until: Date(timeIntervalSinceNow: Self.restSeconds)) {
                state.withLock { state in
                    state.isPaused = false
                    retireRested(&state)
                }
            }
        }
    }

    private func chore(in state: inout State) -> Chore? {
        if state.isStopped {
            if let active = state.active, state.books[active].openCount == 0 { closeActive(&state) }
            let settled = state.full.filter { state.books[$0].openCount == 0 }
            return settled.isEmpty || state.isPaused ? .end : .empty(settled)
        }
        guard !state.isPaused else { return nil }
        let settled = state.full.filter { state.books[$0].openCount == 0 }
        if !settled.isEmpty { return .empty(settled) }
        guard state.free.isEmpty, state.books.count < Self.segmentLimit else { return nil }
        state.lastGeneration += 1
        return .grow(state.lastGeneration)
    }

    /// Closes a segment in which nothing was written since the last look, so that a crash finds little to replay.
    private func retireRested(_ state: inout State) {
        guard let active = state.active, !state.books[active].isEmpty else { return }
        if state.books[active].hasRested {
            closeActive(&state)
        } else {
            state.books[active].hasRested = true
        }
    }

    private func closeActive(_ state: inout State) {
        do {
            try retireActive(&state)
        } catch {
            // The disk has told its failure to the whole process; nothing more is promised.
            state.isPaused = true
        }
    }

    /// Makes what the records stand for durable, and then forgets the records.
    private func empty(_ indices: [Int]) {
        let digests = state.withLock { state in indices.flatMap { state.books[$0].digests } }
        do {
            try settlement(digests)
            Failpoint.reach(.journalEmptying)
            for index in indices {
                let (segment, generation) = state.withLock { state in
                    state.lastGeneration += 1
                    return (state.books[index].segment, state.lastGeneration)
                }
                try segment.reset(to: generation)
                state.withLock { state in
                    state.books[index] = Book(segment: segment, generation: generation)
                    state.full.removeAll { $0 == index }
                    state.free.append(index)
                }
            }
        } catch {
            // The records stay, so nothing is lost; later contents are synced one by one when no segment is free.
            state.withLock { $0.isPaused = true }
        }
    }

    private func grow(to generation: UInt64) {
        do {
            let segment = try JournalSegment.create(
                folder + "/\(generation).journal", generation: generation)
            state.withLock { state in
                state.books.append(Book(segment: segment, generation: generation))
                state.free.append(state.books.count - 1)
            }
        } catch {
            // A full disk: what comes is synced by itself, and says so if that fails too.
            state.withLock { $0.isPaused = true }
        }
    }
}
