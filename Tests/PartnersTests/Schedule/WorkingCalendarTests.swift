import Foundation
import Testing

@testable import Partners

struct WorkingCalendarTests {
    static let plant = """
        apiVersion: wharf/v1
        id: plant
        name: Our plant
        workingDays: [MON, TUE, WED, THU, FRI]
        years: { from: 2026, to: 2027 }
        holidays:
          - { date: 2026-11-26, name: Thanksgiving Day }
          - { date: 2026-12-25, name: Christmas Day }

        """

    static func calendar() throws -> WorkingCalendar {
        let folder = try ProfileFolder.complete()
        try folder.write("calendars/plant.yaml", plant)
        try folder.write("house.yaml", SampleProfiles.house + "calendar: plant\n")
        let review = folder.load()
        #expect(review.faults == [])
        return try #require(review.directory?.house.calendar)
    }

    @Test func `a calendar knows its weekdays and holidays`() throws {
        let calendar = try Self.calendar()
        let thanksgiving = DayNumber.of(year: 2026, month: 11, day: 26)
        #expect(calendar.holidays[thanksgiving] == "Thanksgiving Day")
        #expect(!calendar.isWorking(thanksgiving))
        #expect(calendar.isWorking(thanksgiving + 1))
        #expect(!calendar.isWorking(thanksgiving + 2))
        #expect(calendar.workingDay(from: thanksgiving) == thanksgiving + 1)
    }

    @Test(arguments: [
        // Friday afternoon to Monday afternoon; over the holiday; from a Saturday to the end of Monday.
        ("2026-11-20T21:00Z", 1, "2026-11-23T21:00Z"), ("2026-11-25T21:00Z", 1, "2026-11-27T21:00Z"),
        ("2026-11-21T21:00Z", 1, "2026-11-24T06:00Z"), ("2026-11-26T21:00Z", 2, "2026-12-01T06:00Z"),
        // It is Friday in Chicago while it is Saturday in Greenwich.
        ("2026-11-21T03:00Z", 1, "2026-11-24T03:00Z"),
        // The same time of day, although clocks were set back between.
        ("2026-10-30T20:00Z", 1, "2026-11-02T21:00Z"),
    ])
    func `a span of working days ends on the nth of them at the same time of day`(
        begin: String, count: Int, end: String
    ) throws {
        let zone = try #require(TimeZone(identifier: "America/Chicago"))
        let due = AgreedSpan.workingDays(count).due(
            after: Int64(Schedules.seconds(begin)) * 1_000, in: zone, calendar: try Self.calendar())
        #expect(Schedules.text(due) == end)
    }

    @Test func `a span on the clock does not look at the calendar`() throws {
        let due = AgreedSpan.elapsed(.seconds(4 * 3_600)).due(after: 1_234, in: .gmt)
        #expect(due == 14_401_234)
    }

