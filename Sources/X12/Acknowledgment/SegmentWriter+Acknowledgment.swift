extension SegmentWriter {
    /// Writes the segments of a 997 or 999 between ST and SE.
    ///
    /// An answer must always go out, so nothing fails here: what cannot be written is left out where it is
    /// optional, and cut, padded or bounded where it is mandatory.
    mutating func segments(of answer: FunctionalAcknowledgment, shape: AcknowledgmentShape) {
        line("AK1")
        item(answer.groupFunctionalID, 2)
        digits(of: answer.groupControlNumber, 9)
        if shape.isLate { item(answer.groupVersion, 12) }
        endLine()
        for set in answer.sets { segments(of: set, shape) }
        line("AK9")
        item(answer.status, 1)
        item(min(max(answer.claimed, 0), 999_999))
        item(min(max(answer.received, 0), 999_999))
        item(min(max(answer.accepted, 0), 999_999))
        for code in answer.codes.prefix(5) { item(shape.groupCode(code), 3) }
        endLine()
    }

    private mutating func segments(of set: SetAcknowledgment, _ shape: AcknowledgmentShape) {
        line("AK2")
        item(set.setID, 3, minimum: 3)
        item(set.controlNumber, 9, minimum: 4)
        if shape.isLate, let implementation = set.implementation { item(implementation, 35) }
        endLine()
        var index = 0
        while index < set.segments.count {
            var last = index
            if shape.isSimple {
                // One AK3 has room for five codes: the faults of one segment share it.
                while last + 1 < set.segments.count, last - index < 4,
                    set.segments[last + 1].position == set.segments[index].position,
                    set.segments[last + 1].segmentID == set.segments[index].segmentID,
                    set.segments[index...last].allSatisfy(\.elements.isEmpty)
                        || set.segments[last + 1].elements.isEmpty
                { last += 1 }
            }
            segments(of: set.segments[index...last], shape)
            index = last + 1
        }
        line(shape.form == .functional ? "AK5" : "IK5")
        item(set.status, 1)
        for code in set.codes.prefix(5) { item(shape.setCode(code), 3) }
        endLine()
    }

    /// Writes AK3 or IK3 with what belongs to it.
    private mutating func segments(of notes: ArraySlice<SegmentNote>, _ shape: AcknowledgmentShape) {
        guard let first = notes.first else { return }
        let elements = notes.lazy.flatMap(\.elements)
        var written = 0
        repeat {
            line(shape.form == .functional ? "AK3" : "IK3")
            segmentID(first.segmentID)
            item(min(max(first.position, 1), shape.maximumPosition))
            item(first.loop, shape.loopLength)
            for note in notes { item(note.code.map(shape.segmentCode), 3) }
            endLine()
            if shape.form == .implementation {
                for note in notes { segments(of: note.contexts, shape) }
            }
            var room = shape.maximumElements
            for element in elements.dropFirst(written) where room > 0 {
                segments(of: element, shape)
                room -= 1
                written += 1
            }
        } while written < elements.reduce(0) { count, _ in count + 1 }
    }

    /// Writes AK4 or IK4.
    private mutating func segments(of note: ElementNote, _ shape: AcknowledgmentShape) {
        line(shape.form == .functional ? "AK4" : "IK4")
        reference(note.element, note.component, note.repetition, shape)
        dataElement(note.dataElement)
        item(shape.elementCode(note.code), 3)
        item(note.value, 99)
        endLine()
        if shape.form == .implementation { segments(of: note.contexts, shape) }
    }

    private mutating func segments(of contexts: [AcknowledgmentContext]?, _ shape: AcknowledgmentShape) {
        guard let contexts else { return }
        for context in contexts.prefix(10) {
            line("CTX")
            item(context.name, 35)
            if let value = context.value {
                bytes.append(delimiters.component)
                if !append(value, 35) { bytes.removeLast() }
            }
            if let id = context.segmentID { segmentID(id) } else { bytes.append(delimiters.element) }
            item(context.position.map { min(max($0, 1), shape.maximumPosition) })
            item(context.loop, shape.loopLength)
            if let element = context.element {
                reference(element, context.component, context.repetition, shape)
            } else {
                bytes.append(delimiters.element)
            }
            dataElement(context.dataElement)
            endLine()
        }
    }

    // MARK: Elements

    /// Drops empty elements from the end of the segment and ends it.
    private mutating func endLine() {
        while bytes.last == delimiters.element { bytes.removeLast() }
        endSegment()
    }

    /// Writes a number as an element; nil leaves it empty.
    private mutating func item(_ number: Int?) {
        bytes.append(delimiters.element)
        if let number { append(number, width: 1) }
    }

    /// Writes text as an element, zeros before it up to its least length; nil leaves it empty.
    private mutating func item(_ text: String?, _ maximum: Int, minimum: Int = 0) {
        bytes.append(delimiters.element)
        let mark = bytes.count
        if let text { append(text, maximum) }
        while bytes.count - mark < minimum { bytes.insert(0x30, at: mark) }
    }

    /// Appends text cut to a length; false, and nothing appended, when it holds a separator or a control
    /// character, is no text, or is blank.
    @discardableResult
    private mutating func append(_ text: String, _ maximum: Int) -> Bool {
        var text = text
        return text.withUTF8 { value in
            guard
                value.allSatisfy({ byte in
                    byte >= 0x20 && byte != 0x7F && !delimiters.separates(byte)
                })
            else { return false }
            var count = min(value.count, maximum)
            // A character of several bytes is not cut in two.
            while count > 0, count < value.count, value[count] & 0xC0 == 0x80 { count -= 1 }
            while count > 0, value[count - 1] == 0x20 { count -= 1 }
            bytes.append(contentsOf: value.prefix(count))
            return count > 0
        }
    }

    /// Writes a control number: its digits, at least one.
    private mutating func digits(of text: String, _ maximum: Int) {
        bytes.append(delimiters.element)
        let mark = bytes.count
        for byte in text.utf8 where byte >= 0x30 && byte <= 0x39 && bytes.count - mark < maximum {
            bytes.append(byte)
        }
        if bytes.count == mark { bytes.append(0x30) }
    }

    /// Writes AK301: of an id that is none, the letters and digits, filled up to two.
    private mutating func segmentID(_ id: String) {
        bytes.append(delimiters.element)
        let mark = bytes.count
        for byte in id.utf8 where Delimiters.isWordCharacter(byte) && byte != 0x20 {
            guard bytes.count - mark < 3 else { break }
            bytes.append(byte)
        }
        while bytes.count - mark < 2 { bytes.append(UInt8(ascii: "Z")) }
    }

    /// Writes AK402: a data element's number, digits alone.
    private mutating func dataElement(_ number: String?) {
        bytes.append(delimiters.element)
        guard let number, (1...4).contains(number.utf8.count),
            number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return }
        bytes.append(contentsOf: number.utf8)
    }

    /// Writes C030: position, component, repetition, or the position alone in old releases.
    private mutating func reference(
        _ element: Int, _ component: Int?, _ repetition: Int?, _ shape: AcknowledgmentShape
    ) {
        bytes.append(delimiters.element)
        append(min(max(element, 1), 99), width: 1)
        guard !shape.isSimple else { return }
        let repetition = shape.hasRepetition ? repetition : nil
        guard component != nil || repetition != nil else { return }
        bytes.append(delimiters.component)
        if let component { append(min(max(component, 1), 99), width: 1) }
        guard let repetition else { return }
        bytes.append(delimiters.component)
        append(min(max(repetition, 1), 9_999), width: 1)
    }
}
