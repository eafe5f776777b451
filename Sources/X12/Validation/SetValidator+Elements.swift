/// The second look at a segment's elements: what is wrong, element by element.
extension SetValidator {
    /// Where a value stands: element, component and repetition.
    struct Spot {
        var element: Int
        var component: Int?
        var repetition: Int?
    }

    /// Checks all elements of a segment against its layout.
    mutating func checkElements(_ segment: SegmentView, _ layout: LayoutRule, _ walk: GrammarWalk) {
        if segment.hasWrongLength { reportBinaryLength(segment) }
        // Bit n - 1 tells that element n is present.
        var present: UInt64 = 0
        let count = Int(layout.slotCount)
        for index in 0..<count {
            let bytes = segment.element(index + 1)
            let slot = walk.slots[Int(layout.firstSlot) + index]
            if SetValidator.isAbsent(bytes, slot) {
                if slot.isMandatory { reportAbsent(segment, slot, index + 1) }
                continue
            }
            present |= 1 << UInt64(index)
            if slot.flags.contains(.notUsed) {
                reportNotUsed(segment, bytes, slot, Spot(element: index + 1))
            } else if let separator = setting.repetition, slot.maximumRepeat > 1 || bytes.contains(separator)
            {
                checkRepetitions(segment, bytes, separator, slot, index + 1, walk)
            } else {
                check(segment, bytes, slot, Spot(element: index + 1), walk)
            }
        }
        if segment.elementCount > count { reportSurplus(segment, count) }
        checkConditions(segment, layout, present: present, walk)
    }

    /// For ST and SE, whose elements have codes of their own in AK5: only that there are not too many.
    mutating func checkWidth(_ segment: SegmentView, _ walk: GrammarWalk) {
        guard let grammar else { return }
        let row = grammar.dictionary.layout(ofSegment: segment.packedID)
        guard row >= 0, segment.elementCount > walk.layouts[row].slotCount else { return }
        reportSurplus(segment, Int(walk.layouts[row].slotCount))
    }

    /// Whether nothing stands at a place: no bytes, or only spaces where text may stand.
    private static func isAbsent(_ bytes: UnsafeBufferPointer<UInt8>, _ slot: SlotRule) -> Bool {
        if bytes.isEmpty { return true }
        guard bytes[0] == 0x20 else { return false }
        return (slot.kind == .text || slot.kind == .identifier) && bytes.allSatisfy { $0 == 0x20 }
    }

    private mutating func checkRepetitions(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8, _ slot: SlotRule,
        _ element: Int, _ walk: GrammarWalk
    ) {
        var count = 0
        var pieces = Pieces(bytes, separator)
        while let part = pieces.next() {
            count += 1
            let spot = Spot(element: element, repetition: count)
            if count > Int(slot.maximumRepeat), slot.maximumRepeat < .max {
                report(
                    .tooManyRepetitions, segment, element: place(segment, spot, at: part, slot),
                    found: Finding.readable(part), expected: "at most \(slot.maximumRepeat)",
                    message: "\(name(segment, element)) is repeated more than \(slot.maximumRepeat) times.",
                    fix: "Send fewer repetitions, and check that data holds no repetition separator.")
                return
            }
            if !part.isEmpty { check(segment, part, slot, spot, walk) }
        }
    }

    /// Checks one repetition of an element that is present.
    private mutating func check(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ slot: SlotRule, _ spot: Spot,
        _ walk: GrammarWalk
    ) {
        if slot.kind == .composite {
            checkComposite(segment, bytes, walk.layouts[Int(slot.row)], slot, spot, walk)
        } else if let fault = fault(bytes, slot, walk) {
            reportAll(fault, bytes, segment, spot, slot, walk)
        }
    }

    private mutating func checkComposite(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ composite: LayoutRule,
        _ slot: SlotRule, _ spot: Spot, _ walk: GrammarWalk
    ) {
        var pieces = Pieces(bytes, setting.delimiters.component)
        var present: UInt64 = 0
        var spot = spot
        let count = Int(composite.slotCount)
        for index in 0..<count {
            let rule = walk.slots[Int(composite.firstSlot) + index]
            spot.component = index + 1
            if let part = pieces.next(), !SetValidator.isAbsent(part, rule) {
                present |= 1 << UInt64(index)
                if rule.flags.contains(.notUsed) {
                    reportNotUsed(segment, part, rule, spot)
                } else if let fault = fault(part, rule, walk) {
                    reportAll(fault, part, segment, spot, rule, walk)
                }
            } else if rule.isMandatory {
                report(
                    .componentMissing, segment, element: place(segment, spot, at: bytes, rule),
                    message:
                        "Mandatory component \(index + 1) of \(name(segment, spot.element))\(title(rule)) is missing.",
                    fix: "Send a value in component \(index + 1).")
            }
        }
        var sent = count
        var surplus: UnsafeBufferPointer<UInt8>?
        while let part = pieces.next() {
            sent += 1
            if surplus == nil, !part.isEmpty {
                surplus = part
                spot.component = sent
            }
        }
        if let surplus {
            report(
                .tooManyComponents, segment, element: place(segment, spot, at: surplus, nil),
                found: Finding.readable(bytes), expected: "at most \(count) components",
                message: "\(name(segment, spot.element)) has \(count) components, \(sent) were sent.",
                fix: "Check that data holds no component separator.")
        }
        checkConditions(segment, composite, present: present, walk, inElement: spot.element)
    }

