public import Foundation

/// A time of the week in which a partner's server is left alone.
public struct MaintenanceWindow: Sendable, Hashable, CustomStringConvertible {
    /// The days on which the window begins, 0 (Sunday) to 6.
    public let days: Set<Int>
    /// Its first minute, from midnight.
    public let fromMinute: Int
    /// The minute behind its last; not after ``fromMinute`` when the window ends on the next day.
    public let toMinute: Int

    /// The days' names in profiles, Sunday first.
    static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

    /// A window.
    public init(days: Set<Int>, fromMinute: Int, toMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.toMinute = toMinute
    }

    /// The window as people write it: `SUN MON 22:00-04:00`.
    public var description: String {
        let names = days.count == 7 ? "daily" : days.sorted().map { Self.dayNames[$0] }.joined(separator: " ")
        return "\(names) \(Self.clock(fromMinute))-\(Self.clock(toMinute))"
    }

    /// Whether a minute of a weekday (0 is Sunday) lies in the window.
    public func contains(weekday: Int, minute: Int) -> Bool {
        if fromMinute < toMinute {
            return days.contains(weekday) && (fromMinute..<toMinute).contains(minute)
        }
        let isBegun = days.contains(weekday) && minute >= fromMinute
        return isBegun || days.contains((weekday + 6) % 7) && minute < toMinute
    }

    /// When the window that a moment lies in ends, in the partner's zone; `nil` when it lies in none.
    public func end(at moment: Date, in zone: TimeZone) -> Date? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let now = calendar.dateComponents([.weekday, .hour, .minute], from: moment)
        guard let weekday = now.weekday, let hour = now.hour, let minute = now.minute,
            contains(weekday: weekday - 1, minute: hour * 60 + minute)
        else { return nil }
        let end = DateComponents(hour: toMinute / 60, minute: toMinute % 60, second: 0)
        return calendar.nextDate(after: moment, matching: end, matchingPolicy: .nextTime)
    }

    private static func clock(_ minute: Int) -> String {
        let digits = [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return digits.joined(separator: ":")
    }
}

extension RemoteSection {
    /// Tells when the maintenance that a moment lies in ends, all windows together.
    ///
    /// - Parameters:
    ///   - moment: the moment.
    ///   - zone: the partner's zone, which its windows are written in.
    /// - Returns: the end; `nil` when the moment lies in none.
    public func maintenanceEnd(at moment: Date, in zone: TimeZone) -> Date? {
        var end: Date?
        // One window may begin where another ends; each round leaves at least one of them behind.
        for _ in 0...maintenance.count {
            guard let next = maintenance.compactMap({ $0.end(at: end ?? moment, in: zone) }).max() else {
                break
            }
            end = next
        }
        return end
    }
}
