internal import Store

/// Every supplier of a generation by its number, without its data: what an extract is compared with.
///
/// About 200 bytes a supplier.
struct SupplierIndex {
    /// Suppliers read at a time, so that no reader holds the books for long.
    private static let pageSize = 10_000
    /// The most suppliers of a master.
    static let suppliersMaximum = 1_000_000

    private(set) var heads: [SupplierHead] = []
    private(set) var isSeen: [Bool] = []
    private var places: [String: Int32] = [:]

    /// Reads the generation that is in force.
    init(_ store: StateStore) throws {
        let generation = try store.read { try $0.suppliers.generation() }
        guard generation > 0 else { return }
        while true {
            let after = heads.last?.number ?? ""
            let page = try store.read {
                try $0.suppliers.heads(after: after, in: generation, limit: Self.pageSize)
            }
            heads += page
            if page.count < Self.pageSize { break }
        }
        places.reserveCapacity(heads.count)
        for (place, head) in heads.enumerated() { places[head.number] = Int32(place) }
        isSeen = Array(repeating: false, count: heads.count)
    }

    /// How many suppliers are in use.
    var activeCount: Int { heads.count { $0.isActive } }

    func place(of number: String) -> Int? { places[number].map(Int.init) }

    /// Notes that the extract has a supplier.
    ///
    /// - Returns: whether this is the first time.
    mutating func see(_ place: Int) -> Bool {
        defer { isSeen[place] = true }
        return !isSeen[place]
    }

    /// The suppliers in use that the extract left out.
    var leftOut: [String] {
        heads.indices.compactMap { heads[$0].isActive && !isSeen[$0] ? heads[$0].number : nil }
    }
}
