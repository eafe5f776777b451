internal import Documents
internal import X12

/// Where the fields of a document came from, kept small: paths and places in the file are put together only
/// when somebody asks.
struct Trail: Sendable {
    /// A place in the document: a field of its parent, or one value of a list.
    struct Scope {
        var name: StaticString
        var parent: Int32
        /// The place in the list, -1 for a field.
        var index: Int32
    }

    /// One value read.
    struct Step {
        var name: StaticString
        /// The component's number, 0 for the whole element.
        var component: UInt8
        var element: UInt16
        /// The row of the segment in the set.
        var row: Int32
        var scope: Int32
        /// The place in the list, -1 for a field.
        var index: Int32
    }

    let set: TransactionSet
    private var scopes: [Scope] = [Scope(name: "", parent: 0, index: -1)]
    private var steps: [Step] = []
    /// The place in the document that is being read into.
    private var scope: Int32 = 0

    init(_ set: TransactionSet) {
        self.set = set
        // Enough for most sets, so that nothing is copied while they are read.
        let expected = min(set.segmentCount, 1_000)
        scopes.reserveCapacity(expected * 3)
        steps.reserveCapacity(expected * 10)
    }

    // MARK: Recording

    /// Enters a field, or one value of a list; what to leave to.
    @inline(__always)
    mutating func enter(_ name: StaticString, _ index: Int?) -> Int32 {
        let outer = scope
        scopes.append(
            Scope(name: name, parent: outer, index: index.map { Int32(truncatingIfNeeded: $0) } ?? -1))
        scope = Int32(truncatingIfNeeded: scopes.count - 1)
        return outer
    }

    @inline(__always)
    mutating func leave(to outer: Int32) { scope = outer }

    @inline(__always)
    mutating func add(
        _ name: StaticString, _ segment: TransactionSet.Segment, _ element: Int, component: Int?, index: Int?
    ) {
        steps.append(
            Step(
                name: name, component: UInt8(truncatingIfNeeded: component ?? 0),
                element: UInt16(truncatingIfNeeded: element), row: Int32(truncatingIfNeeded: segment.row),
                scope: scope, index: index.map { Int32(truncatingIfNeeded: $0) } ?? -1))
    }

    // MARK: Asking

    /// All values read, with full paths.
    var provenance: [Provenance] {
        var list: [Provenance] = []
        list.reserveCapacity(steps.count)
        var path = TrailPath()
        for step in steps {
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
            for step in steps {
                let segment = set.segment(row: Int(step.row))
                guard let bytes = segment.elementRange(Int(step.element)) else { continue }
                if step.row != row {
                    row = step.row
                    ordinal = segment.ordinal
                    segmentID = segment.id
                }
                path.move(to: step.scope, in: scopes)
                path.withBytes {
                    json.source(
                        of: $0, step.name, index: Int(step.index), segment: ordinal, segmentID: segmentID,
                        element: Int(step.element), component: Int(step.component), bytes: bytes)
                }
            }
        }
    }
}

/// The path of a place in the document, put together anew only from where it differs from the one before.
private struct TrailPath {
    private var bytes: [UInt8] = []
    /// The scopes around the place, outermost first, and how much of the path each ends.
    private var around: [(scope: Int32, length: Int)] = []
    private var missing: [Int32] = []

    mutating func move(to scope: Int32, in scopes: [Trail.Scope]) {
        if around.last?.scope ?? 0 == scope { return }
        // A scope is opened after the one around it, so its number is higher.
        var current = scope
        missing.removeAll(keepingCapacity: true)
        while true {
            while let last = around.last, last.scope > current { around.removeLast() }
            if around.last?.scope ?? 0 == current { break }
            missing.append(current)
            current = scopes[Int(current)].parent
        }
        bytes.removeLast(bytes.count - (around.last?.length ?? 0))
        for scope in missing.reversed() {
            append(scopes[Int(scope)].name, scopes[Int(scope)].index)
            around.append((scope, bytes.count))
        }
    }

    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) { bytes.withUnsafeBufferPointer(body) }

    func text(of step: Trail.Step) -> String {
        var path = self
        path.append(step.name, step.index)
        return String(decoding: path.bytes, as: UTF8.self)
    }

    private mutating func append(_ name: StaticString, _ index: Int32) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: ".")) }
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        guard index >= 0 else { return }
        bytes.append(UInt8(ascii: "["))
        bytes.append(contentsOf: String(index).utf8)
        bytes.append(UInt8(ascii: "]"))
    }
}
