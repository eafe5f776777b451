/// A span of time as partners agree on it: `4h`, or `1 working day`.
public enum AgreedSpan: Sendable, Hashable {
    /// So much time on the clock.
    case elapsed(Duration)
    /// So many days on which both sides work.
    case workingDays(Int)

    /// The span that a text names; `nil` when it is none.
    ///
    /// At least one second, at most 366 days.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        if words.count == 3, words[1] == "working", words[2] == "day" || words[2] == "days" {
            guard let count = WrittenNumber.whole(words[0]), (1...366).contains(count) else { return nil }
            self = .workingDays(count)
            return
        }
        guard let duration = WrittenNumber.duration(text) else { return nil }
        self = .elapsed(duration)
    }
}

/// Numbers with units, as people write them in profiles.
enum WrittenNumber {
    /// Digits only, without a sign or a needless leading zero.
    static func whole(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return text.count > 1 && text.hasPrefix("0") ? nil : Int(text)
    }

    /// A number with `s`, `m`, `h` or `d`, from one second to 366 days; `nil` when it is none.
    static func duration(_ text: String) -> Duration? {
        guard let unit = text.last, let seconds = secondsByUnit[unit], let count = whole(text.dropLast())
        else {
            return nil
        }
        let (total, overflow) = count.multipliedReportingOverflow(by: seconds)
        guard !overflow, (1...366 * 86_400).contains(total) else { return nil }
        return .seconds(total)
    }

    /// A number with `B`, `KiB`, `MiB`, `GiB` or `TiB`, at least one byte; `nil` when it is none.
    static func byteCount(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count)
        guard let shift = shiftByUnit[String(unit)], let count = whole(digits), count > 0 else { return nil }
        let (total, overflow) = count.multipliedReportingOverflow(by: 1 << shift)
        return overflow ? nil : total
    }

    /// `5d` as a number of days, from 0 to 366.
    static func days(_ text: String) -> Int? {
        guard text.hasSuffix("d"), let count = whole(text.dropLast()), count <= 366 else { return nil }
        return count
    }

    /// `04:00` as minutes since midnight.
    static func minuteOfDay(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), let hour = Int(text.prefix(2)),
            let minute = Int(text.suffix(2)), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        return bytes.allSatisfy { (48...58).contains($0) } ? hour * 60 + minute : nil
    }

    private static let secondsByUnit: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    private static let shiftByUnit = ["B": 0, "KiB": 10, "MiB": 20, "GiB": 30, "TiB": 40]
}