    @Test func `a run on a holiday is left out, or comes on the next working day, once`() throws {
        let calendar = try Self.calendar()
        let skipping = Schedules.cron("0 8 * * *", zone: "America/Chicago", calendar: calendar)
        #expect(
            skipping.text(4, after: "2026-11-24T20:00Z") == [
                "2026-11-25T14:00Z once", "2026-11-27T14:00Z once", "2026-11-30T14:00Z once",
                "2026-12-01T14:00Z once",
            ])
        let monthly = Schedules.cron(
            "0 8 26,28 * *", zone: "America/Chicago", calendar: calendar, onHoliday: .nextWorkingDay)
        #expect(
            monthly.text(3, after: "2026-11-01T00:00Z") == [
                "2026-11-27T14:00Z once", "2026-11-30T14:00Z once", "2026-12-28T14:00Z once",
            ])
        let hourly = Schedules.every(.seconds(6 * 3_600), zone: "America/Chicago", calendar: calendar)
        #expect(
            hourly.text(3, after: "2026-11-26T02:00Z") == [
                "2026-11-27T06:00Z once", "2026-11-27T12:00Z once", "2026-11-27T18:00Z once",
            ])
    }

    @Test func `a run must have ended by the first such time of day after its planned instant`() {
        let nightly = Schedules.cron("30 22 * * *", zone: "America/Chicago", mustFinishBy: 4 * 60)
        let planned = Int64(Schedules.seconds("2026-11-24T04:30Z")) * 1_000
        #expect(nightly.deadline(ofRunAt: planned).map(Schedules.text) == "2026-11-24T10:00Z")
        let early = Schedules.cron("30 2 * * *", zone: "America/Chicago", mustFinishBy: 2 * 60 + 30)
        #expect(early.deadline(ofRunAt: planned + 4 * 3_600_000).map(Schedules.text) == "2026-11-25T08:30Z")
    }

    @Test(arguments: [
        Breakage("id: plant", "id: ¦office", "the id `office` and the file's name `plant.yaml` differ"),
        Breakage("MON, TUE", "MON, ¦Tuesday", "`Tuesday` is not one of SUN, MON"),
        Breakage("[MON, TUE, WED, THU, FRI]", "¦[]", "the list is empty"),
        Breakage("to: 2027", "to: ¦2025", "the calendar ends before it begins"),
        Breakage("from: 2026", "from: ¦26", "26 is below 2000"),
        Breakage("date: 2026-12-25", "date: ¦2026-02-30", "`2026-02-30` is not a day that exists"),
        Breakage(
            "date: 2026-12-25", "date: ¦2028-12-25", "2028-12-25 lies outside the years of the calendar"),
        Breakage("date: 2026-12-25", "date: ¦2026-11-26", "2026-11-26 is Thanksgiving Day already"),
        Breakage("name: Our plant", "¦title: Our plant\nname: Our plant", "unknown key `title`"),
        Breakage("years: { from: 2026, to: 2027 }", "years: ¦{ from: 2026 }", "`to` is missing"),
    ])
    func `a faulty calendar is one fault at its place`(_ breakage: Breakage) throws {
        let folder = try ProfileFolder.complete()
        let broken = try breakage.applied(to: Self.plant)
        try folder.write("calendars/plant.yaml", broken.text)
        try folder.write("house.yaml", SampleProfiles.house + "calendar: plant\n")
        let review = folder.load()
        let place = "Partners/calendars/plant.yaml:\(broken.line):\(broken.column): error: "
        #expect(review.errors.count == 1, "\(review.errors)")
        #expect(review.errors.first?.hasPrefix(place + breakage.message) == true, "\(review.errors)")
        #expect(review.directory == nil)
    }

    @Test func `a calendar that ends soon is told in time`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write("calendars/plant.yaml", Self.plant)
        func messages(_ today: String) -> [String] {
            folder.load(today: today).faults.filter { $0.file.contains("calendars") }
                .map { "\($0.severity.rawValue) \($0.message)" }
        }
        #expect(messages("2027-11-01") == [])
        #expect(messages("2027-12-05") == ["note this calendar ends in 26 days"])
        #expect(messages("2027-12-20") == ["warning this calendar ends in 11 days"])
        #expect(messages("2028-01-02") == ["warning no holiday of this calendar is known since 2027-12-31"])
    }

    @Test(arguments: [
        (#"calendar: plnt"#, "there is no calendar `plnt`"),
        (#"calendar: plant, on: every-day"#, "this schedule runs on every day"),
        (#"onHoliday: skip"#, "this schedule runs on every day"),
        (#"on: weekdays"#, "`weekdays` is not one of working-days, every-day"),
        (#"jitter: 2h"#, "a run is put off by an hour at most"),
        (#"every: 5m"#, "a schedule has `cron` or `every`, not both"),
    ])
    func `what a schedule says of days is checked`(keys: String, message: String) throws {
        let folder = try ProfileFolder.complete()
        try folder.write("calendars/plant.yaml", Self.plant)
        try folder.write(
            "acme-castings.yaml",
            SampleProfiles.partner.replacing("overlap: skip }", with: "overlap: skip, \(keys) }"))
        let errors = folder.load().errors
        #expect(errors.count == 1 && errors.first?.contains(message) == true, "\(errors)")
    }

    @Test(arguments: [
        ("every: 30s", "a schedule runs at most once a minute"),
        ("every: 5m, jitter: 5m", "a run would be put off behind the next one"),
        (
            "every: 5m, on: working-days, onHoliday: next-working-day",
            "a schedule with `every` runs on the next"
        ),
    ])
    func `what a schedule with every says is checked`(keys: String, message: String) throws {
        let folder = try ProfileFolder.complete()
        try folder.write(
            "acme-castings.yaml",
            SampleProfiles.partner.replacing(#"cron: "*/15 6-20 * * MON-FRI""#, with: keys))
        let errors = folder.load().errors
        #expect(errors.count == 1 && errors.first?.contains(message) == true, "\(errors)")
    }

    @Test func `a schedule keeps its own calendar, its partner's or the house's`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write("calendars/plant.yaml", Self.plant)
        try folder.write("house.yaml", SampleProfiles.house + "calendar: plant\n")
        func days(_ keys: String) throws -> ScheduleProfile.WorkingDays? {
            try folder.write(
                "acme-castings.yaml",
                SampleProfiles.partner.replacing("overlap: skip }", with: "overlap: skip\(keys) }"))
            let directory = try #require(folder.load().directory)
            return try directory.schedule(named: "orders").profile.workingDays
        }
        #expect(try days("") == nil)
        #expect(try days(", on: working-days")?.calendar.id == "plant")
        #expect(try days(", calendar: plant, onHoliday: next-working-day")?.onHoliday == .nextWorkingDay)
    }

    @Test func `a name leads to one schedule, or says which there are`() throws {
        let directory = try #require(try ProfileFolder.complete().load().directory)
        #expect(try directory.schedule(named: "supplier-master").name == "house/supplier-master")
        #expect(try directory.schedule(named: "acme-castings/orders").owner == "acme-castings")
        #expect(throws: ScheduleNameError.unknown("orderz", known: directory.schedules.map(\.name))) {
            try directory.schedule(named: "orderz")
        }
    }
}
