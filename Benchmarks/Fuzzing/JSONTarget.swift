import Documents

/// Any bytes as a canonical document: refused with places, or read so that writing and reading it again gives the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        let document = try DocumentReader.read(bytes)
        let written = document.json()
        let again = try DocumentReader.read(written)
        promise(again.json() == written, "A document is written as it was read.")
    } catch {
        promise(!error.faults.isEmpty, "A refusal has a reason.")
    }
    return 0
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
