/// A partner's code with our word for it.
public struct CodedValue: Sendable, Hashable {
    /// Our word; absent when the code is not one we name.
    public var kind: String?
    /// The partner's code.
    public var code: String

    /// A code and our word for it.
    public init(kind: String? = nil, code: String) {
        self.kind = kind
        self.code = code
    }
}

extension CodedValue: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("kind", kind)
        json.field("code", code)
    }
}

/// The sums a sender put at the end, for the receiver to compare.
public struct ControlTotals: Sendable, Hashable {
    /// How many lines (or levels) the sender counted.
    public var lineCount: Int?
    /// The sender's sum over a quantity of all lines.
    public var hashTotal: ExactDecimal?
    /// The total weight.
    public var weight: Quantity?
    /// The total volume.
    public var volume: Quantity?
    /// What the sender counted, in words.
    public var description: String?

    /// Totals still to be filled.
    public init() {}
}

extension ControlTotals: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("lineCount", lineCount)
        json.field("hashTotal", hashTotal)
        json.field("weight", weight)
        json.field("volume", volume)
        json.field("description", description)
    }
}
