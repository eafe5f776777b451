internal import Documents
internal import X12

extension Reading {
    /// A date with its kind.
    ///
    /// A form that we do not read is kept as text: a wrong day would be worse.
    mutating func date(_ segment: Segment, into dates: inout [NamedDate]) throws(TranslationError) {
        guard segment.has(1) else { return }
        // Before 004010 the century stands in DTM05, and the period one element further.
        let hasCentury = segment[5].map { $0.utf8.count == 2 && Int($0) != nil } ?? false
        let format = hasCentury ? 6 : 5
        guard segment.has(2) || segment.has(3) || segment.has(format + 1) else { return }
        let found = try within("dates", dates.count) { reading throws(TranslationError) in
            var date = NamedDate(
                kind: reading.kind("kind", segment, 1, CodeNames.dates),
                qualifier: reading.text("qualifier", segment, 1))
            if hasCentury, let century = segment[5], let day = segment[2], day.utf8.count == 6 {
                reading.use(segment, 5)
                date.day = CalendarDay(digits: century + day)
                if date.day != nil { reading.note("day", segment, 2) }
            } else {
                date.day = reading.day("day", segment, 2)
            }
            if date.day == nil { date.text = reading.text("text", segment, 2) }
            date.time = reading.time("time", segment, 3)
            date.zone = reading.text("zone", segment, 4)
            reading.period(of: segment, format: format, into: &date)
            return date
        }
        dates.append(found)
    }

    /// A day behind a qualifier inside another segment: `SCH05`/`SCH06`, `ACK04`/`ACK05`.
    mutating func date(
        _ name: StaticString, _ index: Int? = nil, _ segment: Segment, qualifier: Int, day: Int,
        time: Int? = nil,
    ) throws(TranslationError) -> NamedDate? {
        guard let text = segment[day], CalendarDay(digits: text) != nil else { return nil }
        return try within(name, index) { reading throws(TranslationError) in
            var date = NamedDate(
                kind: reading.kind("kind", segment, qualifier, CodeNames.dates),
                qualifier: reading.text("qualifier", segment, qualifier))
            date.day = reading.day("day", segment, day)
            if let time { date.time = reading.time("time", segment, time) }
            return date
        }
    }

    /// DTP, a date whose form is always said.
    mutating func formattedDate(
        _ segment: Segment, into dates: inout [NamedDate],
    ) throws(TranslationError) {
        guard segment.has(1), segment.has(3) else { return }
        let found = try within("dates", dates.count) { reading throws(TranslationError) in
            var date = NamedDate(
                kind: reading.kind("kind", segment, 1, CodeNames.dates),
                qualifier: reading.text("qualifier", segment, 1))
            reading.period(of: segment, format: 2, into: &date)
            return date
        }
        dates.append(found)
    }

    /// The period of a DTM: a day, a day with time, a range of days; anything else is text.
    private mutating func period(of segment: Segment, format: Int, into date: inout NamedDate) {
        let element = format + 1
        guard let text = segment[element] else { return }
        use(segment, format)
        switch segment[format] {
        case "D8" where date.day == nil && CalendarDay(digits: text) != nil:
            date.day = day("day", segment, element)
        case "DT" where date.day == nil && text.utf8.count == 12:
            guard let day = CalendarDay(digits: text.prefix(8)), let time = TimeOfDay(digits: text.suffix(4))
            else {
                break
            }
            note("day", segment, element)
            note("time", segment, element)
            (date.day, date.time) = (day, time)
            return
        case "TM" where date.time == nil && TimeOfDay(digits: text) != nil:
            date.time = time("time", segment, element)
        case "RD8":
            let ends = text.split(separator: "-")
            guard ends.count == 2, let first = CalendarDay(digits: ends[0]),
                let last = CalendarDay(digits: ends[1])
            else { break }
            note("day", segment, element)
            note("until", segment, element)
            (date.day, date.until) = (first, last)
            return
        default: break
        }
        let isRead =
            (date.day != nil && segment[format] == "D8") || (date.time != nil && segment[format] == "TM")
        guard !isRead else { return }
        date.format = self.text("format", segment, format)
        date.text = self.text("text", segment, element)
    }
}
