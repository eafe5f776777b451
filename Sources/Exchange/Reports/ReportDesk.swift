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

    /// Rendered reports kept; all are dropped when there are more.
    private static let cacheLimit = 5_000
    private let context: ExchangeContext
    private let cache = Mutex<[String: Known]>([:])

    init(_ context: ExchangeContext) {
        self.context = context
    }

    /// The reports of a partner: `<name>.txt` for the newest file of a name, `<name>.<n>.txt` for the ones before.
    func list(of partner: String) throws -> [ReportFile] {
        let reports = try named(partner)
        let arrivals = reports.map(\.1.id)
        let states = try context.store.read { try $0.views.interchangeStates(ofArrivals: arrivals) }
        return try reports.map { name, arrival in
            ReportFile(
                name: name, byteCount: try text(of: arrival, states[arrival.id]).count,
                modifiedSeconds: (arrival.finishedAt ?? arrival.receivedAt) / 1000)
        }
    }

    /// A report's text, or `nil`.
    func text(_ name: String, of partner: String) throws -> [UInt8]? {
        guard let arrival = try named(partner).first(where: { $0.0 == name })?.1 else { return nil }
        let states = try context.store.read { try $0.views.interchangeStates(ofArrivals: [arrival.id]) }
        return try text(of: arrival, states[arrival.id])
    }

    private func named(_ partner: String) throws -> [(String, ArrivalRecord)] {
        let limit = context.limits.reportsPerPartner
        let arrivals = try context.store.read {
            try $0.views.arrivals(ViewFilter(partner: partner, limit: limit))
        }
        var seen: [String: Int] = [:]
        return arrivals.map { arrival in
            let count = seen[arrival.name, default: 0]
            seen[arrival.name] = count + 1
            let stem = String(arrival.name.prefix(200))
            return (count == 0 ? "\(stem).txt" : "\(stem).\(count).txt", arrival)
        }
    }

    /// `states`: the states of the arrival's interchanges, as one text.
    private func text(of arrival: ArrivalRecord, _ states: String?) throws -> [UInt8] {
        let house = context.book.generation.directory.house.name
        // All that a report of a finished arrival is made of and that can still change.
        let mark = "\(house)|\(arrival.state.rawValue)|\(arrival.reason ?? "")|\(states ?? "")"
        if arrival.state.isFinal, let known = cache.withLock({ $0[arrival.id] }), known.mark == mark {
            return known.text
        }
        guard let story = try context.store.read({ try $0.views.story(of: arrival.id) }) else { return [] }
        let text = Array(try ReportText.render(story, house: house).utf8)
        cache.withLock { cache in
            if cache.count >= Self.cacheLimit { cache.removeAll() }
            cache[arrival.id] = Known(mark: mark, text: text)
        }
        return text
    }
}