    // MARK: Reports

    private mutating func reportSurplus(_ segment: SegmentView, _ count: Int) {
        let bytes = segment.element(count + 1)
        let sent =
            segment.elementCount >= SegmentReader.maximumElements
            ? "at least \(segment.elementCount)" : "\(segment.elementCount)"
        report(
            .tooManyElements, segment, element: place(segment, Spot(element: count + 1), at: bytes, nil),
            found: Finding.readable(bytes), expected: "at most \(count) elements",
            message: "\(name(segment)) has \(count) elements in this release, \(sent) were sent.",
            fix: "Leave out what follows element \(count), and check that data holds no element separator.")
    }

    private mutating func reportAbsent(_ segment: SegmentView, _ slot: SlotRule, _ element: Int) {
        guard hasRoom(for: .elementMissing) else { return }
        let label = name(segment, element)
        report(
            .elementMissing, segment, element: place(segment, Spot(element: element), at: nil, slot),
            message: "Mandatory element \(label)\(title(slot)) is missing.", fix: "Send a value in \(label).")
    }

    private mutating func reportNotUsed(
        _ segment: SegmentView, _ bytes: UnsafeBufferPointer<UInt8>, _ slot: SlotRule, _ spot: Spot
    ) {
        let label = name(segment, spot.element)
        report(
            .elementNotUsed, segment, element: place(segment, spot, at: bytes, slot),
            found: Finding.readable(bytes), expected: "nothing",
            message: "\(label)\(title(slot)) is not used by agreement.", fix: "Leave \(label) empty.")
    }

    private mutating func reportBinaryLength(_ segment: SegmentView) {
        let element = segment.packedID == SegmentCode.bin ? 1 : 2
        let bytes = segment.element(element)
        report(
            .binaryLengthDiffers, segment,
            element: ElementPlace(
                position: element, number: "784", offset: offset(of: segment.start(of: element), segment)),
            found: Finding.readable(bytes), expected: "the bytes up to the terminator",
            message: "\(name(segment, element)) states a length after which no terminator stands.",
            fix: "Count the bytes of the binary data.")
    }

    // MARK: Places and names

    /// The place of an element in the file, from its bytes in the segment.
    func place(
        _ segment: SegmentView, _ spot: Spot, at bytes: UnsafeBufferPointer<UInt8>?, _ slot: SlotRule?
    ) -> ElementPlace {
        var distance = segment.start(of: spot.element)
        if let start = bytes?.baseAddress, let bytes, !bytes.isEmpty { distance = start - segment.base }
        var number: String?
        if let slot, slot.kind != .composite { number = grammar?.dictionary.elementNumber(slot.row) }
        return ElementPlace(
            position: spot.element, component: spot.component, repetition: spot.repetition,
            number: number.flatMap { $0.isEmpty ? nil : $0 }, offset: offset(of: distance, segment))
    }

    /// The place of an element that has a number of its own in every release.
    func place(_ segment: SegmentView, _ element: Int, number: String) -> ElementPlace {
        ElementPlace(
            position: element, number: number, offset: offset(of: segment.start(of: element), segment))
    }

    private func offset(of distance: Int, _ segment: SegmentView) -> Int {
        let offset =
            setting.wrapping?.offset(of: distance, after: segment.fileOffset)
            ?? segment.fileOffset + distance
        return min(offset, segment.fileEnd)
    }

    /// A segment's id, or an element as `BEG05`.
    func name(_ segment: SegmentView, _ position: Int? = nil) -> String {
        let id = Finding.readable(segment.element(0))
        guard let position else { return id }
        return id + (position < 10 ? "0" : "") + String(position)
    }

    /// The name of the data element at a place in brackets; empty for a composite and where it is not known.
    func title(_ slot: SlotRule) -> String {
        guard slot.kind != .composite, let name = grammar?.dictionary.elementName(slot.row) else { return "" }
        return name.isEmpty ? "" : " (\(name))"
    }
}

/// The pieces between separators, one after the other.
struct Pieces {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private var start = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The next piece, which may be empty; nil after the last.
    mutating func next() -> UnsafeBufferPointer<UInt8>? {
        guard start <= bytes.count else { return nil }
        var end = start
        while end < bytes.count, bytes[end] != separator { end += 1 }
        defer { start = end + 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<end])
    }
}
