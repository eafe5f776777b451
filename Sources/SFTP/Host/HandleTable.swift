/// What a client has open, by the numbers it was given.
struct HandleTable {
    /// One open thing.
    enum Entry {
        case file(any HostFile, OpenFlags)
        case folder(any HostListing)
    }

    private let limit: Int
    private var entries: [UInt32: Entry] = [:]
    private var lastNumber: UInt32 = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }
    var isFull: Bool { entries.count >= limit }

    /// The files among what is open.
    var files: [any HostFile] {
        entries.values.compactMap { entry in
            if case .file(let file, _) = entry { return file }
            return nil
        }
    }

    /// Whether a file is open for writing.
    var hasUpload: Bool {
        entries.values.contains { entry in
            if case .file(_, let flags) = entry { return flags.contains(.write) }
            return false
        }
    }

    /// Adds an entry under a number that was not given out lately; 0 is never given out.
    mutating func add(_ entry: Entry) -> UInt32 {
        repeat { lastNumber &+= 1 } while lastNumber == 0 || entries[lastNumber] != nil
        entries[lastNumber] = entry
        return lastNumber
    }

    mutating func remove(_ number: UInt32) -> Entry? { entries.removeValue(forKey: number) }

    mutating func removeAll() { entries = [:] }

    subscript(number: UInt32) -> Entry? {
        get { entries[number] }
        set { entries[number] = newValue }
    }
}
