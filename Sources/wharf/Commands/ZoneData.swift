internal import Foundation
internal import Partners

/// Compares the zone rules that this program carries with those that the machine's administrator keeps up to date.
///
/// Swift's `TimeZone` brings rules of its own, so that an update of the machine's does not reach our schedules.
struct ZoneData {
    /// The machine's rules.
    static let folder = "/usr/share/zoneinfo"
    private static let days = 3 * 366

    /// The first instant at which both disagree.
    struct Difference {
        let zone: String
        /// Milliseconds UTC.
        let instant: Int64
        /// Seconds ahead of UTC, by our rules and by the machine's.
        let ours, theirs: Int
    }

    /// Where the zones' rules differ within three years from an instant in milliseconds UTC; zones that the machine does not
    /// know are left out.
    ///
    /// Changes this process's `TZ` for its time: for a command that does nothing beside it.
    static func differences(of zones: Set<String>, from now: Int64) -> [Difference] {
        let before = ProcessInfo.processInfo.environment["TZ"]
        defer {
            if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
            tzset()
        }
        return zones.sorted().compactMap { difference(of: $0, from: now) }
    }

    /// Whether the machine has rules for a zone.
    static func isKnown(_ zone: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(zone)")
    }

    private static func difference(of name: String, from now: Int64) -> Difference? {
        guard isKnown(name), let zone = TimeZone(identifier: name) else { return nil }
        setenv("TZ", ":\(folder)/\(name)", 1)
        tzset()
        let clock = ZoneClock.of(zone)
        for day in 0..<days {
            let instant = Int(now / 1_000) + day * DayNumber.seconds
            var time = time_t(instant)
            var parts = tm()
            guard localtime_r(&time, &parts) != nil else { return nil }
            let (ours, theirs) = (clock.offset(at: instant), parts.tm_gmtoff)
            if ours != theirs {
                return Difference(zone: name, instant: Int64(instant) * 1_000, ours: ours, theirs: theirs)
            }
        }
        return nil
    }
}
