internal import Cryptography
internal import Documents
internal import Partners
internal import Spool
internal import Store
internal import Translation

/// Writes the file of one target, page by page, into the archive: memory holds one page of suppliers.
struct SupplierFileMaking {
    /// Suppliers read at a time.
    private static let pageSize = 1_000
    /// Bytes gathered before they are written.
    private static let writeBytes = 256 << 10

    let context: ExchangeContext
    let target: SupplierTarget
    /// The generation that is written.
    let generation: Int
    /// The generation that the target is known to have.
    let base: Int
    let scope: BatchAgreement.Scope

    /// A file in the archive.
    struct Made: Sendable {
        let receipt: Receipt
        let counts: SupplierFile.Counts
        let cut: Int
    }

    /// What is written so far.
    private struct Progress {
        let staged: StagedFile
        var pending: [UInt8] = []
        var counts = SupplierFile.Counts()
        var cut = 0
    }

    /// - Throws: `BatchError` when the agreement's columns cannot hold a supplier; `StoreError`, `SpoolError`.
    func make() throws -> Made {
        let file = try SupplierFile(target.agreement)
        let staged = try context.archive.begin(
            partner: target.partner, name: target.agreement.name, login: "", peer: "supplier-sync")
        do {
            var progress = Progress(staged: staged)
            var digest = DigestStream()
            progress.pending = file.opening(.init(scope: scope, generation: generation, base: base))
            try addLines(file, &progress, &digest)
            try flush(&progress, &digest)
            let seal = digest.finish().hex
            try staged.append(file.closing(progress.counts, digest: seal))
            return Made(receipt: try staged.seal(), counts: progress.counts, cut: progress.cut)
        } catch {
            staged.discard()
            throw error
        }
    }

    private func addLines(_ file: SupplierFile, _ progress: inout Progress, _ digest: inout DigestStream)
        throws
    {
        var after = ""
        while true {
            let page = try context.store.read {
                try $0.suppliers.page(after: after, in: generation, limit: Self.pageSize)
            }
            for revision in page {
                guard let action = try action(of: revision.head) else { continue }
                switch action {
                case .added: progress.counts.added += 1
                case .changed: progress.counts.changed += 1
                case .retired: progress.counts.retired += 1
                case .unchanged: progress.counts.unchanged += 1
                }
                if action == .unchanged, scope == .delta { continue }
                let line = SupplierLine(
                    supplier: try Self.supplier(revision), action: action, revision: revision.head.revision)
                progress.pending += try file.line(
                    line, isFirst: progress.counts.rows == 0, cut: &progress.cut)
                progress.counts.rows += 1
                if progress.pending.count >= Self.writeBytes { try flush(&progress, &digest) }
            }
            guard page.count == Self.pageSize, let last = page.last else { return }
            after = last.head.number
        }
    }

    private func flush(_ progress: inout Progress, _ digest: inout DigestStream) throws {
        try progress.staged.append(progress.pending)
        progress.pending.withUnsafeBytes { digest.update($0) }
        progress.pending.removeAll(keepingCapacity: true)
    }

    /// What became of a supplier since the target's generation; `nil` when the target neither has it nor is to have it.
    private func action(of head: SupplierHead) throws -> SupplierLine.Action? {
        if head.generation <= base { return head.isActive ? .unchanged : nil }
        let old = base == 0 ? nil : try context.store.read { try $0.suppliers.head(head.number, in: base) }
        switch (old?.isActive ?? false, head.isActive) {
        case (false, true): return .added
        case (true, true): return old?.digest == head.digest ? .unchanged : .changed
        case (true, false): return .retired
        case (false, false): return nil
        }
    }

    private static func supplier(_ revision: SupplierRevisionRecord) throws -> Supplier {
        guard case .supplier(let supplier) = try DocumentReader.read(revision.body) else {
            throw StageError(
                disposition: .hold,
                description: "supplier \(revision.head.number): its data are damaged; restore a backup")
        }
        return supplier
    }
}
