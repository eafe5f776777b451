internal import Foundation
internal import Partners
internal import Store

/// When a partner's server is visited next, and what for: arithmetic over what is known, without threads.
struct VisitPlan {
    let partner: PartnerProfile
    let remote: RemoteSection
    let revision: String
    let endpoint: RemoteEndpointRecord
    let nextPoll: Int64?
    let pushDue: Int64?
    let notBefore: Int64
    let now: Int64

    /// Why there is no next visit, or when it is.
    enum Next: Equatable {
        /// Nothing to do there, or the partner's state forbids it.
        case off
        /// A person must look first.
        case held
        /// At a time in milliseconds UTC, with the reason when it is later than it could be.
        case at(Int64, EndpointStatus.Condition)
    }

    /// Whether folders are looked into.
    var polls: Bool { remote.poll != nil && !remote.pickups.isEmpty }

    /// The time between two looks; the usual one when only sending is agreed.
    var every: Int64 { PickupReview.milliseconds((remote.poll ?? .standard).every) }

    var next: Next {
        guard partner.state == .live || partner.state == .test else { return .off }
        var wishes: [Int64] = []
        // A clock that was set back must not put the next visit off.
        let latest = now + every + PickupReview.milliseconds((remote.poll ?? .standard).jitter)
        if polls, let nextPoll { wishes.append(min(nextPoll, latest)) }
        if remote.deliver != nil, let pushDue { wishes.append(pushDue) }
        guard var due = wishes.min() else { return .off }
        if endpoint.heldRevision == revision { return .held }
        due = max(due, min(notBefore, latest))
        var condition = EndpointStatus.Condition.waiting
        let breaker = endpoint.breakerEnd(remote.breaker, at: now)
        if breaker > now {
            due = max(due, breaker)
            condition = .resting
        }
        let moment = Date(timeIntervalSince1970: Double(max(due, now)) / 1000)
        if let end = remote.maintenanceEnd(at: moment, in: partner.timeZone) {
            due = Int64(end.timeIntervalSince1970 * 1000)
            condition = .maintenance
        }
        return .at(due, condition)
    }

    /// When the next look is due after one that begins now.
    var pollAfterThis: Int64 {
        let jitter = PickupReview.milliseconds((remote.poll ?? .standard).jitter)
        return now + every + (jitter > 0 ? Int64.random(in: 0...jitter) : 0)
    }

    /// Why a person should look, in a sentence; `nil` when all is well.
    ///
    /// `since`: when the server of ours began to run, milliseconds UTC.
    func degradation(since: Int64) -> String? {
        if let because = endpoint.heldBecause, endpoint.heldRevision == revision {
            return "\(partner.id): its server is not visited: \(because)"
        }
        guard polls, case .at(_, let condition) = next, condition != .maintenance else { return nil }
        let last = max(endpoint.lastGoodAt ?? 0, since)
        let patience = 2 * every + PickupReview.milliseconds((remote.poll ?? .standard).jitter)
        guard now - last > patience else { return nil }
        return "\(partner.id): no good visit to its server for \((now - last) / 60_000) min"
    }
}
