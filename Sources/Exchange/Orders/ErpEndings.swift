internal import Foundation
internal import Spool
internal import Store
internal import Transports

/// What became of a file of our own applications, in the words that are written beside it.
enum ErpEndings {
    /// A fault as any stage of own files keeps it: with a place in a table, or in a document.
    private struct Fault: Decodable {
        var order: Int?
        var orderNumber: String?
        var line: Int?
        var column: Int?
        var heading: String?
        var path: String?
        var found: String?
        var message: String
        var fix: String?

        var text: String {
            let place = [
                order.flatMap { $0 > 0 ? "order \($0)" : nil }, orderNumber.map { "PO \($0)" },
                line.map { "line \($0)" }, column.map { "column \($0)" }, heading.map { "(\($0))" }, path,
            ].compactMap(\.self).joined(separator: ", ")
            let words = [message, fix].compactMap(\.self).joined(separator: " ")
            return (place.isEmpty ? words : "\(place): \(words)") + (found.map { " [found: \($0)]" } ?? "")
        }
    }

    static func ending(of uploadKey: String, in store: StateStore) throws -> ErpEnding {
        guard let arrival = try store.read({ try $0.arrivals.find(uploadKey: uploadKey) }) else {
            return .unknown
        }
        guard arrival.state.isFinal else { return .open }
        let isRefused = arrival.state != .interpreted && arrival.state != .duplicate
        let faults = try arrival.findings.map {
            try JSONDecoder().decode([Fault].self, from: Data($0.utf8))
        }
        let mark = String(arrival.id.suffix(10))
        guard isRefused || faults?.isEmpty == false else { return .ended(.done, why: nil, mark: mark) }
        let lines = ["\(arrival.name) (arrival \(arrival.id)): \(arrival.reason ?? arrival.state.rawValue)"]
        let told = (faults ?? []).map(\.text)
        let rest = arrival.rejectedSets > told.count ? ["Further faults were not kept."] : []
        return .ended(
            isRefused ? .rejected : .done,
            why: (lines + told + rest).joined(separator: "\n") + "\n", mark: mark)
    }
}
