@testable import BatchRows

/// Any bytes as a batch file: refused with a reason, or read to the same rows whatever pieces it comes in.
func fuzzRows(
    _ start: UnsafePointer<UInt8>?, _ count: Int, _ open: (BatchBytes) throws -> any RowSource
) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let whole = outcome(of: BatchBytes(bytes), open)
    let pieces = outcome(of: BatchBytes(byteCount: bytes.count, pieceBytes: 7) { Array(bytes[$0]) }, open)
    promise(whole == pieces, "A file is read the same in pieces.")
    let lineCount = bytes.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    promise(whole.rows.allSatisfy { (1...lineCount).contains($0.line) }, "A row has a line of the file.")
    return 0
}

/// What a file was read to, in a form that can be compared.
private struct Outcome: Equatable {
    struct Row: Equatable {
        let line: Int
        let cells: [String]
        let kinds: [BatchCell.Kind]
        let fault: BatchFault?
    }

    var rows: [Row] = []
    var error: BatchError.Code?
}

private func outcome(of bytes: BatchBytes, _ open: (BatchBytes) throws -> any RowSource) -> Outcome {
    var outcome = Outcome()
    do {
        var source = try open(bytes)
        try source.read { row in
            outcome.rows.append(
                Outcome.Row(
                    line: row.line, cells: row.cells.indices.map(row.text), kinds: row.cells.map(\.kind),
                    fault: row.fault))
        }
    } catch let error as BatchError {
        promise(error.description.hasSuffix("."), "A refusal is a sentence.")
        outcome.error = error.code
    } catch {
        promise(false, "A refusal is one of ours: \(error)")
    }
    return outcome
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
