import X12

/// Any bytes as an overlay: it is read or refused with places within the text; what is read is applied or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOverlay(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let lines = bytes.count { $0 == 0x0A } + 1
    do {
        let overlay = try Overlay(reading: bytes, file: "fuzz.overlay")
        let library = try GrammarLibrary.standard.applying([overlay])
        _ = library.grammar(set: "856", release: "004010")
    } catch let faults as OverlayFaults {
        promise(!faults.faults.isEmpty, "A refusal has a reason.")
        for fault in faults.faults {
            promise((1...lines).contains(fault.line) && fault.column >= 1, "A fault lies in the text.")
        }
    } catch {
        fatalError("An overlay is refused with its faults alone: \(error)")
    }
    return 0
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
