/// A release that has tables of its own.
struct ReleaseTable: Sendable, Hashable {
    /// As `004010`.
    let name: String
    /// The digit that stands for it in the tables, as a byte.
    let digit: UInt8
    /// Which codes of the lists are its own: 1 for those of 004010, 2 for those of 005010.
    let codeMarks: UInt8
    /// Whether its code lists are complete; where they are borrowed a foreign code is only a warning.
    let enforcesCodes: Bool

    /// All of them, oldest first.
    ///
    /// Code lists are known of 004010 and 005010 alone: older releases borrow those of 004010, and 004030
    /// takes the codes of either.
    static let all = [
        ReleaseTable(name: "003040", digit: 0x31, codeMarks: 1, enforcesCodes: false),
        ReleaseTable(name: "003050", digit: 0x32, codeMarks: 1, enforcesCodes: false),
        ReleaseTable(name: "003060", digit: 0x33, codeMarks: 1, enforcesCodes: false),
        ReleaseTable(name: "004010", digit: 0x34, codeMarks: 1, enforcesCodes: true),
        ReleaseTable(name: "004030", digit: 0x35, codeMarks: 3, enforcesCodes: false),
        ReleaseTable(name: "005010", digit: 0x36, codeMarks: 2, enforcesCodes: true),
    ]

    /// The tables to read a release with: its own, else the nearest at or above, else the last.
    ///
    /// A sub-release, as `004012`, is read with the tables of its release. Nil for what is no release from
    /// 003010 on and below 009000.
    static func nearest(to release: String) -> ReleaseTable? {
        if let own = all.first(where: { $0.name == release }) { return own }
        let digits = release.utf8
        guard digits.count == 6, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let number = Int(release), (3010..<9000).contains(number)
        else { return nil }
        return all.first { (Int($0.name) ?? 0) / 10 >= number / 10 } ?? all.last
    }
}
