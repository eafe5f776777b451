/// Tells in time that something in a profile ends: 30 days before as a note, 14 days before as a warning.
enum ExpiryRemark {
    /// What ends within so many days is noted.
    static let noticeDays = 30
    /// What ends within so many days is a warning.
    static let warningDays = 14
    /// What ends within so many days is called urgent.
    static let urgentDays = 3

    /// Reports how long something still holds, when that is not long; says nothing without a day to judge by.
    ///
    /// - Parameters:
    ///   - key: where its last day stands.
    ///   - section: the section of the key.
    ///   - last: its last day.
    ///   - today: the day to judge by.
    ///   - words: what it is called, and what to do.
    static func report(
        _ key: String, of section: Section, last: String, today: String?, _ words: Words
    ) {
        guard let today, let left = WrittenDay.distance(from: today, to: last) else { return }
        let path = section.path(key)
        if left < 0 {
            section.reading.warning(path, "\(words.over) since \(last)", hint: words.remedyOnceOver)
            return
        }
        guard left <= noticeDays else { return }
        let days = left == 0 ? "today" : "in \(left) \(left == 1 ? "day" : "days")"
        let message = "\(words.subject) ends \(days)\(left <= urgentDays ? ": act now" : "")"
        if left <= warningDays {
            section.reading.warning(path, message, hint: words.remedy)
        } else {
            section.reading.remark(path, message, hint: words.remedy)
        }
    }

    /// What ends, and what to do.
    struct Words {
        /// As in `this key` (ends in 3 days).
        let subject: String
        /// As in `this key opens nothing` (since 2027-06-30).
        let over: String
        /// What to do in time.
        let remedy: String
        /// What to do when it is too late.
        let remedyOnceOver: String
    }
}
