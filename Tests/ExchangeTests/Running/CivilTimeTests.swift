import Exchange
import Foundation
import Testing

@Suite struct CivilTimeTests {
    @Test func `every day from 1900 to 2200 is what Foundation says`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(calendar.date(from: DateComponents(year: 1900, month: 1, day: 1)))
        let last = try #require(calendar.date(from: DateComponents(year: 2201, month: 1, day: 1)))
        var strange: [String] = []
        for seconds in stride(from: first.timeIntervalSince1970, to: last.timeIntervalSince1970, by: 86_400) {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: seconds))
            for offset in [0, 86_399_999] as [Int64] {
                let time = CivilTime(milliseconds: Int64(seconds) * 1000 + offset)
                if time.year != parts.year || time.month != parts.month || time.day != parts.day
                    || time.hour != (offset == 0 ? 0 : 23) || time.millisecond != (offset == 0 ? 0 : 999)
                {
                    strange.append(time.instantText)
                }
            }
        }
        #expect(strange == [])
    }

    @Test func `a zone's clock changes are followed`() throws {
        let zone = try #require(TimeZone(identifier: "America/Chicago"))
        // 2026-03-08 08:00 UTC: the clocks went from 02:00 to 03:00.
        #expect(CivilTime(milliseconds: 1_772_956_799_000, in: zone).timeText == "01:59:59")
        #expect(CivilTime(milliseconds: 1_772_956_800_000, in: zone).timeText == "03:00:00")
        #expect(CivilTime(milliseconds: 1_795_435_200_123).instantText == "2026-11-23T12:00:00.123Z")
        #expect(CivilTime(milliseconds: -1).instantText == "1969-12-31T23:59:59.999Z")
    }
}
