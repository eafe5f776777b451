extension SegmentReader {
    /// Skips what may stand between segments; false at the end of the data.
    mutating func skipLayout() throws -> Bool {
        var breaks = 0
        defer { index.skip(to: window.start) }
        while true {
            // What comes in may be nothing but breaks of a wrapped file, which are taken out.
            while window.count == 0 { guard try fill() else { return false } }
            let byte = window.base[0]
            if byte > 0x20, byte != delimiters.segment { return true }
            switch byte {
            case 0x0A, 0x0D:
                if byte == 0x0A { breaks += 1 }
                // The terminator itself may be the line feed; one more is the layout after it.
                if breaks > (delimiters.segment == 0x0A ? 0 : 1) { tolerate(.blankLine, window.offset) }
            case delimiters.segment:
                tolerate(.emptySegment, window.offset)
            case 0x20, 0x09:
                tolerate(.leadingWhitespace, window.offset)
            case 0x00, 0x1A:
                tolerate(.padding, window.offset)
            default:
                return true
            }
            window.release(1)
        }
    }

    /// Cuts the elements of the current segment, when it was only skimmed.
    mutating func split() {
        guard marks.isSkimming, !isOversize, !isBinary else { return }
        cutElements()
    }

    /// Cuts the current segment at every separator.
    mutating func cutElements() {
        var count = 0
        for place in 0..<current.count
        where current.base[place] == marks.element && count < SegmentReader.maximumElements {
            ownEnds[count] = Int32(truncatingIfNeeded: place)
            count += 1
        }
        ownEnds[count] = Int32(truncatingIfNeeded: current.count)
        while count > 0, ownEnds[count - 1] + 1 == ownEnds[count] { count -= 1 }
        current.ends = UnsafePointer(ownEnds)
        current.elementCount = count
    }

    /// Makes the first bytes the current segment and lets go of all up to the terminator.
    mutating func skipOversize() throws {
        let kept = min(window.count, 64)
        let offset = window.offset
        ownBytes.update(from: window.base, count: kept)
        var idLength = 0
        while idLength < kept, ownBytes[idLength] != marks.element { idLength += 1 }
        isTerminated = false
        repeat {
            let bytes = UnsafeBufferPointer(start: UnsafePointer(window.base), count: window.count)
            if let end = bytes.firstIndex(of: marks.terminator) {
                window.release(end)
                isTerminated = true
                break
            }
            window.release(window.count)
        } while try window.fill()
        endSkipped(idLength: idLength, from: offset, kept: kept)
    }

    private mutating func endSkipped(idLength: Int, from offset: Int, kept: Int) {
        ownEnds[0] = Int32(truncatingIfNeeded: idLength)
        current = SegmentView(
            base: UnsafePointer(ownBytes), count: kept, fileOffset: offset, fileEnd: window.offset,
            ends: UnsafePointer(ownEnds), elementCount: 0, packedID: 0, isPlain: false)
        isOversize = true
        pending = isTerminated ? 1 : 0
        index.restart(at: window.start + pending)
    }
}
