internal import Exchange
internal import Store

/// The metrics page in the Prometheus text format.
enum MetricsText {
    static func render(_ facts: ServerFacts, counters: [String: Int]) -> String {
        var lines: [String] = []
        var family: Substring = ""
        for (name, value) in counters.sorted(by: { $0.key < $1.key }) {
            // A name may carry a label; the type is said once for all of them.
            let named = name.prefix { $0 != "{" }
            if named != family { lines.append("# TYPE \(named) counter") }
            family = named
            lines.append("\(name) \(value)")
        }
        gauge("wharf_sessions", facts.sessions, &lines)
        for (name, value) in facts.gauges.sorted(by: { $0.key < $1.key }) { gauge(name, value, &lines) }
        gauge("wharf_partners", facts.partners, &lines)
        gauge("wharf_accepting", facts.refusal == nil ? 1 : 0, &lines)
        guard let counts = facts.counts else { return lines.joined(separator: "\n") + "\n" }
        table("wharf_arrivals", label: "state", counts.arrivals, &lines)
        table("wharf_outbound", label: "state", counts.outbound, &lines)
        table("wharf_jobs", label: "state", counts.jobs, &lines)
        table("wharf_documents", label: "type", counts.documents, &lines)
        table(
            "wharf_sink_lag", label: "sink", counts.sinks.mapValues { max(0, counts.lastEvent - $0) }, &lines)
        // Conservation: every arrival is in exactly one state.
        gauge("wharf_arrivals_unaccounted", counts.arrivalTotal - counts.arrivals.values.reduce(0, +), &lines)
        gauge("wharf_ledger_entries", counts.ledgerEntries, &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is measured of partners' own servers, each by the partner's id.
    static func render(_ servers: [EndpointStatus]) -> String {
        var lines: [String] = []
        func each(_ name: String, _ value: (EndpointStatus) -> Int?) {
            var values: [String: Int] = [:]
            for server in servers { values[server.partner] = value(server) }
            table(name, label: "partner", values, &lines)
        }
        each("wharf_remote_last_good_visit_seconds") { $0.ageOfLastGoodVisit.map { Int($0 / 1_000) } }
        each("wharf_remote_degraded") { $0.degraded == nil ? 0 : 1 }
        each("wharf_remote_failures_in_a_row") { $0.visits.failures }
        each("wharf_remote_parked") { $0.entries["parked"] ?? 0 }
        each("wharf_remote_after_action_failed") { $0.entries["afterwards failed"] ?? 0 }
        each("wharf_remote_waiting_to_send") { $0.waitingToSend }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// What is measured of sinks, each by its name; ages against a time in milliseconds UTC.
    static func render(_ sinks: [SinkStatus], now: Int64) -> String {
        var lines: [String] = []
        func each(_ name: String, _ value: (SinkStatus) -> Int) {
            let values = sinks.map { ($0.name, value($0)) }
            table(name, label: "sink", Dictionary(values, uniquingKeysWith: { first, _ in first }), &lines)
        }
        each("wharf_sink_undelivered") { $0.behind + $0.parked + $0.dead }
        each("wharf_sink_oldest_undelivered_seconds") { sink in
            sink.oldestUndelivered.map { Int(max(0, now - $0) / 1_000) } ?? 0
        }
        each("wharf_sink_parked") { $0.parked }
        each("wharf_sink_dead_letters") { $0.dead }
        each("wharf_sink_away") { $0.restingUntil == nil ? 0 : 1 }
        each("wharf_sink_paused") { $0.state.pausedAt == nil ? 0 : 1 }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private static func gauge(_ name: String, _ value: Int, _ lines: inout [String]) {
        lines.append("# TYPE \(name) gauge")
        lines.append("\(name) \(value)")
    }

    private static func table(_ name: String, label: String, _ values: [String: Int], _ lines: inout [String])
    {
        guard !values.isEmpty else { return }
        lines.append("# TYPE \(name) gauge")
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            lines.append("\(name){\(label)=\"\(key)\"} \(value)")
        }
    }
}
