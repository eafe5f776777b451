internal import SFTP

/// What came of one step of a trial.
struct TrialStep: Encodable {
    /// How a step ended.
    enum Outcome: String, Encodable { case ok, failed, skipped }

    let step: String
    let outcome: Outcome
    let milliseconds: Double?
    /// What was learned, what went wrong and what to do, or why it was skipped.
    let detail: String
    /// Facts of a failure, as both offers of algorithms.
    var facts: [String: String] = [:]
}

/// The steps of a trial as they come.
struct TrialLog {
    private let report: (TrialStep) -> Void
    private(set) var steps: [TrialStep] = []

    /// A list without steps; `report` hears of each as soon as it is over.
    init(_ report: @escaping (TrialStep) -> Void) {
        self.report = report
    }

    /// Whether nothing failed.
    var isPassed: Bool { !steps.contains { $0.outcome == .failed } }

    mutating func note(
        _ title: String, _ outcome: TrialStep.Outcome, _ milliseconds: Double?, _ detail: String,
        facts: [String: String] = [:]
    ) {
        let rounded = milliseconds.map { ($0 * 10).rounded() / 10 }
        let step = TrialStep(
            step: title, outcome: outcome, milliseconds: rounded, detail: detail, facts: facts)
        steps.append(step)
        report(step)
    }

    mutating func fail(_ title: String, _ error: ClientError, _ milliseconds: Double) {
        note(title, .failed, milliseconds, error.description, facts: error.details)
    }

    mutating func skip(_ titles: [String], _ why: String) {
        for title in titles { note(title, .skipped, nil, why) }
    }

    /// Connects, and notes the steps of that; what each learned is said by `words`.
    ///
    /// - Returns: the session, or the error of the step that failed, which is not noted yet, and its time.
    mutating func connect(
        _ options: ClientOptions, _ words: (ClientPhase, ServerFacts?) -> String
    ) -> Result<SFTPClient, Stop> {
        var done: [(phase: ClientPhase, milliseconds: Double)] = []
        let started = ContinuousClock.now
        do throws(ClientError) {
            let client = try SFTPClient.connect(options) { step in
                // A server that is asked for several keys is connected to several times.
                if let index = done.firstIndex(where: { $0.phase == step.phase }) {
                    done[index].milliseconds += step.milliseconds
                } else {
                    done.append((step.phase, step.milliseconds))
                }
            }
            for step in done {
                note(Self.title(step.phase), .ok, step.milliseconds, words(step.phase, client.facts))
            }
            return .success(client)
        } catch {
            let passed = done.prefix { $0.phase != error.phase }
            for step in passed {
                note(Self.title(step.phase), .ok, step.milliseconds, words(step.phase, nil))
            }
            let rest = Self.milliseconds(since: started) - passed.reduce(0) { $0 + $1.milliseconds }
            return .failure(Stop(error: error, milliseconds: max(0, rest)))
        }
    }

    /// Where connecting stopped.
    struct Stop: Error {
        let error: ClientError
        let milliseconds: Double
    }

    static func milliseconds(since started: ContinuousClock.Instant) -> Double {
        let time = started.duration(to: .now).components
        return Double(time.seconds) * 1e3 + Double(time.attoseconds) / 1e15
    }

    static func title(_ phase: ClientPhase) -> String {
        switch phase {
        case .keyExchange: "key exchange"
        case .hostKey: "host key"
        case .subsystem: "sftp"
        default: phase.rawValue
        }
    }
}
