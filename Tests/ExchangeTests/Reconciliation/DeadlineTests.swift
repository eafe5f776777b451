import Foundation
import Store
import Testing

@testable import Exchange

struct DeadlineTests {
    private static let hour: Int64 = 3_600_000

    private func hall() throws -> Hall { try Hall() }

    /// Turns the clock and waits until the deadlines that passed have been looked at.
    private func turn(_ hall: Hall, hours: Int64) throws {
        hall.clock.turn(byMilliseconds: hours * Self.hour)
        try hall.nudge()
        try hall.settle()
    }

    @Test
    func
        `what is not acknowledged in time is told once for its interchange, what is not answered for each order`()
        throws
    {
        let hall = try hall()
        let sent = try hall.send(["1", "2"], group: 1)
        // The profile: acknowledgment within 4h, answer within 1 working day.
        #expect(try hall.outbound(sent.documents[0]).acknowledgmentDueAt != nil)
        try turn(hall, hours: 3)
        #expect(try hall.told().filter { $0.contains("overdue") }.isEmpty)
        try turn(hall, hours: 2)
        #expect(try hall.told().filter { $0.contains("overdue") } == ["acknowledgment.overdue"])
        #expect(
            try sent.documents.map { try hall.outbound($0).overdue } == ["acknowledgment", "acknowledgment"])
        try turn(hall, hours: 24)
        #expect(
            try hall.told().filter { $0.contains("overdue") }
                == ["acknowledgment.overdue", "answer.overdue", "answer.overdue"])
        #expect(try hall.outbound(sent.documents[0]).overdue == "acknowledgment answer")
        // At last it comes: nothing is overdue any more, and the event says that it is late.
        try hall.upload("855.edi", .response(201, order: "1"))
        try hall.upload("997.edi", .answers(202, [Interchange.acknowledgment(ofGroup: "1", counts: "2*2*2")]))
        try hall.settle()
        #expect(try sent.documents.map { try hall.outbound($0).overdue } == [nil, "answer"])
        let late = try hall.journal().filter { $0.contains(#""isLate":true"#) }
        #expect(late.count == 3)
    }

    @Test
    func `what was acknowledged, answered or refused in time is not overdue`() throws {
        let hall = try hall()
        let sent = try hall.send(["1", "2"], group: 1)
        try hall.upload(
            "997.edi",
            .answers(
                201,
                [
                    Interchange.acknowledgment(
                        ofGroup: "1", status: "P", sets: [("0001", "A", []), ("0002", "R", [])],
                        counts: "2*2*1")
                ]))
        try hall.upload("855.edi", .response(202, order: "1"))
        try hall.settle()
        try turn(hall, hours: 80)
        #expect(try hall.told().filter { $0.contains("overdue") }.isEmpty)
        #expect(try sent.documents.map { try hall.outbound($0).state } == [.answered, .rejected])
    }

    @Test
    func `a deadline passes while the server is stopped, and is told once after the start`() throws {
        let hall = try hall()
        _ = try hall.send(["1"], group: 1)
        try hall.settle()
        hall.stop()
        hall.clock.turn(byMilliseconds: 5 * Self.hour)
        try hall.startAgain()
        try hall.settle()
        #expect(try hall.told().filter { $0.contains("overdue") } == ["acknowledgment.overdue"])
        hall.stop()
        // The clock is set back by two hours.
        hall.clock.turn(byMilliseconds: -2 * Self.hour)
        try hall.startAgain()
        try turn(hall, hours: 3)
        #expect(try hall.told().filter { $0.contains("overdue") } == ["acknowledgment.overdue"])
    }

    @Test
    func `an interchange handed over once more keeps its deadlines`() throws {
        let hall = try hall()
        let sent = try hall.send(["1"], group: 1)
        let due = try hall.outbound(sent.documents[0]).acknowledgmentDueAt
        try turn(hall, hours: 3)
        try hall.place(sent)
        #expect(try hall.outbound(sent.documents[0]).acknowledgmentDueAt == due)
        try turn(hall, hours: 2)
        #expect(try hall.told().filter { $0.contains("overdue") } == ["acknowledgment.overdue"])
    }

    @Test
    func `working days are counted by the partner's calendar`() throws {
        let hall = try Hall([
            .init(
                file: "acme-castings", from: "timeZone: America/Monterrey",
                to: "timeZone: America/Monterrey\ncalendar: us-plants")
        ])
        // From Wednesday over Thanksgiving, the day after it and the weekend to Monday.
        hall.clock.turn(byMilliseconds: 48 * Self.hour)
        let sent = try hall.send(["1"], group: 1)
        let document = try hall.outbound(sent.documents[0])
        let due = try #require(document.answerDueAt)
        #expect(due - (try #require(document.sentAt)) == 5 * 24 * Self.hour)
    }

    @Test
    func `missing control numbers are told after a while, and once more when they come`() throws {
        let hall = try hall()
        try hall.upload("1.edi", Interchange(control: 101, groups: [.init(control: "101")]))
        try hall.upload(
            "3.edi",
            Interchange(control: 103, groups: [.init(control: "103", notices: [.init(shipment: "3")])]))
        try hall.settle()
        #expect(try hall.told().isEmpty)
        hall.clock.turn(byMilliseconds: NumberWatch.patience + 1_000)
        try hall.nudge()
        try hall.settle()
        #expect(
            try hall.told().filter { $0.hasPrefix("control") } == [
                "control-number.gap", "control-number.gap",
            ])
        try hall.upload(
            "2.edi",
            Interchange(control: 102, groups: [.init(control: "102", notices: [.init(shipment: "2")])]))
        try hall.settle()
        #expect(
            try hall.told().filter { $0.hasPrefix("control") }
                == [
                    "control-number.gap", "control-number.gap", "control-number.gap-closed",
                    "control-number.gap-closed",
                ])
        #expect(
            try hall.server.store.read { try $0.inboundNumbers.gaps(withClosed: false, limit: 10) }.isEmpty)
    }

    @Test
    func `files that overtake each other raise no alarm`() throws {
        let hall = try hall()
        for number in [101, 103, 102, 104] {
            try hall.upload(
                "\(number).edi",
                Interchange(
                    control: number,
                    groups: [.init(control: "\(number)", notices: [.init(shipment: "\(number)")])]))
        }
        try hall.settle()
        hall.clock.turn(byMilliseconds: NumberWatch.patience + 1_000)
        try hall.nudge()
        try hall.settle()
        #expect(try hall.told().filter { $0.hasPrefix("control") }.isEmpty)
    }
}
