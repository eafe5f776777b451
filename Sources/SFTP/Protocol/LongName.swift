/// The line that stands for an entry in a listing, in the form of `ls -l`.
///
/// Clients show it to people and must not read it, though some do: the columns are those of OpenSSH's server.
/// Times are UTC.
enum LongName {
    /// Half a year: an older or a future change is shown with its year instead of its time of day.
    private static let recentSeconds: Int64 = 182 * 86_400
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The line for an entry, as seen at a moment.
    static func line(for entry: DirectoryEntry, now: Int64) -> String {
        let size = String(entry.attributes.size)
        let padded = String(repeating: " ", count: max(0, 8 - size.count)) + size
        return "\(modeText(entry.attributes))    1 partner  partner  \(padded) "
            + "\(timeText(entry.attributes.modified, now: now)) \(entry.name)"
    }

    private static func modeText(_ attributes: FileAttributes) -> String {
        var text = attributes.isDirectory ? "d" : "-"
        for shift in [6, 3, 0] {
            let bits = attributes.permissions >> UInt32(shift)
            text += bits & 4 != 0 ? "r" : "-"
            text += bits & 2 != 0 ? "w" : "-"
            text += bits & 1 != 0 ? "x" : "-"
        }
        return text
    }

    private static func timeText(_ seconds: Int64, now: Int64) -> String {
        // A file system may answer any number; years of five digits help nobody.
        let bounded = min(max(seconds, 0), 253_402_300_799)
        let (year, month, day) = civil(days: bounded / 86_400)
        let front = months[month - 1] + " " + padded(day, with: " ")
        let age = now - bounded
        if age > recentSeconds || age < -86_400 { return "\(front)  \(year)" }
        let second = bounded % 86_400
        return
            "\(front) \(padded(Int(second / 3600), with: "0")):\(padded(Int(second % 3600 / 60), with: "0"))"
    }

    private static func padded(_ number: Int, with filler: String) -> String {
        number < 10 ? filler + "\(number)" : "\(number)"
    }

    /// Year, month and day of a day counted from 1970: the year is taken to begin in March, so that the leap
    /// day is its last.
    private static func civil(days: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = days + 719_468  // Days from 1 March of the year 0.
        let era = shifted / 146_097  // Days in 400 years.
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * month + 2) / 5) + 1
        let year = era * 400 + yearOfEra
        return month < 10 ? (year, Int(month) + 3, day) : (year + 1, Int(month) - 9, day)
    }
}
