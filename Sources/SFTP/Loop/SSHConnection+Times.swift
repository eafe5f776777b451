/// How an open upload comes on.
struct UploadPace {
    /// Bytes moved on the connection when it last came on.
    var moved: UInt64
    /// When that was.
    var since: ContinuousClock.Instant
}

// What ends because time has passed.
extension SSHConnection {
    /// The time beyond its limit in which a session may finish what it has open.
    private static let overtimeSeconds = 3_600.0

    /// Ends a connection that is too long without an identification or a login.
    ///
    /// `isCrowded`: many wait at the door, and silent ones have to make room sooner.
    func endIfLate(_ limits: HostLimits, isCrowded: Bool, at now: ContinuousClock.Instant) {
        let age = now - started
        guard wasIdentified else {
            let allowed = isCrowded ? limits.crowdedIdentificationSeconds : limits.identificationSeconds
            if age > .seconds(min(allowed, limits.graceSeconds)) {
                end("no identification within \(allowed) seconds")
            }
            return
        }
        guard age > .seconds(limits.graceSeconds) else { return }
        services.gate.outstayed(admission)
        // A key or signature that the library will not look at is known to its error text alone.
        let said = session.errorText
        end("not logged in within \(limits.graceSeconds) seconds" + (said.isEmpty ? "" : ": \(said)"))
    }

    /// Ends a session that is silent, too slow, or has lasted as long as it may.
    func endIfIdle(_ limits: HostLimits, at now: ContinuousClock.Instant) {
        if now - started > .seconds(limits.sessionSeconds) {
            // Nothing new may be opened; the loop ends it as soon as nothing is open.
            if !isDraining { isDraining = true }
            if now - started > .seconds(limits.sessionSeconds + Self.overtimeSeconds) {
                return end("the session has lasted as long as it may")
            }
        }
        guard let conversation, !conversation.isPending else {
            uploadPace = nil
            return
        }
        if now - lastActivity > .seconds(limits.idleSeconds) {
            return end("silent for \(limits.idleSeconds) seconds")
        }
        guard conversation.handles.hasUpload else {
            uploadPace = nil
            return
        }
        guard let pace = uploadPace, moved &- pace.moved < limits.uploadFloorBytes else {
            uploadPace = UploadPace(moved: moved, since: now)
            return
        }
        if now - pace.since > .seconds(limits.uploadFloorSeconds) {
            end(
                "an open upload moved less than \(limits.uploadFloorBytes) bytes in "
                    + "\(limits.uploadFloorSeconds) seconds")
        }
    }
}
