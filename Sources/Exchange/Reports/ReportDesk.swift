internal import Partners
internal import Store
internal import Synchronization
internal import Transports

/// The partners' report folders: written from the books when somebody looks, so that they never disagree with them.
final class ReportDesk: Sendable {
    private struct Known {
        let mark: String
        let text: [UInt8]
    }

    /// One report of a partner.
    private struct Report {
        enum Form: String {
            /// What became of the file, in sentences.
            case text
            /// A line a row.
            case result
        }

        let name: String
        let arrival: ArrivalRecord
        let form: Form
    }

    /// Rendered reports kept; all are dropped when there are more.
    private static let cacheLimit = 5_000
    /// The longest report kept.
    private static let cachedBytes = 8 << 10
    private let context: ExchangeContext
    private let cache = Mutex<[String: Known]>([:])

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// The reports of a partner: `<name>.txt` for the newest file of a name, `<name>.<n>.txt` for the ones before, and
    /// beside those of batch files `<name>.result.csv` with a line a row.
    func list(of partner: String) throws -> [ReportFile] {
        let reports = try named(partner)
        let arrivals = reports.map(\.arrival.id)
        let states = try context.store.read { try $0.views.interchangeStates(ofArrivals: arrivals) }
        return try reports.map { report in
            ReportFile(
                name: report.name, byteCount: try text(of: report, states[report.arrival.id]).count,
                modifiedSeconds: (report.arrival.finishedAt ?? report.arrival.receivedAt) / 1000)
        }
    }

    /// A report's text, or `nil`.
    func text(_ name: String, of partner: String) throws -> [UInt8]? {
        guard let report = try named(partner).first(where: { $0.name == name }) else { return nil }
        let id = report.arrival.id
        let states = try context.store.read { try $0.views.interchangeStates(ofArrivals: [id]) }
        return try text(of: report, states[id])
    }

    private func named(_ partner: String) throws -> [Report] {
        let limit = context.limits.reportsPerPartner
        let arrivals = try context.store.read {
            try $0.views.arrivals(ViewFilter(partner: partner, limit: limit))
        }
        var seen: [String: Int] = [:]
        return arrivals.flatMap { arrival in
            let count = seen[arrival.name, default: 0]
            seen[arrival.name] = count + 1
            let stem = String(arrival.name.prefix(200)) + (count == 0 ? "" : ".\(count)")
            let text = Report(name: "\(stem).txt", arrival: arrival, form: .text)
            guard ResultFile.isDue(for: arrival) else { return [text] }
            return [text, Report(name: "\(stem).result.csv", arrival: arrival, form: .result)]
        }
    }

    /// `states`: the states of the arrival's interchanges, as one text.
    private func text(of report: Report, _ states: String?) throws -> [UInt8] {
        let arrival = report.arrival
        let house = context.book.generation.directory.house.name
        // All that a report of a finished arrival is made of and that can still change.
        let mark = "\(house)|\(arrival.state.rawValue)|\(arrival.reason ?? "")|\(states ?? "")"
        let key = "\(report.form.rawValue) \(arrival.id)"
        if arrival.state.isFinal, let known = cache.withLock({ $0[key] }), known.mark == mark {
            return known.text
        }
        let text = try render(report, house: house)
        guard text.count <= Self.cachedBytes else { return text }
        cache.withLock { cache in
            if cache.count >= Self.cacheLimit { cache.removeAll() }
            cache[key] = Known(mark: mark, text: text)
        }
        return text
    }

    private func render(_ report: Report, house: String) throws -> [UInt8] {
        let id = report.arrival.id
        switch report.form {
        case .text:
            guard let story = try context.store.read({ try $0.views.story(of: id) }) else { return [] }
            return Array(try ReportText.render(story, house: house).utf8)
        case .result:
            let documents = try context.store.read {
                try $0.views.batchRows(of: id, limit: ResultFile.rowsMaximum)
            }
            return Array(try ResultFile.render(report.arrival, documents).utf8)
        }
    }
}
