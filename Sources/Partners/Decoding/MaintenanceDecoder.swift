/// Turns `remote.maintenance` into ``MaintenanceWindow`` values.
enum MaintenanceDecoder {
    /// The windows.
    static func decode(_ section: Section) -> [MaintenanceWindow] {
        let windows = section.sections("maintenance", .maintenance).compactMap(window)
        let isAlways = (0..<7).allSatisfy { day in
            (0..<24 * 60).allSatisfy { minute in
                windows.contains { $0.contains(weekday: day, minute: minute) }
            }
        }
        if isAlways {
            section.error("maintenance", "these windows cover the whole week: nothing would ever be moved")
        }
        return windows
    }

    private static func window(_ section: Section) -> MaintenanceWindow? {
        let names = MaintenanceWindow.dayNames
        let days = section.values("days", "one of \(names.joined(separator: ", "))") {
            names.firstIndex(of: $0)
        }
        let wanted = "a time of day such as \"04:00\""
        let from = section.value("from", wanted, WrittenNumber.minuteOfDay)
        let to = section.value("to", wanted, WrittenNumber.minuteOfDay)
        guard let from, let to else { return nil }
        guard from != to else {
            section.error("to", "the window ends when it begins")
            return nil
        }
        return MaintenanceWindow(
            days: section.has("days") ? Set(days) : Set(0..<7), fromMinute: from, toMinute: to)
    }
}
