extension GrammarLibrary {
    /// A library in which overlays change the grammars of their sets; all others stay shared with this one.
    ///
    /// Overlays are applied in order, and the rules of each from top to bottom: what is said later counts.
    ///
    /// - Parameter overlays: what changes.
    /// - Returns: the library to validate with.
    /// - Throws: every rule that does not fit its set, with line, column and the nearest word.
    public func applying(_ overlays: [Overlay]) throws(OverlayFaults) -> GrammarLibrary {
        var grammars: [GrammarKey: Grammar] = [:]
        var all = OverlayFaultList(file: overlays.first?.file ?? "")
        for overlay in overlays {
            var faults = OverlayFaultList(file: overlay.file)
            for section in overlay.sections {
                let key = GrammarKey(set: section.set.text, release: section.release.text)
                guard
                    let base = grammars[key]
                        ?? grammar(set: section.set.text, release: section.release.text)
                else {
                    reportUnknown(section, &faults)
                    continue
                }
                var application = OverlayApplication(base)
                application.apply(section.rules, &faults)
                grammars[key] = application.grammar()
            }
            all.append(faults)
        }
        if let error = all.error { throw error }
        return changing(grammars)
    }

    private func reportUnknown(_ section: Overlay.Section, _ faults: inout OverlayFaultList) {
        let set = section.set.text
        if sets.contains(set) {
            let known = releases.filter { grammar(set: set, release: $0) != nil }
            faults.add(
                "The dictionary has no \(set) in release \(section.release.text).", at: section.release,
                nearest: known)
        } else {
            faults.add("The dictionary has no set \(set).", at: section.set, nearest: sets)
        }
    }
}

/// Applies the rules of an overlay to a grammar.
struct OverlayApplication {
    private let base: Grammar
    var draft: GrammarDraft
    var rules: RuleTables.Draft
    /// The places of ``draft``; made again when a segment was added.
    private var places: OverlayPlaces
    /// The names of the elements that private segments have.
    private var names: [String] = []
    /// How many codes the lists have that were made.
    var codeCount = 0
    /// The layouts of private segments by id.
    private var ownLayouts: [String: Int32] = [:]

    init(_ base: Grammar) {
        self.base = base
        draft = base.draft()
        rules = base.rules.draft()
        places = OverlayPlaces(draft)
    }

    var dictionary: ReleaseDictionary { base.dictionary }

    /// Applies rules from top to bottom; one that does not fit is reported and has no effect.
    mutating func apply(_ list: [OverlayRule], _ faults: inout OverlayFaultList) {
        for rule in list {
            do throws(OverlayMistake) {
                switch rule {
                case .segment(let path, let changes): try change(path, changes)
                case .element(let path, let position, let component, let changes):
                    try change(path, position, component, changes)
                case .addition(let addition): try add(addition)
                }
            } catch {
                faults.add(error.message, at: error.word, nearest: error.nearest())
            }
        }
    }

    /// The changed grammar.
    func grammar() -> Grammar {
        let words =
            names.isEmpty ? base.dictionary : ReleaseDictionary(base.dictionary, addingNames: names)
        return Grammar(draft, dictionary: words, rules: RuleTables(rules))
    }

    /// The places that a path names, but those of the envelope.
    func find(_ path: OverlayPath) throws(OverlayMistake) -> [OverlayPlaces.Place] {
        if let id = path.steps.last?.id, id == "ST" || id == "SE" {
            throw OverlayMistake(
                "\(id) belongs to the frame of the set, which no overlay changes.", path.word)
        }
        return try places.find(path, in: draft)
    }

    // MARK: Segments

