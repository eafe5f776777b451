/// How the extracts of our supplier master are read, and which systems of our own get it: `suppliers` in `house.yaml`.
public struct SupplierSection: Sendable, Hashable {
    /// What an extract holds.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Every supplier: one that is left out is retired.
        case full
        /// Those that changed.
        case delta
        /// What its name says: a word of it is `full` or `delta`.
        case byName = "by-name"
    }

    /// What becomes of an extract with rows that cannot be taken.
    public enum OnFault: String, Sendable, Hashable, CaseIterable {
        /// They are told of, and the others are taken.
        case skipRow = "skip-row"
        /// Nothing of it is taken.
        case refuseFile = "refuse-file"
    }

    /// Which column of a CSV extract is which field; none when only JSON is taken.
    public let columns: [BatchColumn]
    /// What stands between the columns; `nil` when it is found out by the heading.
    public let separator: CSVSeparator?
    /// What an extract holds.
    public let kind: Kind
    /// What becomes of an extract with rows that cannot be taken.
    public let onFault: OnFault
    /// The share of suppliers that a full extract may leave out before a person must look.
    public let holdIfShrinksBy: Percentage
    /// The files that are made for systems of our own, in the order of their names.
    public let targets: [BatchAgreement]

    /// What holds when the profile says nothing: full extracts as canonical JSON.
    public static let standard = SupplierSection(
        columns: [], separator: nil, kind: .full, onFault: .skipRow, holdIfShrinksBy: .fifth, targets: [])
}

/// What stands between the columns of a CSV file.
public enum CSVSeparator: String, Sendable, Hashable, CaseIterable {
    /// `,`
    case comma
    /// `;`
    case semicolon
    /// The tabulator.
    case tab

    /// The character itself.
    public var byte: UInt8 {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .semicolon: UInt8(ascii: ";")
        case .tab: UInt8(ascii: "\t")
        }
    }
}

extension Percentage {
    /// 20 %.
    fileprivate static let fifth = Percentage("20%") ?? .zero
}
