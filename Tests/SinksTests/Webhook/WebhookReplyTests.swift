import Testing

@testable import Sinks

@Suite struct WebhookReplyTests {
    private func outcome(_ status: Int) -> String {
        switch SinkOutcome(.init(status: status), status: status, now: 0) {
        case .delivered: "delivered"
        case .refused: "refused"
        case .failed: "failed"
        case .unavailable: "unavailable"
        case .gone: "gone"
        }
    }

    @Test(arguments: [
        (200, "delivered"), (202, "delivered"), (204, "delivered"), (299, "delivered"),
        (301, "unavailable"), (307, "unavailable"), (400, "refused"), (401, "unavailable"),
        (403, "unavailable"), (404, "unavailable"), (408, "failed"), (409, "refused"), (410, "gone"),
        (413, "refused"), (415, "refused"), (422, "refused"), (425, "failed"), (429, "unavailable"),
        (500, "failed"), (501, "failed"), (502, "unavailable"), (503, "unavailable"), (504, "unavailable"),
    ])
    func `each status says whether it is the event or the receiver`(_ status: Int, _ expected: String) {
        #expect(outcome(status) == expected)
    }

    @Test(arguments: [
        ("30", 30_000), ("0", 0), ("-5", 0), ("999999999", 3_600_000), (" 7 ", 7_000),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30_000), ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Tue, 24 Nov 2026 12:00:00 GMT", 3_600_000),
    ])
    func `a receiver may ask for a pause, in seconds or as a date, within bounds`(
        _ text: String, _ expected: Int64
    ) {
        // Noon of 2026-11-23.
        #expect(SinkOutcome.pause(text, now: 1_795_435_200_000) == expected)
    }

    @Test(arguments: ["soon", "", "12 apples"])
    func `what is no pause is none`(_ text: String) {
        #expect(SinkOutcome.pause(text, now: 0) == nil)
    }
}
