internal import Synchronization

/// The bytes of a small upload in memory, as long as they are few and the process holds not too many.
struct HeldBytes: ~Copyable, Sendable {
    /// More than this goes to a staging file; it is also what one record of the journal holds at most.
    static let byteCountMaximum = 65_536

    private(set) var bytes: [UInt8] = []
    private let allowance: HeldAllowance

    init(_ allowance: HeldAllowance) {
        self.allowance = allowance
    }

    deinit {
        allowance.giveBack(bytes.count)
    }

    var count: Int { bytes.count }

    /// Writes at an offset, filling a gap with zeros; returns false, and changes nothing, when it would be too much.
    mutating func write(_ new: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        let end = offset + new.count
        guard resize(to: max(end, bytes.count)) else { return false }
        bytes.replaceSubrange(offset..<end, with: new)
        return true
    }

    /// Sets the size, adding zeros; returns false, and changes nothing, when it would be too much.
    mutating func resize(to count: Int) -> Bool {
        guard count <= Self.byteCountMaximum else { return false }
        if count > bytes.count {
            guard allowance.take(count - bytes.count) else { return false }
            bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
        } else if count < bytes.count {
            allowance.giveBack(bytes.count - count)
            bytes.removeLast(bytes.count - count)
        }
        return true
    }

    /// Copies out; returns fewer bytes only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        let part = bytes[offset..<min(bytes.count, offset + buffer.count)]
        buffer.copyBytes(from: part)
        return part.count
    }
}

/// How many bytes all small uploads of an archive may hold in memory together.
final class HeldAllowance: Sendable {
    private static let byteCountMaximum = 64 << 20
    private let taken = Atomic<Int>(0)

    func take(_ count: Int) -> Bool {
        guard taken.add(count, ordering: .relaxed).newValue <= Self.byteCountMaximum else {
            giveBack(count)
            return false
        }
        return true
    }

    func giveBack(_ count: Int) {
        taken.subtract(count, ordering: .relaxed)
    }
}
