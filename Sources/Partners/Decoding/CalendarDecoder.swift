/// Reads the calendars of the profile folder, `calendars/NAME.yaml`, before the profiles that name them.
struct CalendarDecoder {
    /// The folder of the calendars below the profile folder.
    static let folderName = "calendars"
    /// Calendars, and holidays in one of them, beyond which something else lies there.
    private static let calendarsMaximum = 200
    private static let holidaysMaximum = 2_000
    private static let years = 2000...2199

    let folder: FolderReading

    /// Every calendar by its name; `nil` for one with faults, so that a profile that names it is not faulted too.
    func load() -> [String: WorkingCalendar?] {
        var calendars: [String: WorkingCalendar?] = [:]
        let files = (folder.names(in: Self.folderName) ?? []).filter {
            $0.hasSuffix(".yaml") && !$0.hasPrefix(".")
        }
        for file in files.prefix(Self.calendarsMaximum) {
            let path = "\(Self.folderName)/\(file)"
            let stem = String(file.dropLast(".yaml".count))
            calendars[stem] = .some(calendar(path, stem: stem))
        }
        if files.count > Self.calendarsMaximum {
            folder.reading(Self.folderName).error(
                "", "there are \(files.count) calendars, \(Self.calendarsMaximum) are the most")
        }
        return calendars
    }

    private func calendar(_ path: String, stem: String) -> WorkingCalendar? {
        let reading = folder.reading(path)
        guard let bytes = folder.bytes(of: path, limit: StrictYAML.maximumBytes) else {
            reading.error("", "the file cannot be read")
            return nil
        }
        guard let root = StrictYAML.read(bytes, into: reading),
            let section = Section(root, path: "", shape: .calendar, reading: reading)
        else { return nil }
        let calendar = decode(section, stem: stem)
        return reading.hasErrors ? nil : calendar
    }

    private func decode(_ section: Section, stem: String) -> WorkingCalendar? {
        _ = section.word("apiVersion")
        let id = section.id("id")
        if let id, id != stem {
            section.error(
                "id", "the id `\(id)` and the file's name `\(stem).yaml` differ", hint: "rename the file")
        }
        let names = MaintenanceWindow.dayNames
        let days = section.values("workingDays", "one of \(names.joined(separator: ", "))") {
            names.firstIndex(of: $0)
        }
        let years = years(section)
        let holidays = holidays(section, years)
        guard let id, !days.isEmpty else { return nil }
        let calendar = WorkingCalendar(
            id: id, name: section.text("name") ?? id, workingWeekdays: Set(days), holidays: holidays,
            years: years)
        if let last = calendar.lastKnownDay {
            ExpiryRemark.report(
                "years", of: section, last: last, today: folder.today,
                .init(
                    subject: "this calendar", over: "no holiday of this calendar is known",
                    remedy: "enter the next year's holidays",
                    remedyOnceOver:
                        "enter the holidays; until then every weekday of it counts as a working day"))
        }
        return calendar
    }

    private func years(_ section: Section) -> ClosedRange<Int>? {
        guard let years = section.section("years", .calendarYears) else { return nil }
        let from = years.integer("from", in: Self.years)
        let to = years.integer("to", in: Self.years)
        guard let from, let to else { return nil }
        guard from <= to else {
            years.error("to", "the calendar ends before it begins")
            return nil
        }
        return from...to
    }

    private func holidays(_ section: Section, _ years: ClosedRange<Int>?) -> [Int: String] {
        var holidays: [Int: String] = [:]
        let sections = section.sections("holidays", .holiday)
        if sections.count > Self.holidaysMaximum {
            section.error(
                "holidays", "there are \(sections.count) holidays, \(Self.holidaysMaximum) are the most")
        }
        for holiday in sections.prefix(Self.holidaysMaximum) {
            let name = holiday.text("name")
            guard let day = holiday.day("date").flatMap(WrittenDay.number), let name else { continue }
            if let years, !years.contains(DayNumber.parts(day).year) {
                holiday.error(
                    "date", "\(DayNumber.text(day)) lies outside the years of the calendar",
                    hint: "they are \(years.lowerBound) to \(years.upperBound)")
            } else if let other = holidays.updateValue(name, forKey: day) {
                holiday.error("date", "\(DayNumber.text(day)) is \(other) already")
            }
        }
        return holidays
    }
}

/// The calendars of a folder, for the profiles that name them.
struct CalendarShelf {
    let calendars: [String: WorkingCalendar?]

    /// The calendar that a section's `calendar` names; `nil` when it names none, or one with faults.
    func calendar(of section: Section) -> WorkingCalendar? {
        guard let name = section.id("calendar") else { return nil }
        if let found = calendars[name] { return found }
        let known = calendars.keys.sorted()
        let nearest = NearestWord.nearest(to: name, among: known)
        section.error(
            "calendar", "there is no calendar `\(name)`",
            hint: nearest.map { "did you mean `\($0)`?" }
                ?? "put it into \(CalendarDecoder.folderName)/\(name).yaml")
        return nil
    }
}
