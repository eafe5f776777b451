import Foundation
import Testing

@testable import Transports

@Suite struct CalendarTextTests {
    @Test func `every day from 1900 to 2200 is what Foundation says`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        let first = try #require(calendar.date(from: DateComponents(year: 1900, month: 1, day: 1)))
        let last = try #require(calendar.date(from: DateComponents(year: 2201, month: 1, day: 1)))
        var strange: [String] = []
        for seconds in stride(from: first.timeIntervalSince1970, to: last.timeIntervalSince1970, by: 86_400) {
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: seconds))
            let (year, month, day) = (parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            let expected = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            let start = Int64(seconds) * 1000
            for instant in [start, start + 86_399_999]
            where CalendarText.day(milliseconds: instant) != expected {
                strange.append("\(instant) \(expected)")
            }
        }
        #expect(strange == [])
    }
}
