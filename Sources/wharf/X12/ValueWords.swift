/// What a value says, in words: days, times, and decimals whose point is implied.
enum ValueWords {
    /// The words for a value of an element type such as `DT` or `N2`; `nil` when the value speaks for itself.
    static func words(_ value: String, type: String) -> String? {
        switch type {
        case "DT": day(value)
        case "TM": time(value)
        default: type.count == 2 && type.first == "N" ? decimal(value, type) : nil
        }
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    private static func day(_ value: String) -> String? {
        guard value.utf8.count == 8 || value.utf8.count == 6, let number = digits(value) else { return nil }
        let month = number / 100 % 100
        let day = number % 100
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        // Two digits of a year leave the century open.
        let year = value.utf8.count == 8 ? String(number / 10_000) : "’" + value.prefix(2)
        return "\(day) \(months[month - 1]) \(year)"
    }

    private static func time(_ value: String) -> String? {
        guard value.utf8.count >= 4, digits(value) != nil else { return nil }
        let pairs = Array(value)
        let text = "\(String(pairs[0..<2])):\(String(pairs[2..<4]))"
        return pairs.count >= 6 ? text + ":\(String(pairs[4..<6]))" : text
    }

    private static func decimal(_ value: String, _ type: String) -> String? {
        guard let places = type.last?.wholeNumberValue, places > 0, value.utf8.count <= 40 else { return nil }
        let sign = value.hasPrefix("-") ? "-" : ""
        let figures = String(value.dropFirst(sign.count))
        guard !figures.isEmpty, figures.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let padded = String(repeating: "0", count: max(0, places + 1 - figures.count)) + figures
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    private static func digits(_ value: String) -> Int? {
        value.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(value) : nil
    }
}
