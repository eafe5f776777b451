/// Where the fields of a document came from, kept small: paths are put together only when somebody asks.
struct Trail: Sendable {
    /// A place in the document: a field of its parent, or one value of a list.
    struct Scope {
        var parent: Int
        var name: StaticString
        var index: Int?
    }

    /// One value read.
    struct Step {
        var scope: Int
        var name: StaticString
        var index: Int?
        var segmentID: String
        var segment: Int
        var element: Int
        var component: Int?
        var bytes: Range<Int>
    }

    var scopes: [Scope] = [Scope(parent: 0, name: "", index: nil)]
    var steps: [Step] = []

    /// All values read, with full paths.
    var provenance: [Provenance] {
        var paths: [String] = [""]
        paths.reserveCapacity(scopes.count)
        for scope in scopes.dropFirst() {
            paths.append(Self.join(paths[scope.parent], scope.name, scope.index))
        }
        return steps.map { step in
            Provenance(
                path: Self.join(paths[step.scope], step.name, step.index), segment: step.segment,
                segmentID: step.segmentID, element: step.element, component: step.component, bytes: step.bytes
            )
        }
    }

    private static func join(_ path: String, _ name: StaticString, _ index: Int?) -> String {
        var joined = path
        if !joined.isEmpty { joined += "." }
        name.withUTF8Buffer { joined += String(decoding: $0, as: UTF8.self) }
        if let index {
            joined += "["
            joined += String(index)
            joined += "]"
        }
        return joined
    }
}
