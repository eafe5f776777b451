import X12

/// Any bytes, validated fully: each set is accepted or has a finding, counts add up, and the 997 we write is clean.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzValidator(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do {
        try validate(bytes)
    } catch {
        fatalError("Bytes in memory can always be validated: \(error)")
    }
    return 0
}

private func validate(_ bytes: [UInt8]) throws {
    var received = 0
    var accepted = 0
    var builder: AcknowledgmentBuilder?
    try Interpreter.walk(bytes, rejectedToo: true) { visit in
        switch visit {
        case .interchange(let interchange):
            promise(interchange.bytes.upperBound <= bytes.count, "An interchange lies in the file.")
            promise(interchange.isComplete || !interchange.findings.isEmpty, "What is cut off is told.")
        case .group(let group, _):
            received = 0
            accepted = 0
            builder = AcknowledgmentBuilder(for: group.header)
        case .set(let result, _, _):
            received += 1
            builder?.add(result)
            check(result, bytes)
            if result.verdict.status != .rejected { accepted += 1 }
        case .verdict(let verdict, let group, let interchange):
            promise(verdict.received == received || received == 0, "AK903 is what was read.")
            promise(received == 0 || verdict.accepted == accepted, "AK904 is what was accepted.")
            // AK1 repeats GS01 and GS06: where these are no codes, the answer cannot be clean either.
            let isReadable = !verdict.codes.contains { ["1", "2", "6"].contains($0) }
            if isReadable, interchange.status != .rejected, let acknowledgment = builder?.finish(verdict) {
                try checkReply(acknowledgment, to: group, in: interchange)
            }
        }
    }
}

private func check(_ result: SetResult, _ bytes: [UInt8]) {
    promise(result.bytes.upperBound <= bytes.count, "A set lies in the file.")
    let hasErrors = result.verdict.findings.contains { $0.severity == .error }
    switch result.verdict.status {
    case .accepted: promise(!hasErrors && result.content != nil, "What is accepted is whole.")
    case .acceptedWithErrors: promise(result.content != nil, "What is accepted is whole.")
    case .rejected: break
    }
    for finding in result.verdict.findings {
        promise(finding.offset <= bytes.count, "A finding lies in the file.")
        promise((finding.found?.utf8.count ?? 0) <= 400, "A finding is a bounded record.")
    }
    guard let content = result.content else { return }
    visit(content.root, 0)
}

private func visit(_ loop: TransactionSet.Loop, _ depth: Int) {
    promise(depth < 64, "Loops are as deep as the table.")
    for segment in loop.segments {
        for element in 0...segment.elementCount + 1 {
            _ = segment[element]
            _ = segment[element, component: 2]
            _ = segment.elementRange(element)
        }
    }
    for child in loop.loops { visit(child, depth + 1) }
}

private func checkReply(
    _ acknowledgment: FunctionalAcknowledgment, to group: GroupOutline, in interchange: InterchangeOutline
) throws {
    let outgoing = OutgoingInterchange(
        sender: interchange.header.receiver, receiver: interchange.header.sender,
        version: interchange.header.version, controlNumber: 1, dateCCYYMMDD: "20250115", timeHHMM: "0930",
        usage: "P", delimiters: interchange.header.delimiters,
        groups: [
            OutgoingGroup(answering: [acknowledgment], for: group.header, controlNumber: 1)
        ])
    // Ids that cannot stand in an envelope are refused, with the place.
    guard let reply = try? outgoing.bytes() else { return }
    // AK1 and AK2 repeat what the partner sent, right or wrong.
    for finding in try Interpreter.findings(in: reply) where !["AK1", "AK2"].contains(finding.segmentID) {
        promise(finding.severity != .error || finding.set == nil, "Our 997 is clean: \(finding.message)")
    }
}

/// Ends the run with the promise that was broken; release builds drop the words of `precondition`.
private func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
    if !isKept { fatalError(words()) }
}
