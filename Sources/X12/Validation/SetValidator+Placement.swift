extension SetValidator {
    /// Where a segment fits: an open loop and a child of it.
    private struct Candidate {
        var depth: Int
        var child: Int
    }

    /// Where a segment was placed: its loop in the tree and what it may hold.
    struct Placement {
        var treeRow: Int
        var layout: Int32
    }

    /// Finds the place of a segment, inner loops first, and moves there; nil when it stands wrongly.
    mutating func find(_ segment: SegmentView, in grammar: Grammar) -> Placement? {
        let number = grammar.number(of: segment.packedID)
        guard number >= 0 else {
            reportForeign(segment, grammar)
            return nil
        }
        var surplus: Candidate?
        var hasPassed = false
        for depth in stride(from: frames.count - 1, through: 0, by: -1) {
            let frame = frames[depth]
            let children = grammar.children(of: frame.loop)
            let first = grammar.firstChild(of: frame.loop, number: number)
            hasPassed = hasPassed || first >= 0 && first < frame.place
            var child = first
            while child >= 0, child < frame.place {
                if children[child].isFloating {
                    return Placement(treeRow: frame.treeRow, layout: children[child].layout)
                }
                child = Int(children[child].nextSame)
            }
            if child == frame.place, frame.count >= Int(children[child].maximum) {
                surplus = surplus ?? Candidate(depth: depth, child: child)
                child = Int(children[child].nextSame)
            }
            guard child >= 0 else { continue }
            if children[child].isFloating {
                return Placement(treeRow: frame.treeRow, layout: children[child].layout)
            }
            // A jump over something mandatory is less likely than a segment too late or too often.
            let isJump = child > frame.place && Int(children[frame.place].nextMandatory) < child
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

    private mutating func move(
        to target: Candidate, _ segment: SegmentView, _ grammar: Grammar
    ) -> Placement {
        while frames.count - 1 > target.depth {
            let last = frames.count - 1
            let end = Int(grammar.loops[frames[last].loop].childCount)
            reportMissing(in: last, before: end, segment, grammar)
            frames.removeLast()
        }
        if target.child > frames[target.depth].place {
            reportMissing(in: target.depth, before: target.child, segment, grammar)
            frames[target.depth].place = target.child
            frames[target.depth].count = 1
        } else {
            frames[target.depth].count += 1
        }
        let child = grammar.children(of: frames[target.depth].loop)[target.child]
        guard child.loop >= 0 else {
            return Placement(treeRow: frames[target.depth].treeRow, layout: child.layout)
        }
        let loop = Int(child.loop)
        let row = tree?.openLoop(grammar.loopIDs[loop], in: frames[target.depth].treeRow) ?? 0
        frames.append(Frame(loop: loop, place: 0, count: 1, treeRow: row))
        return Placement(treeRow: row, layout: grammar.children(of: loop)[0].layout)
    }

    /// Reports the mandatory children of an open loop after its place and before another.
    private mutating func reportMissing(
        in depth: Int, before limit: Int, _ segment: SegmentView, _ grammar: Grammar
    ) {
        let children = grammar.children(of: frames[depth].loop)
        var next = Int(children[frames[depth].place].nextMandatory)
        while next < limit {
            let id = SegmentCode.text(children[next].id)
            let here = Finding.readable(segment.element(0))
            report(
                .segmentMissing, segment, found: here, expected: id,
                message: "Mandatory segment \(id) is missing before \(here).",
                fix: "Send \(id) before this segment.")
            if findings.last?.code == .segmentMissing { findings[findings.count - 1].segmentID = id }
            next = Int(children[next].nextMandatory)
        }
    }

    private mutating func reportSurplus(_ surplus: Candidate, _ segment: SegmentView, _ grammar: Grammar) {
        let child = grammar.children(of: frames[surplus.depth].loop)[surplus.child]
        let id = SegmentCode.text(child.id)
        if child.loop >= 0 {
            report(
                .loopTooMany, segment, found: id, expected: "at most \(child.maximum)",
                message: "Loop \(id) may occur \(child.maximum) times here, this is one more.",
                fix: "Send fewer \(id) loops, or split the set.")
        } else {
            report(
                .segmentTooMany, segment, found: id, expected: "at most \(child.maximum)",
                message: "Segment \(id) may occur \(child.maximum) times here, this is one more.",
                fix: "Send fewer \(id) segments.")
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
        if grammar.dictionary.layout(ofSegment: segment.packedID) >= 0 {
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
