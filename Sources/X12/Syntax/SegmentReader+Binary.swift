extension SegmentReader {
    /// Cuts BIN and BDS by the length they state, since their data may hold any byte.
    ///
    /// Where the length leads to no terminator, the segment ends at the next one and is marked; what follows
    /// of the data then costs its set alone.
    mutating func takeBinary() throws -> Bool {
        guard !isOversize else { return true }
        // BIN01 and BDS02 state the length of the element that follows.
        let elements = current.packedID == SegmentCode.bin ? 2 : 3
        guard let data = cutFront(elements), let length = statedLength(elements - 1) else { return true }
        guard length <= limits.maximumSegmentBytes - data else {
            isOversize = true
            return true
        }
        let end = data + length
        if end == current.count, isTerminated {
            adopt(count: end, elements: elements)
            return true
        }
        while window.count <= end, try window.fill() {}
        let size = current.count
        current.base = UnsafePointer(window.base)
        if window.count > end, current.base[end] == marks.terminator {
            isTerminated = true
            adopt(count: end, elements: elements)
        } else {
            cutElements()
            current.hasWrongLength = true
            adopt(count: size, elements: current.elementCount)
        }
        return true
    }

    /// Makes so many bytes the current segment, its elements ending where noted.
    private mutating func adopt(count: Int, elements: Int) {
        ownEnds[elements] = Int32(truncatingIfNeeded: count)
        current.count = count
        current.ends = UnsafePointer(ownEnds)
        current.elementCount = elements
        current.fileEnd = window.end(after: count)
        current.isPlain = false
        pending = min(count + (isTerminated ? 1 : 0), window.count)
        index.restart(at: window.start + pending)
    }

    /// Notes where the id and the elements before the data end; returns where the data begins.
    private func cutFront(_ elements: Int) -> Int? {
        var count = 0
        for place in 0..<current.count where current.base[place] == marks.element {
            ownEnds[count] = Int32(truncatingIfNeeded: place)
            count += 1
            if count == elements { return place + 1 }
        }
        return nil
    }

    /// The number in an element before the data, nil when it is none.
    private func statedLength(_ element: Int) -> Int? {
        let first = Int(ownEnds[element - 1]) + 1
        let last = Int(ownEnds[element])
        guard first < last, last - first <= 15 else { return nil }
        var value = 0
        for place in first..<last {
            let byte = current.base[place]
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
