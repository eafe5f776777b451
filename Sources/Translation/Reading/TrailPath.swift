/// The path of a place in the document, put together anew only from where it differs from the one before.
struct TrailPath: ~Copyable {
    private var bytes = PlainList<UInt8>(capacity: 256)
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

    /// Gives the bytes of the path to a function.
    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) { bytes.withElements(body) }

    /// The path of a field in the place.
    mutating func text(of step: Trail.Step) -> String {
        let length = bytes.count
        append(step.name, step.index)
        defer { bytes.removeLast(bytes.count - length) }
        return bytes.withElements { String(decoding: $0, as: UTF8.self) }
    }

    private mutating func append(_ name: Trail.Name, _ index: Int32) {
        if bytes.count > 0 { bytes.append(UInt8(ascii: ".")) }
        for byte in name.bytes { bytes.append(byte) }
        guard index >= 0 else { return }
        bytes.append(UInt8(ascii: "["))
        append(digitsOf: index)
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(digitsOf number: Int32) {
        var power: Int32 = 1
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
    }
}
