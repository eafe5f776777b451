/// The elements, composites, segments and code lists of one release.
final class ReleaseDictionary: Sendable {
    /// How a data element is called.
    struct ElementText: Sendable {
        /// The data element's number, as `373`; empty for one that stands in its segment without a number.
        var number: String
        var name: String
    }

    let release: String
    /// The rules of its segments and composites.
    let rules: RuleTables
    /// 005010 and later have other codes for some errors.
    let isLate: Bool
    /// Rows of layouts by packed id of the segment.
    private let segmentRows: PackedTable
    private let elementTexts: [ElementText]
    /// Code lists by element number.
    private let codeListRows: [String: Int]
    private let segmentNames: [String: String]

    init(
        release: String, rules: RuleTables, segmentRows: PackedTable, elementTexts: [ElementText],
        codeListRows: [String: Int], segmentNames: [String: String]
    ) {
        self.release = release
        self.rules = rules
        self.segmentRows = segmentRows
        self.elementTexts = elementTexts
        self.codeListRows = codeListRows
        self.segmentNames = segmentNames
        isLate = release >= "005010"
    }

    /// Whether a value is in the list of an element; true when there is no list.
    func allows(_ value: String, in element: String) -> Bool {
        guard let row = codeListRows[element] else { return true }
        return rules.contains(PackedTable.pack(value.utf8), list: Int32(row))
    }

    /// The row of a segment's layout, -1 when the release does not have the segment.
    func layout(ofSegment id: String) -> Int { segmentRows.value(PackedTable.pack(id.utf8)) }

    /// The row of a segment's layout by packed id, -1 when the release does not have the segment.
    func layout(ofSegment id: UInt32) -> Int { segmentRows.value(UInt64(id)) }

    /// The number of a data element by the row of its text, as `373`; empty when it has none.
    func elementNumber(_ row: Int32) -> String { elementTexts[Int(row)].number }

    /// The name of a data element by the row of its text; empty when it is not known.
    func elementName(_ row: Int32) -> String { elementTexts[Int(row)].name }

    /// The name of a segment.
    func segmentName(_ id: String) -> String? { segmentNames[id] }
}
