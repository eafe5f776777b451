import Foundation
import Partners
import Spool
import Testing

@testable import Sinks

@Suite struct FileSinkTests {
    private func layout() throws -> SpoolLayout {
        let layout = SpoolLayout(root: NSTemporaryDirectory() + "wharf-sink-\(UUID())")
        try layout.create()
        return layout
    }

    private func event(_ position: Int, day: String = "2026-11-23") -> PublishedEvent {
        PublishedEvent(
            position: position, id: "\(position)", day: day,
            json: Array("{\"sequence\":\"\(position)\"}".utf8))
    }

    private func send(_ sink: FileSink, _ events: [PublishedEvent]) {
        sink.send(events, at: 0) { #expect($0 == .delivered) }
    }

    private func lines(_ layout: SpoolLayout, _ day: String) throws -> [String] {
        try String(contentsOfFile: "\(layout.events)/\(day).ndjson", encoding: .utf8).split(separator: "\n")
            .map(String.init)
    }

    @Test func `events lie in the file of their day, a line each, in order`() throws {
        let layout = try layout()
        defer { try? FileManager.default.removeItem(atPath: layout.root) }
        let sink = try FileSink(name: "journal", layout: layout)
        send(sink, [event(1), event(2), event(3, day: "2026-11-24")])
        send(sink, [event(4, day: "2026-11-24")])
        #expect(try lines(layout, "2026-11-23") == ["{\"sequence\":\"1\"}", "{\"sequence\":\"2\"}"])
        #expect(try lines(layout, "2026-11-24").count == 2)
    }

    @Test func `a page that comes again is written once, also after a restart`() throws {
        let layout = try layout()
        defer { try? FileManager.default.removeItem(atPath: layout.root) }
        let sink = try FileSink(name: "journal", layout: layout)
        send(sink, [event(1), event(2)])
        send(sink, [event(1), event(2), event(3)])
        let again = try FileSink(name: "journal", layout: layout)
        #expect(again.lastPosition == 3)
        send(again, [event(2), event(3)])
        send(again, [event(3), event(4)])
        #expect(try lines(layout, "2026-11-23").count == 4)
    }

    @Test func `an empty page writes nothing`() throws {
        let layout = try layout()
        defer { try? FileManager.default.removeItem(atPath: layout.root) }
        let sink = try FileSink(name: "journal", layout: layout)
        send(sink, [])
        #expect(sink.lastPosition == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: layout.events).isEmpty)
    }
}
