internal import Glibc

/// What bounds a step: its deadline and whether someone wants it to end.
struct StepLimit {
    let phase: ClientPhase
    let server: String
    /// The time the step was given, for its sentence.
    let lasting: Duration
    let deadline: ContinuousClock.Instant
    let cancellation: ClientCancellation?

    /// The same bounds for another step.
    func at(_ phase: ClientPhase) -> StepLimit {
        StepLimit(
            phase: phase, server: server, lasting: lasting, deadline: deadline, cancellation: cancellation)
    }

    /// - Throws: ``ClientError`` when the time is up or the step was cancelled.
    func check() throws(ClientError) {
        if cancellation?.isCancelled == true {
            throw error(.cancelled, "\(server): stopped while \(phase.doing), as asked")
        }
        if ContinuousClock.now >= deadline {
            let seconds = Double(lasting.milliseconds) / 1_000
            throw error(
                .timedOut,
                "\(server): no end within \(seconds) s while \(phase.doing); raise the deadline or ask the"
                    + " server's operator")
        }
    }

    func error(_ code: ClientError.Code, _ sentence: String, _ details: [String: String] = [:]) -> ClientError
    {
        ClientError(phase: phase, code: code, description: sentence, details: details)
    }

    /// Waits until one of the descriptors is ready, at most for `longest`; answers whether one is.
    ///
    /// - Throws: ``ClientError`` when the time is up or the step was cancelled.
    func wait(for sources: inout [pollfd], longest: Duration? = nil) throws(ClientError) -> Bool {
        let until = longest.map { min(ContinuousClock.now + $0, deadline) } ?? deadline
        while true {
            try check()
            var left = ContinuousClock.now.duration(to: until).milliseconds + 1
            if cancellation != nil { left = min(left, ClientCancellation.sliceMilliseconds) }
            let ready = poll(&sources, nfds_t(sources.count), Int32(clamping: max(left, 0)))
            if ready > 0 { return true }
            if ready < 0, errno != EINTR {
                throw error(.localFailure, "\(server): cannot wait for the connection: \(systemText(errno))")
            }
            if until < deadline, ContinuousClock.now >= until { return false }
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
