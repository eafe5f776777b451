extension SegmentWriter {
    /// The separators a segment was read with.
    struct Origin {
        var element: UInt8
        var component: UInt8
        /// Nil where the group has no repetitions.
        var repetition: UInt8?
    }

    /// Writes a segment that was read with the same separators, just as it stands.
    mutating func copy(_ segment: SegmentView) {
        bytes += UnsafeBufferPointer(start: segment.base, count: segment.count)
        endSegment()
    }

    /// Writes a segment that was read, its separators turned into this writer's; nothing else changes.
    ///
    /// - Throws: ``WriteError`` where data holds a separator of this writer; nothing was written then.
    mutating func copy(_ segment: SegmentView, from old: Origin) throws(WriteError) {
        let all = UnsafeBufferPointer(start: segment.base, count: segment.count)
        if old.element == delimiters.element, old.component == delimiters.component,
            old.repetition == nil || old.repetition == delimiters.repetition
        {
            // The reader cut at the same terminator or took it for data: only the latter needs a look.
            let isSame = delimiters.segment == 0 || !all.contains(delimiters.segment)
            if isSame || segment.hasBinary {
                bytes += all
                return endSegment()
            }
        }
        let mark = bytes.count
        do {
            try translate(segment, all, old)
        } catch {
            bytes.removeLast(bytes.count - mark)
            throw error
        }
        endSegment()
    }

    /// Sets the next segment in by one step.
    mutating func space() {
        bytes.append(0x20)
        bytes.append(0x20)
    }

    private mutating func translate(
        _ segment: SegmentView, _ all: UnsafeBufferPointer<UInt8>, _ old: Origin
    ) throws(WriteError) {
        // Binary data stands after this many separators, whatever it holds.
        let separatorsBeforeData = segment.separatorsBeforeBinary
        var element = 0
        var component = 1
        var repetition = 1
        for index in all.indices {
            let byte = all[index]
            if byte == old.element {
                element += 1
                component = 1
                repetition = 1
                bytes.append(delimiters.element)
                if element == separatorsBeforeData {
                    bytes += all[(index + 1)...]
                    return
                }
            } else if byte == old.component {
                component += 1
                bytes.append(delimiters.component)
            } else if byte == old.repetition, let new = delimiters.repetition {
                repetition += 1
                component = 1
                bytes.append(new)
            } else if delimiters.clashes(with: byte, usesRepetition: old.repetition != nil) {
                try replace(byte, at: index, of: segment, element, component, repetition)
            } else {
                bytes.append(byte)
            }
        }
    }

    private mutating func replace(
        _ byte: UInt8, at index: Int, of segment: SegmentView, _ element: Int, _ component: Int,
        _ repetition: Int
    ) throws(WriteError) {
        let fault = WriteError(
            code: .separatorInData, segmentID: Finding.readable(segment.element(0)),
            segment: segmentCount + 1, element: element, component: component > 1 ? component : nil,
            repetition: repetition > 1 ? repetition : nil, byte: byte, offset: segment.fileOffset + index)
        guard case .replace(let substitute) = rules.onDelimiterInData, !delimiters.separates(substitute)
        else {
            throw fault
        }
        bytes.append(substitute)
        replacementCount += 1
        if replacements.count < WritingRules.maximumReplacements { replacements.append(fault) }
    }

    /// Writes a segment that was read from its parts: elements, repetitions and components, one by one.
    ///
    /// Empty parts at the end are kept, so that the same separators give the same bytes.
    mutating func rewrite(_ segment: SegmentView, from old: Origin) {
        bytes += segment.element(0)
        let all = UnsafeBufferPointer(start: segment.base, count: segment.count)
        var place = segment.element(0).count
        let separatorsBeforeData = segment.separatorsBeforeBinary
        var position = 0
        while place < all.count {
            bytes.append(delimiters.element)
            position += 1
            if position == separatorsBeforeData {
                bytes += all[(place + 1)...]
                break
            }
            let end = all[(place + 1)...].firstIndex(of: old.element) ?? all.count
            rewrite(element: UnsafeBufferPointer(rebasing: all[(place + 1)..<end]), from: old)
            place = end
        }
        endSegment()
    }

    private mutating func rewrite(element: UnsafeBufferPointer<UInt8>, from old: Origin) {
        var isFirst = true
        for part in element.split(separator: old.component, omittingEmptySubsequences: false) {
            if !isFirst { bytes.append(delimiters.component) }
            isFirst = false
            guard let oldRepetition = old.repetition, let new = delimiters.repetition else {
                bytes += part
                continue
            }
            var isFirstRepetition = true
            for value in part.split(separator: oldRepetition, omittingEmptySubsequences: false) {
                if !isFirstRepetition { bytes.append(new) }
                isFirstRepetition = false
                bytes += value
            }
        }
    }
}

extension SegmentView {
    /// How many element separators stand before binary data: BIN has its length first, BDS a filter before.
    var separatorsBeforeBinary: Int {
        switch packedID {
        case SegmentCode.bin: 2
        case SegmentCode.bds: 3
        default: Int.max
        }
    }

    /// Whether the segment carries binary data.
    var hasBinary: Bool { separatorsBeforeBinary != Int.max }
}
