internal import Cryptography
internal import Documents
internal import Failpoints
internal import Store
internal import Translation

/// An extract on its way into the books: compared row by row with what is in force, its differences written in slices that
/// nobody sees.
struct SupplierStaging {
    /// Differences in one commit.
    private static let rowsPerCommit = 1_000
    /// Faults that are kept to be told.
    private static let faultsMaximum = BatchReading.faultsMaximum

    /// A supplier that the extract brings, as far as doubles are looked for.
    struct Arrived {
        let number: String
        let marks: [Int64]
    }

    private let store: StateStore
    private let seal: SupplierSeal
    private(set) var index: SupplierIndex
    private(set) var run: SupplierRunRecord
    private var slice: [SupplierRevisionRecord] = []
    private var newNumbers: Set<String> = []
    private(set) var arrived: [Arrived] = []
    private(set) var faults: [BatchFault] = []
    /// Whether a row does not tell which supplier it is of: then nobody can say who was left out.
    private(set) var hasNamelessFault = false

    /// Begins: what an earlier attempt has left is given up, then taken away.
    init(_ run: SupplierRunRecord, _ store: StateStore, _ seal: SupplierSeal) throws {
        self.store = store
        self.seal = seal
        self.run = try store.commit(.processCrash) { try $0.suppliers.begin(run) }
        try Self.discard(store)
        index = try SupplierIndex(store)
    }

    /// Removes the rows of an extract that was not applied, in bounded parts.
    static func discard(_ store: StateStore) throws {
        while try store.commit(.processCrash, { try $0.suppliers.discardStaged(limit: 5_000) }) > 0 {}
    }

    /// Takes a row.
    mutating func take(_ row: SupplierExtract.Row) throws {
        run.rows += 1
        switch row {
        case .faulty(let number, let found): refuse(number, found)
        case .supplier(let supplier, let line): try take(supplier, line)
        }
        if slice.count >= Self.rowsPerCommit { try writeSlice() }
    }

    private mutating func refuse(_ number: String?, _ found: [BatchFault]) {
        run.faulty += 1
        faults += found.prefix(max(0, Self.faultsMaximum - faults.count))
        guard let number else {
            hasNamelessFault = true
            return
        }
        // The supplier is in the extract, though it stays as it was.
        if let place = index.place(of: number) { _ = index.see(place) }
    }

    private mutating func take(_ given: Supplier, _ line: Int) throws {
        let number = given.number
        let place = index.place(of: number)
        let isFirst = place.map { index.see($0) } ?? newNumbers.insert(number).inserted
        guard isFirst else {
            return refuse(
                number,
                [
                    BatchFault(
                        line: line,
                        message: "Supplier \(number) stands in the extract twice; its first row was taken.",
                        fix: "Send each supplier once.")
                ])
        }
        let supplier = seal.sealed(given)
        let body = Document.supplier(supplier).json()
        let digest = Digest.of(body)
        let isActive = supplier.status != .retired
        let old = place.map { index.heads[$0] }
        if let old, old.digest == digest, old.isActive == isActive {
            run.unchanged += 1
            return
        }
        // One that we never had and that is gone already is nothing to know of.
        guard isActive || old != nil else {
            run.unchanged += 1
            return
        }
        let marks = SupplierLikeness(supplier).marks
        switch (old?.isActive ?? false, isActive) {
        case (false, true): run.added += 1
        case (true, true): run.changed += 1
        case (true, false): run.retired += 1
        case (false, false): run.unchanged += 1
        }
        if isActive { arrived.append(Arrived(number: number, marks: marks)) }
        let head = SupplierHead(
            number: number, generation: run.generation ?? 0, revision: (old?.revision ?? 0) + 1,
            isActive: isActive,
            digest: digest, marks: marks)
        slice.append(SupplierRevisionRecord(head: head, body: body))
        guard index.heads.count + newNumbers.count <= SupplierIndex.suppliersMaximum else {
            throw BatchError.tooManySuppliers(SupplierIndex.suppliersMaximum)
        }
    }

    /// The suppliers that a full extract leaves out; none when it cannot be told.
    var leftOut: [String] { hasNamelessFault ? [] : index.leftOut }

    /// Writes what is left, and that these suppliers are not to be used any more.
    mutating func finish(retiring numbers: [String]) throws {
        try writeSlice()
        var rest = numbers[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.rowsPerCommit))
            let run = run
            try store.commit(.processCrash) { try $0.suppliers.stageRetired(part, of: run) }
            rest = rest.dropFirst(part.count)
        }
        run.retired += numbers.count
    }

    private mutating func writeSlice() throws {
        guard !slice.isEmpty else { return }
        let (ready, run) = (slice, run)
        // Not synced: a power cut may forget it, and the extract is read again.
        try store.commit(.processCrash) { try $0.suppliers.stage(ready, of: run) }
        slice.removeAll(keepingCapacity: true)
        Failpoint.reach(.supplierStaged)
    }
}
