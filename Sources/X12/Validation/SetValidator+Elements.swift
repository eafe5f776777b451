extension SetValidator {
    /// Checks all elements of a segment against its layout.
    mutating func checkElements(_ segment: SegmentView, _ layout: LayoutRule, _ grammar: Grammar) {
        // Bit n - 1 tells that element n is present.
        var present: UInt64 = 0
        for index in 0..<Int(layout.slotCount) {
            let bytes = segment.element(index + 1)
            let slot = grammar.rules.slots[Int(layout.firstSlot) + index]
            if isAbsent(bytes, slot, grammar) {
                if slot.isMandatory { reportAbsent(segment, layout, index, grammar) }
                continue
            }
            present |= 1 << UInt64(index)
            if let repetition, slot.maximumRepeat > 1 || bytes.contains(repetition) {
                checkRepetitions(segment, bytes, repetition, layout, index, grammar)
            } else {
                check(segment, bytes, layout, index, repetition: nil, grammar)
            }
        }
        if segment.elementCount > Int(layout.slotCount) { reportSurplus(segment, Int(layout.slotCount)) }
        checkConditions(segment, layout, present: present, grammar)
    }

    /// For ST and SE, whose elements have codes of their own in AK5: only that there are not too many.
    mutating func checkWidth(_ segment: SegmentView, _ grammar: Grammar) {
        let row = grammar.dictionary.layout(ofSegment: segment.packedID)
        guard row >= 0, segment.elementCount > grammar.rules.layouts[row].slotCount else { return }
        reportSurplus(segment, Int(grammar.rules.layouts[row].slotCount))
    }

    private mutating func reportSurplus(_ segment: SegmentView, _ count: Int) {
        let bytes = segment.element(count + 1)
        report(
            .tooManyElements, segment, element: elementPlace(segment, count + 1, at: bytes, number: nil),
            found: Finding.readable(bytes), expected: "at most \(count) elements",
            message:
                "\(name(segment)) has \(count) elements in this release, \(segment.elementCount) were sent.",
            fix: "Leave out what follows element \(count), and check that data holds no element separator.")
    }

    /// Whether nothing stands at a place: no bytes, or only spaces where text may stand.
    @inline(__always)
    private func isAbsent(
        _ bytes: UnsafeBufferPointer<UInt8>, _ slot: SlotRule, _ grammar: Grammar
    ) -> Bool {
        if bytes.isEmpty { return true }
        guard bytes[0] == 0x20 else { return false }
        return (slot.kind == .text || slot.kind == .identifier) && SetValidator.isBlank(bytes)
    }

    /// Whether bytes are spaces alone, or none.
    static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 }
    }

    private mutating func reportAbsent(
        _ segment: SegmentView, _ layout: LayoutRule, _ index: Int, _ grammar: Grammar
    ) {
        let slot = grammar.rules.slots[Int(layout.firstSlot) + index]
        let label = name(segment, index + 1)
        report(
            .elementMissing, segment,
            element: elementPlace(segment, index + 1, at: nil, number: number(slot, grammar)),
            message: "Mandatory element \(label)\(title(slot, grammar)) is missing.",
            fix: "Send a value in \(label).")
    }

    private mutating func checkRepetitions(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8, _ layout: LayoutRule,
        _ index: Int, _ grammar: Grammar
    ) {
        let slot = grammar.rules.slots[Int(layout.firstSlot) + index]
        var count = 0
        for part in SetValidator.parts(bytes, separator) {
            count += 1
            if count > slot.maximumRepeat {
                var element = elementPlace(
                    segment, index + 1, at: part,
                    number: number(slot, grammar))
                element.repetition = count
                report(
                    .tooManyRepetitions, segment, element: element, found: Finding.readable(part),
                    expected: "at most \(slot.maximumRepeat)",
                    message: "\(name(segment, index + 1)) is repeated more than \(slot.maximumRepeat) times.",
                    fix: "Send fewer repetitions, and check that data holds no repetition separator.")
                return
            }
            if !part.isEmpty { check(segment, part, layout, index, repetition: count, grammar) }
        }
    }

    /// Checks one repetition of an element that is present.
    private mutating func check(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ layout: LayoutRule, _ index: Int,
        repetition: Int?, _ grammar: Grammar
    ) {
        let slot = grammar.rules.slots[Int(layout.firstSlot) + index]
        if slot.kind == .composite {
            checkComposite(
                segment, bytes, grammar.rules.layouts[Int(slot.row)], position: index + 1,
                repetition: repetition,
                grammar)
        } else if let fault = fault(bytes, slot, grammar) {
            var element = elementPlace(
                segment, index + 1, at: bytes, number: number(slot, grammar))
            element.repetition = repetition
            reportAll(fault, bytes, segment, element, slot, grammar)
        }
    }

    private mutating func checkComposite(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ composite: LayoutRule, position: Int,
        repetition: Int?, _ grammar: Grammar
    ) {
        let parts = SetValidator.parts(bytes, delimiters.component)
        var present: UInt64 = 0
        let count = Int(composite.slotCount)
        for index in 0..<count {
            let slot = grammar.rules.slots[Int(composite.firstSlot) + index]
            let part = index < parts.count ? parts[index] : nil
            if let part, !part.isEmpty, !isAbsent(part, slot, grammar) {
                present |= 1 << UInt64(index)
                guard let fault = fault(part, slot, grammar) else { continue }
                var element = elementPlace(
                    segment, position, at: part, number: number(slot, grammar))
                element.component = index + 1
                element.repetition = repetition
                reportAll(fault, part, segment, element, slot, grammar)
            } else if slot.isMandatory {
                var element = elementPlace(
                    segment, position, at: bytes, number: number(slot, grammar))
                element.component = index + 1
                element.repetition = repetition
                report(
                    .componentMissing, segment, element: element,
                    message:
                        "Mandatory component \(index + 1) of \(name(segment, position))\(title(slot, grammar)) is missing.",
                    fix: "Send a value in component \(index + 1).")
            }
        }
        if parts.count > count, !parts[count...].allSatisfy(\.isEmpty) {
            var element = elementPlace(segment, position, at: parts[count], number: nil)
            element.component = count + 1
            report(
                .tooManyComponents, segment, element: element, found: Finding.readable(bytes),
                expected: "at most \(count) components",
                message:
                    "\(name(segment, position)) has \(count) components, \(parts.count) were sent.",
                fix: "Check that data holds no component separator.")
        }
        checkConditions(segment, composite, present: present, grammar, inElement: position)
    }

    // MARK: Words and places

    /// The pieces between separators.
    static func parts(_ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8) -> [UnsafeBufferPointer<UInt8>]
    {
        bytes.split(separator: separator, omittingEmptySubsequences: false).map {
            UnsafeBufferPointer(rebasing: $0)
        }
    }

    /// The place of an element in the file, from its bytes in the segment.
    func elementPlace(
        _ segment: SegmentView, _ position: Int, at bytes: UnsafeBufferPointer<UInt8>?, number: String?
    ) -> ElementPlace {
        var distance = segment.start(of: position)
        if let start = bytes?.baseAddress, let bytes, !bytes.isEmpty { distance = start - segment.base }
        let offset =
            wrapping?.offset(of: distance, after: segment.fileOffset) ?? segment.fileOffset + distance
        return ElementPlace(
            position: position, number: number.flatMap { $0.isEmpty ? nil : $0 },
            offset: min(offset, segment.fileEnd))
    }

    /// A segment's id, or an element as `BEG05`.
    func name(_ segment: SegmentView, _ position: Int? = nil) -> String {
        let id = Finding.readable(segment.element(0))
        guard let position else { return id }
        return id + (position < 10 ? "0" : "") + String(position)
    }

    /// The number of the data element at a place; nil for a composite.
    func number(_ slot: SlotRule, _ grammar: Grammar) -> String? {
        slot.kind == .composite ? nil : grammar.dictionary.elementNumber(slot.row)
    }

    func title(_ slot: SlotRule, _ grammar: Grammar) -> String {
        guard slot.kind != .composite else { return "" }
        let name = grammar.dictionary.elementName(slot.row)
        return name.isEmpty ? "" : " (\(name))"
    }
}
