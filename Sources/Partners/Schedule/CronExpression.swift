/// A five-field cron expression: minute, hour, day of month, month, day of week.
///
/// Each field is `*`, a number, a range `6-20`, a list `1,15`, any of them with a step `*/15`; months and
/// days of the week also by their English three-letter names; Sunday is 0 or 7. When both day fields are
/// restricted, a day that fits either of them is meant, as in every cron since the first.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// The expression as written.
    public let text: String
    /// The minutes it names, 0 to 59.
    public let minutes: Set<Int>
    /// The hours it names, 0 to 23.
    public let hours: Set<Int>
    /// The days of the month it names, 1 to 31; `nil` when the field is `*`.
    public let daysOfMonth: Set<Int>?
    /// The months it names, 1 to 12.
    public let months: Set<Int>
    /// The days of the week it names, 0 (Sunday) to 6; `nil` when the field is `*`.
    public let daysOfWeek: Set<Int>?
    /// The same numbers as the search for the next run wants them.
    let fields: CronFields

    /// The expression as written.
    public var description: String { text }

    /// Reads an expression; throws what is wrong with it, in words.
    init(_ text: String) throws(Flaw) {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard fields.count == 5 else {
            throw Flaw(message: "a cron expression has five fields, this one has \(fields.count)")
        }
        minutes = try Field.minute.values(fields[0])
        hours = try Field.hour.values(fields[1])
        let days = try Field.dayOfMonth.values(fields[2])
        months = try Field.month.values(fields[3])
        let weekdays = Set(try Field.dayOfWeek.values(fields[4]).map { $0 % 7 })
        // A field that begins with a star counts as unrestricted for the either-or rule (Vixie cron).
        daysOfMonth = fields[2].hasPrefix("*") && days.count == 31 ? nil : days
        daysOfWeek = fields[4].hasPrefix("*") && weekdays.count == 7 ? nil : weekdays
        self.text = text
        self.fields = CronFields(
            minutes: minutes, hours: hours, daysOfMonth: daysOfMonth, months: months, daysOfWeek: daysOfWeek)
        if daysOfWeek == nil, let first = days.min(),
            !months.contains(where: { Self.longest(month: $0) >= first })
        {
            throw Flaw(message: "no month of this cron expression has a day \(first): it never runs")
        }
    }

    /// What is wrong with an expression.
    struct Flaw: Error, Equatable {
        let message: String
    }

    private static func longest(month: Int) -> Int {
        switch month {
        case 2: 29
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// One field: what its numbers may be, and what they are called.
private struct Field {
    let name: String
    let range: ClosedRange<Int>
    var names: [String] = []

    static let minute = Field(name: "minute", range: 0...59)
    static let hour = Field(name: "hour", range: 0...23)
    static let dayOfMonth = Field(name: "day of month", range: 1...31)
    static let month = Field(
        name: "month", range: 1...12,
        names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    static let dayOfWeek = Field(
        name: "day of week", range: 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    func values(_ text: String) throws(CronExpression.Flaw) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let base = pieces.first, pieces.count <= 2 else { throw flaw(part) }
            var bounds = try bounds(base, in: part)
            var step = 1
            if pieces.count == 2 {
                guard let written = WrittenNumber.whole(pieces[1]), (1...range.upperBound).contains(written)
                else {
                    throw flaw(part)
                }
                step = written
                // `5/15` means from 5 on.
                bounds = bounds.count == 1 && base != "*" ? bounds.lowerBound...range.upperBound : bounds
            }
            values.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
        }
        return values
    }

    private func bounds(_ text: Substring, in part: Substring) throws(CronExpression.Flaw) -> ClosedRange<Int>
    {
        if text == "*" {
            return range
        }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = ends.first, let last = ends.last,
            let lower = number(first), let upper = number(last)
        else { throw flaw(part) }
        if lower > upper {
            throw CronExpression.Flaw(
                message: "the \(name) range `\(text)` of the cron expression runs backwards")
        }
        return lower...upper
    }

    private func number(_ text: Substring) -> Int? {
        if let index = names.firstIndex(of: text.uppercased()) {
            return index + (range.lowerBound == 1 ? 1 : 0)
        }
        // Cron has always taken `05`.
        guard (1...2).contains(text.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int(text)
        else { return nil }
        return range.contains(value) ? value : nil
    }

    private func flaw(_ part: Substring) -> CronExpression.Flaw {
        CronExpression.Flaw(
            message:
                "`\(part)` is no \(name) (\(range.lowerBound) to \(range.upperBound)) of a cron expression")
    }
}
