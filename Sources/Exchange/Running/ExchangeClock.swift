public import Foundation

/// The only clock of the house, given in at the start so that tests can turn it.
public struct ExchangeClock: Sendable {
    private let read: @Sendable () -> Int64

    /// A clock that tells milliseconds since 1970, UTC.
    public init(milliseconds: @escaping @Sendable () -> Int64) {
        read = milliseconds
    }

    /// The machine's clock.
    public static let system = ExchangeClock { Int64(Date().timeIntervalSince1970 * 1000) }

    /// Milliseconds since 1970, UTC.
    public var now: Int64 { read() }
}

/// An instant as the parts of its calendar day and time, in a zone.
public struct CivilTime: Sendable, Hashable {
    /// Year, month from 1, day from 1.
    public let year, month, day: Int
    /// Hour 0 to 23, minute, second, millisecond.
    public let hour, minute, second, millisecond: Int

    /// Takes an instant apart in UTC, or in a zone.
    public init(milliseconds: Int64, in zone: TimeZone? = nil) {
        let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let local = milliseconds + Int64(zone?.secondsFromGMT(for: instant) ?? 0) * 1000
        var days = Int(local / 86_400_000)
        var rest = Int(local % 86_400_000)
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        // Days are counted from 0000-03-01, so that the leap day is a year's last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
        month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// `2026-11-23`.
    public var dayText: String { "\(pad(year, 4))-\(pad(month))-\(pad(day))" }
    /// `20261123`.
    public var compactDay: String { "\(pad(year, 4))\(pad(month))\(pad(day))" }
    /// `1141`.
    public var compactTime: String { "\(pad(hour))\(pad(minute))" }
    /// `11:41:25`.
    public var timeText: String { "\(pad(hour)):\(pad(minute)):\(pad(second))" }
    /// `2026-11-23T11:41:25.123Z`; meaningful for UTC only.
    public var instantText: String { "\(dayText)T\(timeText).\(pad(millisecond, 3))Z" }

    private func pad(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
