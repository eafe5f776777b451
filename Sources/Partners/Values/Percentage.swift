/// A share, exact to the hundredth of a percent: `0.5%` is 50 basis points.
public struct Percentage: Sendable, Hashable {
    /// Hundredths of a percent.
    public let basisPoints: Int

    /// Nothing.
    public static let zero = Percentage(basisPoints: 0)

    private init(basisPoints: Int) {
        self.basisPoints = basisPoints
    }

    /// The share that a text such as `2%` or `0.5%` names; `nil` when it is none or above 1000 %.
    init?(_ text: String) {
        guard text.hasSuffix("%") else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let whole = WrittenNumber.whole(first),
            whole <= 1_000
        else {
            return nil
        }
        var hundredths = 0
        if parts.count == 2 {
            let digits = parts[1]
            guard (1...2).contains(digits.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
                let value = Int(digits)
            else { return nil }
            hundredths = digits.count == 1 ? value * 10 : value
        }
        basisPoints = whole * 100 + hundredths
        guard basisPoints <= 100_000 else { return nil }
    }
}
