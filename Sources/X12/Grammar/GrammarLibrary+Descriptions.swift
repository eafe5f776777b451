extension GrammarLibrary {
    /// A segment in words, as a release has it, or as a set of it does when an overlay changes it there.
    ///
    /// - Parameters:
    ///   - id: the segment, as `N1`.
    ///   - set: the set it stands in; nil for what the release says of it. Where the segment stands at
    ///     several places of the set, the first is described.
    ///   - release: six digits; a release without tables is described by the nearest.
    /// - Returns: nil when neither the release nor the set has the segment.
    public func description(
        ofSegment id: String, in set: String?, release: String
    ) -> SegmentDescription? {
        if let set, let grammar = grammar(set: set, release: release),
            let layout = GrammarLibrary.layout(ofSegment: id, in: grammar)
        {
            return DescriptionBuilder(dictionary: grammar.dictionary, rules: grammar.rules).segment(layout)
        }
        guard let dictionary = dictionary(release: release) else { return nil }
        let row = dictionary.layout(ofSegment: id)
        guard row >= 0 else { return nil }
        return DescriptionBuilder(dictionary: dictionary, rules: dictionary.rules).segment(row)
    }

    /// What a code of an element means, as `Ship To` for `ST` of element `98`.
    ///
    /// A packaging code, element 103, may be a form with a material: `CTN25`. A code that only another release
    /// has is told too.
    ///
    /// - Parameters:
    ///   - code: the code; trailing spaces do not count.
    ///   - element: the data element's number.
    ///   - release: six digits.
    /// - Returns: nil when the element has no list, or the list has no such code.
    public func meaning(ofCode code: String, element: String, release: String) -> String? {
        guard ReleaseTable.nearest(to: release) != nil, let key = ElementKey(element),
            let row = CodeLists.standard.row(of: key)
        else { return nil }
        var bytes = Array(code.utf8)
        while bytes.last == 0x20 { bytes.removeLast() }
        let lists = CodeLists.standard
        if let meaning = lists.meaning(of: PackedTable.pack(bytes), list: row) { return meaning }
        guard element == "103", bytes.count == 5,
            let form = lists.meaning(of: PackedTable.pack(bytes.prefix(3)), list: row),
            let material = lists.meaning(of: PackedTable.pack(bytes.suffix(2)), list: row)
        else { return nil }
        return form + ", " + material
    }

    /// The codes of an element with their meanings, in the order of the table; empty when it has no list.
    ///
    /// - Parameters:
    ///   - element: the data element's number.
    ///   - release: six digits.
    /// - Returns: the codes that the release is validated with.
    public func codes(ofElement element: String, release: String) -> [CodeDescription] {
        guard let table = ReleaseTable.nearest(to: release), let key = ElementKey(element),
            let row = CodeLists.standard.row(of: key)
        else { return [] }
        return CodeLists.standard.codes(ofList: row, marks: table.codeMarks)
    }

    /// The code of an element that is likely meant by one that is not in its list; nil when none is near.
    public func nearestCode(to code: String, element: String, release: String) -> String? {
        NearestWord.find(code, among: codes(ofElement: element, release: release).map(\.code))
    }

    /// The code that is likely meant by one that may not stand in an element of a set, overlays included.
    ///
    /// - Parameters:
    ///   - code: what was sent.
    ///   - segment: the segment's id; where it stands at several places of the set, the first counts.
    ///   - element: the element's position, from 1.
    ///   - component: the component's position in a composite, from 1.
    ///   - set: the set, as `856`.
    ///   - release: six digits.
    /// - Returns: nil when no code of the list is near, or there is no list.
    public func nearestCode(
        to code: String, segment: String, element: Int, component: Int? = nil, in set: String,
        release: String
    ) -> String? {
        guard let grammar = grammar(set: set, release: release),
            let layout = GrammarLibrary.layout(ofSegment: segment, in: grammar)
        else { return nil }
        let rules = grammar.rules
        func slot(_ position: Int, _ row: Int) -> SlotRule? {
            let layout = rules.layouts[row]
            guard position >= 1, position <= Int(layout.slotCount) else { return nil }
            return rules.slots[Int(layout.firstSlot) + position - 1]
        }
        guard var found = slot(element, layout) else { return nil }
        if found.kind == .composite {
            guard let inner = slot(component ?? 1, Int(found.row)) else { return nil }
            found = inner
        }
        guard found.codes >= 0 else { return nil }
        return NearestWord.find(code, among: rules.words(ofList: Int(found.codes), atMost: .max))
    }

    /// The layout of a segment at the first place of a set that has it.
    private static func layout(ofSegment id: String, in grammar: Grammar) -> Int? {
        let packed = SegmentCode.packed(id)
        for row in 0..<grammar.children.count {
            let child = grammar.children[row]
            if child.id == packed, child.layout >= 0 { return Int(child.layout) }
        }
        return nil
    }

    /// The name of a set, as `Ship Notice/Manifest` for `856`.
    public func name(ofSet set: String) -> String? { LibraryStorage.table(ofSet: set)?.name }

    /// The name of a segment, as `Beginning Segment for Ship Notice` for `BSN`.
    public func name(ofSegment id: String, release: String) -> String? {
        dictionary(release: release)?.segmentName(id)
    }

    /// The name of a data element by its number, as `Date` for `373`.
    public func name(ofElement number: String, release: String) -> String? {
        guard let dictionary = dictionary(release: release), let rule = dictionary.rule(ofElement: number)
        else { return nil }
        return dictionary.elementName(rule.row)
    }
}
