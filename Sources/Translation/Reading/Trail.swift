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

    /// Goes through all values read, with their paths and places in the file.
    func forEach(_ body: (_ path: [UInt8], _ segment: TransactionSet.Segment, Step, Range<Int>) -> Void) {
        var path: [UInt8] = []
        var prefixLength = 0
        var prefixScope: Int32 = 0
        for step in steps {
            if step.scope != prefixScope {
                path.removeAll(keepingCapacity: true)
                append(step.scope, to: &path)
                prefixLength = path.count
                prefixScope = step.scope
            } else {
                path.removeLast(path.count - prefixLength)
            }
            Self.append(step.name, step.index, to: &path)
            let segment = set.segment(row: Int(step.row))
            guard let bytes = segment.elementRange(Int(step.element)) else { continue }
            body(path, segment, step, bytes)
        }
    }

    /// All values read, with full paths.
    var provenance: [Provenance] {
        var list: [Provenance] = []
        list.reserveCapacity(steps.count)
        forEach { path, segment, step, bytes in
            list.append(
                Provenance(
                    path: String(decoding: path, as: UTF8.self), segment: segment.ordinal,
                    segmentID: segment.id, element: Int(step.element),
                    component: step.component == 0 ? nil : Int(step.component), bytes: bytes))
        }
        return list
    }

    /// All values read, as JSON.
    func writeFields(to json: inout JSONWriter) {
        json.list("fields") { json in
            forEach { path, segment, step, bytes in
                json.object { json in
                    path.withUnsafeBufferPointer { json.field("path", utf8: $0) }
                    json.field("segment", segment.ordinal)
                    json.field("segmentId", segment.id)
                    json.field("element", Int(step.element))
                    json.field("component", step.component == 0 ? nil : Int(step.component))
                    json.field("offset", bytes.lowerBound)
                    json.field("length", bytes.count)
                }
            }
        }
    }

    /// The path of a scope, from the outermost in.
    private func append(_ scope: Int32, to path: inout [UInt8]) {
        var around: [Int32] = []
        var current = scope
        while current > 0 {
            around.append(current)
            current = scopes[Int(current)].parent
        }
        for place in around.reversed() {
            Self.append(scopes[Int(place)].name, scopes[Int(place)].index, to: &path)
        }
    }

    private static func append(_ name: StaticString, _ index: Int32, to path: inout [UInt8]) {
        if !path.isEmpty { path.append(UInt8(ascii: ".")) }
        name.withUTF8Buffer { path.append(contentsOf: $0) }
        guard index >= 0 else { return }
        path.append(UInt8(ascii: "["))
        path.append(contentsOf: String(index).utf8)
        path.append(UInt8(ascii: "]"))
    }
}
