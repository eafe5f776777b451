extension SetValidator {
    /// Where a segment fits: an open loop and a child of it.
    private struct Candidate {
        var depth: Int
        var child: Int
    }

    /// Where a segment was placed: its rule, and its loop in the tree.
    struct Placement {
        var child: UnsafePointer<Grammar.Child>
        var treeRow: Int
    }

    /// Finds the place of a segment, inner loops first, and moves there; nil when it stands wrongly.
    @inline(__always)
    mutating func find(_ segment: SegmentView, _ walk: GrammarWalk) -> Placement? {
        let number = walk.number(of: segment.packedID)
        guard number >= 0 else {
            reportForeign(segment)
            return nil
        }
        // Most often the segment fits into the innermost loop, where nothing mandatory lies between.
        let frame = frames + (depth &- 1)
        let children = walk.children(of: frame.pointee.loop)
        var child = walk.firstChild(of: frame.pointee.loop, number: number)
        while child >= 0, child < frame.pointee.place { child = Int(children[child].nextSame) }
        if child > frame.pointee.place {
            if Int(children[frame.pointee.place].nextMandatory) >= child, !children[child].isFloating,
                children[child].maximum > 0
            {
                frame.pointee.place = child
                frame.pointee.count = 1
                return enter(children + child, frame.pointee.treeRow, walk)
            }
        } else if child >= 0, frame.pointee.count < Int(children[child].maximum), !children[child].isFloating
        {
            frame.pointee.count &+= 1
            return enter(children + child, frame.pointee.treeRow, walk)
        }
        return findSlowly(segment, number, walk)
    }

    @inline(__always)
    private mutating func enter(
        _ child: UnsafePointer<Grammar.Child>, _ treeRow: Int, _ walk: GrammarWalk
    ) -> Placement {
        let loop = Int(child.pointee.loop)
        guard loop >= 0 else { return Placement(child: child, treeRow: treeRow) }
        let row = open(loop, in: treeRow)
        return Placement(child: walk.children(of: loop), treeRow: row)
    }

    private mutating func findSlowly(
        _ segment: SegmentView, _ number: Int, _ walk: GrammarWalk
    ) -> Placement? {
        var surplus: Candidate?
        var hasPassed = false
        for level in stride(from: depth - 1, through: 0, by: -1) {
            let frame = frames[level]
            let children = walk.children(of: frame.loop)
            let first = walk.firstChild(of: frame.loop, number: number)
            hasPassed = hasPassed || first >= 0 && first < frame.place
            var child = first
            while child >= 0, child < frame.place {
                if children[child].isFloating {
                    return Placement(child: children + child, treeRow: frame.treeRow)
                }
                child = Int(children[child].nextSame)
            }
            let used = child == frame.place ? frame.count : 0
            if child >= 0, used >= Int(children[child].maximum), !children[child].isFloating {
                surplus = surplus ?? Candidate(depth: level, child: child)
                child = Int(children[child].nextSame)
            }
            guard child >= 0 else { continue }
            if children[child].isFloating {
                return Placement(child: children + child, treeRow: frame.treeRow)
            }
            // A jump over something mandatory is less likely than a segment too late or too often.
            let isJump = child > frame.place && Int(children[frame.place].nextMandatory) < child
            if isJump && (hasPassed || surplus != nil) && segment.packedID != SegmentCode.se { break }
            return move(to: Candidate(depth: level, child: child), segment, walk)
        }
        if let surplus {
            reportSurplus(walk.children(of: frames[surplus.depth].loop)[surplus.child], segment)
            return move(to: surplus, segment, walk)
        }
        reportMisplaced(segment, hasPassed: hasPassed)
        return nil
    }

    private mutating func move(
        to target: Candidate, _ segment: SegmentView, _ walk: GrammarWalk
    ) -> Placement {
        while depth - 1 > target.depth {
            let end = Int(walk.loops[frames[depth - 1].loop].childCount)
            reportMissing(in: depth - 1, before: end, segment, walk)
            depth -= 1
        }
        let frame = frames + target.depth
        if target.child > frame.pointee.place {
            reportMissing(in: target.depth, before: target.child, segment, walk)
            frame.pointee.place = target.child
            frame.pointee.count = 1
        } else {
            frame.pointee.count += 1
        }
        return enter(
            walk.children(of: frame.pointee.loop) + target.child, frame.pointee.treeRow, walk)
    }

    /// Reports the mandatory children of an open loop after its place and before another.
    @inline(__always)
    private mutating func reportMissing(
        in level: Int, before limit: Int, _ segment: SegmentView, _ walk: GrammarWalk
    ) {
        let children = walk.children(of: frames[level].loop)
        var next = Int(children[frames[level].place].nextMandatory)
        while next < limit {
            reportMissing(children[next].id, segment)
            next = Int(children[next].nextMandatory)
        }
    }

    private mutating func reportMissing(_ packed: UInt32, _ segment: SegmentView) {
        guard hasRoom(for: .segmentMissing) else { return }
        let id = SegmentCode.text(packed)
        let here = Finding.readable(segment.element(0))
        report(
            .segmentMissing, segment, id: packed, found: here, expected: id,
            message: "Mandatory segment \(id) is missing before \(here).",
            fix: "Send \(id) before this segment.")
    }

    private mutating func reportSurplus(_ child: Grammar.Child, _ segment: SegmentView) {
        let code: Finding.Code =
            child.maximum == 0 ? .segmentNotUsed : child.loop >= 0 ? .loopTooMany : .segmentTooMany
        guard hasRoom(for: code) else { return }
        let id = SegmentCode.text(child.id)
        if child.maximum == 0 {
            report(
                .segmentNotUsed, segment, found: id, expected: "no \(id) here",
                message: "Segment \(id) is not used here by agreement.", fix: "Leave \(id) out.")
        } else if child.loop >= 0 {
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
        guard hasRoom(for: hasPassed ? .segmentOutOfOrder : .segmentLoopNotOpen) else { return }
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
    private mutating func reportForeign(_ segment: SegmentView) {
        guard let grammar else { return }
        let exists = grammar.dictionary.layout(ofSegment: segment.packedID) >= 0
        guard hasRoom(for: exists ? .segmentNotInSet : .segmentUnknown) else { return }
        let id = Finding.readable(segment.element(0))
        if exists {
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
