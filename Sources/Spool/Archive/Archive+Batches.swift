/// Several contents at a time, which share a disk sync.
extension Archive {
    /// Seals files as ``StagedFile/seal(noting:)`` does each, with one sync for all small ones.
    ///
    /// - Returns: what became of each, in order; one that failed is still open, as after a failed seal.
    public func seal(
        _ files: [(file: StagedFile, note: [UInt8])]
    ) -> [Result<SealedContent, SpoolError>] {
        var outcomes = files.map { entry in
            Result { () throws(SpoolError) in try entry.file.enter(noting: entry.note) }
        }
        confirm(&outcomes)
        return zip(files, outcomes).map { entry, outcome in
            Result { () throws(SpoolError) in
                guard let sealed = try outcome.get() else { return try entry.file.seal(noting: entry.note) }
                entry.file.discard()
                return sealed
            }
        }
    }

    /// Stores bytes of our own as ``store(_:)`` does each, with one sync for all small ones.
    ///
    /// - Returns: what became of each, in order.
    public func store(_ contents: [[UInt8]]) -> [Result<Receipt, SpoolError>] {
        var outcomes = contents.map { bytes in
            Result { () throws(SpoolError) in
                try Disk.checkHealth(layout.archive)
                return bytes.count <= HeldBytes.byteCountMaximum ? try folders.enter(bytes, note: []) : nil
            }
        }
        confirm(&outcomes)
        return zip(contents, outcomes).map { bytes, outcome in
            Result { () throws(SpoolError) in
                guard let sealed = try outcome.get() else { return try store(bytes) }
                settle(sealed)
                return sealed.receipt
            }
        }
    }

    private func confirm(_ outcomes: inout [Result<SealedContent?, SpoolError>]) {
        do throws(SpoolError) {
            try folders.confirm(outcomes.compactMap { try? $0.get() })
        } catch {
            for index in outcomes.indices {
                if case .success(.some) = outcomes[index] { outcomes[index] = .failure(error) }
            }
        }
    }
}
