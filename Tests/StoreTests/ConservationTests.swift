import Cryptography
import Testing

@testable import Store

/// Invariant 6: every arrival is in exactly one state, and sums agree, whatever happens in whatever order.
@Suite struct ConservationTests {
    @Test func `after any sequence of steps the sums agree with a plain model`() throws {
        let seed = SeededNumbers.seed
        var random = SeededNumbers(seed: seed)
        let books = try TemporaryBooks()
        var model: [String: ArrivalState] = [:]
        var events = 0
        for step in 0..<60 {
            let commands = (0..<Int.random(in: 1...6, using: &random)).map {
                Command(step * 10 + $0, &random)
            }
            let results = books.store.commitEach(
                .synced,
                commands.map { command in
                    { @Sendable (books: borrowing Commit) throws -> Bool in try command.run(books) }
                })
            for (command, result) in zip(commands, results) {
                switch result {
                case .success(let isNew):
                    if isNew { events += 1 }
                    command.apply(to: &model, isNew: isNew)
                case .failure(let error):
                    #expect(error is Refusal && command.mustFail, "seed \(seed) step \(step): \(error)")
                }
            }
            let status = try books.store.read { try $0.views.status(at: 0) }
            #expect(status.arrivalTotal == model.count, "seed \(seed) step \(step)")
            #expect(status.arrivals.values.reduce(0, +) == status.arrivalTotal, "seed \(seed) step \(step)")
            for state in ArrivalState.allCases {
                let expected = model.values.count { $0 == state }
                #expect(
                    status.arrivals[state.rawValue] ?? 0 == expected, "seed \(seed) step \(step) \(state)")
            }
            #expect(status.lastEvent == events, "seed \(seed) step \(step)")
        }
        #expect(try books.store.read { try $0.ledger.verify().isSound }, "seed \(seed)")
    }

    private struct Command: Sendable {
        let number: Int
        let state: ArrivalState
        let isMove: Bool
        let mustFail: Bool

        init(_ step: Int, _ random: inout SeededNumbers) {
            isMove = Bool.random(using: &random)
            number = isMove ? Int.random(in: 0...(step + 1), using: &random) : step
            state = ArrivalState.allCases.randomElement(using: &random) ?? .held
            mustFail = Int.random(in: 0..<5, using: &random) == 0
        }

        func run(_ books: borrowing Commit) throws -> Bool {
            var isNew = false
            if isMove {
                try books.arrivals.move(Sample.id(number), to: state, because: nil, at: 1)
            } else {
                isNew = try books.arrivals.record(Sample.arrival(number, state: state))
                try books.outbox.add(Sample.event(number)) { _ in [] }
            }
            try books.ledger.append(Sample.draft(number))
            if mustFail { throw Refusal() }
            return isNew
        }

        func apply(to model: inout [String: ArrivalState], isNew: Bool) {
            let id = Sample.id(number)
            if isNew || model[id] != nil && isMove { model[id] = state }
        }
    }
}
