internal import Foundation
internal import Logging
internal import Partners
internal import Store
internal import Transports

/// One visit to a partner's server: connects, sends what is due, takes what is ready, and goes.
///
/// Runs on a thread of its own and blocks. The connection belongs to the visit and ends with it.
struct RemoteVisit {
    let context: ExchangeContext
    let receiver: Receiver
    let dialer: any RemoteDialer
    let partner: PartnerProfile
    let remote: RemoteSection
    let cancellation: VisitCancellation
    /// Whether the folders are looked into, or only what is due is sent.
    let polls: Bool
    /// Whether nothing is changed, here or there.
    let isDryRun: Bool

    /// The visit's end: what it did, and the error of the connection that ended it.
    struct End {
        var report: VisitReport
        var fault: RemoteError?
    }

    func run() -> End {
        var report = VisitReport(partner: partner.id, isDryRun: isDryRun, at: context.clock.now)
        var fault: RemoteError?
        do {
            try visit(&report)
        } catch let error as RemoteError {
            fault = error
            report.note(error.description)
            report.outcome = error.kind == .cancelled ? .cancelled : .failed
        } catch {
            report.note("\(error)")
            report.outcome = .failed
        }
        if report.outcome == .good, !report.faults.isEmpty { report.outcome = .failed }
        report.endedAt = context.clock.now
        report.detail = ([report.summary] + report.faults).joined(separator: "; ")
        return End(report: report, fault: fault)
    }

    private func visit(_ report: inout VisitReport) throws {
        let end = ContinuousClock.now + remote.deadlines.poll
        let day = CivilTime(milliseconds: context.clock.now).dayText
        let server = try dialer.dial(remote, day: day, cancellation: cancellation)
        defer { server.close() }
        report.address = server.address
        try push(over: server, &report)
        if polls {
            for pickup in remote.pickups {
                try poll(pickup, over: server, until: end, &report)
            }
        }
        // What was answered meanwhile goes the same way.
        try push(over: server, &report)
    }

    private func poll(
        _ pickup: RemoteSection.Pickup, over server: any RemoteServer, until end: ContinuousClock.Instant,
        _ report: inout VisitReport
    ) throws {
        let round = PickupRound(
            context: context, receiver: receiver, partner: partner.id, pickup: pickup,
            parkAfter: remote.poll?.parkAfter ?? RemoteSection.Poll.standard.parkAfter, server: server,
            cancellation: cancellation, end: end, isDryRun: isDryRun)
        do {
            try round.run(&report)
        } catch let error as RemoteError where !error.endsVisit {
            // One folder that cannot be listed does not keep us from the others.
            report.note(error.description)
        }
    }

    private func push(over server: any RemoteServer, _ report: inout VisitReport) throws {
        guard let delivery = remote.deliver else { return }
        let push = Push(
            context: context, partner: partner, delivery: delivery, server: server, cancellation: cancellation
        )
        let jobs = try push.due()
        for job in jobs {
            if cancellation.isCancelled { throw RemoteError(.cancelled, "the server is stopping") }
            if isDryRun {
                try report.lines.append(push.line(job))
            } else {
                try push.perform(job, &report)
            }
        }
    }
}
