import Documents
import Testing

struct CalendarDayTests {
    @Test(arguments: [
        ("20260227", "2026-02-27"), ("20240229", "2024-02-29"), ("20000229", "2000-02-29"),
        ("260227", "2026-02-27"),
        ("991231", "1999-12-31"), ("490101", "2049-01-01"), ("500101", "1950-01-01"),
    ])
    func `a day is read from its digits`(_ digits: String, _ text: String) {
        #expect(CalendarDay(digits: digits)?.description == text)
    }

    @Test(arguments: [
        "20260229", "19000229", "20261301", "20260100", "00000000", "2026", "2026022", "+2602270", "2026-2-7",
    ])
    func `a day that the calendar does not have is refused`(_ digits: String) {
        #expect(CalendarDay(digits: digits) == nil)
    }

    @Test(arguments: [
        ("0915", "09:15"), ("235959", "23:59:59"), ("1200005", "12:00:00.5"), ("12000050", "12:00:00.50"),
    ])
    func `a time keeps what was written`(_ digits: String, _ text: String) {
        #expect(TimeOfDay(digits: digits)?.description == text)
    }

    @Test(arguments: ["2400", "1260", "235960", "915", "12:00", "", "123456789"])
    func `a time that the day does not have is refused`(_ digits: String) {
        #expect(TimeOfDay(digits: digits) == nil)
    }
}
