import Foundation
import Partners
import Store
import Testing

@testable import Exchange
@testable import Receivers

/// What every sink owes, whatever its kind: a new kind is tested by being listed in ``SinkSubject/all``.
@Suite struct SinkConformanceTests {
    @Test func `every kind of sink is held to what sinks owe`() {
        #expect(Set(SinkSubject.all.map(\.kind)) == Set(SinkProfile.Kind.allCases))
    }

    @Test(arguments: SinkSubject.all)
    func `every event arrives with the bytes of the outbox, and those of a key in order`(
        _ subject: SinkSubject
    )
        throws
    {
        let stand = try SinkStand(subject)
        try stand.hall.addEvents(700, keys: 23)
        try stand.waitForCursor(700)
        let held = try stand.held()
        #expect(held.count == 700 && Set(held.map(\.id)).count == 700)
        stand.expectOrder(held)
        let outbox = try stand.hall.server.store.read { try $0.events.page(after: 0, limit: 1_000) }
        let bodies = Dictionary(uniqueKeysWithValues: outbox.map { ($0.id, $0.body) })
        #expect(held.allSatisfy { bodies[$0.id] == $0.body })
    }

    @Test(arguments: SinkSubject.all)
    func `the cursor never passes an event that the sink does not hold`(_ subject: SinkSubject) throws {
        let stand = try SinkStand(subject)
        var cursor = 0
        for _ in 0..<5 {
            try stand.hall.addEvents(300, keys: 7)
            let last = try stand.hall.server.store.read { try $0.events.last() }
            try stand.hall.wait("the cursor") {
                // First the cursor: what it says must be held already.
                cursor = try stand.hall.cursor(of: subject.name)
                let positions = Set(try stand.held().map(\.position))
                #expect(positions.isSuperset(of: cursor == 0 ? [] : Array(1...cursor)))
                return cursor == last
            }
        }
    }

    @Test(arguments: SinkSubject.all)
    func `a restart in the middle of it goes on where the sink stood`(_ subject: SinkSubject) throws {
        let stand = try SinkStand(subject)
        try stand.hall.addEvents(900, keys: 17)
        try stand.hall.wait("a beginning") { try !stand.held().isEmpty }
        stand.hall.stop()
        try stand.hall.startAgain()
        try stand.waitForCursor(900)
        stand.hall.stop()
        try stand.hall.startAgain(started: false)
        try stand.hall.addEvents(50, keys: 17)
        try stand.hall.start()
        try stand.waitForCursor(950)
        let held = try stand.held()
        #expect(Set(held.map(\.position)) == Set(1...950))
        stand.expectOrder(held)
    }

    @Test(arguments: SinkSubject.all)
    func `events whose delivery was forgotten come again under the same ids with the same bytes`(
        _ subject: SinkSubject
    ) throws {
        let stand = try SinkStand(subject)
        try stand.hall.addEvents(300, keys: 9)
        try stand.waitForCursor(300)
        stand.hall.stop()
        try stand.hall.loseCursor(of: subject.name, to: 120)
        try stand.hall.startAgain(started: false)
        try stand.hall.addEvents(30, keys: 9)
        try stand.hall.start()
        try stand.waitForCursor(330)
        let held = try stand.held()
        #expect(Set(held.map(\.id)).count == 330)
        for (id, repeats) in Dictionary(grouping: held, by: \.id) {
            #expect(Set(repeats.map(\.body)).count == 1, "\(id)")
            #expect(repeats.count == 1 || repeats[0].position > 120, "\(id) came again for no reason")
        }
        stand.expectOrder(held)
    }

    @Test(arguments: SinkSubject.all)
    func `a paused sink gets nothing and holds up nothing, and after it everything in order`(
        _ subject: SinkSubject
    ) throws {
        let stand = try SinkStand(subject)
        try stand.hall.addEvents(10, keys: 3)
        try stand.waitForCursor(10)
        _ = try stand.hall.server.sinks.pause(subject.name, because: "maintenance")
        try stand.hall.addEvents(200, keys: 3)
        for other in SinkSubject.all where other.kind != subject.kind {
            try stand.hall.wait("the other sink") { try stand.hall.cursor(of: other.name) == 210 }
        }
        #expect(try stand.held().count == 10)
        _ = try stand.hall.server.sinks.resume(subject.name)
        try stand.waitForCursor(210)
        #expect(try Set(stand.held().map(\.position)) == Set(1...210))
        stand.expectOrder(try stand.held())
    }
}

/// A kind of sink, by the name that the house of these tests gives it.
struct SinkSubject: Sendable, CustomTestStringConvertible {
    let kind: SinkProfile.Kind
    let name: String
    /// All that the sink got, in the order it came.
    let held: @Sendable (Hall, HookReceiver) throws -> [[UInt8]]

    static let all = [
        // A line that is being written has no end yet.
        SinkSubject(kind: .file, name: "journal") { hall, _ in
            try hall.journal().filter { $0.hasSuffix("}") }.map { Array($0.utf8) }
        },
        SinkSubject(kind: .webhook, name: "erp") { _, receiver in receiver.requests.map(\.body) },
    ]

    var testDescription: String { kind.rawValue }
}

/// A house with every kind of sink, of which one is looked at.
private struct SinkStand {
    struct Held {
        let id: String
        let key: String
        let position: Int
        let body: [UInt8]
    }

    let hall: Hall
    private let receiver: HookReceiver
    private let subject: SinkSubject

    init(_ subject: SinkSubject) throws {
        self.subject = subject
        receiver = try HookReceiver()
        hall = try Hall([.hook(receiver.url)])
    }

    func waitForCursor(_ position: Int) throws {
        try hall.wait("the cursor of \(subject.name)") { try hall.cursor(of: subject.name) == position }
    }

    func held() throws -> [Held] {
        try subject.held(hall, receiver).map { body in
            let object = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            return Held(
                id: object?["id"] as? String ?? "", key: object?["partitionkey"] as? String ?? "",
                position: Int(object?["sequence"] as? String ?? "") ?? -1, body: body)
        }
    }

    /// The first arrival of every event must lie in the order of its key.
    func expectOrder(_ held: [Held]) {
        var seen: Set<String> = []
        let firsts = held.filter { seen.insert($0.id).inserted }
        for (key, events) in Dictionary(grouping: firsts, by: \.key) {
            #expect(events.map(\.position) == events.map(\.position).sorted(), "order of \(key)")
        }
    }
}
