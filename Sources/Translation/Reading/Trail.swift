internal import Documents
internal import X12

/// Notes where the fields of a document come from, kept small: paths and places in the file are put together
/// only when somebody asks.
///
/// Steps are many and most are never looked at, so they stand in memory of their own. It has one owner:
/// a trail is not copied, and handed over as a ``Trail`` when all is read.
struct TrailRecorder: ~Copyable {
    private let set: TransactionSet
    private var scopes: PlainList<Trail.Scope>
    private var steps: PlainList<Trail.Step>
    /// The place in the document that is being read into.
    private var scope: Int32 = 0

    init(_ set: TransactionSet) {
        self.set = set
        // Enough for most sets, so that nothing is copied while they are read.
        let expected = min(set.segmentCount, 1_000)
        scopes = PlainList(capacity: expected * 4 + 1)
        steps = PlainList(capacity: expected * 10 + 1)
        scopes.append(Trail.Scope(name: Trail.Name(""), parent: 0, index: -1))
    }

    /// Enters a field, or one value of a list; what to leave to.
    @inline(__always)
    mutating func enter(_ name: StaticString, _ index: Int?) -> Int32 {
        let outer = scope
        scope = Int32(truncatingIfNeeded: scopes.count)
        scopes.append(
            Trail.Scope(
                name: Trail.Name(name), parent: outer, index: Int32(truncatingIfNeeded: index ?? -1)))
        return outer
    }

    @inline(__always)
    mutating func leave(to outer: Int32) { scope = outer }

    @inline(__always)
    mutating func add(_ name: Trail.Name, row: Int, _ element: Int, component: Int?, index: Int?) {
        steps.append(
            Trail.Step(
                name: name, component: UInt8(truncatingIfNeeded: component ?? 0),
                element: UInt16(truncatingIfNeeded: element), row: Int32(truncatingIfNeeded: row),
                scope: scope, index: Int32(truncatingIfNeeded: index ?? -1)))
    }

    /// What was noted, for good.
    consuming func finish(_ usage: consuming Usage) -> Trail {
        Trail(set, scopes: scopes, steps: steps, usage: usage)
    }
}

/// Where the fields of a document came from, and what was received for none of them.
///
/// Unchecked because of the pointers in its lists: safe without a lock, for nothing is written after `init`.
final class Trail: @unchecked Sendable {
    /// The name of a field: a literal's bytes, which are there for good.
    struct Name: BitwiseCopyable {
        private let start: UnsafePointer<UInt8>
        private let length: UInt8

        @inline(__always)
        init(_ name: StaticString) {
            start = name.utf8Start
            length = UInt8(truncatingIfNeeded: name.utf8CodeUnitCount)
        }

        var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: Int(length)) }
    }

    /// A place in the document: a field of its parent, or one value of a list.
    struct Scope: BitwiseCopyable {
        var name: Name
        var parent: Int32
        /// The place in the list, -1 for a field.
        var index: Int32
    }

    /// One value read.
    struct Step: BitwiseCopyable {
        var name: Name
        /// The component's number, 0 for the whole element.
        var component: UInt8
        var element: UInt16
        /// The row of the segment in the set.
        var row: Int32
        var scope: Int32
        /// The place in the list, -1 for a field.
        var index: Int32
    }

    private let set: TransactionSet
    private let scopes: PlainList<Scope>
    private let steps: PlainList<Step>
    private let usage: Usage

    init(
        _ set: TransactionSet, scopes: consuming PlainList<Scope>, steps: consuming PlainList<Step>,
        usage: consuming Usage
    ) {
        self.set = set
        self.scopes = scopes
        self.steps = steps
        self.usage = usage
    }

    // MARK: Asking

    /// Elements received and never read, counted by segment and element, sorted.
    var unused: [UnusedElement] { usage.unusedElements(of: set) }

    /// All values read, with full paths.
    var provenance: [Provenance] {
        var list: [Provenance] = []
        list.reserveCapacity(steps.count)
        var path = TrailPath()
        for place in 0..<steps.count {
            let step = steps[place]
            let segment = set.segment(row: Int(step.row))
            guard let bytes = segment.elementRange(Int(step.element)) else { continue }
            path.move(to: step.scope, in: scopes)
            list.append(
                Provenance(
                    path: path.text(of: step), segment: segment.ordinal, segmentID: segment.id,
                    element: Int(step.element), component: step.component == 0 ? nil : Int(step.component),
                    bytes: bytes))
        }
        return list
    }

    /// All values read, as JSON.
    func writeFields(to json: inout JSONWriter) {
        json.list("fields") { json in
            var path = TrailPath()
            var row: Int32 = -1
            var ordinal = 0
            var segmentID = ""
            for place in 0..<steps.count {
                let step = steps[place]
                let segment = set.borrowedSegment(row: Int(step.row))
                guard let bytes = segment.elementRange(Int(step.element)) else { continue }
                if step.row != row {
                    row = step.row
                    ordinal = segment.ordinal
                    segmentID = segment.id
                }
                path.move(to: step.scope, in: scopes)
                path.withBytes {
                    json.source(
                        of: $0, step.name.bytes, index: Int(step.index), segment: ordinal,
                        segmentID: segmentID,
                        element: Int(step.element), component: Int(step.component), bytes: bytes)
                }
            }
        }
    }
}
