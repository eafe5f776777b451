internal import Partners
internal import Store
internal import Transports

extension RemoteEndpointRecord {
    /// Writes down how a visit ended, and what follows for the next one.
    ///
    /// - Parameters:
    ///   - end: the visit's end.
    ///   - breaker: when we stop trying for a while.
    ///   - revision: the profile's revision, whose change releases a held server.
    mutating func note(_ end: RemoteVisit.End, _ breaker: RemoteSection.Breaker, revision: String) {
        let report = end.report
        visits += 1
        lastStartedAt = report.startedAt
        lastEndedAt = report.endedAt
        lastOutcome = report.outcome.rawValue
        lastDetail = report.detail
        switch end.fault?.kind {
        case .identity, .login:
            heldAt = report.endedAt
            heldBecause = end.fault?.description
            heldRevision = revision
        case .connection:
            failures += 1
            guard failures >= breaker.after else { return }
            openings += 1
            let pause = PickupReview.milliseconds(breaker.pause)
            let longest = PickupReview.milliseconds(breaker.longest)
            let grown = pause.multipliedReportingOverflow(by: 1 << Int64(min(openings - 1, 20)))
            breakerUntil =
                report.endedAt
                + VisitLimits.spread(min(longest, grown.overflow ? longest : grown.partialValue))
        case .cancelled: return
        default:
            // The server answered: whatever else went wrong, the way to it is open.
            failures = 0
            openings = 0
            breakerUntil = 0
            release()
            if report.outcome == .good { lastGoodAt = report.endedAt }
        }
    }

    /// Lets the server be visited again.
    mutating func release() {
        heldAt = nil
        heldBecause = nil
        heldRevision = nil
    }

    /// Until when the breaker is open; a clock that was set back must not keep it open for longer than it may be.
    func breakerEnd(_ breaker: RemoteSection.Breaker, at now: Int64) -> Int64 {
        let longest = PickupReview.milliseconds(breaker.longest)
        return breakerUntil - now > longest + longest / 5 ? now : breakerUntil
    }
}
