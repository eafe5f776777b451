/// Reads a partner's 997 or 999.
public enum AcknowledgmentReader {
    /// A valid 997 or 999 as a value; nil when the set is neither.
    public static func read(_ set: TransactionSet) -> FunctionalAcknowledgment? {
        guard set.id == "997" || set.id == "999", let answered = set.root.first("AK1"),
            let verdict = set.root.first("AK9")
        else { return nil }
        return FunctionalAcknowledgment(
            groupFunctionalID: answered[1] ?? "", groupControlNumber: answered[2] ?? "",
            groupVersion: answered[3] ?? "", sets: set.root.loops("AK2").map(setAcknowledgment),
            status: verdict[1] ?? "", claimed: number(verdict[2]), received: number(verdict[3]),
            accepted: number(verdict[4]), codes: (5...9).compactMap { verdict[$0] })
    }

    private static func setAcknowledgment(_ loop: TransactionSet.Loop) -> SetAcknowledgment {
        let head = loop.first("AK2")
        let verdict = loop.first("AK5") ?? loop.first("IK5")
        return SetAcknowledgment(
            setID: head?[1] ?? "", controlNumber: head?[2] ?? "", implementation: head?[3],
            status: verdict?[1] ?? "", codes: (2...6).compactMap { verdict?[$0] },
            segments: loop.loops.filter { $0.id == "AK3" || $0.id == "IK3" }.map(segmentNote))
    }

    private static func segmentNote(_ loop: TransactionSet.Loop) -> SegmentNote {
        let head = loop.segments.first
        // A 997 has AK4 as segments of the loop, a 999 has IK4 as loops of their own.
        let elements = loop.all("AK4") + loop.loops("IK4").compactMap { $0.segments.first }
        return SegmentNote(
            segmentID: head?[1] ?? "", position: number(head?[2]), loop: head?[3], code: head?[4],
            elements: elements.map(elementNote))
    }

    private static func elementNote(_ segment: TransactionSet.Segment) -> ElementNote {
        ElementNote(
            element: number(segment[1, component: 1]),
            component: segment[1, component: 2].flatMap { Int($0) },
            repetition: segment[1, component: 3].flatMap { Int($0) }, dataElement: segment[2],
            code: segment[3] ?? "", value: segment[4])
    }

    private static func number(_ text: String?) -> Int {
        text.flatMap { Int($0) } ?? 0
    }
}
