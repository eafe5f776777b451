/// The path of a place in the document, put together anew only from where it differs from the one before.
struct TrailPath {
    private var bytes: [UInt8] = []
    /// The scopes around the place, outermost first, and how much of the path each ends.
    private var around: [(scope: Int32, length: Int)] = []
    private var missing: [Int32] = []

    mutating func move(to scope: Int32, in scopes: borrowing PlainList<Trail.Scope>) {
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

    private mutating func append(_ name: Trail.Name, _ index: Int32) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: ".")) }
        bytes.append(contentsOf: name.bytes)
        guard index >= 0 else { return }
        bytes.append(UInt8(ascii: "["))
        bytes.append(contentsOf: String(index).utf8)
        bytes.append(UInt8(ascii: "]"))
    }
}
