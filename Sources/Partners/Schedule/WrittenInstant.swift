extension ZoneClock {
    /// The instant that a person writes: `2026-12-01`, `2026-12-01T08:00` as the zone's walls show it, or the same in UTC with a
    /// `Z` at the end; in milliseconds UTC, `nil` when it is none.
    ///
    /// What clocks jump over or show twice is read as schedules read it.
    public func instant(written text: String) -> Int64? {
        let isUTC = text.hasSuffix("Z")
        let parts = (isUTC ? text.dropLast() : text[...]).split(
            separator: "T", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        guard let day = parts.first.flatMap(WrittenDay.number) else { return nil }
        let minute = parts.count > 1 ? WrittenNumber.minuteOfDay(parts[1]) : 0
        guard let minute else { return nil }
        let local = day * DayNumber.seconds + minute * 60
        return Int64(isUTC ? local : instant(ofLocal: local).instant) * 1_000
    }
}
