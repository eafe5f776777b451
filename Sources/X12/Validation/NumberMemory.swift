/// Numbers met before, to find a repeated one: control numbers of sets, numbers of hierarchical levels.
///
/// Senders number upward, so what is kept are runs of consecutive numbers: half a million numbers are one run.
/// What fits into no run is kept one by one, up to a limit. Never forgets what it took.
struct NumberMemory {
    /// What became of a number.
    enum Answer: Hashable {
        /// It was not met before.
        case new
        /// It was met before.
        case repeated
        /// There is no room to remember it.
        case full
    }

    private struct Run {
        var first: UInt64
        var last: UInt64
    }

    /// Runs that are kept before other numbers are kept one by one.
    private static let maximumRuns = 1_024

    private var runs: [Run] = []
    /// The run that grew last.
    private var latest = 0
    private var others: Set<UInt64> = []
    /// Whether "01" is another number than "1".
    private let widthCounts: Bool
    private let limit: Int

    /// Creates a memory that knows nothing yet.
    init(widthCounts: Bool, limit: Int) {
        self.widthCounts = widthCounts
        self.limit = limit
    }

    /// Forgets everything, keeping the room.
    mutating func removeAll() {
        runs.removeAll(keepingCapacity: true)
        if !others.isEmpty { others.removeAll() }
        latest = 0
    }

    /// Remembers a number.
    mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>) -> Answer {
        let key = key(bytes)
        guard key >> 63 == 0 else { return insertOther(key) }
        if latest < runs.count, runs[latest].last &+ 1 == key,
            latest + 1 == runs.count || runs[latest + 1].first > key
        {
            runs[latest].last = key
            return .new
        }
        return insertSlowly(key)
    }

    /// Whether a number was met.
    func contains(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let key = key(bytes)
        if key >> 63 == 0, let run = run(before: key), runs[run].last >= key { return true }
        return !others.isEmpty && others.contains(key)
    }

    private mutating func insertSlowly(_ key: UInt64) -> Answer {
        let before = run(before: key)
        if let before, runs[before].last >= key { return .repeated }
        if let before, runs[before].last + 1 == key {
            runs[before].last = key
            latest = before
            return .new
        }
        if !others.isEmpty, others.contains(key) { return .repeated }
        guard runs.count < NumberMemory.maximumRuns else { return insertOther(key) }
        latest = (before ?? -1) + 1
        runs.insert(Run(first: key, last: key), at: latest)
        return .new
    }

    private mutating func insertOther(_ key: UInt64) -> Answer {
        if others.contains(key) { return .repeated }
        guard others.count < limit else { return .full }
        others.insert(key)
        return .new
    }

    /// The last run that begins at or before a number.
    private func run(before key: UInt64) -> Int? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].first <= key { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }

    /// A number with its width in front; what is no number gets the highest bit and a mix of its bytes.
    private func key(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        if bytes.count <= 15, !bytes.isEmpty {
            var isNumber = true
            for byte in bytes {
                let digit = UInt64(byte &- 0x30)
                if digit > 9 { isNumber = false }
                value = value &* 10 &+ digit
            }
            if isNumber { return widthCounts ? UInt64(bytes.count) << 56 | value : value }
        }
        value = 0xCBF2_9CE4_8422_2325
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return (value ^ value >> 29) | 1 << 63
    }
}
