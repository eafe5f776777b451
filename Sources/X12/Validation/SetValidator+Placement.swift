extension SetValidator {
    /// Where a segment fits: an open loop and a child of it.
    private struct Candidate {
        var depth: Int
        var child: Int
    }

    /// Finds the place of a segment, inner loops first, and moves there; its row in the tree, nil when it
    /// stands wrongly.
    mutating func find(_ segment: SegmentView, in grammar: Grammar) -> Int? {
        let id = grammar.idNumbers.value(PackedTable.pack(segment.element(0)))
        guard id >= 0 else {
            reportForeign(segment, grammar)
            return nil
        }
        var surplus: Candidate?
        var hasPassed = false
        for depth in stride(from: frames.count - 1, through: 0, by: -1) {
            let frame = frames[depth]
            var child = grammar.child(of: frame.loop, from: frame.place, id: id)
            if child == frame.place, frame.count >= grammar.loops[frame.loop].children[child].maximum {
                surplus = surplus ?? Candidate(depth: depth, child: child)
                child = grammar.child(of: frame.loop, from: frame.place + 1, id: id)
            }
            if !hasPassed {
                let earlier = grammar.child(of: frame.loop, from: 0, id: id)
                hasPassed = earlier >= 0 && earlier < frame.place
            }
            guard child >= 0 else { continue }
            // A jump over something mandatory is less likely than a segment too late or too often.
            let isJump = child > frame.place && grammar.loops[frame.loop].nextMandatory[frame.place] < child
            if isJump && (hasPassed || surplus != nil) && segment.packedID != SegmentCode.se { break }
            return move(to: Candidate(depth: depth, child: child), segment, grammar)
        }
        if let surplus {
            reportSurplus(surplus, segment, grammar)
            return move(to: surplus, segment, grammar)
        }
        reportMisplaced(segment, hasPassed: hasPassed)
        return nil
    }

    private mutating func move(to target: Candidate, _ segment: SegmentView, _ grammar: Grammar) -> Int {
        while frames.count - 1 > target.depth {
            let last = frames.count - 1
            reportMissing(in: last, before: grammar.loops[frames[last].loop].children.count, segment, grammar)
            frames.removeLast()
        }
        if target.child > frames[target.depth].place {
            reportMissing(in: target.depth, before: target.child, segment, grammar)
            frames[target.depth].place = target.child
            frames[target.depth].count = 1
        } else {
            frames[target.depth].count += 1
        }
        let loop = grammar.loops[frames[target.depth].loop].children[target.child].loop
        guard loop >= 0 else { return frames[target.depth].treeRow }
        let row = tree?.openLoop(grammar.loops[loop].id, in: frames[target.depth].treeRow) ?? 0
        frames.append(Frame(loop: loop, place: 0, count: 1, treeRow: row))
        return row
    }

    /// Reports the mandatory children of an open loop after its place and before another.
    private mutating func reportMissing(
        in depth: Int, before limit: Int, _ segment: SegmentView, _ grammar: Grammar
    ) {
        // Most often nothing is missing: then the loop's row is not even copied.
        guard grammar.loops[frames[depth].loop].nextMandatory[frames[depth].place] < limit else { return }
        let loop = grammar.loops[frames[depth].loop]
        var next = loop.nextMandatory[frames[depth].place]
        while next < limit {
            let id = loop.children[next].segmentID
            let here = Finding.readable(segment.element(0))
            report(
                .segmentMissing, segment, found: here, expected: id,
                message: "Mandatory segment \(id) is missing before \(here).",
                fix: "Send \(id) before this segment.")
            if findings.last?.code == .segmentMissing { findings[findings.count - 1].segmentID = id }
            next = loop.nextMandatory[next]
        }
    }

    private mutating func reportSurplus(_ surplus: Candidate, _ segment: SegmentView, _ grammar: Grammar) {
        let child = grammar.loops[frames[surplus.depth].loop].children[surplus.child]
        if child.loop >= 0 {
            report(
                .loopTooMany, segment, found: child.segmentID, expected: "at most \(child.maximum)",
                message: "Loop \(child.segmentID) may occur \(child.maximum) times here, this is one more.",
                fix: "Send fewer \(child.segmentID) loops, or split the set.")
        } else {
            report(
                .segmentTooMany, segment, found: child.segmentID, expected: "at most \(child.maximum)",
                message:
                    "Segment \(child.segmentID) may occur \(child.maximum) times here, this is one more.",
                fix: "Send fewer \(child.segmentID) segments.")
        }
    }

    private mutating func reportMisplaced(_ segment: SegmentView, hasPassed: Bool) {
        let id = Finding.readable(segment.element(0))
        if hasPassed {
            report(
                .segmentOutOfOrder, segment, found: id,
                message: "Segment \(id) comes too late: its place in the \(place.set) has passed.",
                fix: "Send \(id) in the order of the standard.")
        } else {
            report(
                .segmentLoopNotOpen, segment, found: id,
                message: "Segment \(id) stands in a loop of the \(place.set) that is not open here.",
                fix: "Send the segment that opens the loop first.")
        }
    }

    /// A segment that the set does not have.
    private mutating func reportForeign(_ segment: SegmentView, _ grammar: Grammar) {
        let bytes = segment.element(0)
        let id = Finding.readable(bytes)
        if grammar.dictionary.segmentRows.value(PackedTable.pack(bytes)) >= 0 {
            report(
                .segmentNotInSet, segment, found: id,
                message: "Segment \(id) is not used in the \(place.set).",
                fix: "Leave \(id) out.")
        } else {
            report(
                .segmentUnknown, segment, found: id, expected: "a segment of the \(place.set)",
                message:
                    "\(id.isEmpty ? "A segment without id" : id) is no segment of release \(grammar.release).",
                fix: "Check the segment's id, and the terminator of the segment before it.")
        }
    }
}
