internal import Exchange
internal import Foundation
internal import X12

/// What every simulated partner does: it takes what lies there, acknowledges it, and hands over its own files.
final class SimulatedPartner {
    /// How the partner behaves.
    enum Scenario: String, CaseIterable {
        /// It answers all at once and rightly.
        case good
        /// It answers rightly, but only after a delay.
        case late
        /// It sends each of its files twice.
        case duplicate
        /// Its first document is damaged; after our rejection it sends a right one.
        case malformed
        /// Its line takes a few thousand bytes a second.
        case slow
        /// It rejects whatever we send.
        case reject
    }

    /// How our answer to a file of the partner stands.
    enum Verdict: Equatable {
        case awaited
        case accepted
        case rejected(String)
    }

    let scenario: Scenario
    private let desk: any SimulationDesk
    private let log: SimulationLog
    private let delay: TimeInterval
    private var envelope: SimulatedEnvelope
    private var seen: Set<String> = []
    private var verdicts: [Int: Verdict] = [:]
    private var damagesNext: Bool

    /// Bytes a second of a slow line.
    static let slowRate = 4_000

    init(
        _ scenario: Scenario, at desk: any SimulationDesk, envelope: SimulatedEnvelope, delay: TimeInterval,
        log: SimulationLog
    ) {
        self.scenario = scenario
        self.desk = desk
        self.envelope = envelope
        self.delay = delay
        self.log = log
        damagesNext = scenario == .malformed
    }

    /// Leaves alone what lies there already.
    func ignorePresent() throws {
        seen.formUnion(try desk.offered())
    }

    /// Takes what is new, and acknowledges it; the closure gets each file that was read.
    func collect(_ take: (SimulatedMail) throws -> Void) throws {
        defer { desk.rest() }
        for name in try desk.offered() where seen.insert(name).inserted {
            let mail = try SimulatedMail(try desk.fetch(name))
            log.note("collected", name, mail.faults.isEmpty ? nil : mail.faults.joined(separator: "; "))
            for notice in mail.notices { settle(notice) }
            for answer in mail.answers { settle(answer) }
            if let header = mail.groups.first?.header { try acknowledge(mail, header) }
            try take(mail)
        }
    }

    /// Hands over a document; answers the number its acknowledgment will name.
    func send(_ document: (inout SimulatedEnvelope) throws -> SimulatedEnvelope.Written, about: String) throws
        -> Int
    {
        var written = try document(&envelope)
        if damagesNext {
            damagesNext = false
            written = Self.damaged(written)
        }
        try hand(written, about)
        verdicts[written.number] = .awaited
        return written.number
    }

    /// What we said to a file of the partner.
    func verdict(on number: Int) -> Verdict { verdicts[number] ?? .awaited }

    /// How many files of the partner we have not answered.
    var awaited: Int { verdicts.values.count { $0 == .awaited } }

    private func settle(_ answer: X12.FunctionalAcknowledgment) {
        guard let number = Int(answer.groupControlNumber), let known = verdicts[number] else {
            return log.note("unexpected", "997", "answers group \(answer.groupControlNumber), never sent")
        }
        let isAccepted = answer.status == "A" || answer.status == "E"
        // The second of two equal files must not be rejected after the first was accepted.
        let verdict: Verdict = isAccepted ? .accepted : .rejected("AK901 \(answer.status)")
        if known != .accepted { verdicts[number] = verdict }
        log.note(isAccepted ? "accepted" : "rejected", "group \(number)", "AK901 \(answer.status)")
    }

    /// A TA1 speaks for the whole interchange; one that accepts it leaves the verdict to the 997.
    private func settle(_ notice: InterchangeAcknowledgment) {
        log.note("answered", "interchange \(notice.controlNumber)", "TA1 \(notice.status) \(notice.note)")
        guard let number = Int(notice.controlNumber), verdicts[number] == .awaited, notice.status == "R"
        else { return }
        verdicts[number] = .rejected("TA1 \(notice.note)")
    }

    private func acknowledge(_ mail: SimulatedMail, _ header: GroupHeader) throws {
        let answers = mail.groups.map { scenario == .reject ? Self.rejection($0.answer) : $0.answer }
        try hand(
            try envelope.answer(answers, to: header), "acknowledges group \(header.controlNumber)")
    }

    private func hand(_ written: SimulatedEnvelope.Written, _ about: String) throws {
        if scenario == .late { Thread.sleep(forTimeInterval: delay) }
        let rate = scenario == .slow ? Self.slowRate : nil
        try desk.hand(written.name, written.bytes, bytesPerSecond: rate)
        log.note("sent", written.name, about)
        guard scenario == .duplicate else { return }
        try desk.hand("again_\(written.name)", written.bytes, bytesPerSecond: nil)
        log.note("sent", "again_\(written.name)", "the same bytes once more")
    }

    /// The same verdict on every set: rejected, for a segment that is not defined.
    private static func rejection(_ answer: X12.FunctionalAcknowledgment) -> X12.FunctionalAcknowledgment {
        var rejection = answer
        rejection.status = "R"
        rejection.accepted = 0
        rejection.sets = answer.sets.map { set in
            SetAcknowledgment(
                setID: set.setID, controlNumber: set.controlNumber, status: "R", codes: ["5"],
                segments: [
                    SegmentNote(
                        segmentID: "PO1", position: 3, code: "8",
                        elements: [ElementNote(element: 2, dataElement: "330", code: "6", value: "0")])
                ])
        }
        return rejection
    }

    /// The same file with a wrong count of segments in its first SE.
    private static func damaged(_ written: SimulatedEnvelope.Written) -> SimulatedEnvelope.Written {
        let bytes = written.bytes
        guard let place = bytes.firstRange(of: Array("SE".utf8) + [bytes[3]])?.upperBound else {
            return written
        }
        return .init(
            name: written.name, bytes: bytes[..<place] + Array("9".utf8) + bytes[place...],
            number: written.number, set: written.set)
    }
}

/// What happened in a simulation, told as it happens.
final class SimulationLog {
    /// One line.
    struct Line: Encodable {
        let at: String
        let act: String
        let subject: String
        let detail: String?
    }

    private let isJSON: Bool

    init(json: Bool) {
        isJSON = json
    }

    func note(_ act: String, _ subject: String, _ detail: String?) {
        let at = CivilTime(milliseconds: ExchangeClock.system.now)
        if isJSON {
            let line = Line(at: at.instantText, act: act, subject: subject, detail: detail)
            guard let text = try? JSONLines.text(line) else { return }
            return Terminal.say(text)
        }
        let padded = act.padding(toLength: max(10, act.count), withPad: " ", startingAt: 0)
        Terminal.say(
            "\(at.timeText)  \(padded)  \(Terminal.visible(subject))"
                + (detail.map { "  \(Terminal.visible($0))" } ?? ""))
    }
}
