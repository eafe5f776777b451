import Foundation
import Testing

@testable import Partners

struct MaintenanceWindowTests {
    private let night = MaintenanceWindow(days: [0], fromMinute: 22 * 60, toMinute: 4 * 60)

    private func moment(_ text: String) throws -> Date {
        try #require(ISO8601DateFormatter().date(from: text))
    }

    @Test func `a window within a day holds from its first minute to the one before its last`() {
        let window = MaintenanceWindow(days: [6], fromMinute: 120, toMinute: 240)
        let held = [(6, 119), (6, 120), (6, 239), (6, 240), (5, 150)].map {
            window.contains(weekday: $0.0, minute: $0.1)
        }
        #expect(held == [false, true, true, false, false])
    }

    @Test func `a window over midnight belongs to the day on which it begins`() {
        let held = [(0, 0), (0, 1319), (0, 1320), (1, 0), (1, 239), (1, 240), (1, 1320)].map {
            night.contains(weekday: $0.0, minute: $0.1)
        }
        #expect(held == [false, false, true, true, true, false, false])
    }

    @Test func `the end is told in the partner's zone, over the change of the clocks too`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 2027-03-28 is the Sunday on which 02:00 becomes 03:00 in Berlin.
        let window = MaintenanceWindow(days: [0], fromMinute: 60, toMinute: 240)
        #expect(
            window.end(at: try moment("2027-03-28T00:30:00Z"), in: zone)
                == (try moment("2027-03-28T02:00:00Z")))
        #expect(window.end(at: try moment("2027-03-28T02:00:00Z"), in: zone) == nil)
        #expect(window.end(at: try moment("2027-03-27T00:30:00Z"), in: zone) == nil)
    }

    @Test func `windows that touch are one maintenance`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write(
            "acme-castings.yaml",
            SampleProfiles.partner.replacing(
                "[{ days: [SUN, MON], from: \"22:30\", to: \"02:00\" }]",
                with:
                    "[{ days: [SUN], from: \"22:00\", to: \"04:00\" }, { days: [MON], from: \"04:00\", to: \"05:30\" }]"
            ))
        let remote = try #require(folder.load().directory?.partner(id: "acme-castings")?.remote)
        let sunday = try moment("2026-11-22T23:15:20Z")
        #expect(remote.maintenanceEnd(at: sunday, in: .gmt) == (try moment("2026-11-23T05:30:00Z")))
        #expect(remote.maintenanceEnd(at: try moment("2026-11-23T05:30:00Z"), in: .gmt) == nil)
    }
}