    private mutating func change(
        _ path: OverlayPath, _ changes: [OverlayRule.SegmentChange]
    ) throws(OverlayMistake) {
        var found = try find(path)
        if !path.isEvery { found = [try places.findOne(path, in: draft)] }
        for place in found {
            guard !place.opensLoop else {
                let loop = place.steps.dropLast().map(\.id).joined(separator: "/")
                throw OverlayMistake(
                    "\(path.word.text) opens its loop and stands there once: change the loop \(loop).",
                    path.word)
            }
            var child = draft.loops[place.loop].children[place.child]
            for change in changes {
                switch change.kind {
                case .mandatory:
                    child.isMandatory = true
                    child.maximum = max(child.maximum, 1)
                case .optional:
                    child.isMandatory = false
                    child.maximum = max(child.maximum, 1)
                case .notUsed:
                    child.isMandatory = false
                    child.maximum = 0
                case .maximum(let maximum): child.maximum = maximum
                }
            }
            draft.loops[place.loop].children[place.child] = child
        }
    }

    // MARK: Segments more

    private mutating func add(_ addition: OverlayRule.Addition) throws(OverlayMistake) {
        _ = try places.find(addition.path, in: draft)
        let place = try places.findOne(addition.path, in: draft)
        let here = draft.loops[place.loop].children[place.child]
        if addition.isAfter ? here.id == SegmentCode.se : here.id == SegmentCode.st || place.opensLoop {
            throw OverlayMistake(
                "No segment may stand \(addition.isAfter ? "after" : "before") \(SegmentCode.text(here.id)) here.",
                addition.path.word)
        }
        let child = Grammar.Child(
            id: SegmentCode.packed(addition.id.text), layout: try layout(of: addition), loop: -1,
            maximum: addition.maximum, isMandatory: addition.isMandatory)
        draft.loops[place.loop].children.insert(child, at: place.child + (addition.isAfter ? 1 : 0))
        places = OverlayPlaces(draft)
    }

    /// The elements of a segment to add: those of the standard, or its own.
    private mutating func layout(of addition: OverlayRule.Addition) throws(OverlayMistake) -> Int32 {
        let id = addition.id.text
        let dictionary = base.dictionary
        let known = dictionary.layout(ofSegment: id)
        if ["ISA", "IEA", "GS", "GE", "ST", "SE", "TA1"].contains(id) {
            throw OverlayMistake("\(id) belongs to the envelope and cannot be added.", addition.id)
        }
        if addition.elements.isEmpty {
            if let own = ownLayouts[id] { return own }
            guard known >= 0 else {
                throw OverlayMistake(
                    "Release \(dictionary.release) has no segment \(id): say its elements, as 01 AN 1..10.",
                    addition.id, nearest: dictionary.segmentIDs)
            }
            return Int32(known)
        }
        if known >= 0 {
            throw OverlayMistake(
                "\(id) is a segment of release \(dictionary.release): leave out its elements, or take another id.",
                addition.id)
        }
        if ownLayouts[id] != nil {
            throw OverlayMistake("The elements of \(id) were said before: leave them out here.", addition.id)
        }
        var slots: [SlotRule] = []
        for element in addition.elements { slots.append(try slot(element)) }
        let row = rules.addLayout(id: SegmentCode.packed(id), slots: slots, conditions: [])
        ownLayouts[id] = Int32(row)
        return Int32(row)
    }

    private mutating func slot(_ element: OverlayRule.Element) throws(OverlayMistake) -> SlotRule {
        var slot: SlotRule
        switch element.form {
        case .own(let kind, let minimum, let maximum):
            slot = SlotRule(
                kind: kind, flags: [], minimum: minimum, maximum: maximum,
                row: Int32(dictionary.elementCount + names.count))
            names.append(element.name)
        case .standard(let number):
            guard let rule = dictionary.rule(ofElement: number.text) else {
                throw OverlayMistake(
                    "Release \(dictionary.release) has no element \(number.text).", number)
            }
            slot = rule
            slot.flags.remove(.lengthsOpen)
        }
        if element.isMandatory { slot.flags.insert(.mandatory) }
        slot.maximumRepeat = element.maximumRepeat
        if !element.codes.isEmpty { try setCodes(of: &slot, to: element.codes, whose: element.word.text) }
        return slot
    }
}
