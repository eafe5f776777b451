/// The elements, composites, segments and code lists of one release.
final class ReleaseDictionary: Sendable {
    /// How a data element is called.
    struct ElementText: Sendable {
        var key: ElementKey
        /// The type as it is written, packed: `N2` tells the decimals.
        var type: UInt16
        var name: TableText
    }

    /// How a segment or composite is called.
    struct LayoutName: Sendable {
        /// Its packed id.
        var id: UInt32
        var name: TableText
        var isComposite: Bool
    }

    /// The tables it was read from.
    let table: ReleaseTable
    /// Whether the tables stand in for those of another release.
    let isBorrowed: Bool
    /// The rules of its segments and composites.
    let rules: RuleTables
    /// 005010 and later have other codes for some errors.
    let isLate: Bool
    /// Rows of layouts by packed id of the segment.
    private let segmentRows: PackedTable
    /// The names of the layouts, row by row.
    private let layoutNames: [LayoutName]
    private let elementTexts: [ElementText]
    /// The rules of the elements where a segment says nothing else, row by row.
    private let elements: [SlotRule]
    /// Rows of `elementTexts` by element, -1 for none.
    private let elementRows: [Int16]
    /// The names of elements that an overlay adds; their rows follow those of `elementTexts`.
    private let ownNames: [String]

    /// The release, as `004010`.
    var release: String { table.name }

    init(
        table: ReleaseTable, isBorrowed: Bool, rules: RuleTables, layoutNames: [LayoutName],
        elements: [SlotRule], elementTexts: [ElementText], elementRows: [Int16]
    ) {
        self.table = table
        self.isBorrowed = isBorrowed
        self.rules = rules
        self.layoutNames = layoutNames
        self.elements = elements
        self.elementTexts = elementTexts
        self.elementRows = elementRows
        ownNames = []
        isLate = table.name >= "005010"
        segmentRows = PackedTable(
            layoutNames.enumerated().compactMap { row, layout in
                layout.isComposite ? nil : (UInt64(layout.id), Int32(row))
            })
    }

    /// A dictionary with names for the elements that an overlay adds.
    init(_ base: ReleaseDictionary, addingNames names: [String]) {
        table = base.table
        isBorrowed = base.isBorrowed
        rules = base.rules
        isLate = base.isLate
        segmentRows = base.segmentRows
        layoutNames = base.layoutNames
        elements = base.elements
        elementTexts = base.elementTexts
        elementRows = base.elementRows
        ownNames = base.ownNames + names
    }

    /// Whether a value is in the list of an element; true when there is no list.
    func allows(_ value: String, in element: String) -> Bool {
        guard let key = ElementKey(element) else { return true }
        let row = CodeLists.standard.enforcedRow(of: key, marks: table.codeMarks)
        return row < 0 || rules.contains(PackedTable.pack(value.utf8), list: row)
    }

    /// The row of a segment's layout, -1 when the release does not have the segment.
    func layout(ofSegment id: String) -> Int { segmentRows.value(PackedTable.pack(id.utf8)) }

    /// The row of a segment's layout by packed id, -1 when the release does not have the segment.
    func layout(ofSegment id: UInt32) -> Int { segmentRows.value(UInt64(id)) }

    /// How many elements have a text; the rows of an overlay's own elements follow.
    var elementCount: Int { elementTexts.count + ownNames.count }

    /// The rule of an element by its number, as `373`; nil when the release does not have it.
    func rule(ofElement number: String) -> SlotRule? {
        guard let key = ElementKey(number), elementRows[key.value] >= 0 else { return nil }
        return elements[Int(elementRows[key.value])]
    }

    /// The number of a data element by the row of its text, as `373`; empty when it has none.
    func elementNumber(_ row: Int32) -> String {
        Int(row) < elementTexts.count ? elementTexts[Int(row)].key.text : ""
    }

    /// The type of a data element as it is written, as `N2`; nil for one that an overlay adds.
    func elementType(_ row: Int32) -> String? {
        Int(row) < elementTexts.count ? PackedTable.word(UInt64(elementTexts[Int(row)].type)) : nil
    }

    /// The key of a data element by the row of its text; nil for one that an overlay adds.
    func elementKey(_ row: Int32) -> ElementKey? {
        Int(row) < elementTexts.count ? elementTexts[Int(row)].key : nil
    }

    /// The name of a data element by the row of its text; empty when it is not known.
    func elementName(_ row: Int32) -> String {
        if Int(row) < elementTexts.count { return elementTexts[Int(row)].name.text(in: Tables.elements) }
        let own = Int(row) - elementTexts.count
        return own < ownNames.count ? ownNames[own] : ""
    }

    /// The name of a segment.
    func segmentName(_ id: String) -> String? {
        let row = layout(ofSegment: id)
        return row < 0 ? nil : layoutNames[row].name.text(in: Tables.segments)
    }

    /// The name of a composite by the row of its layout; empty when it is not known.
    func compositeName(_ row: Int32) -> String {
        guard Int(row) < layoutNames.count, layoutNames[Int(row)].isComposite else { return "" }
        return layoutNames[Int(row)].name.text(in: Tables.composites)
    }

    /// The ids of all segments, sorted.
    var segmentIDs: [String] {
        layoutNames.filter { !$0.isComposite }.map { SegmentCode.text($0.id) }.sorted()
    }
}
