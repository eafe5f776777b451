import Testing

@testable import Exchange

/// When work in the house stands back for senders at the door.
@Suite struct DoorPaceTests {
    private let millisecond: UInt64 = 1_000_000

    /// Files one after the other from a time on, each a millisecond long and a millisecond behind the one before.
    private func receive(_ count: Int, from start: UInt64, at pace: DoorPace) -> UInt64 {
        var time = start
        for _ in 0..<count {
            pace.begin(at: time)
            pace.end(at: time + millisecond)
            time += 2 * millisecond
        }
        return time
    }

    @Test func `a file that comes alone is worked on at once`() {
        let pace = DoorPace()
        #expect(pace.rest(at: 1_000 * millisecond) == nil)
        pace.begin(at: 1_000 * millisecond)
        #expect(pace.rest(at: 1_000 * millisecond) == nil)
        pace.end(at: 1_001 * millisecond)
        #expect(pace.rest(at: 1_001 * millisecond) == nil)
        _ = receive(1, from: 1_001 * millisecond + DoorPace.gap, at: pace)
        #expect(pace.rest(at: 1_003 * millisecond + DoorPace.gap) == nil)
    }

    @Test func `work stands back while files follow each other, and begins when they stop`() {
        let pace = DoorPace()
        let end = receive(2, from: 1_000 * millisecond, at: pace)
        #expect(pace.rest(at: end) == DoorPace.gap)
        #expect(pace.rest(at: end + DoorPace.gap) == nil)
    }

    @Test func `files side by side are a burst too, as long as one of them is under way`() {
        let pace = DoorPace()
        pace.begin(at: 1_000 * millisecond)
        pace.begin(at: 1_001 * millisecond)
        pace.end(at: 1_002 * millisecond)
        #expect(pace.rest(at: 1_100 * millisecond) == DoorPace.gap)
        pace.end(at: 1_101 * millisecond)
        #expect(pace.rest(at: 1_101 * millisecond + DoorPace.gap) == nil)
    }

    @Test
    func `a sender who never pauses stops the work for two seconds, and not before it has caught up again`() {
        let pace = DoorPace()
        let start = 1_000 * millisecond
        var time = start
        var worked: [UInt64] = []
        for _ in 0..<2_000 {
            time = receive(1, from: time, at: pace)
            if pace.rest(at: time) == nil { worked.append(time) }
        }
        // Four seconds of files: a rest of two from the second file on, and then work without another.
        #expect(worked.dropFirst().first.map { $0 - start >= DoorPace.longestRest } == true)
        #expect(worked.dropFirst().first.map { $0 - start <= DoorPace.longestRest + 8 * millisecond } == true)
        #expect(worked.count == 2_000 - Int(DoorPace.longestRest / (2 * millisecond)))
        pace.noteCaughtUp()
        time = receive(1, from: time, at: pace)
        #expect(pace.rest(at: time) == DoorPace.gap)
    }
}
